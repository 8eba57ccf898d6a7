"""Schemas that mParticle's validation engine calls invalid as a whole, so that nothing is validated by them.

The rules are those of the vendor's open engine (`MP.Json.Validation`, `SchemaBuilder`), and for what it leaves open
those of JSON Schema itself, which the vendor's SDK and linters go by.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync.problems.checks import examples
from dataplan_sync.problems.problem import Severity
from dataplan_sync.problems.rule import Finding, Rule
from dataplan_sync.wire import describe, near_match

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from dataplan_sync.model import JSONValue
    from dataplan_sync.problems.checks.version_view import PlacedSchema

TYPES: Final = ("string", "number", "integer", "boolean", "object", "array", "null")

INVALID_SCHEMA: Final = Rule(
    id="invalid-schema",
    severity=Severity.ERROR,
    sentence="A keyword has a value that it cannot have; mParticle then takes the whole definition for invalid.",
    advice="Give the keyword a value of the kind that the message names.",
    failing=examples.attribute("type: text"),
    passing=examples.attribute("type: string"),
)
RULES: Final = (INVALID_SCHEMA,)


def check_schema(placed: PlacedSchema) -> Iterator[Finding]:
    """Find keywords with values that they cannot have."""
    for keyword, value in placed.schema.items():
        flaw_of = _FLAWS.get(keyword)
        flaw = flaw_of(value) if flaw_of else None
        if flaw:
            yield Finding(INVALID_SCHEMA, f"{keyword} {flaw}", (*placed.path, keyword))
    for keyword in () if _MAPS.isdisjoint(placed.schema) else sorted(_MAPS):
        yield from _flaws_of_map(placed, keyword, placed.schema.get(keyword))


def _flaws_of_map(placed: PlacedSchema, keyword: str, value: JSONValue) -> Iterator[Finding]:
    for name, schema in value.items() if isinstance(value, dict) else ():
        if not isinstance(schema, dict | bool):
            message = f'"{name}" must be a schema, not {describe(schema)}; write {{}} for any value'
            yield Finding(INVALID_SCHEMA, message, (*placed.path, keyword, name))


def _text_flaw(value: JSONValue) -> str | None:
    if isinstance(value, str):
        return None
    if value is None:
        return "has no value; write a text, or remove the key"
    return f"must be text, not {describe(value)}; put it in quotes"


def _number_flaw(value: JSONValue) -> str | None:
    return f"must be a number, not {describe(value)}" if _number(value) is None else None


def _limit_flaw(value: JSONValue) -> str | None:
    """As in draft 4, `true` may stand beside `minimum` or `maximum`; `drafts` says what that breaks."""
    return None if isinstance(value, bool) else _number_flaw(value)


def _divisor_flaw(value: JSONValue) -> str | None:
    number = _number(value)
    if number is not None and number <= 0:
        return f"must be above 0, not {number}"
    return _number_flaw(value)


def _count_flaw(value: JSONValue) -> str | None:
    number = _number(value)
    if number is None:
        return f"must be a whole number, not {describe(value)}"
    return (
        None if number >= 0 and number % 1 == 0 else f"must be a whole number from 0, not {number}"
    )


def _flag_flaw(value: JSONValue) -> str | None:
    return None if isinstance(value, bool) else f"must be true or false, not {describe(value)}"


def _list_flaw(value: JSONValue) -> str | None:
    return None if isinstance(value, list) else f"must be a list, not {describe(value)}"


def _enum_flaw(value: JSONValue) -> str | None:
    if value == []:
        return "lists nothing, so no value is allowed; list the values, or remove the key"
    return _list_flaw(value)


def _schema_flaw(value: JSONValue) -> str | None:
    if isinstance(value, dict | bool):
        return None
    return f"must be a schema, true or false, not {describe(value)}"


def _items_flaw(value: JSONValue) -> str | None:
    if isinstance(value, list):
        fits = all(isinstance(item, dict | bool) for item in value)
        return None if fits else "must hold nothing but schemas"
    return _schema_flaw(value)


def _map_flaw(value: JSONValue) -> str | None:
    if isinstance(value, dict):
        return None
    return f"must be an object of names and schemas, not {describe(value)}"


def _required_flaw(value: JSONValue) -> str | None:
    if isinstance(value, bool):
        return "must be a list of names beside properties, not true or false"
    if not isinstance(value, list):
        return _list_flaw(value)
    stranger = next((item for item in value if not isinstance(item, str)), "")
    if not isinstance(stranger, str):
        return f"must hold nothing but names, not {describe(stranger)}; put it in quotes"
    return _repeated(value)


def _type_flaw(value: JSONValue) -> str | None:
    if isinstance(value, str) and value in TYPES:
        return None
    kinds: list[JSONValue] = value if isinstance(value, list) else [value]
    if not kinds:
        return "lists no type, so no value is allowed; list one, or remove the key"
    for kind in kinds:
        if kind is None:
            return 'holds null, which is no type; write "null" in quotes'
        if not isinstance(kind, str):
            return f"must be the name of a type or a list of names, not {describe(kind)}"
        if kind not in TYPES:
            near = near_match(kind, TYPES)
            advice = f'did you mean "{near}"?' if near else f"use one of {', '.join(TYPES)}"
            return f'"{kind}" does not exist; {advice}'
    return _repeated(kinds)


def _repeated(values: list[JSONValue]) -> str | None:
    seen: set[JSONValue] = set()
    for value in values:
        if isinstance(value, str) and value in seen:
            return f'lists "{value}" more than once; keep one'
        if isinstance(value, str):
            seen.add(value)
    return None


def _number(value: JSONValue) -> int | float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


_MAPS: Final = frozenset(("properties", "definitions", "$defs"))
_FLAWS: Final[Mapping[str, Callable[[JSONValue], str | None]]] = {
    **dict.fromkeys(("title", "description", "format", "$comment", "pattern"), _text_flaw),
    **dict.fromkeys(("minimum", "maximum"), _number_flaw),
    **dict.fromkeys(("exclusiveMinimum", "exclusiveMaximum"), _limit_flaw),
    **dict.fromkeys(("minLength", "maxLength", "minItems", "maxItems"), _count_flaw),
    **dict.fromkeys(("minProperties", "maxProperties"), _count_flaw),
    **dict.fromkeys(("minContains", "maxContains"), _count_flaw),
    **dict.fromkeys(("readOnly", "writeOnly", "uniqueItems"), _flag_flaw),
    **dict.fromkeys(("additionalProperties", "additionalItems"), _schema_flaw),
    **dict.fromkeys(("contains", "propertyNames"), _schema_flaw),
    **dict.fromkeys(_MAPS, _map_flaw),
    "multipleOf": _divisor_flaw,
    "examples": _list_flaw,
    "enum": _enum_flaw,
    "items": _items_flaw,
    "required": _required_flaw,
    "type": _type_flaw,
}
"""What is wrong with a keyword's value, by keyword."""
