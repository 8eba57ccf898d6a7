"""Makes text that somebody else wrote safe to show: names, values, messages, authors.

A name in a plan file may hold anything. In a terminal it must not move the cursor or turn the reading
direction; in a GitHub comment it must not mention people, link, load an image or break a table. Whatever is
shown stays recognisable: nothing is dropped.
"""

from __future__ import annotations

import re
import string
from typing import Final

_LONGEST_BACKTICKS: Final = re.compile("`+")
_ACTIVE: Final = re.compile(
    r"[@#](?=\S)|:(?=//|[\w+-]+(?::|$))|(?<=www)\.|(?<=\bgh)-(?=\d)", re.IGNORECASE
)
"""Where GitHub finds mentions, references, addresses and emoji. It looks at the decoded text, so an entity
alone does not stop it; an element in the middle does."""
_LEADING: Final = re.compile(r"(?: +|[-+=]|\d{1,9}[.)])+")
"""What would begin a list, a rule or a block of code, were the text the first of its line."""
_MARKUP: Final = re.compile(r"[\\`*\[\]<>&|~$!{}#]|(?<![^\W_])_|_(?![^\W_])")


def visible(text: str) -> str:
    """Show what would act on a display rather than appear on it.

    Control characters become their pictures (a newline `␊`); bidirectional overrides, zero-width characters,
    odd spaces, lone surrogates and unassigned code points become `⟨U+202E⟩`.
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _picture(ord(char)) for char in text)


def _picture(code: int) -> str:
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"⟨U+{code:04X}⟩"


def code(text: str) -> str:
    """Give Markdown that shows a text literally, in a table cell as elsewhere.

    A code span, in which GitHub neither links nor mentions. Text with a pipe, which would end a table cell
    even there, is given as HTML.
    """
    shown = visible(text)
    if "|" in shown or not shown:
        return html_code(text)
    fence = "`" * (_longest_backticks(shown) + 1)
    pad = " " if shown[0] in "` " or shown[-1] in "` " else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def html_code(text: str) -> str:
    """Give HTML that shows a text literally, for a `<summary>`, where Markdown is not read."""
    shown = "".join(
        f"&#{ord(char)};" if char in string.punctuation else char for char in visible(text)
    )
    return f"<code>{shown.replace('&#64;', '&#64;<wbr>')}</code>"


def prose(text: str) -> str:
    """Give Markdown that shows a sentence, in a table cell as elsewhere, in which nothing is active."""
    shown = visible(text)
    leading = _LEADING.match(shown)
    end = leading.end() if leading else 0
    pieces = [char if char.isdigit() else f"&#{ord(char)};" for char in shown[:end]]
    for found in _ACTIVE.finditer(shown):
        pieces.append(_plain(shown[end : found.start()]))
        pieces.append(f"&#{ord(found[0])};<wbr>")
        end = found.end()
    pieces.append(_plain(shown[end:]))
    return "".join(pieces)


def fenced(lines: list[str], *, language: str = "") -> str:
    """Give a fenced block; no line can end it, whatever it holds. Lines are shown as they are given."""
    body = "\n".join(lines)
    fence = "`" * max(3, _longest_backticks(body) + 1)
    return f"{fence}{language}\n{body}\n{fence}"


def _longest_backticks(text: str) -> int:
    return max((len(run) for run in _LONGEST_BACKTICKS.findall(text)), default=0)


def _plain(text: str) -> str:
    return _MARKUP.sub(lambda found: f"&#{ord(found[0])};", text)
