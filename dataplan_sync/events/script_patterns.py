"""Regular expressions of JavaScript, without the `u` flag, as ajv 6 makes them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from dataplan_sync.events.rewriting import Dialect, UnsupportedPatternError, rewritten

if TYPE_CHECKING:
    from collections.abc import Mapping

_SPACES: Final = r"\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_ASCII: Final[Mapping[str, str]] = {r"\d": "0-9", r"\w": "A-Za-z0-9_"}
_KNOWN: Final = frozenset("dDwWbBtnrfv0123456789")


def spelled_out(pattern: str) -> str:
    """Rewrite a pattern so that engines of ECMA 262 with and without the `u` flag read it alike.

    Raises:
        UnsupportedPatternError: there are no words for it.
    """
    return rewritten(pattern, _SPELLED_OUT)


def _spelled_escape(text: str, *, in_class: bool) -> str:
    if text in _ASCII:
        return _ASCII[text] if in_class else f"[{_ASCII[text]}]"
    spelled = _escape(text, in_class=in_class)
    if spelled.startswith("(") or (in_class and text in {r"\D", r"\W", r"\S"}):
        message = "a group that took no part, or a class taken away from a class"
        raise UnsupportedPatternError(message)
    return spelled


def _spelled_opening(text: str, *, first: bool) -> str:
    return _opening(text, first=first).replace("(?P<", "(?<")


def _escape(text: str, *, in_class: bool) -> str:
    letter = text[1]
    if not in_class and (letter == "S" or (text[1:].isdecimal() and letter != "0")):
        return f"[^{_SPACES}]" if letter == "S" else _reference(text[1:], text)
    if letter == "s":
        return _SPACES if in_class else f"[{_SPACES}]"
    return _other_escape(text)


def _other_escape(text: str) -> str:
    letter = text[1]
    match letter:
        case "c" if len(text) > 2:
            return f"\\x{ord(text[2]) % 32:02x}"
        case "k" if text[2:3] == "<":
            return _reference(text[3:-1], f"(?P={text[3:-1]})")
        case "x" | "u" if len(text) > 2:
            return text
        case _ if letter in _KNOWN or letter == "S" or not (letter.isalnum() and letter.isascii()):
            return text
        case _:  # any other letter stands for itself
            return letter + text[2:].replace("{", r"\{")


def _reference(name: str, back: str) -> str:
    """Refer to a group that, where it has taken no part, stands for nothing; in Python that never matches."""
    return f"(?({name}){back})"


def _opening(text: str, *, first: bool) -> str:  # noqa: ARG001 - the shape that Dialect asks for
    if text == "(" or text[2:] in {":", "=", "!", "<=", "<!"}:
        return text
    if text.startswith("(?<") and text.endswith(">"):
        return f"(?P{text[2:]}"
    message = "no such group in JavaScript"
    raise re.error(message)


DIALECT: Final = Dialect(
    escape=_escape,
    opening=_opening,
    plain={"$": r"\Z", ".": r"[^\n\r\u2028\u2029]"},
    empty_classes=True,
    flags=re.ASCII,
)
_SPELLED_OUT: Final = Dialect(
    escape=_spelled_escape,
    opening=_spelled_opening,
    plain={"$": r"(?![\s\S])", ".": r"[^\n\r\u2028\u2029]"},
    empty_classes=True,
)
