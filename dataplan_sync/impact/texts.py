"""Strings of given lengths, and the strings that spell numbers and booleans."""

from __future__ import annotations

from itertools import islice, product
from string import ascii_letters
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dataplan_sync.impact.node import Lengths


def of_lengths(lengths: Lengths, limit: int) -> Iterator[str]:
    """Give `limit` strings of the given lengths, or all if there are fewer; the empty one last.

    None of them spells a number or a boolean, as long as there are others.
    """
    shortest = max(lengths.low, 1)
    if shortest in lengths:
        yield from islice(_of_length(shortest), limit)
    if 0 in lengths:
        yield ""


def _of_length(length: int) -> Iterator[str]:
    # Beyond ASCII begin the letters of other alphabets: 52 strings of one letter may be too few.
    letters = ascii_letters + "".join(map(chr, range(0xC0, 0x250))) if length < 3 else ascii_letters
    varied = min(length, 4)
    for ending in product(letters, repeat=varied):
        yield "a" * (length - varied) + "".join(ending)


def spelling(numbers: Iterable[float], lengths: Iterable[int]) -> Iterator[str]:
    """Give strings that spell these numbers, in the shortest form and padded to the given lengths."""
    for number in numbers:
        plain = str(number)
        yield plain
        yield f"+{plain}"
        padded = plain if "." in plain else f"{plain}."
        if "e" not in plain:
            yield from (padded.ljust(length, "0") for length in lengths)


def booleans() -> Iterator[str]:
    """Give every string that spells a boolean: upper and lower case are the same."""
    for word in ("true", "false"):
        for letters in product(*((letter, letter.upper()) for letter in word)):
            yield "".join(letters)
