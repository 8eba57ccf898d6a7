"""Which data point the vendor's SDK holds an event against, and how it names what nothing plans.

JavaScript's rules on absent values and on joining them show in both, so they are kept apart from `matches`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dataplan_sync.events.values import number_text
from dataplan_sync.matches import EVENTS_BY_TYPE

if TYPE_CHECKING:
    from dataplan_sync.events.values import JSON, JSONMapping

_COMMERCE: Final = (
    ("product_action", "product_action"),
    ("promotion_action", "promotion_action"),
    ("product_impressions", "product_impression"),
)
"""A member of a commerce event, and the type of match that it asks for; the first that is there counts."""


def match_key(event: JSONMapping) -> str:
    """Print the match that an event asks for; nothing if no data point can plan it."""
    kind, data = event.get("event_type"), _members(event.get("data"))
    match kind:
        case "screen_view":
            return f"screen_view::{_joined(data.get('screen_name'))}"
        case "application_state_transition":
            return f"{kind}:{_joined(data.get('application_transition_type'))}"
        case "custom_event" if _is_true(event.get("data")):
            names = (_joined(data.get(name)) for name in ("custom_event_type", "event_name"))
            return ":".join(("custom_event", *names))
        case "commerce_event":
            return _commerce_key(data)
        case str() if kind in EVENTS_BY_TYPE:
            return kind
        case _:
            return ""


def unplanned_name(event: JSONMapping) -> JSON:
    """Give the name of an event that nothing plans."""
    data = _members(event.get("data"))
    member = {"custom_event": "event_name", "screen_view": "screen_name"}.get(event["event_type"])
    name = data.get(member) if member else None
    return name if _is_true(name) else event["event_type"]


def synthesized(event: JSONMapping) -> dict[str, Any]:
    """Make the match that would plan an event."""
    kind, data = event["event_type"], _members(event.get("data"))
    match kind:
        case "screen_view":
            empty = not _is_true(event.get("data"))
            criteria = {"screen_name": ""} if empty else _present(data, "screen_name")
        case "custom_event":
            defaults = {"event_name": "Custom Event", "custom_event_type": "other"}
            criteria = {name: _or(data.get(name), default) for name, default in defaults.items()}
        case "application_state_transition":
            name = "application_transition_type"
            criteria = {name: _or(data.get(name), "unknown")}
        case "commerce_event":
            return _commerce_match(data)
        case _:
            return {"type": kind}
    return {"type": kind, "criteria": criteria}


def _commerce_key(data: dict[str, Any]) -> str:
    for member, kind in _COMMERCE:
        if _is_true(data.get(member)):
            if kind == "product_impression":
                return kind
            return f"{kind}:{_joined(_members(data[member]).get('action'))}"
    return ""


def _commerce_match(data: dict[str, Any]) -> dict[str, Any]:
    member, kind = next(pair for pair in _COMMERCE if _is_true(data.get(pair[0])))
    if kind == "product_impression":
        return {"type": kind}
    return {"type": kind, "criteria": _present(_members(data[member]), "action")}


def _present(members: dict[str, Any], name: str) -> dict[str, Any]:
    return {name: members[name]} if name in members else {}


def _members(value: JSON) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _or(value: JSON, default: str) -> JSON:
    return value if _is_true(value) else default


def _is_true(value: JSON) -> bool:
    return isinstance(value, dict | list) or bool(value)


def _joined(value: JSON) -> str:
    """Give a value as JavaScript joins it to a text."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case str():
            return value
        case list():
            return ",".join(map(_joined, value))
        case dict():
            return "[object Object]"
        case _:
            return number_text(value)
