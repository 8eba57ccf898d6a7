"""When two JSON values are the same value, as JSON Schema sees it: `1` is `1.0`, and neither is `true`.

Python's `==` takes `True` for `1`, so sets of values here are sets of keys.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dataplan_sync.model import JSONValue

Key: TypeAlias = tuple[str, object]
"""Equal and hashable exactly as the value that it stands for."""


def key(value: JSONValue) -> Key:
    """Give the key of a value; two values are the same exactly when their keys are equal."""
    match value:
        case bool():
            return ("boolean", value)
        case int() | float():
            return ("number", value)
        case str():
            return ("string", value)
        case list():
            return ("array", tuple(key(item) for item in value))
        case dict():
            return ("object", frozenset((name, key(item)) for name, item in value.items()))
        case None:
            return ("null", None)


def distinct(values: Iterable[JSONValue]) -> Iterator[JSONValue]:
    """Pass on each value once, in order."""
    seen: set[Key] = set()
    for value in values:
        known = key(value)
        if known not in seen:
            seen.add(known)
            yield value
