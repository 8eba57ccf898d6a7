"""Limits that no value meets, and keywords that say nothing about values of the type beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync.problems.checks import examples
from dataplan_sync.problems.checks.values import allowed_types
from dataplan_sync.problems.problem import Severity
from dataplan_sync.problems.rule import Finding, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dataplan_sync.model import JSONObject
    from dataplan_sync.problems.checks.version_view import PlacedSchema

_PAIRS: Final = (
    ("minimum", "maximum"),
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("minProperties", "maxProperties"),
    ("minContains", "maxContains"),
)
_OPEN_PAIRS: Final = (
    ("exclusiveMinimum", "maximum"),
    ("minimum", "exclusiveMaximum"),
    ("exclusiveMinimum", "exclusiveMaximum"),
)
"""Pairs of which one limit is itself not allowed, so that equal ones leave nothing between them."""
_LIMITS: Final = frozenset(keyword for pair in (*_PAIRS, *_OPEN_PAIRS) for keyword in pair)
_NUMBERS: Final = frozenset(("number", "integer"))
_TEXT: Final = frozenset(("string",))
_OBJECTS: Final = frozenset(("object",))
_LISTS: Final = frozenset(("array",))
_SPEAKS_OF: Final[Mapping[str, frozenset[str]]] = {
    **dict.fromkeys(("minLength", "maxLength", "pattern", "format"), _TEXT),
    **dict.fromkeys(("minimum", "maximum", "multipleOf"), _NUMBERS),
    **dict.fromkeys(("exclusiveMinimum", "exclusiveMaximum"), _NUMBERS),
    **dict.fromkeys(("properties", "required", "additionalProperties"), _OBJECTS),
    **dict.fromkeys(("propertyNames", "minProperties", "maxProperties"), _OBJECTS),
    **dict.fromkeys(("items", "additionalItems", "contains"), _LISTS),
    **dict.fromkeys(("minItems", "maxItems", "uniqueItems"), _LISTS),
    **dict.fromkeys(("minContains", "maxContains"), _LISTS),
}
"""The types that a keyword says something about; it passes values of all others."""
KEYWORDS: Final = frozenset(_SPEAKS_OF)
"""What a schema must have for a look at it to be worth while."""

EMPTY_RANGE: Final = Rule(
    id="empty-range",
    severity=Severity.WARNING,
    sentence="A lower limit is above the upper one, so no value is allowed.",
    advice="Exchange or correct the limits.",
    failing=examples.attribute("type: number, minimum: 46, maximum: 32"),
    passing=examples.attribute("type: number, minimum: 32, maximum: 46"),
)
NO_EFFECT: Final = Rule(
    id="keyword-without-effect",
    severity=Severity.WARNING,
    sentence="A keyword says nothing about values of the type beside it.",
    advice="Correct the type, or use the keyword for it: minimum for numbers, minLength for text, minItems for lists.",
    failing=examples.attribute("type: string, minimum: 1"),
    passing=examples.attribute("type: string, minLength: 1"),
)
RULES: Final = (EMPTY_RANGE, NO_EFFECT)


def check_schema(placed: PlacedSchema) -> Iterator[Finding]:
    """Find limits that contradict each other, and keywords that limit nothing."""
    if not _LIMITS.isdisjoint(placed.schema):
        yield from _empty_ranges(placed)
    kinds = allowed_types(placed.schema.get("type"))
    for keyword in placed.schema if kinds else ():
        if kinds.isdisjoint(_SPEAKS_OF.get(keyword, kinds)):
            message = f"{keyword} says nothing about a value of type {' or '.join(sorted(kinds))}; correct one of the two"
            yield Finding(NO_EFFECT, message, (*placed.path, keyword))


def _empty_ranges(placed: PlacedSchema) -> Iterator[Finding]:
    for low_keyword, high_keyword in (*_PAIRS, *_OPEN_PAIRS):
        low, high = _limit(placed.schema, low_keyword), _limit(placed.schema, high_keyword)
        if low is None or high is None:
            continue
        is_open = (low_keyword, high_keyword) in _OPEN_PAIRS
        if low > high or (is_open and low == high):
            message = f"{low_keyword} {low} and {high_keyword} {high} leave no value between them; correct one of the two"
            yield Finding(EMPTY_RANGE, message, (*placed.path, low_keyword))


def _limit(schema: JSONObject, keyword: str) -> int | float | None:
    value = schema.get(keyword)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None
