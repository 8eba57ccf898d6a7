"""Reads the values of keywords, and refuses those that JSON Schema does not allow."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeVar

from dataplan_sync.impact import sameness
from dataplan_sync.impact.node import LARGEST, Kind, Lengths
from dataplan_sync.impact.number_range import NumberRange, exact

if TYPE_CHECKING:
    from dataplan_sync.impact.sameness import Key
    from dataplan_sync.model import JSONObject, JSONValue

_T = TypeVar("_T")
_KINDS = {kind.value: kind for kind in Kind} | {"integer": Kind.NUMBER}


class MalformedError(Exception):
    """A keyword's value is not what JSON Schema allows.

    Attributes:
        keyword: which one.
    """

    def __init__(self, *, keyword: str) -> None:
        super().__init__(keyword)
        self.keyword = keyword


def of_type(schema: JSONObject, keyword: str, kind: type[_T]) -> _T | None:
    """Give the value of a keyword, or None if it is left out.

    Raises:
        MalformedError: it is of another type. So do all functions here.
    """
    if keyword not in schema:
        return None
    value = schema[keyword]
    if not isinstance(value, kind):
        raise MalformedError(keyword=keyword)
    return value


def names(value: JSONValue, keyword: str) -> list[str]:
    """Give a list of strings."""
    if not isinstance(value, list):
        raise MalformedError(keyword=keyword)
    strings = [item for item in value if isinstance(item, str)]
    if len(strings) != len(value):
        raise MalformedError(keyword=keyword)
    return strings


def kinds_and_numbers(schema: JSONObject) -> tuple[frozenset[Kind], NumberRange]:
    """Give what `type` allows, and which numbers: those of `integer` are the multiples of 1."""
    numbers = _numbers(schema)
    if "type" not in schema:
        return frozenset(Kind), numbers
    given = schema["type"]
    types = [given] if isinstance(given, str) else names(given, "type")
    if not types or not _KINDS.keys() >= set(types):
        raise MalformedError(keyword="type")
    if "integer" in types and "number" not in types:
        numbers = numbers.multiples_of(exact(1))
    return frozenset(_KINDS[name] for name in types), numbers


def _numbers(schema: JSONObject) -> NumberRange:
    numbers = NumberRange()
    for keyword, exclusive in (("minimum", False), ("exclusiveMinimum", True)):
        if keyword in schema:
            numbers = numbers.at_least(exact(_number(schema, keyword)), exclusive=exclusive)
    for keyword, exclusive in (("maximum", False), ("exclusiveMaximum", True)):
        if keyword in schema:
            numbers = numbers.at_most(exact(_number(schema, keyword)), exclusive=exclusive)
    if "multipleOf" in schema:
        step = exact(_number(schema, "multipleOf"))
        if step <= 0:
            raise MalformedError(keyword="multipleOf")
        numbers = numbers.multiples_of(step)
    return numbers


def _number(schema: JSONObject, keyword: str) -> int | float:
    value = schema[keyword]
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise MalformedError(keyword=keyword)
    if isinstance(value, float) and math.isnan(value):
        raise MalformedError(keyword=keyword)
    return value


def lengths(schema: JSONObject, low: str, high: str) -> Lengths:
    """Give the bounds that are small enough to build a value for; `is_too_large` tells the others."""
    small = {
        keyword: length(schema, keyword)
        for keyword in (low, high)
        if keyword in schema and not is_too_large(schema, keyword)
    }
    return Lengths(small.get(low, 0), small.get(high))


def is_too_large(schema: JSONObject, keyword: str) -> bool:
    """Tell whether a bound on lengths is larger than any value that we build."""
    return length(schema, keyword) > LARGEST[keyword]


def length(schema: JSONObject, keyword: str) -> int:
    """Give a number of characters, items or members."""
    value = exact(_number(schema, keyword))
    if value < 0 or value.denominator != 1:
        raise MalformedError(keyword=keyword)
    return int(value)


def allowed_values(schema: JSONObject) -> dict[Key, JSONValue] | None:
    """Give the values that `enum` and `const` both allow, or None if there is neither."""
    listed = of_type(schema, "enum", list)
    allowed = None if listed is None else {sameness.key(value): value for value in listed}
    if "const" not in schema:
        return allowed
    const = schema["const"]
    key = sameness.key(const)
    return {key: const} if allowed is None or key in allowed else {}
