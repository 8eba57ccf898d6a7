"""Lists of names in messages, short enough to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_FEW: Final = 3


def first_few(names: Sequence[str]) -> str:
    """Give the first names, and how many more there are: `a, b, c and 7 more`."""
    shown = ", ".join(name[:80] for name in names[:_FEW])
    return f"{shown} and {len(names) - _FEW} more" if len(names) > _FEW else shown
