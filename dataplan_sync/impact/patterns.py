"""Draws strings that match a regular expression, from what Python's own parser makes of it.

A draft, not a proof: look-around and back-references are passed over, so a caller tests what it gets.
"""

from __future__ import annotations

import re
from re import _constants as op  # type: ignore[attr-defined]  # no public parser gives the parts of a pattern
from re import _parser  # type: ignore[attr-defined]  # as above
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_Parts: TypeAlias = "Sequence[tuple[int, Any]]"
_VARIANTS: Final = 12
_LONGEST: Final = 300
_ALPHABET: Final = "a0A_ -.z9Z/@é!"
_CATEGORIES: Final = {
    op.CATEGORY_DIGIT: "0123456789",
    op.CATEGORY_SPACE: " \t",
    op.CATEGORY_WORD: "aZ_09bczAé",
    op.CATEGORY_NOT_DIGIT: "a-Z ",
    op.CATEGORY_NOT_SPACE: "a0Z-",
    op.CATEGORY_NOT_WORD: "- .!",
}


def matching(pattern: str) -> Iterator[str]:
    """Draw strings that most likely match a pattern, short ones first; none if it does not compile."""
    try:
        parsed = _parser.parse(pattern)
    except (re.error, OverflowError, RecursionError):
        return
    for variant in range(_VARIANTS):
        text = _draw(parsed, variant)
        if len(text) <= _LONGEST:
            yield text


def _draw(parts: _Parts, variant: int) -> str:
    return "".join(
        _DRAWN_BY[kind](argument, variant + place) if kind in _DRAWN_BY else ""
        for place, (kind, argument) in enumerate(parts)
    )


def _literal(code: int, _variant: int) -> str:
    return chr(code)


def _not_literal(code: int, variant: int) -> str:
    return _other_than({chr(code)}, variant)


def _any(_nothing: None, variant: int) -> str:
    return _ALPHABET[variant % len(_ALPHABET)]


def _branch(argument: tuple[None, Sequence[_Parts]], variant: int) -> str:
    branches = argument[1]
    return _draw(branches[variant % len(branches)], variant)


def _group(argument: tuple[int | None, int, int, _Parts], variant: int) -> str:
    return _draw(argument[-1], variant)


def _repeated(argument: tuple[int, int, _Parts], variant: int) -> str:
    least, most, parts = argument
    times = min(least + (0, 1, 2, 7)[variant % 4], most, _LONGEST + 1)
    return "".join(_draw(parts, variant + turn) for turn in range(times))


def _of_set(members: _Parts, variant: int) -> str:
    sets = [_characters(kind, argument) for kind, argument in members if kind is not op.NEGATE]
    if len(sets) < len(list(members)):
        return _other_than(set("".join(sets)), variant)
    chosen = sets[variant % len(sets)]
    return chosen[variant % len(chosen)]


def _characters(kind: int, argument: int | tuple[int, int]) -> str:
    if isinstance(argument, tuple):
        first, last = argument
        return "".join(map(chr, range(first, min(last, first + 200) + 1)))
    return chr(argument) if kind is op.LITERAL else _CATEGORIES[argument]


def _other_than(characters: set[str], variant: int) -> str:
    left = [each for each in _ALPHABET if each not in characters] or ["\u20ac"]
    return left[variant % len(left)]


_DRAWN_BY: Final[dict[int, Callable[..., str]]] = {
    op.LITERAL: _literal,
    op.NOT_LITERAL: _not_literal,
    op.ANY: _any,
    op.IN: _of_set,
    op.BRANCH: _branch,
    op.SUBPATTERN: _group,
    op.ATOMIC_GROUP: _draw,
    op.MAX_REPEAT: _repeated,
    op.MIN_REPEAT: _repeated,
    op.POSSESSIVE_REPEAT: _repeated,
}
