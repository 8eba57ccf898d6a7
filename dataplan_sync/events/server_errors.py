"""Failures as the API's `/validate` reports them.

The OpenAPI document says of `key` "event name or attribute name", of `expected` and `actual` the name of what
is missing or unplanned, a data type for a wrong type, and text otherwise.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from dataplan_sync.events.values import MAX_DEPTH, type_of

if TYPE_CHECKING:
    from dataplan_sync.events.checking import Failure
    from dataplan_sync.events.values import Path

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


def error_of(failure: Failure, name: str) -> dict[str, Any]:
    """Report a failure.

    Args:
        failure: what is not satisfied.
        name: what an error at the root is called after: the event's name, or `user_attributes`.
    """
    place = {
        "error_pointer": pointer(failure.path),
        "schema_keyword": "none" if failure.keyword == "false schema" else failure.keyword,
    }
    match failure.keyword:
        case "additionalProperties":
            named = {"key": failure.name, **place, "actual": failure.name}
            return {"validation_error_type": "unplanned", **named}
        case "required" | "dependencies":
            named = {"key": failure.name, **place, "expected": failure.name}
            return {"validation_error_type": "missing_required", **named}
        case _:
            named = {"key": str(failure.path[-1]) if failure.path else name, **place}
            return {"validation_error_type": _type(failure.keyword), **named, **_values(failure)}


def unplanned(name: str) -> dict[str, Any]:
    """Report an event that no data point plans."""
    return {"validation_error_type": "unplanned", "key": name, "error_pointer": "#"}


def unusable(name: str, path: Path) -> dict[str, Any]:
    """Report that a definition is invalid as a whole, and where."""
    return {
        "validation_error_type": "unknown",
        "key": name,
        "error_pointer": "#",
        "expected": "a valid JSON Schema",
        "actual": f"an invalid one, at {pointer(path)}",
    }


def too_deep(name: str) -> dict[str, Any]:
    """Report that lists and objects stand inside one another too often to be looked at."""
    return {
        "validation_error_type": "unknown",
        "key": name,
        "error_pointer": "#",
        "expected": f"at most {MAX_DEPTH} objects and lists inside one another",
    }


def pointer(path: Path) -> str:
    """Print a place as the vendor does: `#/data/custom_attributes/size`."""
    steps = (str(step).replace("~", "~0").replace("/", "~1") for step in path)
    return "/".join(("#", *steps))


def _type(keyword: str) -> str:
    if keyword in _INVALID_VALUE:
        return "invalid_value"
    return "unplanned" if keyword == "additionalItems" else "unknown"


def _values(failure: Failure) -> dict[str, str]:
    if failure.keyword == "type":
        return {"expected": " or ".join(failure.limit), "actual": type_of(failure.value)}
    if failure.keyword in _INVALID_VALUE:
        return {"expected": _text(failure.limit), "actual": _text(failure.value)}
    return {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
