r"""How long matching a regular expression may take, as far as its structure tells.

mParticle gives a match half a millisecond and then gives the pattern up for good. An engine that tries each way to
divide a text takes exponential time where a loop can come back to its start with the same text in two ways:
`(a+)+`, `(a|aa)+`, `(.*,)*`. That is decided here as in the literature, on the automaton of the pattern's steps.
It takes a high power of the text's length where many loops over the same characters stand side by side: `\d*\d*\d*\d*`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from dataplan_sync.problems.checks.pattern_tree import (
    Branches,
    Repetition,
    Sequence,
    Step,
    pattern_tree,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataplan_sync.problems.checks.pattern_tree import Node

_MOST_STEPS: Final = 120
"""A longer pattern is left alone: looking at all pairs of its steps would itself take long."""
_MOST_PAIRS: Final = 20_000
_TOO_MANY_LOOPS: Final = 4
"""Loops side by side: three take the cube of a text's length, which half a millisecond still allows."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """What a part of a pattern is made of, seen from outside: the steps it can begin and end with."""

    optional: bool
    first: tuple[int, ...] = ()
    last: tuple[int, ...] = ()


class _TooLongError(Exception):
    """The pattern has too many steps."""


@dataclass(slots=True)
class _Automaton:
    """The steps of a pattern, and which can follow which."""

    samples: list[frozenset[str]] = field(default_factory=list)
    ways: Counter[tuple[int, int]] = field(default_factory=Counter)
    """In how many ways a step follows another."""

    def add(self, node: Node) -> _Piece:
        """Add a part of the pattern.

        Raises:
            _TooLongError: there are too many steps.
        """
        match node:
            case Step(samples):
                return self._step(samples)
            case Sequence(parts):
                return self._sequence(self.add(part) for part in parts)
            case Branches(options):
                pieces = [self.add(option) for option in options]
                return _Piece(
                    any(piece.optional for piece in pieces),
                    tuple(step for piece in pieces for step in piece.first),
                    tuple(step for piece in pieces for step in piece.last),
                )
            case Repetition():
                return self._sequence(self._copies(node))

    def _step(self, samples: frozenset[str]) -> _Piece:
        number = len(self.samples)
        if number >= _MOST_STEPS:
            raise _TooLongError
        self.samples.append(samples)
        return _Piece(optional=False, first=(number,), last=(number,))

    def _sequence(self, pieces: Iterator[_Piece]) -> _Piece:
        whole = _Piece(optional=True)
        for piece in pieces:
            self._link(whole.last, piece.first)
            whole = _Piece(
                whole.optional and piece.optional,
                whole.first + (piece.first if whole.optional else ()),
                piece.last + (whole.last if piece.optional else ()),
            )
        return whole

    def _copies(self, node: Repetition) -> Iterator[_Piece]:
        """Write a repetition out: what must be there, then what may be, or a loop at the end."""
        unbounded = node.high is None
        for _ in range(node.low - 1 if unbounded else node.low):
            yield self.add(node.part)
        if node.high is None:
            piece = self.add(node.part)
            self._link(piece.last, piece.first)
            yield _Piece(piece.optional or node.low == 0, piece.first, piece.last)
            return
        yield self._at_most(node.part, node.high - node.low)

    def _at_most(self, part: Node, count: int) -> _Piece:
        """Add copies that may be there, each only behind the one before it."""
        if count == 0:
            return _Piece(optional=True)
        whole = self._sequence(self._one_and_more(part, count - 1))
        return _Piece(optional=True, first=whole.first, last=whole.last)

    def _one_and_more(self, part: Node, more: int) -> Iterator[_Piece]:
        yield self.add(part)
        yield self._at_most(part, more)

    def _link(self, last: tuple[int, ...], first: tuple[int, ...]) -> None:
        self.ways.update((one, other) for one in last for other in first)


@lru_cache(maxsize=1024)
def may_take_long(pattern: str) -> bool:
    """Tell whether a text can make matching take exponential time, or a high power of its length.

    Args:
        pattern: a regular expression, which may be invalid.
    """
    automaton = _Automaton()
    try:
        automaton.add(pattern_tree(pattern))
    except _TooLongError:
        return False
    following: defaultdict[int, list[int]] = defaultdict(list)
    for one, other in automaton.ways:
        if automaton.samples[one] and automaton.samples[other]:
            following[one].append(other)
    loops = {step: _reached(step, following) for step in following}
    looping = {step for step, reached in loops.items() if step in reached}
    return _loops_twice(automaton, loops, looping) or _side_by_side(automaton, following, looping)


def _reached(start: int, following: defaultdict[int, list[int]]) -> frozenset[int]:
    """Give the steps that can come after a step, at once or later."""
    seen: set[int] = set()
    pending = [start]
    while pending:
        for step in following.get(pending.pop(), ()):
            if step not in seen:
                seen.add(step)
                pending.append(step)
    return frozenset(seen)


def _loops_twice(
    automaton: _Automaton, reached: dict[int, frozenset[int]], looping: set[int]
) -> bool:
    """Tell whether some loop can be gone around with one text in two ways."""
    within = [
        (one, other)
        for one, other in automaton.ways
        if one in looping and other in looping and one in reached[other]
    ]
    if any(automaton.ways[edge] > 1 for edge in within):
        return True
    inner: defaultdict[int, list[int]] = defaultdict(list)
    for one, other in within:
        inner[one].append(other)
    pending = [pair for step in looping for pair in _pairs(automaton, inner, step, step)]
    pending = [(one, other) for one, other in pending if one != other]
    seen = set(pending)
    while pending and len(seen) < _MOST_PAIRS:
        for pair in _pairs(automaton, inner, *pending.pop()):
            if pair[0] == pair[1]:
                return True
            if pair not in seen:
                seen.add(pair)
                pending.append(pair)
    return False


def _pairs(
    automaton: _Automaton, inner: defaultdict[int, list[int]], one: int, other: int
) -> Iterator[tuple[int, int]]:
    """Give where two runs can stand after one more character of the same text."""
    samples = automaton.samples
    return (
        (left, right)
        for left in inner.get(one, ())
        for right in inner.get(other, ())
        if samples[left] & samples[right]
    )


def _side_by_side(
    automaton: _Automaton, following: defaultdict[int, list[int]], looping: set[int]
) -> bool:
    """Tell whether many steps that repeat themselves, one right behind the other, match the same character."""
    single = [step for step in sorted(looping) if step in following[step]]
    longest: dict[int, tuple[int, frozenset[str]]] = {}
    for step in single:
        longest[step] = (1, automaton.samples[step])
        for before in single:
            if before >= step or step not in following[before]:
                continue
            count, shared = longest[before]
            shared &= automaton.samples[step]
            if shared and count >= longest[step][0]:
                longest[step] = (count + 1, shared)
    return any(count >= _TOO_MANY_LOOPS for count, _ in longest.values())
