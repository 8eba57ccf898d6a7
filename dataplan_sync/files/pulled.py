"""The files that `pull` wrote: a header that says so, and a digest that shows whether anybody edited them since."""

from __future__ import annotations

import hashlib
import re
from typing import Final

HEADER: Final = (
    "# Written by dataplan-sync pull. Edit it as you like: what is edited is not overwritten unasked.\n"
    "# pulled: {digest}\n"
)
_PULLED: Final = re.compile(
    r"\A# Written by dataplan-sync pull\.[^\n]*\n# pulled: ([0-9a-f]{16})\n"
)


def stamped(text: str) -> str:
    """Put the header in front of a YAML text."""
    return HEADER.format(digest=_digest(text)) + text


def is_untouched(text: str) -> bool:
    """Tell whether a file is just as `pull` wrote it."""
    text = text.replace("\r\n", "\n")
    header = _PULLED.match(text)
    return header is not None and header[1] == _digest(text[header.end() :])


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
