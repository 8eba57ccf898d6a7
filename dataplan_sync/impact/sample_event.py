"""Makes events to show: one that a data point plans and its definition accepts, holding a given value.

An event is found as any other value is: it is a member of the definition, of what makes it match the data point,
and of what puts the value in its place, all three at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync import matches
from dataplan_sync.impact.parsing import Parser
from dataplan_sync.impact.reading import Reading
from dataplan_sync.impact.search import Search
from dataplan_sync.model import DataPoint, MatchType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dataplan_sync.model import DataPointMatch, JSONObject, JSONValue

_MAPS: Final = (MatchType.USER_ATTRIBUTES, MatchType.USER_IDENTITIES)
"""Data points that plan one map of a batch rather than events."""


def sample(point: DataPoint) -> JSONObject | None:
    """Give a minimal event that matches a data point and that its definition accepts.

    Returns:
        `{event_type, data}`, or the map itself for user attributes and user identities; None if there is none
        or none was found (patterns, formats and unsupported keywords can stand in the way).
    """
    return _found(point)


def embedded(point: DataPoint, path: Sequence[str | int], value: JSONValue) -> JSONObject | None:
    """Give an event that matches a data point, that its definition accepts, and that holds a value.

    Args:
        point: the data point.
        path: where the value stands in the event, `("data", "custom_attributes", "size")`; in the map, for user
            attributes and user identities.
        value: the value. Null, and anything with a null member, is only possible inside an array: elsewhere
            nulls are dropped before validation.

    Returns:
        As `sample`.
    """
    return _found(point, _holding(path, value))


def batch(point: DataPoint | DataPointMatch, event: JSONObject) -> JSONObject:
    """Give a batch, as the Events API takes it, that holds one event of a data point, or its map.

    Args:
        point: the data point, or its match.
        event: what `sample` or `embedded` gave for it. Identities keep the names that data plans give them, which
            our validation takes as well.
    """
    match = point.match if isinstance(point, DataPoint) else point
    if match.type in _MAPS:
        return {match.type: event}
    return {"events": [event]}


def _found(point: DataPoint, *more: JSONObject) -> JSONObject | None:
    schemas = (_matching(point.match), point.validator.definition, *more)
    parser = Parser()
    nodes = tuple(parser.parse(schema) for schema in schemas)
    for reading in (Reading.STRICT, Reading.SERVER):
        for value in Search(reading).values(nodes, None, 1, nulls=False):
            if isinstance(value, dict) and _plans(point.match, value):
                return value
    return None


def _plans(match: DataPointMatch, event: JSONObject) -> bool:
    if match.type in _MAPS:
        return True
    wanted: JSONObject = {"type": match.type, "criteria": match.criteria}
    key = matches.match_key(wanted)
    return key != "unknown" and matches.match_key(matches.match_of(event)) == key


def _matching(match: DataPointMatch) -> JSONObject:
    """Give the schema of what a data point matches."""
    criteria: JSONObject = {name: {"const": value} for name, value in match.criteria.items()}
    match match.type:
        case MatchType.USER_ATTRIBUTES | MatchType.USER_IDENTITIES:
            return {"type": "object"}
        case MatchType.PRODUCT_ACTION:
            return _event("commerce_event", {"product_action": _object(criteria)})
        case MatchType.PROMOTION_ACTION:
            members: JSONObject = {"promotion_action": _object(criteria)}
            return _event("commerce_event", members, without=("product_action",))
        case MatchType.PRODUCT_IMPRESSION:
            return _event(
                "commerce_event",
                {"product_impressions": {"type": "array"}},
                without=("product_action", "promotion_action"),
            )
        case kind:
            return _event(kind, criteria)


def _event(kind: str, members: JSONObject, *, without: Sequence[str] = ()) -> JSONObject:
    data = _object(members)
    attributes: JSONObject = {"custom_attributes": {"type": "object"}}
    data["properties"] = {**members, **attributes, **dict.fromkeys(without, False)}
    return _object({"event_type": {"const": kind}, "data": data})


def _object(members: JSONObject) -> JSONObject:
    """Give the schema of an object that has all these members."""
    return {"type": "object", "properties": members, "required": list(members)}


def _holding(path: Sequence[str | int], value: JSONValue) -> JSONObject:
    schema: JSONObject = {"const": value}
    for step in reversed(path):
        if isinstance(step, str):
            schema = _object({step: schema})
        else:
            schema = {"type": "array", "minItems": step + 1, "items": [*[True] * step, schema]}
    return schema
