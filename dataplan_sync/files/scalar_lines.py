"""Scalars of YAML over several lines, moved to another column without a change of what they say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_INDICATOR: Final = re.compile(r"[|>][+-]?[1-9]")


@dataclass(frozen=True, slots=True)
class BlockScalar:
    """A scalar behind `|` or `>` as it is to be written."""

    text: str
    """Without a line end."""
    length: int
    """How much of the original text it stands for."""
    keeps_blank_lines: bool
    """Whether blank lines behind it belong to what it says (`|+`)."""


def block_scalar(text: str, columns: tuple[int, int] | None, *, indent: int) -> BlockScalar:
    """Move a scalar behind `|` or `>`.

    Args:
        text: from its sign to where the scanner says that it ends, which is anywhere in the blanks behind it.
        columns: where the object or list that holds it was, and is now; None where nothing holds it.
        indent: blanks by which its lines are to stand to the right of that.
    """
    header, *lines = text.split("\n")
    written = [line for line in lines if line.strip(" ")]
    margin = len(written[0]) - len(written[0].lstrip(" ")) if written else 0
    move = 0
    if columns is not None:
        # Blanks that an indicator counts are part of what it says; without one, the first line sets the margin.
        is_counted = _INDICATOR.match(header) is not None
        move = columns[1] - columns[0] if is_counted else columns[1] + indent - margin
        margin = columns[0] + 1 if is_counted else margin
    while lines and not lines[-1].strip(" ") and len(lines[-1]) <= margin:
        lines.pop()
    length = len(header) + sum(len(line) + 1 for line in lines)
    moved = [_moved(line, move, margin) for line in lines]
    keeps = "+" in header.partition("#")[0]
    return BlockScalar("\n".join([header.rstrip(" \t"), *moved]), length, keeps)


def folded_scalar(text: str, column: int) -> str:
    """Move the lines below the first of a scalar that is plain or in quotes: blanks before them say nothing."""
    first, *rest = text.split("\n")
    stripped = [line.lstrip(" \t") for line in rest]
    return "\n".join([first, *(line and " " * column + line for line in stripped)])


def _moved(line: str, move: int, margin: int) -> str:
    if not line.strip(" ") and len(line) <= margin:
        return ""
    return " " * move + line if move >= 0 else line[-move:]
