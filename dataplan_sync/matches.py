"""Which data point plans an event: matches, and the key that the vendor's SDK prints for one.

Works on the JSON of documents and batches, so that the emulator may use it without our model.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

EVENTS_BY_TYPE = frozenset(
    (
        "breadcrumb",
        "crash_report",
        "first_run",
        "network_performance",
        "opt_out",
        "session_start",
        "session_end",
        "uninstall",
    )
)
"""Types of events that are planned by their type alone."""
_BY_TYPE_ALONE = EVENTS_BY_TYPE | {"product_impression", "user_attributes", "user_identities"}
"""Types of matches without criteria."""

_NOT_HELD = (
    EVENTS_BY_TYPE
    | {"application_state_transition", "profile", "user_attribute_change", "user_identity_change"}
    | {"pre_attribution", "push_registration", "push_message", "push_reaction"}
)
"""Types of the Events API that data planning does not include: its types of matches have none for them."""


def is_held(event: Mapping[str, Any]) -> bool:
    """Tell whether the vendor's server reports an event that no data point plans.

    It does not for application state, session and attribution events, which its documentation calls not yet
    included in data planning, nor for other types of the Events API that its types of matches leave out.

    Args:
        event: one event of a batch, `{event_type, data}`.
    """
    kind = event.get("event_type")
    return not (isinstance(kind, str) and kind in _NOT_HELD)


def match_key(match: Mapping[str, Any]) -> str:
    """Print a match as the vendor's SDK does, `custom_event:other:Landing Button Click` for instance.

    Returns:
        `unknown` for a match that cannot occur.
    """
    criteria = match.get("criteria")
    values = criteria if isinstance(criteria, dict) else {}
    match match.get("type"):
        case "custom_event" as kind:
            return _joined(kind, values.get("custom_event_type"), values.get("event_name"))
        case "screen_view" as kind:
            return _joined(kind, None, values.get("screen_name"))
        case "product_action" | "promotion_action" as kind:
            return _joined(kind, values.get("action"))
        case "application_state_transition" as kind:
            return _joined(kind, values.get("application_transition_type"))
        case str() as kind if kind in _BY_TYPE_ALONE:
            return kind
        case _:
            return "unknown"


def match_of(event: Mapping[str, Any]) -> dict[str, Any]:
    """Give the match of the data point that would plan an event.

    Args:
        event: one event of a batch, `{event_type, data}`.
    """
    kind = event.get("event_type")
    data = event.get("data")
    if not isinstance(data, dict):
        data = {}
    match kind:
        case "custom_event":
            return _match(data, "custom_event", "event_name", "custom_event_type")
        case "screen_view":
            return _match(data, "screen_view", "screen_name")
        case "application_state_transition":
            return _match(data, "application_state_transition", "application_transition_type")
        case "commerce_event":
            return _commerce_match(data)
        case str() if kind in EVENTS_BY_TYPE:
            return {"type": kind}
        case _:
            return {"type": "unknown"}


def _joined(*parts: object) -> str:
    return ":".join("" if part is None else str(part) for part in parts)


def _match(data: Mapping[str, Any], kind: str, *names: str) -> dict[str, Any]:
    if any(not isinstance(data.get(name), str) or not data[name] for name in names):
        return {"type": "unknown"}
    return {"type": kind, "criteria": {name: data[name] for name in names}}


def _commerce_match(data: Mapping[str, Any]) -> dict[str, Any]:
    for kind in ("product_action", "promotion_action"):
        if isinstance(data.get(kind), dict):
            return _match(data[kind], kind, "action")
    return {"type": "product_impression", "criteria": {}}
