"""Regular expressions of JavaScript, without the `u` flag, as ajv 6 makes them."""

from __future__ import annotations

import re
from typing import Final

from dataplan_sync.events.rewriting import Dialect

_SPACES: Final = r"\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_KNOWN: Final = frozenset("dDwWbBtnrfv0123456789")


def _escape(text: str, *, in_class: bool) -> str:
    letter = text[1]
    match letter:
        case "s":
            return _SPACES if in_class else f"[{_SPACES}]"
        case "S" if not in_class:
            return f"[^{_SPACES}]"
        case "k" | "c" if len(text) > 2:
            return f"(?P={text[3:-1]})" if letter == "k" else f"\\x{ord(text[2]) % 32:02x}"
        case "x" | "u" if len(text) > 2:
            return text
        case _ if letter in _KNOWN or letter == "S" or not (letter.isalnum() and letter.isascii()):
            return text
        case _:  # any other letter stands for itself
            return letter + text[2:].replace("{", r"\{")


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
