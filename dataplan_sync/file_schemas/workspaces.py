"""The schema of `workspaces` in `dataplan-sync.yaml`. `files.configured_workspaces` reads the same keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dataplan_sync.file_schemas.attributes import described
from dataplan_sync.model import ActivatedEnvironment

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
            "overlay": {
                "type": ["object", "null"],
                "additionalProperties": _overlay(),
                "description": "What is otherwise there than the plan files say, by data plan (* for all).",
            },
            "policy": {
                **policy,
                "type": ["object", "null"],
                "description": "What an apply may do there: each key wins over the same one at the top.",
            },
        },
        "required": ["id"],
        "additionalProperties": False,
    }


def _overlay() -> JSONObject:
    version: JSONObject = {
        "type": ["object", "null"],
        "properties": {
            "version_description": {"type": "string", "description": "The description there."},
            "activated_environment": {
                "enum": [*ActivatedEnvironment],
                "description": "Where the version is active there.",
            },
        },
        "additionalProperties": False,
    }
    return {
        "type": ["object", "null"],
        "properties": {
            "data_plan_name": described(
                {"type": "string", "pattern": r"\S"}, "The name of the data plan there."
            ),
            "data_plan_description": {"type": "string", "description": "The description there."},
            "versions": {
                "type": ["object", "null"],
                "propertyNames": {"pattern": r"^([1-9][0-9]{0,3}|\*)$"},
                "additionalProperties": version,
                "description": "By number (* for all).",
            },
        },
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
