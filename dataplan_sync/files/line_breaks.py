"""Characters that end a line in YAML 1.1 and are text in YAML 1.2: U+0085, U+2028 and U+2029.

PyYAML and libyaml read 1.1. Other characters stand in for these three while a file is parsed, so that they stay
what they are and places stay right. Files without them, which is nearly all, pay one search.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

_BREAKS: Final = re.compile("[\x85\u2028\u2029]")
_ESCAPES: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_STAND_INS: Final = range(0xE000, 0xF8FF + 1)
"""For private use: Unicode gives them no meaning, and YAML takes them for letters."""


@dataclass(frozen=True, slots=True)
class Parseable:
    """A YAML text in which every line break is one of YAML 1.2, of the same length as the original."""

    content: str
    originals: Mapping[int, str]
    """What the stand-ins stand for, as `str.translate` takes it; empty where there are none."""

    def original(self, text: str) -> str:
        """Give a parsed text as the file has it."""
        return text.translate(self.originals) if self.originals else text


class NoStandInError(yaml.YAMLError):
    """The file holds every character that could stand in for a line break of YAML 1.1."""

    def __init__(self, break_: str, offset: int) -> None:
        super().__init__(
            f"U+{ord(break_):04X} may not stand in this file as it is; escape it in double quotes"
        )
        self.offset = offset


def parseable(content: str) -> Parseable:
    """Give a YAML text as a parser of YAML 1.1 has to see it.

    Raises:
        NoStandInError: it holds line breaks of YAML 1.1, and thousands of characters for private use.
    """
    first = None if content.isascii() else _BREAKS.search(content)
    if first is None:
        return Parseable(content, {})
    taken = {ord(char) for char in set(content)}
    taken.update(int(short or long, 16) for short, long in _ESCAPES.findall(content))
    free = (code for code in _STAND_INS if code not in taken)
    breaks = sorted(set(_BREAKS.findall(content)))
    stand_ins = dict(zip(breaks, free, strict=False))
    if len(stand_ins) < len(breaks):
        raise NoStandInError(first[0], first.start())
    return Parseable(
        content.translate({ord(char): code for char, code in stand_ins.items()}),
        {code: char for char, code in stand_ins.items()},
    )
