"""Cuts a YAML file at its data points, so that a data point that many versions share is parsed once.

A version is mostly the one before it, text for text. The cut is by indentation alone, and every piece then has to
parse by itself without any problem: what cannot stand alone (an anchor used elsewhere, a quote that goes on, a
mistake) does not, and the file is then read in one go. By induction each cut is then where the parser of the whole
file begins a new item: all before it was complete, and the item begins at the list's own indentation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_KEY: Final = "data_points:"
_LIST: Final = re.compile(r" *data_points:[ \t]*\n(?= *- )")
_INDENT: Final = re.compile(r" *")
_PLACEHOLDER: Final = "- ~\n"


@dataclass(frozen=True, slots=True)
class Region:
    """A list in a file, cut into its items."""

    start: int
    end: int
    indent: int
    cuts: Sequence[int]
    """Where each item begins: the start of its line."""

    def pieces(self, content: str) -> Iterator[tuple[int, str]]:
        """Give each item's text, and where it begins."""
        for begin, end in zip(self.cuts, (*self.cuts[1:], self.end), strict=True):
            yield begin, content[begin:end]


def regions(content: str) -> list[Region]:
    """Find the lists of data points that are written item by item; none in a file with other line ends."""
    if "\r" in content:
        return []
    starts = list(_list_starts(content))
    if content.startswith("- "):
        starts.insert(0, 0)
    found: list[Region] = []
    for start, limit in pairwise((*starts, len(content))):
        if not found or start >= found[-1].end:
            found.append(_region(content, start, limit))
    return found


def _list_starts(content: str) -> Iterator[int]:
    at = content.find(_KEY)
    while at >= 0:
        # A search with a pattern looks at every character, and this at nearly none.
        match = _LIST.match(content, content.rfind("\n", 0, at) + 1)
        if match:
            yield match.end()
        at = content.find(_KEY, at + 1)


def _region(content: str, start: int, limit: int) -> Region:
    """Cut a list at its items, the last of which ends where a line is no deeper than the list."""
    indent = _indent(content, start)
    cuts = [start]
    item = "\n" + " " * indent + "- "
    while (at := content.find(item, cuts[-1], limit)) >= 0:
        cuts.append(at + 1)
    behind = cuts[-1] + indent + 1
    end = _shallow_line(indent).search(content, behind, limit)
    return Region(start, end.start() if end else limit, indent, cuts)


def _indent(content: str, start: int) -> int:
    match = _INDENT.match(content, start)
    return len(match[0]) if match else 0


@lru_cache(maxsize=32)
def _shallow_line(indent: int) -> re.Pattern[str]:
    """Find a line that is no deeper than a list and holds more than a comment."""
    return re.compile(rf"(?<=\n) {{0,{indent}}}(?=[^ \n#])")


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A file with a placeholder for each list that was cut out."""

    content: str
    places: Sequence[int]
    """Where each placeholder's item begins."""
    _gaps: Sequence[tuple[int, int]]

    def original(self, offset: int) -> int:
        """Give where in the file that stands which stands at an offset of the skeleton."""
        return offset + sum(missing for place, missing in self._gaps if offset > place)


def skeleton(content: str, cut_out: Sequence[Region]) -> Skeleton:
    """Take the lists out of a file."""
    parts: list[str] = []
    places: list[int] = []
    gaps: list[tuple[int, int]] = []
    at = length = 0
    for region in cut_out:
        stand_in = " " * region.indent + _PLACEHOLDER
        parts += (content[at : region.start], stand_in)
        length += region.start - at
        places.append(length + region.indent + 2)
        gaps.append((places[-1], region.end - region.start - len(stand_in)))
        length += len(stand_in)
        at = region.end
    parts.append(content[at:])
    return Skeleton("".join(parts), places, gaps)
