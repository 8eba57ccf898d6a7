"""Cuts what has no end: a name of a thousand characters, or a list of as many, hides all that stands beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

MORE: Final = "+{} more, see the job summary"
"""What stands for the entries that are left out."""
NAME: Final = 120
"""Characters up to which a name is shown."""
SENTENCE: Final = 600
"""Characters up to which a sentence is shown."""


def clip(text: str, width: int = NAME) -> str:
    """Give a text as it is if it is short enough, else its beginning and an ellipsis."""
    return text if len(text) <= width else f"{text[: width - 1]}…"


def some(entries: Sequence[str], most: int | None, *, more: str = MORE) -> list[str]:
    """Give the first entries of a list and, if some are left out, an entry that counts them.

    Args:
        entries: the whole list.
        most: how many are shown; None for all.
        more: the entry that counts what is left out, with a place for the number.
    """
    shown = list(entries[:most])
    left = len(entries) - len(shown)
    return [*shown, more.format(left)] if left else shown
