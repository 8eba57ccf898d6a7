"""Finds a value that one schema accepts and another does not: the proof that a change refuses data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dataplan_sync.impact import judging, unplanned
from dataplan_sync.impact.parsing import Parser
from dataplan_sync.impact.reading import Reading
from dataplan_sync.impact.search import Search

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dataplan_sync.impact.node import Node
    from dataplan_sync.impact.parsing import Schema
    from dataplan_sync.model import JSONValue

_TRIED: Final = 8
"""How many values are compared for one that is a counterexample however strings are read."""


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A value that the one schema accepts and the other does not."""

    value: JSONValue
    readings: frozenset[Reading] = frozenset(Reading)
    """How strings have to be read for that; both ways but in rare cases."""


@dataclass(frozen=True, slots=True)
class Undecided:
    """Neither a counterexample was found nor that there is none."""

    reason: str
    """In plain words, to follow "unknown:"; names the keyword that stands in the way."""


def counterexample(before: Schema, after: Schema) -> Counterexample | Undecided | None:
    """Find a value that `before` accepts and `after` does not.

    A value counts if it does when strings are read as draft-07 says, or as the server reads them (`Reading`). One
    that counts both ways is preferred, then one that counts for the server. A null outside arrays is only found where
    nothing else is.

    Returns:
        None exactly when there is no such value; Undecided where only keywords that cannot be compared in general
        (`pattern`, `format`, `contains`, all that the API does not support) could tell.
    """
    return _counterexample((before,), after, nulls=(False, True))


def counterexample_in_event(before: Schema, after: Schema) -> Counterexample | Undecided | None:
    """Find a counterexample that can reach validation as part of an event.

    As `counterexample`, but the value is not null and has no null members: those are dropped from a batch before it
    is validated, except inside arrays.
    """
    return _counterexample((before,), after, nulls=(False,))


def unplanned_counterexample(before: Schema, after: Schema) -> Counterexample | Undecided | None:
    """Find a value that `before` accepts and `after` calls unplanned.

    One that is good for `after` in everything else is preferred.

    Returns:
        As `counterexample_in_event`, but for values that `after` only calls invalid: they do not count.
    """
    refusing = unplanned.refusing_unplanned(after)
    if refusing is True:
        return None
    found = _counterexample((before,), refusing, nulls=(False,))
    if not isinstance(found, Counterexample):
        return found
    better = _counterexample((before, unplanned.opened(after)), refusing, nulls=(False,))
    return better if isinstance(better, Counterexample) else found


def _counterexample(
    wide: tuple[Schema, ...], narrow: Schema, *, nulls: Iterable[bool]
) -> Counterexample | Undecided | None:
    parser = Parser()
    before, after = tuple(map(parser.parse, wide)), parser.parse(narrow)
    doubts: dict[str, None] = {}
    for allowed in nulls:
        searches = tuple(Search(reading) for reading in Reading)
        found = _best(before, after, searches, nulls=allowed)
        if found:
            return found
        for search in searches:
            doubts |= search.doubts
        if not any(search.nulls_left_out for search in searches):
            break
    return Undecided(next(iter(doubts))) if doubts else None


def _best(
    before: tuple[Node, ...], after: Node, searches: tuple[Search, ...], *, nulls: bool
) -> Counterexample | None:
    """Find a counterexample; compare several only where the first one does not count under both readings."""
    found: list[Counterexample] = []
    for limit in (1, _TRIED):
        for search in searches:
            values = search.values(before, after, limit, nulls=nulls)
            found += (Counterexample(value, _readings(before, after, value)) for value in values)
            found.sort(key=_standing, reverse=True)
            if found and found[0].readings == frozenset(Reading):
                return found[0]
        if not found:
            return None
    return found[0]


def _readings(before: tuple[Node, ...], after: Node, value: JSONValue) -> frozenset[Reading]:
    return frozenset(
        reading
        for reading in Reading
        if all(judging.accepts(node, value, reading) for node in before)
        and judging.accepts(after, value, reading) is False
    )


def _standing(found: Counterexample) -> tuple[int, bool]:
    return len(found.readings), Reading.SERVER in found.readings
