"""A group of the short form, such as `attributes` or `products`, to the schema of an object or of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync.model import MatchType
from dataplan_sync.short_form.attributes import expand_alone, expand_fields, is_type
from dataplan_sync.short_form.tracing import Course
from dataplan_sync.wire import FaultKind, describe

if TYPE_CHECKING:
    from dataplan_sync.model import JSONObject, JSONValue
    from dataplan_sync.short_form.keys import Group
    from dataplan_sync.short_form.tracing import Trace
    from dataplan_sync.wire import Path

ACTION: Final[JSONObject] = {"type": "string"}
"""The schema of the action, which every event of the kind repeats: without it, an object that may hold nothing
more would refuse them all. Real data plans always say it."""


def is_written(group: Group, point: JSONObject) -> bool:
    """Tell whether a short form says anything about a group or those within it.

    An empty `product_impression: {}` only says which data the data point matches.
    """
    return any(
        point.get(key) is not None
        and not (key == MatchType.PRODUCT_IMPRESSION and point[key] == {})
        for key in group.keys
    )


def expand_group(group: Group, point: JSONObject, wire: Path, trace: Trace) -> JSONObject:
    """Expand a group and those within it.

    Args:
        group: what to expand.
        point: the whole short form.
        wire: the path of the schema that is made.
        trace: faults and origins are noted here.

    Returns:
        The schema. It has a `required` exactly where something is required in an object; a list requires nothing.
    """
    keys = [key for key in group.keys if point.get(key) is not None]
    if keys:
        trace.origins[wire] = (keys[0],)
    if not group.is_list:
        return _object(group, point, wire, trace)
    return {"type": "array", "items": _object(group, point, (*wire, "items"), trace)}


def _object(group: Group, point: JSONObject, wire: Path, trace: Trace) -> JSONObject:
    fields, required = _fields(group, point, wire, trace)
    properties: JSONObject = {"action": dict(ACTION), **fields} if group.has_action else fields
    for part in group.parts:
        if not is_written(part, point):
            continue
        if part.name in fields:
            _note_twice(group, part, point, trace)
        schema = expand_group(part, point, (*wire, "properties", part.name), trace)
        properties[part.name] = schema
        if "required" in schema:
            required.append(part.name)
    additional = _additional(group, point, wire, trace)
    names: JSONObject = {"required": list(required)} if required else {}
    # The vendor's UI writes no type at the root of user attributes and identities.
    kind: JSONObject = {"type": "object"} if group.name else {}
    return {**kind, "additionalProperties": additional, "properties": properties, **names}


def _fields(
    group: Group, point: JSONObject, wire: Path, trace: Trace
) -> tuple[JSONObject, list[str]]:
    written = point.get(group.fields) if group.fields else None
    if group.fields is None or written is None:
        return {}, []
    here = Course((group.fields,), (*wire, "properties"))
    trace.origins[here.wire] = here.short
    if not isinstance(written, dict):
        message = (
            f"{group.fields} must be an object of names with their types, not {describe(written)}"
        )
        trace.fault(FaultKind.WRONG_TYPE, here.short, message)
        return {}, []
    fields, required = expand_fields(written, here, trace)
    for index, name in enumerate(required):
        trace.origins[*wire, "required", index] = (*here.short, name, "required")
    return fields, required


def _note_twice(group: Group, part: Group, point: JSONObject, trace: Trace) -> None:
    short = next(key for key in part.keys if point.get(key) is not None)
    message = f'"{short}" and {part.name} in "{group.fields}" say the same; keep one'
    trace.fault(FaultKind.MISPLACED_KEY, (short,), message)


def _additional(group: Group, point: JSONObject, wire: Path, trace: Trace) -> JSONValue:
    """Give `additionalProperties`; what is left out is true."""
    written = point.get(group.additional) if group.additional else None
    if group.additional is None or written is None:
        return True
    here = Course((group.additional,), (*wire, "additionalProperties"))
    trace.origins[here.wire] = here.short
    if isinstance(written, bool | dict) or is_type(written):
        return expand_alone(written, here, trace)
    message = f"{group.additional} must be true, false, a type or a schema, not {describe(written)}"
    trace.fault(FaultKind.WRONG_TYPE, here.short, message)
    return True
