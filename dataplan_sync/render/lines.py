"""From a tree of entries to lines with aligned columns, for a terminal and for a fenced block alike."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dataplan_sync.render.leaves import Sign
    from dataplan_sync.render.outline import Entry

LABEL_WIDTH: Final = 32
"""Where the second column starts at the latest; a longer label pushes its own detail to the right."""
ROW_WIDTH: Final = 72
"""Where the right part of a header or a closing line starts."""

_NAMELESS: Final = '""'


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a tree; depth counts from 0."""

    sign: Sign
    depth: int
    text: str


def lines(entries: Sequence[Entry], *, depth: int = 0) -> Iterator[Line]:
    """Lay out entries and everything below them."""
    labels = [entry.label or _NAMELESS for entry in entries]
    width = min(max(map(columns, labels), default=0), LABEL_WIDTH)
    for entry, label in zip(entries, labels, strict=True):
        text = f"{padded(label, width)}  {entry.detail}" if entry.detail else label
        yield Line(entry.sign, depth, text)
        yield from lines(entry.children, depth=depth + 1)


def row(left: str, right: str, *, width: int = ROW_WIDTH) -> str:
    """Set two texts on one line, the second at a fixed column where there is room."""
    return f"{padded(left, width - 2)}  {right}" if right else left


def padded(text: str, width: int) -> str:
    """Fill a text with spaces to a number of terminal columns."""
    return text + " " * (width - columns(text))


def columns(text: str) -> int:
    """Count the terminal columns of a text: wide characters take two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )
