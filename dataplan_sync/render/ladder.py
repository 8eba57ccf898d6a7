"""The size ladder: how a text that is too long for its place gives up detail, step by step, and never its structure.

GitHub takes 65,536 characters in a comment and counts them its own way. Here UTF-16 units count, the strictest
reading: a text that fits by these fits by any other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LIMIT: Final = 60_000
"""UTF-16 units of a comment, which leaves room for a marker below GitHub's 65,536."""
SUMMARY_LIMIT: Final = 1 << 20
"""Bytes that GitHub takes as the job summary of a step."""

_FENCE: Final = re.compile("(`{3,})(.*)")
_CUT_NOTE: Final = "*The rest is left out here: it would be too long.*"


@dataclass(frozen=True, slots=True)
class Rung:
    """How much detail a text has. None means all of it."""

    lines: int | None = None
    """Lines of a folded section; 0 leaves such sections out."""
    items: int | None = None
    """Entries of a list: errors, problems, what is refused, what was accepted, notes."""
    tables: bool = True
    """Whether there is room for tables with a row for each object."""
    names: int | None = None
    """Names of objects of a kind, where there is no table of them."""
    width: int | None = None
    """Characters of a line or a name."""
    losses: int | None = None
    """Entries of what may lose data, and names in each."""


RUNGS: Final = (
    Rung(),
    Rung(lines=40, items=40, width=300),
    Rung(lines=0, items=20, width=300),
    Rung(lines=0, items=10, tables=False, names=100, width=300),
    Rung(lines=0, items=10, tables=False, names=10, width=300),
    *(
        Rung(lines=0, items=5, tables=False, names=5, width=120, losses=number)
        for number in (200, 50, 10)
    ),
)
"""Full; folded sections cut; tables only; counts, names and losses; few names; then the first losses only."""


def climb_down(write: Callable[[Rung], str], *, limit: int) -> tuple[str, int]:
    """Write a text with as much detail as fits.

    Args:
        write: writes it on a rung.
        limit: UTF-16 units.

    Returns:
        The text, and the number of its rung in `RUNGS`. What does not fit even on the last rung is cut.
    """
    text = ""
    for number, rung in enumerate(RUNGS):
        text = write(rung)
        if units(text) <= limit:
            return text, number
    return cut(text, limit=limit), len(RUNGS) - 1


def units(text: str) -> int:
    """Count the UTF-16 units of a text."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def size_in_bytes(text: str) -> int:
    """Count the bytes of a text in UTF-8."""
    return len(text.encode(errors="surrogatepass"))


def cut(text: str, *, limit: int, size: Callable[[str], int] = units, note: str = _CUT_NOTE) -> str:
    """Cut a text at the end of a line, close what is open there, and say so.

    Args:
        text: Markdown as `render` writes it: fences and elements stand at the start of their lines.
        limit: the most that it may measure.
        size: measures a text; the size of two texts together must be the sum of their sizes.
        note: what the text ends with, in Markdown.

    Returns:
        The text as it is if it fits.
    """
    if size(text) <= limit:
        return text
    kept: list[str] = []
    used, best, ending = 0, 0, note
    for line, tail in _with_tails(text.split("\n")):
        used += size(f"{line}\n")
        if used > limit:
            break
        kept.append(line)
        closing = f"{tail}\n{note}\n"
        if used + size(closing) <= limit:
            best, ending = len(kept), closing
    return "\n".join([*kept[:best], ending])


def summary(full: str, *, limit: int = SUMMARY_LIMIT) -> str:
    """Cut a text to what GitHub takes as a job summary.

    Args:
        full: the whole text.
        limit: bytes that are left in the summary of this step.
    """
    return cut(full, limit=limit, size=size_in_bytes)


def _with_tails(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Give each line with what would close all that is open behind it."""
    fence = ""
    folds = 0
    for line in lines:
        found = _FENCE.fullmatch(line.rstrip("\r"))
        if fence:
            if found and not found[2] and len(found[1]) >= len(fence):
                fence = ""
        elif found:
            fence = found[1]
        else:
            folds += line.count("<details>") - line.count("</details>")
        yield line, (f"{fence}\n" if fence else "") + "\n</details>\n" * folds
