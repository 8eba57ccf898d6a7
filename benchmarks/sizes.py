"""How large a generated workspace is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Size:
    """Data plans in a workspace, versions in each, data points in each of those."""

    data_plans: int
    versions: int
    data_points: int

    def __str__(self) -> str:
        """Give the form for tables: `20x10x300`."""
        return f"{self.data_plans}x{self.versions}x{self.data_points}"

    def times(self, dimension: str, factor: int) -> Size:
        """Give this size with one of its dimensions multiplied."""
        return replace(self, **{dimension: getattr(self, dimension) * factor})


SIZES: Final[Mapping[str, Size]] = {
    "S": Size(3, 2, 50),
    "M": Size(20, 10, 300),
    "L": Size(50, 10, 1000),
}
