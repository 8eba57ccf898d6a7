"""A parsed plan file: its JSON value, and where each key and item of it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dataplan_sync.files.rules import Rule
    from dataplan_sync.files.text import Text
    from dataplan_sync.model import DataPoint, JSONValue, Mark
    from dataplan_sync.problems.problem import Problem
    from dataplan_sync.problems.rule import Rule as LintRule
    from dataplan_sync.wire import Path

MAX_DEPTH: Final = 100
"""Objects and lists inside one another. Real data plans stay below 20; deeper ones would break recursions."""

_CHARACTERS_PER_NODE: Final = 16


class Texts(Protocol):
    """Texts that parts of a document come from, beside its own. The offset of a place tells which of them it is in."""

    def find(self, offset: int) -> tuple[Text, int] | None:
        """Give the text that an offset is in, and the offset there; None for the document's own text."""


@dataclass(frozen=True, slots=True)
class Piece:
    """An item of a list that was read by itself. Files that repeat its text share it."""

    value: JSONValue
    start: int
    """Where the value begins; offsets count from the beginning of the piece."""
    keys: Mapping[int, Mapping[str, int]]
    """As in `Document`."""
    items: Mapping[int, Sequence[int]]
    """As in `Document`."""
    point: DataPoint | None
    """What it says, where it is a data point in which nothing is wrong."""


@dataclass(frozen=True, slots=True)
class PlacedPiece:
    """A piece in a file."""

    piece: Piece
    base: int
    """Where in the text of the file the piece begins."""


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed plan file. Both readers make it, so nobody else knows which format a file has."""

    text: Text

    value: JSONValue

    start: int
    """Where the value begins, as an offset in the text."""

    keys: Mapping[int, Mapping[str, int]]
    """For each object of `value`, by its `id()`, where its keys begin.

    The ids hold because `value` keeps its containers alive. What an alias repeats is the same container, and
    so its content is marked where it is written.
    """

    items: Mapping[int, Sequence[int]]
    """For each list of `value`, by its `id()`, where its items begin."""

    texts: Texts | None = None
    """Where else parts of `value` come from: files that references lead to."""

    added: int = 0
    """Nodes that references have added to the file."""

    pieces: Mapping[int, Sequence[PlacedPiece]] = field(default_factory=dict)
    """For each list whose items were read by themselves, by its `id()`, those items. What is inside of them has no
    place in `keys` and `items`, since one piece may stand in a file more than once."""

    @property
    def size(self) -> int:
        """Characters of text that the value was read from, those of definitions each time that one is used."""
        return len(self.text.content) + self.added * _CHARACTERS_PER_NODE

    @property
    def decoded(self) -> Mapping[int, DataPoint]:
        """The data points that are decoded already, by the `id()` of their value."""
        return {
            id(placed.piece.value): placed.piece.point
            for each in self.pieces.values()
            for placed in each
            if placed.piece.point
        }

    def mark(self, path: Path) -> Mark:
        """Give the place of a key or an item; of as much of the path as exists."""
        text, offset = self.find(self.offset(path))
        return text.mark(offset)

    def problem(self, rule: Rule | LintRule, message: str, path: Path = ()) -> Problem:
        """Make a problem at a key or an item."""
        return self.problem_at(rule, message, self.offset(path))

    def problem_at(self, rule: Rule | LintRule, message: str, offset: int) -> Problem:
        """Make a problem at an offset."""
        text, offset = self.find(offset)
        return text.problem(rule, message, offset)

    def find(self, offset: int) -> tuple[Text, int]:
        """Give the text that an offset is in, and the offset there."""
        return (self.texts and self.texts.find(offset)) or (self.text, offset)

    def is_elsewhere(self, path: Path) -> bool:
        """Tell whether a key or an item comes from another place than the file: from a definition."""
        return self.texts is not None and self.texts.find(self.offset(path)) is not None

    def offset(self, path: Path) -> int:
        """Give where in the text a key or an item begins; that of as much of the path as exists."""
        offset, value = self.start, self.value
        base, keys, items = 0, self.keys, self.items
        for step in path:
            match value, step:
                case dict(), str() if step in value:
                    offset = base + keys[id(value)][step]
                    value = value[step]
                case list(), int() if 0 <= step < len(value):
                    offset = base + items[id(value)][step]
                    if id(value) in self.pieces:
                        placed = self.pieces[id(value)][step]
                        base, keys, items = placed.base, placed.piece.keys, placed.piece.items
                    value = value[step]
                case _:
                    break
        return offset


def duplicate_key(key: str, first: Mark) -> str:
    """Say that a key occurs twice in an object, and where it stands first."""
    return f'"{key}" is already a key of this object, at {first}; keep one'
