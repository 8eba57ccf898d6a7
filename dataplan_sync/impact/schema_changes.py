"""All changes between two definitions, found by walking both at once, place by place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync import field_paths
from dataplan_sync.impact import rules_of_attributes
from dataplan_sync.impact.attribute_changes import ObjectPair, attribute_changes, inner_pairs
from dataplan_sync.impact.keyword_changes import keyword_changes, whole_change
from dataplan_sync.impact.schema_change import NodePair, Place, identical, keywords

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dataplan_sync.impact.schema_change import Schema, SchemaChange
    from dataplan_sync.model import JSONObject

_DATA: Final = ("data",)
_CUSTOM_ATTRIBUTES: Final = ("data", "custom_attributes")
_CONTAINERS: Final[Mapping[tuple[str | int, ...], frozenset[str]]] = {
    (): frozenset(("data",)),
    _DATA: frozenset(("custom_attributes", "product_action", "promotion_action")),
}
"""Objects of an event by where they stand, as the Events API has them."""
_ECHOES: Final = {
    rules_of_attributes.ATTR_NOW_REQUIRED: (
        rules_of_attributes.ATTR_NOW_REQUIRED,
        rules_of_attributes.ATTR_ADDED_REQUIRED,
    ),
    rules_of_attributes.ATTR_NO_LONGER_REQUIRED: (
        rules_of_attributes.ATTR_NO_LONGER_REQUIRED,
        rules_of_attributes.ATTR_REMOVED_OPEN,
        rules_of_attributes.ATTR_REMOVED_TYPED,
        rules_of_attributes.ATTR_REMOVED_CLOSED,
    ),
}
"""An attribute can only be required together with `custom_attributes` itself; that half says nothing new."""


def schema_changes(
    before: JSONObject, after: JSONObject, match_type: str
) -> tuple[SchemaChange, ...]:
    """Find what changes between two definitions of data of one match type."""
    event = match_type not in field_paths.ATTRIBUTE_MAPS
    found = tuple(_walk(NodePair(before, after, Place()), event=event))
    return tuple(change for change in found if not _is_echo(change, found))


def as_object(value: Schema) -> Schema:
    """Say of a schema for what is always an object that it is one.

    A schema of no type or of several also accepts what can never be sent there, and a witness of that would persuade
    nobody.
    """
    described = keywords(value)
    if value is False or not _take("object", described):
        return value
    return {**described, "type": "object"}


def _walk(pair: NodePair, *, event: bool) -> Iterator[SchemaChange]:
    if identical(pair.before, pair.after):
        return
    if pair.before is False or pair.after is False:
        yield whole_change(pair)
        return
    known = _is_known_object(pair.place, event=event)
    before = keywords(as_object(pair.before) if known else pair.before)
    after = keywords(as_object(pair.after) if known else pair.after)
    yield from keyword_changes(before, after, pair.place)
    if _take("object", before, after):
        containers = _CONTAINERS.get(pair.place.data, frozenset()) if event else frozenset()
        objects = ObjectPair(before, after, pair.place, containers)
        yield from attribute_changes(objects)
        for inner in inner_pairs(objects):
            yield from _walk(inner, event=event)
    if _take("array", before, after):
        yield from _entries(before, after, pair.place, event=event)


def _entries(
    before: JSONObject, after: JSONObject, place: Place, *, event: bool
) -> Iterator[SchemaChange]:
    sides = (before.get("items", True), after.get("items", True))
    old, new = sides
    if isinstance(old, dict | bool) and isinstance(new, dict | bool):
        yield from _walk(NodePair(old, new, place.entry()), event=event)


def _is_known_object(place: Place, *, event: bool) -> bool:
    if not place.data:
        return True
    containers = _CONTAINERS.get(place.data[:-1], frozenset())
    return event and place.data[-1] in containers


def _take(kind: str, *sides: JSONObject) -> bool:
    """Tell whether both sides may accept values of a type."""
    for side in sides:
        types = side.get("type", kind)
        if kind not in (types if isinstance(types, list) else [types]):
            return False
    return True


def _is_echo(change: SchemaChange, all_changes: tuple[SchemaChange, ...]) -> bool:
    inner = _ECHOES.get(change.rule)
    if inner is None or change.place.data != _DATA or change.path[-1] != "custom_attributes":
        return False
    return any(
        other.rule in inner and other.place.data[:2] == _CUSTOM_ATTRIBUTES for other in all_changes
    )
