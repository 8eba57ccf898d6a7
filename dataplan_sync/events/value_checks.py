"""Checks of numbers and texts, and of the values that are listed one by one."""

from __future__ import annotations

import math
import operator
from typing import TYPE_CHECKING, Any, Final

from dataplan_sync.events import formats, sdk_formats
from dataplan_sync.events.checking import Keyword, all_of, limit_check
from dataplan_sync.events.patterns import matcher
from dataplan_sync.events.semantics import Semantics
from dataplan_sync.events.values import as_double, same, spells_boolean, spells_number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dataplan_sync.events.checking import Check, Compiler
    from dataplan_sync.events.values import JSON

_NUMBER_OF_2019: Final = r"^-?\d+(\.\d+)?([eE][+-]?\d+)?$"
_BOOLEAN_OF_2019: Final = "^([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])$"
"""What the UI wrote in 2019 for numbers and booleans; the server takes them for the types they stand for."""

_COMPARISONS: Final[Mapping[str, Callable[[float, float], bool]]] = {
    "minimum": operator.ge,
    "maximum": operator.le,
    "exclusiveMinimum": operator.gt,
    "exclusiveMaximum": operator.lt,
}


def _bounds(schema: Mapping[str, Any], compiler: Compiler, plain: str, strict: str) -> Check:
    checks = [
        limit_check(keyword, limit, _compares(_COMPARISONS[keyword]))
        for keyword, limit in _limits(schema, compiler.semantics, plain, strict)
    ]
    return all_of(checks) if checks else lambda _value, _path, _found: None


def _compares(compare: Callable[[float, float], bool]) -> Callable[[Any, Any], bool]:
    return lambda value, limit: compare(as_double(value), as_double(limit))


def _limits(
    schema: Mapping[str, Any], semantics: Semantics, plain: str, strict: str
) -> list[tuple[str, Any]]:
    present = [(name, schema[name]) for name in (plain, strict) if name in schema]
    if isinstance(
        schema.get(strict), bool
    ):  # as in draft 4, where it says what the other one means
        return [(strict if schema[strict] else plain, schema[plain])] if plain in schema else []
    if semantics is Semantics.NODE_SDK and len(present) == 2:
        tightest = (min if plain == "maximum" else max)(schema[plain], schema[strict])
        return [(strict if schema[strict] == tightest else plain, tightest)]
    return present


def _upper(schema: Mapping[str, Any], compiler: Compiler) -> Check:
    return _bounds(schema, compiler, "maximum", "exclusiveMaximum")


def _lower(schema: Mapping[str, Any], compiler: Compiler) -> Check:
    return _bounds(schema, compiler, "minimum", "exclusiveMinimum")


def _multiple_of(schema: Mapping[str, Any], compiler: Compiler) -> Check:
    server = compiler.semantics is Semantics.SERVER
    holds = _is_multiple if server else _divides_evenly
    return limit_check("multipleOf", schema["multipleOf"], holds)


def _is_multiple(value: JSON, limit: JSON) -> bool:
    """As the server counts: what doubles cannot hold exactly is forgiven."""
    number, unit = as_double(value), as_double(limit)
    if not math.isfinite(number):
        return False
    rest = abs(math.fmod(number, unit))
    return rest == 0 or min(unit - rest, rest) < 1e-14 * unit


def _divides_evenly(value: JSON, limit: JSON) -> bool:
    """As ajv counts: the quotient must print as a whole number."""
    quotient = as_double(value) / as_double(limit)
    return abs(quotient) < 1e21 and quotient == math.trunc(quotient)


def _max_length(schema: Mapping[str, Any], _compiler: Compiler) -> Check:
    return limit_check("maxLength", schema["maxLength"], lambda text, most: len(text) <= most)


def _min_length(schema: Mapping[str, Any], _compiler: Compiler) -> Check:
    return limit_check("minLength", schema["minLength"], lambda text, least: len(text) >= least)


def _pattern(schema: Mapping[str, Any], compiler: Compiler) -> Check:
    pattern = schema["pattern"]
    matches = matcher(pattern, compiler.semantics)
    if compiler.semantics is Semantics.SERVER:
        matches = {_NUMBER_OF_2019: spells_number, _BOOLEAN_OF_2019: spells_boolean}.get(
            pattern, matches
        )
    return limit_check(
        "pattern", pattern, lambda text, _pattern: matches is not None and matches(text)
    )


def _format(schema: Mapping[str, Any], compiler: Compiler) -> Check:
    server = compiler.semantics is Semantics.SERVER
    return limit_check(
        "format", schema["format"], formats.is_format if server else sdk_formats.is_format
    )


def const(schema: Mapping[str, Any], _compiler: Compiler) -> Check:
    """Check `const`; text is never taken for a number here."""
    return limit_check("const", schema["const"], same)


def enum(schema: Mapping[str, Any], _compiler: Compiler) -> Check:
    """Check `enum`; text is never taken for a number here."""
    return limit_check(
        "enum", schema["enum"], lambda value, listed: any(same(value, one) for one in listed)
    )


OF_NUMBERS: Final = (
    Keyword(("maximum", "exclusiveMaximum"), _upper),
    Keyword(("minimum", "exclusiveMinimum"), _lower),
    Keyword(("multipleOf",), _multiple_of),
)
OF_TEXTS: Final = (
    Keyword(("maxLength",), _max_length),
    Keyword(("minLength",), _min_length),
    Keyword(("pattern",), _pattern),
    Keyword(("format",), _format),
)
