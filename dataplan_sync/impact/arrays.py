"""Arrays that some schemas accept and another one does not.

One violation at a time is enough: an array that `after` refuses breaks one of its rules (a length, uniqueness, an
item), and every other item may then be any that `before` accepts, since rules on items are independent of each
other but for uniqueness, which `fillings` minds.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, count
from typing import TYPE_CHECKING

from dataplan_sync.impact.fillings import fillings
from dataplan_sync.impact.node import Lengths

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dataplan_sync.impact.node import Find, Node
    from dataplan_sync.model import JSONValue


@dataclass(frozen=True, slots=True)
class _Arrays:
    """All arrays that `before` accepts; `limit` of each sort are enough."""

    before: tuple[Node, ...]
    find: Find
    limit: int

    @property
    def lengths(self) -> Lengths:
        lengths = Lengths()
        for node in self.before:
            lengths = lengths.both(node.items)
        return lengths

    @property
    def unique(self) -> bool:
        return any(node.unique for node in self.before)

    def item(self, position: int) -> tuple[Node, ...]:
        return tuple(node.item(position) for node in self.before)

    def of_lengths(
        self, lengths: Lengths, fixed: Mapping[int, Sequence[JSONValue]]
    ) -> Iterator[JSONValue]:
        """Give arrays of the given lengths, where some positions hold one of the given values."""
        shortest = max(lengths.low, 1 + max(fixed, default=-1))
        for length in count(shortest):
            if length not in lengths:
                return
            choices = [
                fixed.get(position) or self.find(self.item(position), None, self.enough(length))
                for position in range(length)
            ]
            found = False
            for filling in fillings(choices, self.limit, unique=self.unique):
                found = True
                yield list(filling)
            # Leaving out the last item of an array never breaks a rule but the least length.
            if not found:
                return

    def enough(self, length: int) -> int:
        """How many values a position needs so that uniqueness never runs out of them."""
        return self.limit + length - 1 if self.unique else self.limit


def arrays(
    before: tuple[Node, ...], after: Node | None, limit: int, find: Find
) -> Iterator[JSONValue]:
    """Give arrays that all of `before` accept and `after` does not; None accepts nothing.

    Args:
        before: at least one schema.
        after: the one that must refuse.
        limit: how many are wanted of each sort.
        find: finds values for the items in the same way.

    Returns:
        At least `limit` distinct ones, or all if there are fewer, with repetitions.
    """
    possible = _Arrays(before, find, limit)
    if after is None:
        yield from possible.of_lengths(possible.lengths, {})
        return
    for lengths in possible.lengths.outside(after.items):
        yield from possible.of_lengths(lengths, {})
    # All positions behind the longest list of positions are alike.
    longest = max(len(node.positions) for node in (*before, after))
    if after.unique and not possible.unique:
        yield from _repeating(possible, longest + 2)
    for position in range(longest + 1):
        yield from _wrong_item(possible, after, position)


def _wrong_item(possible: _Arrays, after: Node, position: int) -> Iterator[JSONValue]:
    item = possible.item(position)
    longest_needed = max(possible.lengths.low, position + 1) + possible.limit
    wrong = possible.find(item, after.item(position), possible.enough(longest_needed))
    if wrong:
        yield from possible.of_lengths(possible.lengths, {position: wrong})


def _repeating(possible: _Arrays, positions: int) -> Iterator[JSONValue]:
    for first, second in combinations(range(positions), 2):
        both = (*possible.item(first), *possible.item(second))
        for value in possible.find(both, None, possible.limit):
            yield from possible.of_lengths(possible.lengths, {first: [value], second: [value]})
