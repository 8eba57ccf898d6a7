"""The parts of a plan file with their extents in its text: what an edit needs to know, and a value does not say."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataplan_sync.wire import Path


class Style(Enum):
    """How a value is written."""

    SCALAR = auto()
    ALIAS = auto()
    FLOW = auto()
    """In brackets or braces, as all of JSON is."""
    BLOCK = auto()
    """By indentation."""


@dataclass(frozen=True, slots=True)
class Node:
    """A value in the text."""

    style: Style
    start: int
    """Where it begins, with its anchor and tag. Where nothing is written, right behind the colon or dash."""
    end: int
    """Behind its last character; line ends and comments behind it do not belong to it."""
    is_object: bool = False
    entries: tuple[Entry, ...] = ()

    def index(self, step: str | int) -> int | None:
        """Tell which entry a step of a path leads to; None where it leads nowhere."""
        if self.is_object:
            keys = [entry.key for entry in self.entries]
            return keys.index(step) if step in keys else None
        return step if isinstance(step, int) and 0 <= step < len(self.entries) else None


@dataclass(frozen=True, slots=True)
class Entry:
    """A key with its value, or an item of a list."""

    key: str | None
    """None for an item, and for a key that is no plain text."""
    start: int
    """Where it begins: its key, its dash, or in brackets the item itself."""
    sign: int
    """Behind its colon or dash."""
    value: Node


def chain(root: Node, path: Path) -> list[Node]:
    """Give the nodes along a path, as far as they exist: the root first."""
    nodes = [root]
    for step in path:
        index = nodes[-1].index(step)
        if index is None:
            break
        nodes.append(nodes[-1].entries[index].value)
    return nodes


def alias_paths(node: Node, path: Path = ()) -> Iterator[Path]:
    """Give the paths at which an alias stands for a value; what `<<` merges is none of these."""
    if node.style is Style.ALIAS:
        yield path
    for index, entry in enumerate(node.entries):
        step = entry.key if node.is_object else index
        if step is not None and not (node.is_object and step == "<<"):
            yield from alias_paths(entry.value, (*path, step))
