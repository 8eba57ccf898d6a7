"""Text as a YAML scalar: plain where every reader takes it for that text, else in quotes or as literal lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from yaml.resolver import Resolver

from dataplan_sync.files.scalars import ScalarError, resolve_plain

if TYPE_CHECKING:
    from collections.abc import Mapping

_AMBIGUOUS: Final = frozenset("yYnN")
"""Booleans of YAML 1.1 that PyYAML does not take for such, and other readers do."""

_UNSEEN: Final = "\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff"
"""Characters that break a line, show nothing, or may not stand in YAML. They are escaped in double quotes."""
_SHOWN_LINE: Final = re.compile(rf"[^{_UNSEEN}]*")
_ESCAPED: Final = re.compile(rf'[{_UNSEEN}"\\]')
_ESCAPES: Final[Mapping[str, str]] = {
    '"': '\\"',
    "\\": "\\\\",
    "\n": "\\n",
    "\t": "\\t",
    "\r": "\\r",
}

_LITERAL: Final = re.compile(r"\S(?:[^\n]*\S)?(?:\n\S(?:[^\n]*\S)?|\n {1,8}\S(?:[^\n]*\S)?)+\n?")
"""Lines that a literal block can hold as they are: no blank ones, no blanks at an end, none before the first."""

_PLAIN: Final = re.compile(r"(?!\.\.\.)[^\s\-?:,\[\]{}#&*!|>'\"%@`](?:.*\S)?")
_PLAIN_ENDS: Final = re.compile(r":(?: |$)| #")
_FLOW_SIGNS: Final = re.compile(r"[,?:\[\]{}]")


def yaml_text(text: str, *, in_flow: bool) -> str:
    """Write text as a scalar on one line.

    Args:
        text: what a reader is to read, as text and as nothing else.
        in_flow: whether it stands within brackets or braces.

    Raises:
        ValueError: it holds half a character.
    """
    _check_whole(text)
    if not _SHOWN_LINE.fullmatch(text):
        return f'"{_ESCAPED.sub(_escape, text)}"'
    if _is_plain(text) and not (in_flow and _FLOW_SIGNS.search(text)):
        return text
    return "'{}'".format(text.replace("'", "''"))


def is_literal(text: str) -> bool:
    """Tell whether text has several lines that a literal block (`|`) can hold as they are.

    Raises:
        ValueError: it holds half a character.
    """
    if "\n" not in text or _LITERAL.fullmatch(text) is None:
        return False
    _check_whole(text)
    return all(_SHOWN_LINE.fullmatch(line) for line in text.split("\n"))


def _is_plain(text: str) -> bool:
    if not _PLAIN.fullmatch(text) or _PLAIN_ENDS.search(text) or text in _AMBIGUOUS:
        return False
    try:
        if not isinstance(resolve_plain(text), str):
            return False
    except ScalarError:
        return False
    candidates = Resolver.yaml_implicit_resolvers.get(text[:1], ())
    return not any(pattern.match(text) for _, pattern in candidates)


def _escape(found: re.Match[str]) -> str:
    char = found[0]
    code = ord(char)
    return _ESCAPES.get(char) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")


def _check_whole(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as exc:
        message = f"{text[:40]!a} holds half a character (a lone surrogate), which no file can hold"
        raise ValueError(message) from exc
