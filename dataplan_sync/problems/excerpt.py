"""The line of a plan file that a problem is about, cut around the place: what a caret can point into."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A line, or the part of a long one that is around a place."""

    text: str
    """Without the line break; as the file has it, so it may hold anything."""
    column: int
    """Where the place is in `text`, in characters from 1; one past its end where the line ends there."""
    utf16_column: int
    """Where the place is in the whole line, in UTF-16 code units from 1, as editors and SARIF count."""
    cut_left: bool = False
    cut_right: bool = False
