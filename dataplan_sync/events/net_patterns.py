"""Regular expressions of .NET, with the options that the server sets.

CultureInvariant, ExplicitCapture (only named groups capture) and Singleline (a dot matches line ends too).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final

from dataplan_sync.events.rewriting import Dialect, UnsupportedPatternError

if TYPE_CHECKING:
    from collections.abc import Mapping

_ESCAPES: Final[Mapping[str, str]] = {r"\z": r"\Z", r"\Z": r"(?=\n?\Z)", r"\e": r"\x1b"}


def _escape(text: str, *, in_class: bool) -> str:
    match text[1]:
        case "p" | "P" if len(text) > 2:
            return _category(text[3:-1], in_class=in_class, negated=text[1] == "P")
        case "k" if len(text) > 2:
            return f"(?P={text[3:-1]})"
        case "c" if len(text) > 2:
            return f"\\x{ord(text[2].upper()) - 64:02x}"
        case "G":
            message = "a match that goes on where the last one ended"
            raise UnsupportedPatternError(message)
        case _:
            return _ESCAPES.get(text, text)


def _opening(text: str, *, first: bool) -> str:
    if text == "(":
        return "(?:"
    if text[-1] in ":)" and len(text) > 3:
        return _options(text, first=first)
    if (text[2:3] in {"<", "'"} and text[-1] not in "=!<'") or (
        text.endswith("'") and len(text) > 3
    ):
        return f"(?P<{text[3:-1]}>"
    if text[2:] in {":", "=", "!", ">", "#", "<=", "<!"}:
        return text
    message = "a kind of group that only .NET has"
    raise UnsupportedPatternError(message)


def _options(text: str, *, first: bool) -> str:
    """Rewrite inline options; those in the middle have no place in Python, nor has taking them away."""
    known = text.replace("n", "")
    if "-" in known or (text.endswith(")") and not first):
        message = "options that change within the pattern"
        raise UnsupportedPatternError(message)
    return "" if known == "(?)" else known


def _category(name: str, *, in_class: bool, negated: bool) -> str:
    members = _members(name)
    if not members or (in_class and negated):
        message = "a block of Unicode, or a category taken away from a class"
        raise UnsupportedPatternError(message)
    if in_class:
        return members
    return f"[{'^' if negated else ''}{members}]"


@cache
def _members(name: str) -> str:
    """Write the characters of a Unicode category as the inside of a class; nothing for a block or a script.

    .NET sees 16 bits at a time, so only the basic plane has categories.
    """
    ranges: list[list[int]] = []
    for code in range(0x10000):
        if 0xD800 <= code < 0xE000 or not unicodedata.category(chr(code)).startswith(name):
            continue
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"\\u{start:04x}-\\u{end:04x}" for start, end in ranges)


DIALECT: Final = Dialect(
    escape=_escape,
    opening=_opening,
    subtracts=True,
    flags=re.DOTALL,
)
