"""Data points as people name them: from a printed identity, or a canonical data point, to a few words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dataplan_sync.model import MatchType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dataplan_sync.changes import Absent
    from dataplan_sync.model import JSONObject, JSONValue

_ATTRIBUTE_MAPS: Final = frozenset((MatchType.USER_ATTRIBUTES, MatchType.USER_IDENTITIES))


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of a data point: its name, its schema, and whether it must be there."""

    name: str
    schema: JSONValue
    required: bool


def is_data_point(value: JSONValue | Absent) -> bool:
    """Tell a canonical data point from any other value of a field change."""
    return isinstance(value, dict) and "match" in value and "validator" in value


def name_and_kind(identity: str) -> tuple[str, str]:
    """Split a printed identity into what people call it and what it is.

    Args:
        identity: as `DataPointMatch.key` prints it.

    Returns:
        `("Landing Button Click", "custom_event · other")`; a bare type has no second part.
    """
    match identity.split(":", 2):
        case [MatchType.CUSTOM_EVENT, event_type, name]:
            return name, f"custom_event · {event_type}"
        case [MatchType.SCREEN_VIEW, "", name]:
            return name, "screen_view"
        case [MatchType.PRODUCT_ACTION | MatchType.PROMOTION_ACTION as kind, *rest]:
            return ":".join(rest), kind
        case _:
            return identity, ""


def noun(identities: Iterable[str]) -> str:
    """Say what data points are called together: events, if all of them are."""
    return "event" if all(each.startswith("custom_event:") for each in identities) else "data point"


def attributes(point: JSONValue | Absent) -> Iterator[Attribute]:
    """List what a canonical data point says of the data it matches.

    Custom attributes come first, by their names; then other keys of the event's data, such as `product_action`.
    """
    if not isinstance(point, dict):
        return
    definition = _object(_object(point, "validator"), "definition")
    if _object(point, "match").get("type") in _ATTRIBUTE_MAPS:
        yield from _attributes(definition)
        return
    data = _data(definition)
    yield from _attributes(_custom_attributes(definition))
    for attribute in _attributes(data):
        if attribute.name != "custom_attributes":
            yield attribute


def is_closed(point: JSONValue | Absent) -> bool:
    """Tell whether a canonical data point allows no attributes beside the ones that it names."""
    if not isinstance(point, dict):
        return False
    definition = _object(_object(point, "validator"), "definition")
    in_map = _object(point, "match").get("type") in _ATTRIBUTE_MAPS
    schema = definition if in_map else _custom_attributes(definition)
    return schema.get("additionalProperties") is False


def _data(definition: JSONObject) -> JSONObject:
    return _object(_object(definition, "properties"), "data")


def _custom_attributes(definition: JSONObject) -> JSONObject:
    return _object(_object(_data(definition), "properties"), "custom_attributes")


def _attributes(schema: JSONObject) -> Iterator[Attribute]:
    required = schema.get("required")
    names = required if isinstance(required, dict | list) else ()
    for name, described in _object(schema, "properties").items():
        yield Attribute(name, described, name in names)


def _object(parent: JSONObject, key: str) -> JSONObject:
    child = parent.get(key)
    return child if isinstance(child, dict) else {}
