"""The schema of the events that a data point is about: its definition, and its match said in the same terms.

A definition alone also accepts what is no event at all; a search in it would find such things first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync import field_paths
from dataplan_sync.impact.schema_change import keywords, schema
from dataplan_sync.impact.schema_changes import as_object
from dataplan_sync.model import MatchType

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dataplan_sync.impact.schema_change import Schema
    from dataplan_sync.model import DataPointMatch, JSONObject, JSONValue

_COMMERCE: Final = frozenset(
    (MatchType.PRODUCT_ACTION, MatchType.PROMOTION_ACTION, MatchType.PRODUCT_IMPRESSION)
)
_CONTAINERS: Final = ("custom_attributes", "product_action", "promotion_action")


def event_schema(match: DataPointMatch, definition: Schema) -> Schema:
    """Give a schema that accepts just the data that a match is about and a definition accepts.

    Args:
        match: for user attributes and identities it says nothing of the data, which is any object.
        definition: the data point's definition, or another one for the same data.
    """
    whole = as_object(definition)
    if match.type in field_paths.ATTRIBUTE_MAPS or whole is False:
        return whole
    commerce = match.type in _COMMERCE
    kind = "commerce_event" if commerce else match.type
    data = as_object(_attribute(whole, "data"))
    for container in _CONTAINERS:
        described = _attribute(data, container)
        if described is not True or container == "custom_attributes":
            data = _with_attribute(data, container, as_object(described), must=False)
    data = _of_commerce(data, match) if commerce else _with_criteria(data, match.criteria)
    with_kind = _with_attribute(whole, "event_type", _fixed(_attribute(whole, "event_type"), kind))
    return _with_attribute(with_kind, "data", data)


def with_schema_at(definition: Schema, at: Sequence[str], node: Schema) -> Schema:
    """Give a definition with another schema at one place.

    Args:
        definition: what it says elsewhere stays.
        at: keys from its root; what is missing on the way is added.
        node: the schema for that place.
    """
    if not at:
        return node
    step = at[0]
    parent = keywords(definition)
    if step == "items":
        return {**parent, "items": with_schema_at(schema(parent.get("items", True)), at[1:], node)}
    listed = parent.get("properties")
    old = listed if isinstance(listed, dict) else {}
    name = at[1]
    inner = with_schema_at(_attribute(parent, name), at[2:], node)
    return {**parent, "properties": {**old, name: inner}}


def _of_commerce(data: Schema, match: DataPointMatch) -> Schema:
    """Say which commerce event it is: the first of action, promotion and impression that is there."""
    if match.type != MatchType.PRODUCT_ACTION:
        data = _with_attribute(data, MatchType.PRODUCT_ACTION, inner=False, must=False)
    if match.type == MatchType.PRODUCT_IMPRESSION:
        return _with_attribute(data, MatchType.PROMOTION_ACTION, inner=False, must=False)
    action = as_object(_attribute(data, match.type))
    return _with_attribute(data, match.type, _with_criteria(action, match.criteria))


def _with_criteria(node: Schema, criteria: Mapping[str, JSONValue]) -> Schema:
    for name, value in criteria.items():
        node = _with_attribute(node, name, _fixed(_attribute(node, name), value))
    return node


def _fixed(described: Schema, value: JSONValue) -> Schema:
    """Say that a value is one certain value; what else is said of it goes on to hold."""
    if described is False or ("const" in keywords(described) and described != {"const": value}):
        constant = keywords(described).get("const", value)
        return described if constant == value else False
    return {**keywords(described), "const": value}


def _attribute(node: Schema, name: str) -> Schema:
    if node is False:
        return False
    listed = keywords(node).get("properties")
    if isinstance(listed, dict) and name in listed:
        return schema(listed[name])
    return schema(keywords(node).get("additionalProperties", True))


def _with_attribute(node: Schema, name: str, inner: Schema, *, must: bool = True) -> Schema:
    if node is False:
        return False
    described = keywords(node)
    listed, required = described.get("properties"), described.get("required")
    old = listed if isinstance(listed, dict) else {}
    names = required if isinstance(required, list) else []
    changed: JSONObject = {**described, "properties": {**old, name: inner}}
    if must and name not in names:
        changed["required"] = [*names, name]
    return changed
