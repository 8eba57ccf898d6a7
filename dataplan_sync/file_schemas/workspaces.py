"""The schema of `workspaces` in `dataplan-sync.yaml`. `files.configured_workspaces` reads the same keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dataplan_sync.file_schemas.attributes import described

if TYPE_CHECKING:
    from dataplan_sync.model import JSONObject


def workspaces_schema(policy: JSONObject) -> JSONObject:
    """Give the schema of the section.

    Args:
        policy: the schema of the policy of one workspace.
    """
    return {
        "type": ["object", "null"],
        "propertyNames": {
            "pattern": "^(?!all$)(?![0-9]+$)[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$",
        },
        "additionalProperties": _workspace(policy),
    }


def _workspace(policy: JSONObject) -> JSONObject:
    return {
        "type": "object",
        "properties": {
            "id": {
                "type": "integer",
                "minimum": 1,
                "examples": [7505],
                "description": "The number of the workspace.",
            },
            "credentials": described(
                _credentials(), "Where its credential is; never the credential itself."
            ),
            "include": described(
                _patterns("mobile_*"),
                "Ids of data plans, or patterns, that it is about; none: all.",
            ),
            "exclude": described(
                _patterns("sandbox_*"), "Ids of data plans, or patterns, that it is not about."
            ),
            "policy": {
                **policy,
                "type": ["object", "null"],
                "description": "What an apply may do there: each key wins over the same one at the top.",
            },
        },
        "required": ["id"],
        "additionalProperties": False,
    }


def _patterns(example: str) -> JSONObject:
    return {
        "type": ["array", "null"],
        "items": {"type": "string", "pattern": r"\S"},
        "examples": [["shop", example]],
    }


def _credentials() -> JSONObject:
    def part(suffix: str, what: str) -> JSONObject:
        if suffix == "env":
            about = f"The variable that holds the {what} of the credential."
            return {"type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_]*$", "description": about}
        about = f"The file that holds the {what} of the credential, seen from where this file is."
        return {"type": "string", "pattern": r"\S", "description": about}

    return {
        "type": ["object", "null"],
        "properties": {
            f"client_{what}_{suffix}": part(suffix, what)
            for what in ("id", "secret")
            for suffix in ("env", "file")
        },
        "additionalProperties": False,
        "not": {
            "anyOf": [
                {"required": [f"client_{what}_env", f"client_{what}_file"]}
                for what in ("id", "secret")
            ]
        },
    }
