"""Keeps secrets, and the noise of foreign texts, out of everything that people read.

Secrets are known by value: whoever holds one says so once, and no text can then carry it, however it got there and
however it was escaped on the way. Patterns catch credentials that nobody announced, such as a header that a proxy
echoes; they are for messages only, because in data they would hit what only looks like one.
"""

from __future__ import annotations

import html
import json
import re
import threading
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable

MARK: Final = "***"
"""What stands where a secret stood."""

SHORTEST_SECRET: Final = 8
"""Anything shorter is left alone: replacing every `test` in a message would hide the message."""

CLIP: Final = 300
"""The most characters of a foreign text that a message quotes."""

_PATTERNS: Final = (
    re.compile(
        r"""(?ix) (\b (?: proxy- )? authorization ["']? \s* [:=] \s* ["']? (?: (?: bearer|basic|token) \s+ )? )
        [^\s"',;]+"""
    ),
    re.compile(r"(?i)(\bbearer\s+)(?=[^\s\"']*\d)[\w.~+/=-]{8,}"),
    re.compile(r"""(?i)(\b(?:client_secret|access_token)["']?\s*[:=]\s*["']?)[^\s"',;&]+"""),
)


class Redactor:
    """Knows the secrets of a run and takes them out of texts. Threads may share one."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._lock = threading.Lock()
        self._secrets: frozenset[str] = frozenset()
        self._pattern: re.Pattern[str] | None = None
        for secret in secrets:
            self.add(secret)

    def add(self, secret: str) -> None:
        """Take note of a secret; each spelling in which an answer or a page may hold it counts as the secret."""
        if len(secret) < SHORTEST_SECRET:
            return
        with self._lock:
            if secret in self._secrets:
                return
            self._secrets |= {secret}
            # Longest first: a secret that contains another one must go as a whole.
            ordered = sorted(self._secrets, key=lambda text: (-len(text), text))
            self._pattern = re.compile("|".join(map(_in_any_spelling, ordered)))

    def hide(self, text: str) -> str:
        """Give the text with every known secret replaced, and nothing else: for data."""
        return self._pattern.sub(MARK, text) if self._pattern else text

    def redact(self, text: str) -> str:
        """Give the text with every known secret, and whatever looks like a credential, replaced: for messages."""
        text = self.hide(text)
        for pattern in _PATTERNS:
            text = pattern.sub(rf"\g<1>{MARK}", text)
        return text

    def quote(self, text: str, *, limit: int = CLIP) -> str:
        """Give a foreign text as one clean, short line: redacted, without control characters, clipped.

        Args:
            text: what an API, a proxy or a library said.
            limit: the most characters to give.
        """
        printable = "".join(letter if letter.isprintable() else " " for letter in self.redact(text))
        # Again, because joining lines may join a secret; and before the cut, which must not leave half of one.
        line = self.redact(" ".join(printable.split()))
        return line if len(line) <= limit else f"{line[: limit - 1].rstrip()}…"


def _in_any_spelling(secret: str) -> str:
    """Give a regular expression for a secret as it is, and as JSON, HTML, Markdown or an address write it."""
    return "".join(map(_spellings, secret))


def _spellings(char: str) -> str:
    # Nothing escapes a letter or a digit of ASCII, which is most of a secret: the expression stays quick.
    if char.isascii() and char.isalnum():
        return char
    escaped = {
        char,
        json.dumps(char)[1:-1],
        quote(char, safe="", errors="replace"),
        quote(char, safe="", errors="replace").lower(),
        html.escape(char),
        f"&#{ord(char)};",
        f"&#{ord(char)};<wbr>",
        f"&#x{ord(char):x};",
        *({"+"} if char == " " else set()),
    }
    longest_first = sorted(escaped, key=lambda text: (-len(text), text))
    # Text in JSON in JSON has its escapes escaped again.
    return rf"\\{{0,4}}(?:{'|'.join(map(re.escape, longest_first))})"
