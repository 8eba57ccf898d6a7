"""The schema of `dataplan-sync.yaml`. `files.configuration_file` reads the same keys, and a test holds the two together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync.configuration import OnConflict, Policy, Thresholds
from dataplan_sync.file_schemas.attributes import described
from dataplan_sync.file_schemas.plan_files import DRAFT
from dataplan_sync.file_schemas.workspaces import workspaces_schema
from dataplan_sync.files.configured_rules import NAMED_RULE, OFF
from dataplan_sync.impact import rules_of_attributes, rules_of_values, rules_of_versions
from dataplan_sync.model import ActivatedEnvironment
from dataplan_sync.problems import catalogue
from dataplan_sync.problems.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dataplan_sync.model import JSONObject, JSONValue

_TEXT: Final[JSONObject] = {"type": "string", "pattern": r"\S"}
_FRACTION: Final[JSONObject] = {"type": "number", "minimum": 0, "maximum": 1}
_SEVERITY: Final[JSONObject] = {"enum": [*Severity, OFF]}
_OBJECT_KEY: Final[JSONObject] = {
    "type": "string",
    "pattern": r"^(?!\.{1,2}(/|$))[^\s/\\]+(/[0-9]{1,4})?$",
    "examples": ["old_shop", "shop/2"],
}


def configuration_schema() -> JSONObject:
    """Give the schema of the file."""
    return {
        "$schema": DRAFT,
        "description": "The configuration of dataplan-sync: what an apply may do, and what has been looked at and is wanted: docs/configuration.md.",
        "type": ["object", "null"],
        "properties": {
            "version": described({"const": 1}, "The format of this file."),
            "plans": described(
                _TEXT,
                "The directory of the plan files, seen from where this file is: plans if left out.",
            ),
            "workspaces": described(
                workspaces_schema(_policy()),
                "The workspaces that the plan files are for, in the order in which they are worked on.",
            ),
            "policy": described(_or_blank(_policy()), "What an apply may do."),
            "rules": described(_or_blank(_rules()), "How bad it is to break a rule on plan files."),
            "accepted": described(
                {"type": ["array", "null"], "items": _acceptance()},
                "Findings that are wanted all the same.",
            ),
        },
        "additionalProperties": False,
    }


def _policy() -> JSONObject:
    policy = Policy()
    return _object(
        {
            "prune": _flag("Whether an apply deletes anything at all.", default=policy.prune),
            "allow_delete": {
                "type": ["array", "null"],
                "items": dict(_OBJECT_KEY),
                "description": "What it deletes where it is live and not declared: data plans (shop) and versions "
                "(shop/3).",
            },
            "allow_production_edit": _flag(
                "Whether the data points of a version that is active in production may be replaced.",
                default=policy.allow_production_edit,
            ),
            "allow_empty": _flag(
                "Whether a directory without any plan file is valid.", default=policy.allow_empty
            ),
            "allow_raise_several": _flag(
                "Whether one apply may raise the environment of two versions of one data plan.",
                default=policy.allow_raise_several,
            ),
            "allow_lower": _flag(
                "Whether an apply may lower the environment of a version.",
                default=policy.allow_lower,
            ),
            "on_conflict": {
                "enum": [*OnConflict],
                "description": "Who wins a field that git and live both changed since the last apply; left out: nobody.",
            },
            "require_review": _flag(
                "Whether the GitHub Action applies only what was reviewed on a pull request.",
                default=policy.require_review,
            ),
            "owner": {
                "type": "string",
                "pattern": r"^(?=\S)[^\[\]\r\n]{0,99}[^\[\]\s]$",
                "examples": ["acme/app"],
                "description": "Who looks after these data plans: written behind their descriptions.",
            },
            "take_over": {
                "type": ["array", "null"],
                "items": {"type": "string", "pattern": r"^(?!\.{1,2}$)[^\s/\\]+$"},
                "description": "Data plans that may be changed although somebody else claims them.",
            },
            "thresholds": described(_or_blank(_thresholds()), "How much one apply may take away."),
        }
    )


def _thresholds() -> JSONObject:
    limits = Thresholds()
    return _object(
        {
            "deletions": {
                "type": "integer",
                "minimum": 0,
                "default": limits.deletions,
                "description": "Data plans and versions that one apply may delete.",
            },
            "deleted_fraction": {
                **_FRACTION,
                "default": limits.deleted_fraction,
                "description": "Share of what is live that one apply may delete, from 0 to 1.",
            },
            "removed_fraction": {
                **_FRACTION,
                "default": limits.removed_fraction,
                "description": "Share of a version's data points that one apply may remove, from 0 to 1.",
            },
        }
    )


def _rules() -> JSONObject:
    told: JSONObject = {
        rule: described(_SEVERITY, catalogue.BY_ID[rule].sentence)
        for rule in sorted(catalogue.CONFIGURABLE)
    }
    names: JSONObject = {
        "type": ["array"],
        "items": {"type": "string"},
        "description": "The names of attributes that count as personal data, in place of the rule's own list.",
    }
    detailed = _object({"severity": described(_SEVERITY, "How bad it is."), "names": names})
    told[NAMED_RULE] = {**_any_of(_SEVERITY, detailed), "description": _sentence(NAMED_RULE)}
    return _object(told)


def _sentence(rule: str) -> str:
    return catalogue.BY_ID[rule].sentence


def _acceptance() -> JSONObject:
    rules = (rules_of_versions.RULES, rules_of_attributes.RULES, rules_of_values.RULES)
    ids: list[JSONValue] = [*sorted(rule for group in rules for rule in group)]
    entry: JSONObject = {
        "rule": {"enum": ids, "description": "The rule of the finding: docs/impact.md."},
        "path": {
            "type": "array",
            "minItems": 1,
            "items": {"type": ["string", "integer"]},
            "examples": [["shop", 3, "custom_event:other:Legacy Click"]],
            "description": 'The data plan, the number of the version, and the path of the finding. "*" stands for any '
            "one part of the latter.",
        },
        "reason": described(_TEXT, "Why it is wanted."),
        "expires": {
            "type": "string",
            "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
            "examples": ["2027-03-31"],
            "description": "The last day (UTC) on which the entry counts.",
        },
        "after": {
            "description": "The value that was accepted; if it becomes another one, that is a new finding."
        },
        "environment": {
            "const": ActivatedEnvironment.DEVELOPMENT.value,
            "description": "Accepted there alone, and asked again before production.",
        },
    }
    return _object(entry, required=("rule", "path", "reason"))


def _flag(description: str, *, default: bool) -> JSONObject:
    return {"type": "boolean", "default": default, "description": description}


def _object(properties: JSONObject, *, required: Iterable[str] = ()) -> JSONObject:
    names = list(required)
    return {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        **({"required": list(names)} if names else {}),
    }


def _or_blank(schema: JSONObject) -> JSONObject:
    """Let a section be left blank, which says as much as `{}`."""
    return {**schema, "type": ["object", "null"]}


def _any_of(*schemas: JSONObject) -> JSONObject:
    return {"anyOf": list(schemas)}
