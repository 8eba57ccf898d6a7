"""From the API's object to the short form of a data point, where it has one that says exactly the same.

Whatever is made here is expanded again before it is given out. What does not come back to the letter stays full.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dataplan_sync import canonical
from dataplan_sync.short_form.abbreviation import abbreviated, in_order
from dataplan_sync.short_form.expansion import expand, is_short
from dataplan_sync.short_form.groups import ACTION, is_written
from dataplan_sync.short_form.keys import DEFINITION, KINDS
from dataplan_sync.short_form.merging import patch_between

if TYPE_CHECKING:
    from dataplan_sync.model import JSONObject, JSONValue
    from dataplan_sync.short_form.keys import Group, Kind
    from dataplan_sync.wire import Fault


def compress(point: JSONObject) -> JSONObject:
    """Give the short form of a data point, or itself where it has none.

    Args:
        point: the API's object.

    Returns:
        What `expand` turns into `point` again: no key more or less at any level, every list in its order.
    """
    if is_short(point):
        return point
    match point:
        case {
            "match": {"type": str(head), "criteria": dict(criteria)},
            "validator": {"type": "json_schema", "definition": dict(definition)},
        } if head in KINDS and not _has_reference(definition):
            short = _written(point, KINDS[head], criteria, definition)
            return short if _comes_back(short, point) else _patched(short, definition, point)
        case _:
            return point


def _written(
    point: JSONObject, kind: Kind, criteria: JSONObject, definition: JSONObject
) -> JSONObject:
    """Write what the keys of the short form can say of a data point."""
    further = {
        key: value
        for key, value in point.items()
        if key not in {"match", "validator", "description"}
    }
    head: JSONObject = {kind.type.value: criteria.get(kind.criterion) if kind.criterion else {}}
    names = {name: criteria[name] for name in kind.further_criteria if name in criteria}
    description = {"description": point["description"]} if "description" in point else {}
    short: JSONObject = {**head, **names, **description}
    properties = _object_at(_object_at(definition, "properties"), "data").get("properties")
    for group in kind.groups:
        if kind.is_bare:
            short.update(_group(group, definition))
        elif isinstance(properties, dict) and isinstance(properties.get(group.name), dict):
            short.update(_group(group, _object_at(properties, group.name)))
    return {**short, **further}


def _group(group: Group, schema: JSONObject) -> JSONObject:
    """Write what the short form can say of a group and of those within it."""
    holder = _object_at(schema, "items") if group.is_list else schema
    properties = _object_at(holder, "properties")
    parts: JSONObject = {}
    for part in group.parts:
        if isinstance(properties.get(part.name), dict):
            parts.update(_group(part, _object_at(properties, part.name)))
    written: JSONObject = {}
    fields = _fields(group, holder, properties, parts)
    additional = holder.get("additionalProperties")
    if group.additional and isinstance(additional, bool | dict) and additional is not True:
        written[group.additional] = (
            abbreviated(additional) if isinstance(additional, dict) else additional
        )
    if group.fields and (fields or not is_written(group, {**written, **parts})):
        written = {group.fields: fields, **written}
    short = {**written, **parts}
    if group.additional and not is_written(group, short):
        # `product_impression: {}` alone only says which data is matched, and nothing of the list.
        short[group.additional] = True
    return short


def _fields(
    group: Group, holder: JSONObject, properties: JSONObject, parts: JSONObject
) -> JSONObject:
    within = {part.name for part in group.parts if is_written(part, parts)}
    required = holder.get("required")
    names = (
        [name for name in required if isinstance(name, str)] if isinstance(required, list) else []
    )
    fields: JSONObject = {}
    for name, schema in in_order(properties, names).items():
        implied = group.has_action and name == "action" and schema == ACTION and name not in names
        written = abbreviated(schema, required=name in names)
        if name not in within and not implied and written is not None:
            fields[name] = written
    return fields


def _patched(short: JSONObject, definition: JSONObject, point: JSONObject) -> JSONObject:
    """Say the rest in a patch, as long as it stays a small part of the definition."""
    faults: list[Fault] = []
    expanded = expand(short, faults)
    if expanded is None or faults:
        return point
    patch = patch_between(_object_at(_object_at(expanded, "validator"), DEFINITION), definition)
    if not patch or len(canonical.text(patch)) * 2 > len(canonical.text(definition)):
        return point
    patched: JSONObject = {**short, DEFINITION: patch}
    return patched if _comes_back(patched, point) else point


def _comes_back(short: JSONObject, point: JSONObject) -> bool:
    """Tell whether a short form expands to a data point, to the letter: 1, 1.0 and true are three things."""
    faults: list[Fault] = []
    expanded = expand(short, faults)
    return not faults and canonical.text(expanded) == canonical.text(point)


def _has_reference(value: JSONValue) -> bool:
    """Tell whether `$ref` is a key anywhere. In a plan file it may mean another thing than in a definition in full."""
    match value:
        case dict():
            return "$ref" in value or any(map(_has_reference, value.values()))
        case list():
            return any(map(_has_reference, value))
        case _:
            return False


def _object_at(value: JSONObject, key: str) -> JSONObject:
    found: JSONValue = value.get(key)
    return found if isinstance(found, dict) else {}
