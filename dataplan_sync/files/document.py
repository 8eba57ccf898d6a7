"""A parsed plan file: its JSON value, and where each key and item of it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dataplan_sync.files.rules import Rule
    from dataplan_sync.files.text import Text
    from dataplan_sync.model import JSONValue, Mark
    from dataplan_sync.problems.problem import Problem
    from dataplan_sync.problems.rule import Rule as LintRule
    from dataplan_sync.wire import Path

MAX_DEPTH: Final = 100
"""Objects and lists inside one another. Real data plans stay below 20; deeper ones would break recursions."""


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

    def mark(self, path: Path) -> Mark:
        """Give the place of a key or an item; of as much of the path as exists."""
        return self.text.mark(self.offset(path))

    def problem(self, rule: Rule | LintRule, message: str, path: Path = ()) -> Problem:
        """Make a problem at a key or an item."""
        return self.text.problem(rule, message, self.offset(path))

    def offset(self, path: Path) -> int:
        """Give where in the text a key or an item begins; that of as much of the path as exists."""
        offset, value = self.start, self.value
        for step in path:
            match value, step:
                case dict(), str() if step in value:
                    offset = self.keys[id(value)][step]
                    value = value[step]
                case list(), int() if 0 <= step < len(value):
                    offset = self.items[id(value)][step]
                    value = value[step]
                case _:
                    break
        return offset


def duplicate_key(key: str, first: Mark) -> str:
    """Say that a key occurs twice in an object, and where it stands first."""
    return f'"{key}" is already a key of this object, at {first}; keep one'
