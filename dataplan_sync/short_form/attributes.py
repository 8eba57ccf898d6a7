"""The schema of an attribute as people write it, to JSON Schema: bare types, `string?`, `required: true`, nested too.

A schema that uses none of these is itself: the short form adds to JSON Schema and takes nothing from it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync.wire import FaultKind, describe, near_match

if TYPE_CHECKING:
    from dataplan_sync.model import JSONObject, JSONValue
    from dataplan_sync.short_form.tracing import Course, Trace

NULLABLE: Final = ("string", "number", "integer", "boolean", "object", "array")
"""The types that may have a `?` behind them."""
TYPES: Final = (*NULLABLE, "null")

SCHEMAS_WITHIN: Final = ("items", "additionalProperties")
"""The keywords with schemas in them that may be short too, beside `properties`."""


def expand_fields(fields: JSONObject, course: Course, trace: Trace) -> tuple[JSONObject, list[str]]:
    """Expand a map from names to schemas.

    Args:
        fields: the schemas as written, by name.
        course: where they stand, and the path of the `properties` that they become.
        trace: faults and origins are noted here.

    Returns:
        The schemas, and the names of those that are required, in the order of the map.
    """
    properties: JSONObject = {}
    required: list[str] = []
    for name, written in fields.items():
        here = course.into(name)
        trace.origins[here.wire] = here.short
        properties[name] = expand_schema(written, here, trace)
        if isinstance(written, dict) and written.get("required") is True:
            required.append(name)
    return properties, required


def expand_schema(written: JSONValue, course: Course, trace: Trace) -> JSONValue:
    """Expand one schema; a boolean `required` in it is left out, because it speaks to the object around."""
    match written:
        case bool():
            return written
        case str():
            return _bare(written, course, trace)
        case dict():
            return _schema(written, course, trace)
        case _:
            name = course.short[-1]
            hint = f"write {name}: string for text, say"
            message = f"{name} must be a type or a schema, not {describe(written)}; {hint}"
            trace.fault(FaultKind.WRONG_TYPE, course.short, message)
            return {}


def expand_alone(written: JSONValue, course: Course, trace: Trace) -> JSONValue:
    """Expand a schema that has no name in an object, so that nothing can require it."""
    if isinstance(written, dict) and isinstance(written.get("required"), bool):
        message = (
            f"required: true beside {course.short[-1]} requires nothing; it goes beside an attribute, "
            "or lists the names that an object must have"
        )
        trace.fault(FaultKind.WRONG_TYPE, (*course.short, "required"), message)
    return expand_schema(written, course, trace)


def is_type(word: JSONValue) -> bool:
    """Tell whether a value is a bare type, such as `string` or `string?`."""
    return isinstance(word, str) and (word in TYPES or nullable(word) is not None)


def nullable(word: str) -> list[JSONValue] | None:
    """Give the types that `string?` stands for; None for a word that is not of this kind."""
    kind = word.removesuffix("?")
    return [kind, "null"] if word.endswith("?") and kind in NULLABLE else None


def _bare(word: str, course: Course, trace: Trace) -> JSONValue:
    kinds = nullable(word)
    if kinds:
        return {"type": kinds}
    if word in TYPES:
        return {"type": word}
    near = near_match(word.removesuffix("?"), TYPES)
    mark = "?" if word.endswith("?") and near in NULLABLE else ""
    hint = f'did you mean "{near}{mark}"?' if near else f"the types are {', '.join(TYPES)}"
    trace.fault(FaultKind.WRONG_TYPE, course.short, f'there is no type "{word}": {hint}')
    return {}


def _schema(written: JSONObject, course: Course, trace: Trace) -> JSONObject:
    schema: JSONObject = {}
    for keyword, value in written.items():
        if keyword == "required" and isinstance(value, bool):
            continue
        here = course.into(keyword)
        trace.origins[here.wire] = here.short
        if keyword == "type":
            schema[keyword] = _type(value)
        elif keyword in SCHEMAS_WITHIN and isinstance(value, dict | str):
            schema[keyword] = expand_alone(value, here, trace)
        elif keyword == "properties" and isinstance(value, dict):
            schema[keyword], flagged = _nested(value, here, trace)
            listed = written.get("required")
            if flagged and isinstance(listed, list | bool | None):
                schema["required"] = _required(listed, flagged, course, trace)
        elif keyword not in schema:
            schema[keyword] = value
    return schema


def _nested(value: JSONObject, course: Course, trace: Trace) -> tuple[JSONObject, list[str]]:
    """Expand the properties of an attribute; one that is no schema is the rules' to find, as in the full form."""
    known: JSONObject = {
        name: item for name, item in value.items() if isinstance(item, bool | str | dict)
    }
    expanded, required = expand_fields(known, course, trace)
    return {name: expanded.get(name, item) for name, item in value.items()}, required


def _required(
    listed: JSONValue, flagged: list[str], course: Course, trace: Trace
) -> list[JSONValue]:
    """List the names that must be there: those of JSON Schema's own list, then those with `required: true`."""
    first = listed if isinstance(listed, list) else []
    names = [*first, *(name for name in flagged if name not in first)]
    for index, name in enumerate(names[len(first) :], len(first)):
        origin = (*course.short, "properties", str(name), "required")
        trace.origins[*course.wire, "required", index] = origin
    return names


def _type(value: JSONValue) -> JSONValue:
    match value:
        case str():
            return nullable(value) or value
        case list() if None in value:
            return ["null" if kind is None else kind for kind in value]
        case _:
            return value
