"""How much of what plan files declare may stay in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from dataplan_sync.files.declaration import Declaration

KEPT_TEXT: Final = 16 * 1024 * 1024
"""Characters of plan files whose data plans stay in memory. Values take about six times the room of their text,
so this bounds the memory at some 100 MB, and most workspaces are smaller than that and are read only once."""


@dataclass(slots=True)
class Room:
    """How much more may stay in memory."""

    left: int
    """Characters of text."""
    _points: set[int] = field(default_factory=set)
    """The data points of the data plan at hand that are kept, by `id()`."""

    def begin(self) -> None:
        """Go on with another data plan, which shares no data points with the one before."""
        self._points.clear()

    def kept(self, declaration: Declaration) -> Declaration | None:
        """Give a declaration back if there is room to keep it; data points that it shares with kept ones take none."""
        documents = (version.version_document for version in declaration.versions)
        points = {id(point) for document in documents if document for point in document.data_points}
        own = points - self._points
        size = declaration.size * len(own) // len(points) if points else declaration.size
        if size > self.left:
            return None
        self.left -= size
        self._points |= own
        return declaration
