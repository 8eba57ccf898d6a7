"""From an edit to the piece of text that it replaces, by the way in which the place is written."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dataplan_sync.changes import Absent
from dataplan_sync.files.editing.node import Node, Style, chain
from dataplan_sync.files.plan_layout import spread
from dataplan_sync.files.writer import flow, lines_of

if TYPE_CHECKING:
    from dataplan_sync.files.editing.node import Entry
    from dataplan_sync.model import JSONValue
    from dataplan_sync.wire import Path

_COMMENT_LINE: Final = re.compile(r"([ \t]*)#[^\n]*\n?")
_TRAILING: Final = re.compile(r"[ \t]+#[^\r\n]*|[ \t]*")


class EditError(ValueError):
    """A text cannot be edited so that it says what it should; whoever calls has another way, or says why not."""


@dataclass(frozen=True, slots=True)
class Splice:
    """A piece of text that takes the place of another."""

    start: int
    end: int
    text: str

    @property
    def is_insertion(self) -> bool:
        """Whether it takes no text away."""
        return self.start == self.end

    def overlaps(self, other: Splice) -> bool:
        """Tell whether two pieces have text in common."""
        return self.start < other.end and other.start < self.end

    def touches(self, other: Splice) -> bool:
        """Tell whether two pieces overlap or meet, so that they cannot both be exchanged."""
        return self.start <= other.end and other.start <= self.end


class Splicer:
    """Makes splices of one text."""

    def __init__(self, content: str, root: Node, *, is_json: bool) -> None:
        self._content = content
        self._root = root
        self._is_json = is_json
        self._newline = "\r\n" if "\r\n" in content else "\n"

    def splice(self, path: Path, value: JSONValue | Absent, removed: int) -> Splice | None:
        """Give the splice for an edit.

        Args:
            path: what is edited.
            value: what is to be there.
            removed: how many entries of the same container go in the same round.

        Returns:
            The splice; None for the last entry of a container, as long as others have to go first.

        Raises:
            EditError: there is no such place, or an alias or a merge key is in the way.
        """
        if not path and not isinstance(value, Absent):
            return Splice(self._root.start, self._root.end, self._whole(value))
        nodes = chain(self._root, path[:-1])
        holder = nodes[-1]
        if len(nodes) < len(path) or holder.style in {Style.ALIAS, Style.SCALAR}:
            message = "there is nothing that could hold this, or an alias or a merge stands there"
            raise EditError(message)
        index = holder.index(path[-1])
        if isinstance(value, Absent):
            return self._removal(path, holder, index, removed)
        if index is None:
            return self._addition(path, holder, value)
        return self._replacement(path, holder, holder.entries[index], value)

    def _whole(self, value: JSONValue) -> str:
        if self._is_json:
            return self._json(value, self._root.start)
        if isinstance(value, dict | list) and value:
            return self._newline.join(lines_of(value, spread, (), 0))
        return flow(value)

    def _removal(self, path: Path, holder: Node, index: int | None, removed: int) -> Splice | None:
        if index is None:
            message = "what should go is not written here; a merge may bring it in"
            raise EditError(message)
        remaining = len(holder.entries) - removed
        if remaining == 1:
            empty: JSONValue = {} if holder.is_object else []
            return None if removed else self.splice(path[:-1], empty, 0)
        entry = holder.entries[index]
        if holder.style is Style.BLOCK:
            return self._block_removal(holder, index)
        if index + 1 < len(holder.entries):
            return Splice(entry.start, holder.entries[index + 1].start, "")
        return Splice(holder.entries[index - 1].value.end, entry.value.end, "")

    def _block_removal(self, holder: Node, index: int) -> Splice:
        entry = holder.entries[index]
        end = self._extent(entry)
        start = self._line_start(entry.start)
        if self._content[start : entry.start].strip():
            # The entry begins on the line of a dash or a key, which stays.
            following = self._content[end:]
            blank = len(following) - len(following.lstrip(" \t"))
            return Splice(entry.start, end + blank, "")
        return Splice(
            self._without_gap(self._with_comments_above(start, entry, holder), end), end, ""
        )

    def _without_gap(self, start: int, end: int) -> int:
        """Go up over blank lines, where more of them or the end of the file follow."""
        follows = self._content[end:].split("\n", 1)[0]
        before = self._content[:start].rstrip()
        return start if follows.strip() or not before else self._next_line(len(before))

    def _with_comments_above(self, start: int, entry: Entry, holder: Node) -> int:
        """Go up over the comments on an entry: right above it, and in its column."""
        column = self._column(entry.start)
        first = entry is holder.entries[0]
        while start > 0:
            above = self._line_start(start - 1)
            found = _COMMENT_LINE.fullmatch(self._content, above, start)
            if found is None or len(found[1]) != column:
                return start
            if first and holder is self._root and above == 0:
                return self._line_start(entry.start)  # what a file begins with is about the file
            start = above
        return start

    def _extent(self, entry: Entry) -> int:
        """Give the beginning of the line behind an entry and the comments within it."""
        column = self._column(entry.start)
        end = self._next_line(entry.value.end)
        while found := _COMMENT_LINE.match(self._content, end):
            if len(found[1]) <= column or not found[0]:
                break
            end = found.end()
        return end

    def _end_of(self, holder: Node, column: int) -> int:
        """Give the beginning of the line behind a block and the comments at its end.

        A comment in the column of the block is about what comes next, unless that is further to the left.
        """
        behind = end = self._extent(holder.entries[-1])
        while found := _COMMENT_LINE.match(self._content, behind):
            if len(found[1]) < column:
                break
            behind = found.end()
        following = self._content[behind:].lstrip()
        is_left = not following or self._column(len(self._content) - len(following)) < column
        return behind if is_left else end

    def _addition(self, path: Path, holder: Node, value: JSONValue) -> Splice | None:
        step = path[-1]
        if isinstance(step, str) is not holder.is_object:
            message = "an object has keys, a list has items"
            raise EditError(message)
        entry: JSONValue = {step: value} if isinstance(step, str) else [value]
        if holder.style is Style.FLOW and not (holder.entries or self._is_json):
            parent = chain(self._root, path[:-1])[-2:-1]
            if not parent or parent[0].style is Style.BLOCK:
                return self.splice(path[:-1], entry, 0)
        if holder.style is Style.FLOW:
            return self._flow_addition(holder, entry)
        column = self._column(holder.entries[0].start)
        at = self._end_of(holder, column)
        lines = [" " * column + line for line in lines_of(entry, spread, path[:-1], column)]
        text = self._newline.join(lines)
        if self._content[:at].endswith("\n"):
            return Splice(at, at, f"{text}{self._newline}")
        return Splice(at, at, f"{self._newline}{text}")

    def _flow_addition(self, holder: Node, entry: JSONValue) -> Splice:
        if not holder.entries:
            # Brackets or braces with nothing but blanks between them.
            text = self._json(entry, holder.start) if self._is_json else flow(entry)
            return Splice(holder.start, holder.end, text)
        last = holder.entries[-1]
        line = self._line_start(last.start)
        on_own_line = not self._content[line : last.start].strip()
        before = f"{self._newline}{self._content[line : last.start]}" if on_own_line else " "
        text = self._json_entry(entry, last) if self._is_json else flow(entry)[1:-1]
        return Splice(last.value.end, last.value.end, f",{before}{text}")

    def _json_entry(self, entry: JSONValue, beside: Entry) -> str:
        """Write a new key with its value, or a new item, as it stands beside another."""
        if not isinstance(entry, dict):
            return "".join(self._json(item, beside.start) for item in _items(entry))
        return "".join(
            f"{json.dumps(key, ensure_ascii=False)}: {self._json(item, beside.start)}"
            for key, item in entry.items()
        )

    def _replacement(self, path: Path, holder: Node, entry: Entry, value: JSONValue) -> Splice:
        old = entry.value
        if holder.style is Style.FLOW:
            blank = " " if old.start == old.end and entry.sign == old.start else ""
            text = self._json(value, entry.start) if self._is_json else flow(value, nested=True)
            return Splice(old.start, old.end, f"{blank}{text}")
        column = self._column(entry.start)
        head, rest = _fragment(path[-1], value, path[:-1], column)
        gap = self._content[entry.sign : old.start] if old.end > old.start else ""
        below = "".join(f"{self._newline}{' ' * column}{line}" for line in rest)
        if old.style is Style.BLOCK:
            # What is beside the key is about the block; what is in it goes with it.
            beside = gap.split("\n", 1)[0].rstrip() if "\n" in gap else ""
            behind = self._extent(entry)
            end = len(self._content[:behind].rstrip("\r\n"))
            return Splice(entry.sign, end, f"{head}{beside}{below}")
        if "#" in gap:
            return Splice(entry.sign, old.end, f"{head} {gap.strip()}{below}")
        trailing = _TRAILING.match(self._content, old.end) if below else None
        note = trailing[0] if trailing else ""
        return Splice(entry.sign, old.end + len(note), f"{head}{note.rstrip()}{below}")

    def _json(self, value: JSONValue, at: int) -> str:
        """Write JSON as the text around it is written: on one line, or indented as far as it is there."""
        if not re.search(r"[\r\n]", self._content[self._root.start : self._root.end]):
            return json.dumps(value, ensure_ascii=False)
        margin = re.match(r"[ \t]*", self._content[self._line_start(at) :])
        dumped = json.dumps(value, ensure_ascii=False, indent=self._indent())
        return dumped.replace("\n", f"{self._newline}{margin[0] if margin else ''}")

    def _indent(self) -> str:
        found = re.search(r"[\[{][ \t]*\r?\n([ \t]+)\S", self._content)
        return found[1] if found else "  "

    def _line_start(self, at: int) -> int:
        return self._content.rfind("\n", 0, at) + 1

    def _next_line(self, at: int) -> int:
        found = self._content.find("\n", at)
        return len(self._content) if found < 0 else found + 1

    def _column(self, at: int) -> int:
        return at - self._line_start(at)


def _fragment(step: str | int, value: JSONValue, path: Path, column: int) -> tuple[str, list[str]]:
    """Give what stands behind a colon or a dash: on its line, and on the lines below."""
    entry: JSONValue = {step: value} if isinstance(step, str) else [value]
    first, *rest = lines_of(entry, spread, path, column)
    if isinstance(step, int):
        return f" {first[2:]}", rest
    if first.startswith("? "):
        message = "the key is too long"
        raise EditError(message)
    (name,) = lines_of({step: None}, spread, path, column)
    return first.removeprefix(name.removesuffix(" null")), rest


def _items(entry: JSONValue) -> list[JSONValue]:
    return entry if isinstance(entry, list) else []
