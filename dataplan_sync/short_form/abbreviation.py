"""The schema of an attribute, as JSON Schema has it, to the shortest form that expands to the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dataplan_sync import canonical
from dataplan_sync.short_form.attributes import NULLABLE, SCHEMAS_WITHIN, expand_schema, is_type
from dataplan_sync.short_form.tracing import Course, Trace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dataplan_sync.model import JSONObject, JSONValue


def abbreviated(schema: JSONValue, *, required: bool = False) -> JSONValue:
    """Write a schema short.

    Args:
        schema: the schema of an attribute, at any depth.
        required: whether the object around requires it.

    Returns:
        A bare type, or a schema that may have short ones within; None where no short form can say it.
    """
    if isinstance(schema, bool):
        return None if required else schema
    if not isinstance(schema, dict):
        return None
    short = _short(schema)
    for candidate in (short, schema):
        flagged = _flagged(candidate) if required else candidate
        if flagged is not None and _means(flagged, schema):
            return flagged if required else _bare(candidate)
    return None


def in_order(properties: JSONObject, required: Sequence[str]) -> JSONObject:
    """Put those properties that are required into the order of the list that requires them.

    Their order is all that the short form has to keep the list's; the others stay where they are.
    """
    ordered = iter([name for name in dict.fromkeys(required) if name in properties])
    wanted = set(required)
    names = [next(ordered) if name in wanted else name for name in properties]
    return {name: properties[name] for name in names}


def _short(schema: JSONObject) -> JSONObject:
    short: JSONObject = {}
    listed = schema.get("required")
    names = [name for name in listed if isinstance(name, str)] if isinstance(listed, list) else []
    for keyword, value in schema.items():
        if keyword == "type":
            short[keyword] = _type(value)
        elif keyword in SCHEMAS_WITHIN and isinstance(value, dict):
            short[keyword] = _or_itself(value, required=False)
        elif keyword == "properties" and isinstance(value, dict):
            short[keyword] = {
                name: _or_itself(item, required=name in names)
                for name, item in in_order(value, names).items()
            }
        elif keyword != "required" or not _is_told_inside(schema, names):
            short[keyword] = value
    return short


def _is_told_inside(schema: JSONObject, names: list[str]) -> bool:
    """Tell whether `required: true` beside the properties can stand for the list of names."""
    properties = schema.get("properties")
    return (
        bool(names)
        and isinstance(properties, dict)
        and all(isinstance(properties.get(name), dict) for name in names)
    )


def _or_itself(schema: JSONValue, *, required: bool) -> JSONValue:
    short = abbreviated(schema, required=required)
    return schema if short is None else short


def _flagged(schema: JSONObject) -> JSONObject | None:
    if "required" in schema:
        return None
    kind = {"type": schema["type"]} if "type" in schema else {}
    return {**kind, "required": True, **schema}


def _bare(schema: JSONObject) -> JSONValue:
    kind = schema.get("type")
    return kind if is_type(kind) and len(schema) == 1 else schema


def _type(value: JSONValue) -> JSONValue:
    match value:
        case [str(kind), "null"] if kind in NULLABLE:
            return f"{kind}?"
        case _:
            return value


def _means(short: JSONValue, schema: JSONObject) -> bool:
    trace = Trace([])
    expanded = expand_schema(short, Course(("attributes",), ()), trace)
    return not trace.faults and canonical.text(expanded) == canonical.text(schema)
