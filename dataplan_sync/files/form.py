"""What the content of a file says it is, where its path does not tell."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from dataplan_sync.codec import DATA_PLAN_KEYS, VERSION_KEYS
from dataplan_sync.wire import describe, near_match

if TYPE_CHECKING:
    from dataplan_sync.model import JSONObject, JSONValue

_VERSIONS: Final = "data_plan_versions"
_VERSION_ONLY: Final = frozenset((*VERSION_KEYS, "data_points")) - {"data_plan_id"}


class Form(StrEnum):
    """The things that people and the API save as a file."""

    DATA_PLAN = "a data plan"
    VERSION = "a version of a data plan"
    DATA_PLANS = "a list of data plans"
    DATA_POINTS = "a list of data points"
    UNKNOWN = "unknown"


def form_of(value: JSONValue) -> Form:
    """Tell what a file's value is, by the keys that it has."""
    match value:
        case dict():
            return _form_of_object(value)
        case list():
            items = [item for item in value if isinstance(item, dict)]
            if any(item.keys() & {"data_plan_id", _VERSIONS} for item in items):
                return Form.DATA_PLANS
            return Form.DATA_POINTS if any("match" in item for item in items) else Form.UNKNOWN
        case _:
            return Form.UNKNOWN


def unknown_form(value: JSONValue) -> str:
    """Say of a value that is none of the forms what it is, and what was perhaps meant."""
    if not isinstance(value, dict):
        return f"{describe(value)} is no data plan; see docs/plan-files.md for what a file may hold"
    known = (*DATA_PLAN_KEYS, *VERSION_KEYS, "data_points")
    guesses = {key: near_match(key, known) for key in value}
    hints = [f'"{near}" for "{key}"' for key, near in guesses.items() if near]
    if hints:
        return f"this is neither a data plan nor a version; did you mean {', '.join(hints)}?"
    return (
        "this is neither a data plan (data_plan_id, data_plan_versions) nor a version (data_plan_id, "
        "version, data_points); move it out of here, or put _ in front of its name"
    )


def _form_of_object(value: JSONObject) -> Form:
    if _VERSIONS in value:
        return Form.DATA_PLAN
    if value.keys() & _VERSION_ONLY:
        return Form.VERSION
    return Form.DATA_PLAN if value.keys() & set(DATA_PLAN_KEYS) else Form.UNKNOWN
