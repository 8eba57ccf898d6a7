"""Sets of numbers that JSON Schema can describe, and which numbers lie in one and not in another.

A set is an interval, whole or thinned to the multiples of a step. Numbers are read as the decimals that
their JSON text shows, so that 0.3 is a multiple of 0.1.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain, count, islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_BEYOND_FLOAT = 10**400
"""Stands for what `1e999` is read as: larger than any float."""


def exact(value: float) -> Fraction:
    """Give the number that a JSON number shows."""
    if isinstance(value, int):
        return Fraction(value)
    if math.isinf(value):
        return Fraction(_BEYOND_FLOAT if value > 0 else -_BEYOND_FLOAT)
    return Fraction(repr(value))


@dataclass(frozen=True, slots=True)
class NumberRange:
    """All numbers between two bounds that are a multiple of the step, if there is one."""

    low: Fraction | None = None
    high: Fraction | None = None
    low_open: bool = False
    """True: the bound itself does not belong to the set."""
    high_open: bool = False
    step: Fraction | None = None

    def __contains__(self, number: Fraction) -> bool:
        """Tell whether a number is in the set."""
        if self.low is not None and (number < self.low or (self.low_open and number == self.low)):
            return False
        if self.high is not None and (
            number > self.high or (self.high_open and number == self.high)
        ):
            return False
        return self.step is None or (number / self.step).denominator == 1

    def at_least(self, bound: Fraction, *, exclusive: bool = False) -> NumberRange:
        """Give what is left above a bound."""
        if self.low is not None and (bound, exclusive) <= (self.low, self.low_open):
            return self
        return replace(self, low=bound, low_open=exclusive)

    def at_most(self, bound: Fraction, *, exclusive: bool = False) -> NumberRange:
        """Give what is left below a bound."""
        if self.high is not None and (-bound, exclusive) <= (-self.high, self.high_open):
            return self
        return replace(self, high=bound, high_open=exclusive)

    def multiples_of(self, step: Fraction) -> NumberRange:
        """Give those that are multiples of this step too: multiples of the least common multiple."""
        if self.step is None:
            return replace(self, step=step)
        denominators = self.step.denominator * step.denominator
        common = math.lcm(
            self.step.numerator * step.denominator, step.numerator * self.step.denominator
        )
        return replace(self, step=Fraction(common, denominators))

    def both(self, other: NumberRange) -> NumberRange:
        """Give the numbers that are in both sets."""
        result = self
        if other.low is not None:
            result = result.at_least(other.low, exclusive=other.low_open)
        if other.high is not None:
            result = result.at_most(other.high, exclusive=other.high_open)
        return result if other.step is None else result.multiples_of(other.step)


def numbers(before: NumberRange, after: NumberRange | None, limit: int) -> list[int | float]:
    """Find numbers in `before` and not in `after` (None: in no set), as JSON can write them.

    Returns:
        `limit` of them, or all if there are fewer; those near zero first.
    """
    found = islice(_distinct(_outside(before, after, limit)), limit)
    return list(found)


def _outside(before: NumberRange, after: NumberRange | None, limit: int) -> Iterator[int | float]:
    if after is None:
        yield from _members(before, limit)
        return
    if after.low is not None:
        below = before.at_most(after.low, exclusive=not after.low_open)
        yield from _members(below, limit)
    if after.high is not None:
        above = before.at_least(after.high, exclusive=not after.high_open)
        yield from _members(above, limit)
    if after.step is not None:
        # Of two neighbours in `before` at most one is a multiple of after's step, unless all are.
        inside = before.both(replace(after, step=None))
        wanted = 2 * limit + 2
        yield from (value for value in _members(inside, wanted) if exact(value) not in after)


def _members(numbers_of: NumberRange, limit: int) -> Iterator[int | float]:
    low, high = numbers_of.low, numbers_of.high
    if low is not None and high is not None and low > high:
        return
    found = _multiples(numbers_of) if numbers_of.step else _dense(numbers_of, limit)
    written = (_written(number) for number in found)
    fitting = (value for value in written if exact(value) in numbers_of)
    yield from islice(fitting, limit) if numbers_of.step else fitting


def _multiples(numbers_of: NumberRange) -> Iterator[Fraction]:
    step = numbers_of.step or Fraction(1)
    first = None if numbers_of.low is None else math.ceil(numbers_of.low / step)
    last = None if numbers_of.high is None else math.floor(numbers_of.high / step)
    return (step * factor for factor in _near_zero(first, last))


def _near_zero(first: int | None, last: int | None) -> Iterator[int]:
    """Count through first..last, those near zero first."""
    if first is not None and first >= 0:
        yield from count(first) if last is None else range(first, last + 1)
    elif last is not None and last <= 0:
        yield from count(last, -1) if first is None else range(last, first - 1, -1)
    else:
        for factor in count():
            above = last is None or factor <= last
            below = factor > 0 and (first is None or -factor >= first)
            if above:
                yield factor
            if below:
                yield -factor
            if factor and not above and not below:
                return


def _dense(numbers_of: NumberRange, limit: int) -> Iterator[Fraction]:
    """Give friendly numbers of an interval: whole ones and halves, its ends, then even parts of it."""
    low, high = _ends(numbers_of)
    whole = _near_zero(math.ceil(low), math.floor(high))
    half = _near_zero(math.ceil(2 * low), math.floor(2 * high))
    width = high - low
    # Parts by a large prime are no multiples of any decimal step that a schema has, so `after` cannot hold them all.
    parts = (
        low + width * part / (prime * limit)
        for prime in (7, 11, 9973)
        for part in range(1, prime * limit, max(1, prime // 7))
    )
    yield from chain(
        islice((Fraction(number) for number in whole), limit),
        islice((Fraction(number, 2) for number in half), 2 * limit),
        (low, high),
        (low + width * part / 4 for part in (1, 2, 3)),
        parts,
    )


def _ends(numbers_of: NumberRange) -> tuple[Fraction, Fraction]:
    """Give the bounds; an end that is open to infinity is set so far off that numbers of all sizes fit."""
    low, high = numbers_of.low, numbers_of.high
    if low is None:
        return (
            (Fraction(-10), Fraction(10))
            if high is None
            else (high - max(Fraction(10), abs(high)), high)
        )
    return low, low + max(Fraction(10), abs(low)) if high is None else high


def _written(number: Fraction) -> int | float:
    """Write a number as JSON would; the nearest float where no decimal of that length is exact."""
    try:
        near = float(number)
    except OverflowError:
        return round(number)
    if number.denominator > 1 or (abs(number) > 2**64 and exact(near) == number):
        return near
    return number.numerator


def _distinct(values: Iterable[int | float]) -> Iterator[int | float]:
    seen: set[int | float] = set()
    for value in values:
        if value not in seen:
            seen.add(value)
            yield value
