"""Failures as the vendor's SDK reports them: ajv 6's own sentences, and JavaScript's ways with values."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, Final

from dataplan_sync.events.values import as_double, number_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dataplan_sync.events.checking import Failure
    from dataplan_sync.events.values import JSON, Path

_INVALID_VALUE: Final = frozenset(
    [
        "type",
        "const",
        "enum",
        "pattern",
        "format",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "minLength",
        "maxLength",
        "multipleOf",
    ]
)
INVALID_SCHEMA: Final = "Invalid JSON Schema"
_EXACT: Final = 2**53
"""Up to here JavaScript has every whole number."""
ABSENT: Final = object()
"""Stands for user attributes that a batch does not have."""


def error_of(failure: Failure, whole: JSON) -> dict[str, Any]:
    """Report a failure.

    Args:
        failure: what is not satisfied.
        whole: the event, or the user attributes, with its nulls; or `ABSENT`.

    Returns:
        The error. `key` is the last step of the pointer, so of what is missing it names the parent, and
        nothing at the root.
    """
    nodes = _nodes(failure.path)
    error: dict[str, Any] = {
        "actual": _actual(_dug_in(whole, nodes)),
        "error_pointer": "/".join(("#", *nodes)),
        "schema_keyword": failure.keyword,
        "key": nodes[-1] if nodes else None,
        "validation_error_type": "invalid_value",
        "expected": None,
    }
    match failure.keyword:
        case "additionalProperties" | "additionalItems":
            error |= {"key": failure.name, "actual": failure.name}
            error["validation_error_type"] = "unplanned"
        case "required":
            error |= {"expected": failure.name, "actual": None}
            error["validation_error_type"] = "missing_required"
        case "dependencies":
            error["expected"] = _sentence(failure)
            error["validation_error_type"] = "missing_required"
        case _:
            error["expected"] = _sentence(failure)
            if failure.keyword not in _INVALID_VALUE:
                error["validation_error_type"] = "unknown"
    return {name: value for name, value in error.items() if value is not None}


def unplanned(name: JSON) -> dict[str, Any]:
    """Report an event that no data point plans."""
    return {"validation_error_type": "unplanned", "key": name, "error_pointer": "#"}


def unusable(name: JSON) -> dict[str, Any]:
    """Report that a definition is invalid as a whole."""
    return {
        "validation_error_type": "unknown",
        "error_pointer": "#",
        "actual": INVALID_SCHEMA,
        "key": name,
    }


def _nodes(path: Path) -> list[str]:
    steps = (str(step).replace("~", "~0").replace("/", "~1") for step in path)
    return [step for step in steps if step]


def _dug_in(whole: JSON, nodes: list[str]) -> JSON:
    """Go down to a place as the SDK does: a step that is not there, as it is spelled, is left out."""
    for node in nodes:
        if isinstance(whole, dict) and node in whole:
            whole = whole[node]
        elif isinstance(whole, list) and node.isdigit() and int(node) < len(whole):
            whole = whole[int(node)]
    return whole


def _actual(value: JSON) -> JSON:
    match value:
        case _ if value is ABSENT:
            return None
        case str():
            return value
        case int() | float() if not isinstance(value, bool):
            return _number(value)
        case _:
            return script_json(value)


def _number(number: float) -> JSON:
    """Give a number as it is after JavaScript has had it: a double, and text where JSON has no number for it."""
    double = as_double(number)
    if not math.isfinite(double):
        return number_text(number)
    return double if abs(double) > _EXACT else number


def script_json(value: JSON) -> str:
    """Print a value as JavaScript's `JSON.stringify` does."""
    match value:
        case dict():
            members = (f"{_quoted(name)}:{script_json(item)}" for name, item in value.items())
            return f"{{{','.join(members)}}}"
        case list():
            return f"[{','.join(map(script_json, value))}]"
        case int() | float() if not isinstance(value, bool):
            return number_text(value)
        case _:
            return _quoted(value)


def _quoted(value: JSON) -> str:
    return json.dumps(value, ensure_ascii=False)


def _sentence(failure: Failure) -> str | None:
    words = _SENTENCES.get(failure.keyword)
    return words(failure.limit) if words else None


def _dependencies(limit: tuple[str, list[str]]) -> str:
    name, wanted = limit
    noun = "property" if len(wanted) == 1 else "properties"
    return f"should have {noun} {', '.join(wanted)} when property {name} is present"


_SENTENCES: Final[Mapping[str, Callable[[Any], str]]] = {
    "type": lambda types: f"should be {','.join(types)}",
    "const": lambda _: "should be equal to constant",
    "enum": lambda _: "should be equal to one of the allowed values",
    "maximum": lambda limit: f"should be <= {number_text(limit)}",
    "minimum": lambda limit: f"should be >= {number_text(limit)}",
    "exclusiveMaximum": lambda limit: f"should be < {number_text(limit)}",
    "exclusiveMinimum": lambda limit: f"should be > {number_text(limit)}",
    "multipleOf": lambda limit: f"should be multiple of {number_text(limit)}",
    "maxLength": lambda limit: f"should NOT be longer than {number_text(limit)} characters",
    "minLength": lambda limit: f"should NOT be shorter than {number_text(limit)} characters",
    "pattern": lambda pattern: f'should match pattern "{pattern}"',
    "format": lambda name: f'should match format "{name}"',
    "maxItems": lambda limit: f"should NOT have more than {number_text(limit)} items",
    "minItems": lambda limit: f"should NOT have fewer than {number_text(limit)} items",
    "maxProperties": lambda limit: f"should NOT have more than {number_text(limit)} properties",
    "minProperties": lambda limit: f"should NOT have fewer than {number_text(limit)} properties",
    "uniqueItems": lambda twins: (
        f"should NOT have duplicate items (items ## {twins[0]} and {twins[1]} are identical)"
    ),
    "contains": lambda _: "should contain a valid item",
    "propertyNames": lambda name: f"property name '{name}' is invalid",
    "dependencies": _dependencies,
    "not": lambda _: "should NOT be valid",
    "anyOf": lambda _: "should match some schema in anyOf",
    "oneOf": lambda _: "should match exactly one schema in oneOf",
    "if": lambda branch: f'should match "{branch}" schema',
    "false schema": lambda _: "boolean schema is false",
}
