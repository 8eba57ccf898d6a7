"""The text of a plan file: from bytes to Unicode, and from an offset to a line and a column.

Readers note offsets, which cost nothing; only what is reported or declared is turned into a `Mark`, and only
what is reported is quoted.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final

from dataplan_sync.files.rules import Rule
from dataplan_sync.model import Mark
from dataplan_sync.problems.excerpt import Excerpt
from dataplan_sync.problems.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dataplan_sync.problems.rule import Rule as LintRule

_LINE_END: Final = re.compile(r"\r\n|\n|\r")
_TWO_UNITS: Final = re.compile("[\U00010000-\U0010ffff]")

_FEW: Final = 64
"""Places in a file for which a list of its lines is not worth its making."""

_BEFORE: Final = 120
_BEHIND: Final = 120
"""Characters of a line that an excerpt keeps on each side of its place: JSON may be one line of megabytes."""

_FOREIGN_ENCODINGS: Final = (
    # UTF-32 first: its little-endian mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


class Text:
    """The text of one plan file, and where its lines begin."""

    __slots__ = (
        "_counted",
        "_has_other_lines",
        "_line_starts",
        "_two_units",
        "content",
        "file",
    )

    def __init__(self, content: str, file: str) -> None:
        self.content = content
        self.file = printable(file)
        self._has_other_lines = "\r" in content
        self._counted = 0
        self._line_starts: Sequence[int] | None = None
        self._two_units: Sequence[int] | None = None

    def mark(self, offset: int) -> Mark:
        """Give line and column, counted in characters from 1, of an offset in `content`."""
        return Mark(self.file, self.line(offset), offset - self._start(offset) + 1)

    def line(self, offset: int) -> int:
        """Give the line, from 1, that an offset in `content` is in."""
        if self._counts_lines():
            return self.content.count("\n", 0, offset) + 1
        return bisect_right(self._starts(), offset)

    def excerpt(self, offset: int) -> Excerpt:
        """Quote the line around an offset in `content`."""
        start = self._start(offset)
        left = max(start, offset - _BEFORE)
        quoted = _LINE_END.split(self.content[left : offset + _BEHIND + 1], maxsplit=1)[0]
        # A place in the middle of a line break, or at it, is the end of its line.
        text = quoted[: offset - left + _BEHIND]
        return Excerpt(
            text=text,
            column=min(offset - left, len(text)) + 1,
            utf16_column=offset - start + 1 + self._wide(start, offset),
            cut_left=left > start,
            cut_right=len(text) < len(quoted),
        )

    def problem(self, rule: Rule | LintRule, message: str, offset: int = 0) -> Problem:
        """Make a problem at an offset in `content`; what it quotes from the file stays on one line."""
        rule_id = rule.value if isinstance(rule, Rule) else rule.id
        return Problem(
            rule_id, rule.severity, printable(message), self.mark(offset), self.excerpt(offset)
        )

    def _start(self, offset: int) -> int:
        """Give where the line of an offset begins."""
        if self._line_starts is None and not self._has_other_lines:
            return self.content.rfind("\n", 0, offset) + 1
        return self._starts()[self.line(offset) - 1]

    def _counts_lines(self) -> bool:
        """Tell whether to count line ends once more, which is fast but for many places, rather than to list them."""
        self._counted += 1
        return self._line_starts is None and self._counted <= _FEW and not self._has_other_lines

    def _starts(self) -> Sequence[int]:
        if self._line_starts is None:
            self._line_starts = [0, *(end.end() for end in _LINE_END.finditer(self.content))]
        return self._line_starts

    def _wide(self, start: int, end: int) -> int:
        """Count the characters between two offsets that take two code units in UTF-16."""
        if self._two_units is None:
            found = () if self.content.isascii() else _TWO_UNITS.finditer(self.content)
            self._two_units = [wide.start() for wide in found]
        return bisect_left(self._two_units, end) - bisect_left(self._two_units, start)


def decode_text(data: bytes, file: str, problems: list[Problem]) -> Text | None:
    """Decode the bytes of a plan file, which must be UTF-8; a byte order mark is dropped.

    Args:
        data: the content of the file.
        file: what marks call the file.
        problems: what is wrong is appended here.

    Returns:
        The text, or None where it is not UTF-8 text, which a problem then explains.
    """
    foreign = _foreign_encoding(data)
    if foreign:
        message = f"the file is {foreign}; save it as UTF-8"
        problems.append(_problem_at(Rule.NOT_UTF8, message, file, b""))
        return None
    if b"\0" in data:
        at = data.index(b"\0")
        message = f"the file is binary (NUL at byte {at}); plan files are UTF-8 text"
        problems.append(_problem_at(Rule.BINARY_FILE, message, file, data[:at]))
        return None
    try:
        content = data.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        # The codec counts from behind a byte order mark.
        at = exc.start + (len(data) - len(exc.object))
        message = f"byte {at} (0x{data[at]:02x}) is not UTF-8; save the file as UTF-8"
        problems.append(_problem_at(Rule.NOT_UTF8, message, file, data[:at]))
        return None
    return Text(content, file)


def printable(text: str) -> str:
    """Give a file's name, or a message that quotes a file, as one line that any terminal can show."""
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii")
        for char in text
    )


def _foreign_encoding(data: bytes) -> str | None:
    for bom, name in _FOREIGN_ENCODINGS:
        if data.startswith(bom):
            return name
    # Without a byte order mark, UTF-16 shows itself by a NUL beside its first ASCII character.
    head = data[:2]
    return "UTF-16" if len(head) == 2 and head.count(0) == 1 and len(data) % 2 == 0 else None


def _problem_at(rule: Rule, message: str, file: str, before: bytes) -> Problem:
    text = Text(before.decode("utf-8", "replace").removeprefix("\ufeff"), file)
    return text.problem(rule, message, len(text.content))
