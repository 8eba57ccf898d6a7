"""Checks of lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dataplan_sync.events.checking import Failure, Keyword, failures, limit_check
from dataplan_sync.events.semantics import Semantics
from dataplan_sync.events.values import kind_of, same

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dataplan_sync.events.checking import Check, Compiler
    from dataplan_sync.events.values import JSON, Path


def _max_items(schema: Mapping[str, Any], _compiler: Compiler) -> Check:
    return limit_check("maxItems", schema["maxItems"], lambda items, most: len(items) <= most)


def _min_items(schema: Mapping[str, Any], _compiler: Compiler) -> Check:
    return limit_check("minItems", schema["minItems"], lambda items, least: len(items) >= least)


def _items(schema: Mapping[str, Any], compiler: Compiler) -> Check:
    if isinstance(schema["items"], list):
        return _tuple(schema, compiler)
    each = compiler.compile(schema["items"])

    def check(value: JSON, path: Path, found: list[Failure]) -> None:
        for index, item in enumerate(value):
            each(item, (*path, index), found)

    return check


def _tuple(schema: Mapping[str, Any], compiler: Compiler) -> Check:
    firsts = [compiler.compile(item) for item in schema["items"]]
    rest = schema.get("additionalItems", True)
    further = compiler.compile(rest)

    def check(value: JSON, path: Path, found: list[Failure]) -> None:
        if rest is False and len(value) > len(firsts):
            found.append(Failure("additionalItems", path, value, len(firsts)))
        for index, item in enumerate(value):
            if index < len(firsts):
                firsts[index](item, (*path, index), found)
            elif rest is not False:
                further(item, (*path, index), found)

    return check


def _contains(schema: Mapping[str, Any], compiler: Compiler) -> Check:
    wanted = compiler.compile(schema["contains"])
    server = compiler.semantics is Semantics.SERVER
    least = schema.get("minContains", 1) if server else 1
    most = schema.get("maxContains") if server else None

    def check(value: JSON, path: Path, found: list[Failure]) -> None:
        each = [failures(wanted, item, (*path, index)) for index, item in enumerate(value)]
        count = sum(not failed for failed in each)
        if least <= count and (most is None or count <= most):
            return
        if not server:
            found.extend(failure for failed in each for failure in failed)
        found.append(Failure("contains", path, value))

    return check


def _unique_items(schema: Mapping[str, Any], _compiler: Compiler) -> Check:
    wanted = schema["uniqueItems"]

    def check(value: JSON, path: Path, found: list[Failure]) -> None:
        twins = _twins(value) if wanted else None
        if twins:
            found.append(Failure("uniqueItems", path, value, twins))

    return check


def _twins(items: list[Any]) -> tuple[int, int] | None:
    """Find the last item that is there before already: the index of the other one, and its own."""
    seen: dict[tuple[str, str], list[int]] = {}
    buckets = [_bucket(item) for item in items]
    for index, bucket in enumerate(buckets):
        seen.setdefault(bucket, []).append(index)
    for last in range(len(items) - 1, 0, -1):
        for first in reversed(seen[buckets[last]]):
            if first < last and same(items[first], items[last]):
                return first, last
    return None


def _bucket(item: JSON) -> tuple[str, str]:
    """Group items that may be equal, so that long lists of texts are not compared pair by pair."""
    return kind_of(item), item if isinstance(item, str) else ""


OF_ARRAYS: Final = (
    Keyword(("maxItems",), _max_items),
    Keyword(("minItems",), _min_items),
    Keyword(("items",), _items),
    Keyword(("contains",), _contains),
    Keyword(("uniqueItems",), _unique_items),
)
