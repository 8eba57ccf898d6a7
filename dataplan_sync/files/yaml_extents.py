"""How far the parts of a YAML file reach: its scalars, and each entry of its objects and lists, in lines.

For what looks at comments, which the reader does not see. Few files have any that matter, so this is a pass of
its own and costs the others nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    MappingStartEvent,
    ScalarEvent,
)

from dataplan_sync.files.line_breaks import parseable
from dataplan_sync.files.yaml_loader import loader

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dataplan_sync.files.text import Text


@dataclass(frozen=True, slots=True)
class Extents:
    """Lines count from 1, offsets from 0."""

    first_line: int
    """The first line with content."""
    scalar_starts: Sequence[int]
    """Where the text of each scalar begins, ascending."""
    scalar_ends: Sequence[int]
    """Where the text of each scalar ends, in the same order."""
    entries: Mapping[int, int]
    """For each line on which an entry of an object or a list starts, the last line of the outermost."""

    def is_in_scalar(self, offset: int) -> bool:
        """Tell whether a place is within the text of a scalar, where `#` starts no comment."""
        index = bisect_right(self.scalar_starts, offset) - 1
        return index >= 0 and offset < self.scalar_ends[index]

    def next_lines(self, line: int) -> range:
        """Give the lines of the entry that starts next behind a line; none where none does."""
        start = min((start for start in self.entries if start > line), default=None)
        return range(start, self.entries[start] + 1) if start is not None else range(0)


@dataclass(slots=True)
class _Open:
    """An object or a list that has begun and not ended."""

    is_object: bool
    entry: int = 0
    """The line on which its current entry starts."""
    at_value: bool = False
    last: int = 0
    """The last line of its content so far."""


def extents(text: Text) -> Extents:
    """Measure a YAML file.

    Raises:
        yaml.YAMLError: it is none.
    """
    return _Measure(text).extents()


class _Measure:
    """Goes through the events of one file. Lives as long as one call of `extents`."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._open: list[_Open] = []
        self._entries: dict[int, int] = {}
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._first = 0

    def extents(self) -> Extents:
        for event in yaml.parse(parseable(self._text.content).content, Loader=loader()):
            start = event.start_mark.index if event.start_mark else 0
            end = event.end_mark.index if event.end_mark else start
            match event:
                case CollectionEndEvent():
                    self._close(start)
                case ScalarEvent(style=style):
                    self._begin(start)
                    self._scalar(start, end, is_block=style in {"|", ">"})
                case AliasEvent():
                    self._begin(start)
                    self._end(self._text.line(start))
                case CollectionStartEvent():
                    self._begin(start)
                    is_object = isinstance(event, MappingStartEvent)
                    self._open.append(_Open(is_object, last=self._text.line(start)))
                case _:
                    pass
        return Extents(self._first, self._starts, self._ends, self._entries)

    def _scalar(self, start: int, end: int, *, is_block: bool) -> None:
        last = self._text.line(end)
        if is_block:
            # Its header may be followed by a comment, and it ends where the next line begins.
            header_end = self._text.content.find("\n", start, end)
            start = header_end if header_end >= 0 else end
            last = self._text.line(max(start, end - 1))
        self._starts.append(start)
        self._ends.append(end)
        self._end(last)

    def _begin(self, offset: int) -> None:
        """Note where a node begins, and so an entry of what is around it."""
        line = self._text.line(offset)
        self._first = self._first or line
        if self._open and not self._open[-1].at_value:
            self._open[-1].entry = line

    def _close(self, offset: int) -> None:
        """End an object or a list; one in flow style ends with its bracket."""
        closed = self._open.pop()
        bracket = self._text.content[offset : offset + 1] in {"]", "}"}
        self._end(self._text.line(offset) if bracket else closed.last)

    def _end(self, line: int) -> None:
        """Note where a node ends, and so perhaps an entry of what is around it."""
        if not self._open:
            return
        around = self._open[-1]
        around.last = max(around.last, line)
        if around.is_object and not around.at_value:
            around.at_value = True
            return
        around.at_value = False
        self._entries[around.entry] = max(self._entries.get(around.entry, 0), line)
