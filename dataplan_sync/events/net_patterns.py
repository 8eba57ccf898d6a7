"""Regular expressions of .NET, with the options that the server sets.

CultureInvariant, ExplicitCapture (only named groups capture) and Singleline (a dot matches line ends too).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final

from dataplan_sync.events.rewriting import Dialect, UnsupportedPatternError, rewritten

if TYPE_CHECKING:
    from collections.abc import Mapping

_ANCHORS: Final[Mapping[str, str]] = {
    r"\A": r"(?:\A)",
    r"\b": r"(?:\b)",
    r"\B": r"(?:\B)",
    r"\z": r"(?:\Z)",
    r"\Z": r"(?=\n?\Z)",
}
"""In groups, because Python repeats no bare anchor and .NET does."""
_LETTERS: Final = frozenset("abdefnprstuvwxcDPSWk")
"""What may stand behind a backslash; any other letter is an error, and so is `_`."""
_LETTERS_OUTSIDE: Final = frozenset("ABGZz")
_CATEGORIES: Final = re.compile("L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|S[mcko]?|Z[slp]?|C[cfson]?")
_OPENINGS: Final = frozenset(("(?:", "(?=", "(?!", "(?>", "(?#", "(?<=", "(?<!"))
_NAMED: Final = re.compile(r"\(\?(?:<(\w+)>|'(\w+)')")
_OPTIONS: Final = re.compile(r"\(\?[imnsx]+([:)])")
_ONLY_NET: Final = frozenset("<'(+-imnsx")
_FOLDED: Final = re.compile(r"\(\?[in]+\)")


def spelled_out(pattern: str) -> str:
    """Rewrite a pattern for ECMA 262, with all that its engines read otherwise in so many words.

    Raises:
        UnsupportedPatternError: there are no words for it.
        re.error: .NET refuses it.
    """
    options = _FOLDED.match(pattern)
    if options is None:
        return rewritten(pattern, _SPELLED_OUT)
    rest = rewritten(pattern[options.end() :], _SPELLED_OUT)
    return f"(?i:{rest})" if "i" in options.group() else rest


def _escape(text: str, *, in_class: bool) -> str:
    _refuse_unknown(text[1], in_class=in_class)
    match text[1]:
        case "p" | "P" if len(text) > 2:
            return _category(text, in_class=in_class)
        case "k" if len(text) > 2:
            return _reference(text[3:-1])
        case "c" if len(text) > 2:
            return f"\\x{ord(text[2].upper()) - 64:02x}"
        case "e":
            return r"\x1b"
        case "G":
            message = "a match that goes on where the last one ended"
            raise UnsupportedPatternError(message)
        case _:
            return text if in_class else _ANCHORS.get(text, text)


def _refuse_unknown(letter: str, *, in_class: bool) -> None:
    if letter in _LETTERS or (letter in _LETTERS_OUTSIDE and not in_class):
        return
    if letter == "_" or (letter.isalnum() and (in_class or not letter.isdecimal())):
        if in_class and letter in "01234567":
            return
        message = f"\\{letter} is no escape"
        raise re.error(message)


def _reference(name: str) -> str:
    return f"(?:\\{name})" if name.isdecimal() else f"(?P={name})"


def _opening(text: str, *, first: bool) -> str:
    if text == "(":
        return "(?:"
    if named := _NAMED.fullmatch(text):
        return f"(?P<{named[1] or named[2]}>"
    if text in _OPENINGS:
        return text
    if _OPTIONS.fullmatch(text):
        return _options(text, first=first)
    if text[2:3] not in _ONLY_NET:
        message = "no such group in .NET"
        raise re.error(message)
    message = "a kind of group that only .NET has, or options that change within the pattern"
    raise UnsupportedPatternError(message)


def _options(text: str, *, first: bool) -> str:
    """Rewrite inline options; those in the middle have no place in Python."""
    known = text.replace("n", "")
    if text.endswith(")") and not first:
        message = "options that change within the pattern"
        raise UnsupportedPatternError(message)
    return "" if known == "(?)" else known


def _category(text: str, *, in_class: bool) -> str:
    name, negated = text[3:-1], text[1] == "P"
    _refuse_unknown_category(name)
    members = _members(name, negated=negated)
    return members if in_class else f"[{members}]"


def _refuse_unknown_category(name: str) -> None:
    if name.startswith("Is"):
        message = "a block of Unicode"
        raise UnsupportedPatternError(message)
    if not _CATEGORIES.fullmatch(name):
        message = f"{name} is no category of Unicode"
        raise re.error(message)


@cache
def _members(name: str, *, negated: bool) -> str:
    """Write the characters of a Unicode category, or all others, as the inside of a class.

    .NET sees 16 bits at a time, so only the basic plane has categories.
    """
    ranges: list[list[int]] = []
    for code in range(0x10000):
        if unicodedata.category(chr(code)).startswith(name) is negated:
            continue
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    inside = "".join(f"\\u{start:04x}-\\u{end:04x}" for start, end in ranges)
    return inside + (r"\U00010000-\U0010ffff" if negated else "")


_WORD: Final = r"\p{L}\p{Mn}\p{Nd}\p{Pc}"
_END: Final = r"(?![\s\S])"
_IN_SO_MANY_WORDS: Final[Mapping[str, str]] = {
    r"\a": r"\x07",
    r"\e": r"\x1b",
    r"\d": r"\p{Nd}",
    r"\D": r"\P{Nd}",
    r"\w": _WORD,
}
_OUTSIDE: Final[Mapping[str, str]] = {
    r"\w": f"[{_WORD}]",
    r"\W": f"[^{_WORD}]",
    r"\A": "^",
    r"\z": _END,
    r"\Z": rf"(?=\n?{_END})",
}


def _spelled_escape(text: str, *, in_class: bool) -> str:
    _refuse_unknown(text[1], in_class=in_class)
    if text[1] in "pP" and len(text) > 2:
        _refuse_unknown_category(text[3:-1])
    if text[1] in "kG" or (in_class and text == r"\W"):
        message = "ECMA 262 has no words for this"
        raise UnsupportedPatternError(message)
    if not in_class and text in _OUTSIDE:
        return _OUTSIDE[text]
    return _IN_SO_MANY_WORDS.get(text, text)


def _spelled_opening(text: str, *, first: bool) -> str:
    opening = _opening(text, first=first).replace("(?P<", "(?<")
    if opening in {"(?>", "(?#"} or (_OPTIONS.fullmatch(opening) and opening != "(?i:"):
        message = "ECMA 262 has no such group"
        raise UnsupportedPatternError(message)
    return opening


DIALECT: Final = Dialect(
    escape=_escape,
    opening=_opening,
    plain={"^": "(?:^)", "$": "(?:$)"},
    subtracts=True,
    flags=re.DOTALL,
)
_SPELLED_OUT: Final = Dialect(
    escape=_spelled_escape,
    opening=_spelled_opening,
    plain={".": r"[\s\S]", "$": rf"(?=\n?{_END})"},
    subtracts=True,
)
