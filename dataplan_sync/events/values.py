"""JSON values as validation sees them: their kinds, equality, numbers spelled as text, and nulls left out.

Both engines of the vendor count in doubles, so we do as well.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

JSON: TypeAlias = Any
"""A JSON value. What it is, is looked at when it comes by: a static type would only add casts."""
JSONMapping: TypeAlias = "Mapping[str, Any]"
Path: TypeAlias = tuple[str | int, ...]

MAX_DEPTH: Final = 100
"""Objects and lists inside one another that are validated; real events stay below 10."""

_KINDS: Final[Mapping[type, str]] = {
    bool: "boolean",
    int: "number",
    float: "number",
    str: "string",
    list: "array",
    dict: "object",
    type(None): "null",
}

# What .NET's double.Parse takes with NumberStyles.Float and the invariant culture.
_NUMBER: Final = re.compile(
    r"[\t-\r ]*(?:[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|NaN|[+-]?Infinity)[\t-\r ]*"
)
_BOOLEANS: Final = frozenset(("true", "false"))


def kind_of(value: object) -> str:
    """Name the JSON type of a value; whole numbers are `number` too."""
    return _KINDS[type(value)]


def type_of(value: object) -> str:
    """Name the JSON type of a value as the API does, which tells `integer` from `number`."""
    return "integer" if type(value) is int else kind_of(value)


def admits(types: Collection[str], kind: str, value: object) -> bool:
    """Tell whether a value is of one of the types of a schema, strictly.

    Args:
        types: names of JSON Schema's types.
        kind: what `kind_of` says of the value.
        value: the value; `2.0` is an integer.
    """
    if kind in types:
        return True
    return kind == "number" and "integer" in types and is_whole(as_double(value))


def coerced(text: str, types: Collection[str]) -> float | bool | None:
    """Read text as the number or boolean that it spells, as the server does.

    Args:
        text: the value of an attribute.
        types: the types that its schema allows; `string` is not among them.

    Returns:
        The number or boolean; None if the text spells nothing that the types allow.
    """
    if ("number" in types or "integer" in types) and _NUMBER.fullmatch(text):
        number = float(text.strip("\t\n\v\f\r "))
        if "number" in types or is_whole(number):
            return number
    if "boolean" in types and text.lower() in _BOOLEANS:
        return text.lower() == "true"
    return None


def spells_number(text: str) -> bool:
    """Tell whether the server can read text as a number."""
    return _NUMBER.fullmatch(text) is not None


def spells_boolean(text: str) -> bool:
    """Tell whether the server can read text as a boolean."""
    return text.lower() in _BOOLEANS


def is_whole(number: float) -> bool:
    """Tell whether a double has no fraction; an infinity has none, as in .NET."""
    return math.isinf(number) or number == math.floor(number) if not math.isnan(number) else False


def as_double(number: JSON) -> float:
    """Give a JSON number as a double; what is too large becomes an infinity."""
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def same(one: JSON, other: JSON) -> bool:
    """Tell whether two JSON values are equal: `1` is `1.0` and is not `true`."""
    kind = kind_of(one)
    if kind != kind_of(other):
        return False
    match kind:
        case "number":
            return as_double(one) == as_double(other)
        case "array":
            return len(one) == len(other) and all(map(same, one, other))
        case "object":
            return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
        case _:
            return bool(one == other)


def without_nulls(value: JSONMapping) -> dict[str, Any]:
    """Leave out the nulls of an object and of the objects in it, but none inside a list."""
    return {
        name: without_nulls(item) if isinstance(item, dict) else item
        for name, item in value.items()
        if item is not None
    }


def is_deep(value: object, limit: int = MAX_DEPTH) -> bool:
    """Tell whether objects and lists stand inside one another too often to be validated."""
    level = [value]
    for _ in range(limit):
        level = [
            child
            for item in level
            if isinstance(item, dict | list)
            for child in (item.values() if isinstance(item, dict) else item)
        ]
        if not level:
            return False
    return any(isinstance(item, dict | list) for item in level)


def number_text(number: float) -> str:
    """Print a number as JavaScript does: `2` for `2.0`, no exponent below 1e21."""
    double = as_double(number)
    if not math.isfinite(double):
        return {math.inf: "Infinity", -math.inf: "-Infinity"}.get(double, "NaN")
    if double == 0:
        return "0"
    if 1e-6 <= abs(double) < 1e21:
        text = f"{Decimal(repr(double)):f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    mantissa, _, exponent = repr(double).partition("e")
    return f"{mantissa.removesuffix('.0')}e{int(exponent):+d}"
