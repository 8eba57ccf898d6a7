"""Rewrites a regular expression of another engine for Python's `re`, token by token."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

_TOKEN: Final = re.compile(
    r"""
    \\[pP]\{\w*\} | \\k(?:<\w+>|'\w+') | \\[1-9][0-9]* | \\c[A-Za-z] | \\x[0-9A-Fa-f]{2} | \\u[0-9A-Fa-f]{4} | \\.
    | \(\?(?: <[A-Za-z_]\w*> | '[A-Za-z_]\w*' | <[=!] | [imnsx-]+[:)] | . )?
    | \[\^? | -\[
    | \{[0-9]+(?:,[0-9]*)?\}[?+]? | [*+?][?+]?
    | .
    """,
    re.VERBOSE | re.DOTALL,
)
_QUANTIFIER: Final = re.compile(r"[*+?][?+]?|\{[0-9]+(?:,[0-9]*)?\}[?+]?")

_CLASSES: Final = frozenset((r"\d", r"\D", r"\w", r"\W", r"\s", r"\S"))


class UnsupportedPatternError(Exception):
    """Python's `re` has no words for what the pattern says."""


class Escape(Protocol):
    """Rewrites an escape."""

    def __call__(self, text: str, *, in_class: bool) -> str:
        """Give the escape for Python, which differs within a class."""


class Opening(Protocol):
    """Rewrites the opening of a group."""

    def __call__(self, text: str, *, first: bool) -> str:
        """Give the opening for Python; options may stand only where the pattern begins."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one engine differs from Python's `re`."""

    escape: Escape
    opening: Opening
    plain: Mapping[str, str] = field(default_factory=dict)
    """What some characters become outside of a class."""
    empty_classes: bool = False
    """Whether `[]` and `[^]` are classes of nothing and of everything, and `[\\w-x]` has a hyphen in it."""
    subtracts: bool = False
    """Whether a class may take another class away from itself."""
    flags: re.RegexFlag = re.NOFLAG

    def literal_hyphen(self, before: str, after: str) -> bool:
        """Tell whether a hyphen in a class makes no range because a whole class stands beside it.

        Args:
            before: the token in front of it.
            after: the two characters behind it.
        """
        if before in _CLASSES or (self.subtracts and before[:2] in {r"\p", r"\P"}):
            return True
        return self.empty_classes and after in _CLASSES


def rewritten(pattern: str, dialect: Dialect) -> str:
    """Rewrite a pattern for Python, which may still refuse it.

    Raises:
        UnsupportedPatternError: Python has no words for it.
        re.error: the other engine refuses it, and Python would not.
    """
    parts: list[str] = []
    at = 0
    while token := _TOKEN.match(pattern, at):
        text, at = token.group(), token.end()
        if text == "-[":  # that is one token only within a class
            text, at = "-", at - 1
        if text.startswith("["):
            inside, at = _class(pattern, text, at, dialect)
            parts.append(inside)
        else:
            parts.append(_outside(text, dialect, first=not parts))
            _refuse_second(parts, dialect)
    return "".join(parts)


def _refuse_second(parts: list[str], dialect: Dialect) -> None:
    """Refuse two groups of one name where that is allowed: Python has no words for it."""
    if dialect.subtracts and parts[-1].startswith("(?P<") and parts[-1] in parts[:-1]:
        message = "two groups have one name"
        raise UnsupportedPatternError(message)


def _outside(text: str, dialect: Dialect, *, first: bool) -> str:
    if text.startswith("\\"):
        return _escape(text, dialect, in_class=False)
    if text.startswith("("):
        return dialect.opening(text, first=first)
    if text == "{":
        return r"\{"
    if _QUANTIFIER.fullmatch(text):
        if len(text) > 1 and text.endswith("+"):
            message = "a quantifier is quantified"
            raise re.error(message)
        return text
    return dialect.plain.get(text, text)


def _escape(text: str, dialect: Dialect, *, in_class: bool) -> str:
    if text == "\\":
        message = "an escape without an end"
        raise re.error(message)
    return dialect.escape(text, in_class=in_class)


def _class(pattern: str, opening: str, at: int, dialect: Dialect) -> tuple[str, int]:
    """Rewrite a class from behind its bracket, and give where it ends."""
    if dialect.empty_classes and pattern.startswith("]", at):
        return (r"[\s\S]" if opening == "[^" else r"(?!)"), at + 1
    parts = [opening]
    before = ""
    if pattern.startswith("]", at):
        parts.append(r"\]")
        before, at = "]", at + 1
    while token := _TOKEN.match(pattern, at):
        text, at = token.group(), token.end()
        if text.startswith("\\"):
            parts.append(_escape(text, dialect, in_class=True))
        elif text == "-[" and dialect.subtracts and before:
            return _difference("".join((*parts, "]")), pattern, at, dialect)
        elif "]" in text[:1]:
            return "".join((*parts, "]")), at
        else:
            # A token of the outside means nothing here; take its first character and go on behind it.
            at += 1 - len(text)
            text = text[0]
            literal = text == "[" or (
                text == "-" and dialect.literal_hyphen(before, pattern[at : at + 2])
            )
            parts.append(rf"\{text}" if literal else text)
        before = text
    message = "a class without an end"
    raise re.error(message, pattern, at)


def _difference(whole: str, pattern: str, at: int, dialect: Dialect) -> tuple[str, int]:
    """Rewrite the class that is taken away from a class, from behind its bracket."""
    opening = "[^" if pattern.startswith("^", at) else "["
    taken, at = _class(pattern, opening, at + len(opening) - 1, dialect)
    if not pattern.startswith("]", at):
        message = "a class goes on behind the class that is taken away from it"
        raise re.error(message, pattern, at)
    return f"(?:(?!{taken}){whole})", at + 1
