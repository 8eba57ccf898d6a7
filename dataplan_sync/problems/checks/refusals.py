"""Whether one keyword of a schema refuses a value: the limits of numbers and texts, which people write beside `enum`.

Only values of the type that a keyword speaks of are judged, and only keywords whose own value makes sense.
"""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Final, TypeGuard

from dataplan_sync.events.patterns import matcher
from dataplan_sync.events.semantics import Semantics

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dataplan_sync.model import JSONValue

_NUMBERS: Final[Mapping[str, Callable[[float, float], bool]]] = {
    "minimum": operator.lt,
    "maximum": operator.gt,
    "exclusiveMinimum": operator.le,
    "exclusiveMaximum": operator.ge,
}
"""Whether a number is beyond a limit."""
_TEXTS: Final[Mapping[str, Callable[[float, float], bool]]] = {
    "minLength": operator.lt,
    "maxLength": operator.gt,
}
"""Whether the length of a text is beyond a limit."""
KEYWORDS: Final = frozenset((*_NUMBERS, *_TEXTS, "pattern"))


def refuses(keyword: str, limit: JSONValue, value: JSONValue) -> bool:
    """Tell whether a keyword refuses a value.

    Args:
        keyword: one of `KEYWORDS`.
        limit: what the schema has for it.
        value: the value to judge.

    Returns:
        False also where that cannot be told, because the limit is none.
    """
    if keyword == "pattern":
        return _mismatches(limit, value)
    measured = value if keyword in _NUMBERS else len(value) if isinstance(value, str) else None
    if not _is_number(measured) or not _is_number(limit):
        return False
    beyond = _NUMBERS.get(keyword) or _TEXTS[keyword]
    return beyond(measured, limit)


def _mismatches(pattern: JSONValue, value: JSONValue) -> bool:
    if not isinstance(pattern, str) or not isinstance(value, str):
        return False
    matches = matcher(pattern, Semantics.SERVER)
    return matches is not None and not matches(value)


def _is_number(value: JSONValue) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)
