"""Keeps secrets, and the noise of foreign texts, out of everything that people read.

Secrets are known by value: whoever holds one says so once, and no message can then carry it, however it got
there. Patterns catch credentials that nobody announced, such as a header that a proxy echoes.
"""

from __future__ import annotations

import json
import re
import threading
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, quote_plus

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
        self._secrets: tuple[str, ...] = ()
        for secret in secrets:
            self.add(secret)

    def add(self, secret: str) -> None:
        """Take note of a secret, in each spelling in which an answer may echo it."""
        if len(secret) < SHORTEST_SECRET:
            return
        spellings = {secret, quote(secret, safe=""), quote_plus(secret), json.dumps(secret)[1:-1]}
        with self._lock:
            known = spellings.union(self._secrets)
            # Longest first: a secret that contains another one must go as a whole.
            self._secrets = tuple(sorted(known, key=lambda text: (-len(text), text)))

    def redact(self, text: str) -> str:
        """Give the text with every known secret, and whatever looks like a credential, replaced."""
        for secret in self._secrets:
            text = text.replace(secret, MARK)
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
