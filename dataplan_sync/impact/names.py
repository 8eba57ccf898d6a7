"""Whether two names are one name, renamed."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_TYPING_ERROR: Final = 0.9
"""Above this likeness two names differ by a letter or so."""

_MARGIN: Final = 0.05
"""What one pair of names must be ahead of another to be told from it."""

_STEM: Final = 4
"""Letters of a word that count: `view` and `viewed` are one."""


def likeness(one: str, other: str) -> float:
    """Give how alike two names are, 0 to 1, whatever their case and punctuation and the order of their words."""
    stems = [{word[:_STEM] for word in _words(name)} for name in (one, other)]
    by_words = len(stems[0] & stems[1]) / max(len(stems[0] | stems[1]), 1)
    return max(by_words, _by_letters(one, other))


def _by_letters(one: str, other: str) -> float:
    return SequenceMatcher(None, _letters(one), _letters(other), autojunk=False).ratio()


def respelled(one: str, other: str) -> bool:
    """Tell whether two names are the same but for case, punctuation or a letter or so.

    Names that differ in a number do not count: `address_1` and `address_2` are two things.
    """
    if _letters(one) == _letters(other):
        return True
    return _digits(one) == _digits(other) and _by_letters(one, other) >= _TYPING_ERROR


def paired(scores: Mapping[tuple[str, str], float]) -> dict[str, str]:
    """Pair old names with new ones, best first, each with at most one.

    Where another pair is about as good, nobody can tell which it was: none of their names is paired.

    Args:
        scores: how much each old name is like each new one, 0 to 1; pairs that do not come into question left out.

    Returns:
        The new name by the old one.
    """
    found: dict[str, str] = {}
    spent: set[tuple[str, int]] = set()
    for pair, score in sorted(scores.items(), key=lambda item: (-item[1], item[0])):
        sides = {(name, side) for side, name in enumerate(pair)}
        if sides & spent:
            continue
        rivals = [
            other
            for other, its in scores.items()
            if other != pair
            and score - its < _MARGIN
            and not {(name, side) for side, name in enumerate(other)} & spent
            and (other[0] == pair[0] or other[1] == pair[1])
        ]
        spent |= sides
        if rivals:
            spent |= {(name, side) for other in rivals for side, name in enumerate(other)}
        else:
            found[pair[0]] = pair[1]
    return found


def _words(name: str) -> list[str]:
    return [word.casefold() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+|[^\W_a-zA-Z]+", name)]


def _letters(name: str) -> str:
    # A name of signs alone, such as an emoji, is its own.
    return re.sub(r"[\W_]+", "", name).casefold() or name


def _digits(name: str) -> list[str]:
    return re.findall(r"\d+", name)
