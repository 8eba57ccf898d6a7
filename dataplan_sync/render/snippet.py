"""The line of a plan file with a caret below the place that a problem is about, for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync.render.escape import visible
from dataplan_sync.render.lines import columns
from dataplan_sync.render.style import Ink

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataplan_sync.problems.problem import Problem
    from dataplan_sync.render.style import Style

WIDTH: Final = 100
"""Terminal columns of a quoted line; a longer one is cut around its place."""

_BEFORE: Final = 60
"""Of these, what may stand before the place."""
_TAB: Final = "    "
_CUT: Final = "…"


def snippet(problem: Problem, ink: Ink, style: Style) -> Iterator[str]:
    """Quote a problem's line and point at its place.

    Args:
        problem: where it has no excerpt there is nothing to quote.
        ink: what the caret is drawn with.
        style: with colour or without.
    """
    excerpt = problem.excerpt
    if excerpt is None or not excerpt.text.strip():
        return
    before, behind = _halves(excerpt.text, excerpt.column - 1)
    head, cut_left = _ending(before, _BEFORE)
    tail, cut_right = _beginning(behind, WIDTH - columns(head))
    left = _CUT if cut_left or excerpt.cut_left else ""
    right = _CUT if cut_right or excerpt.cut_right else ""
    number = str(problem.mark.line)
    gutters = (style.draw(f"  {label} |", Ink.DIM) for label in (number, " " * len(number)))
    yield f"{next(gutters)} {left}{head}{tail}{right}"
    yield f"{next(gutters)} {' ' * columns(left + head)}{style.draw('^', ink)}"


def _halves(text: str, place: int) -> tuple[list[str], list[str]]:
    """Give what each character before and behind a place is shown as."""
    shown = [_TAB if char == "\t" else visible(char) for char in text]
    return shown[:place], shown[place:]


def _beginning(shown: list[str], width: int) -> tuple[str, bool]:
    """Give as much from the start as fits, and whether something did not."""
    fitting: list[str] = []
    for char in shown:
        width -= columns(char)
        if width < 0:
            return "".join(fitting), True
        fitting.append(char)
    return "".join(fitting), False


def _ending(shown: list[str], width: int) -> tuple[str, bool]:
    """Give as much of the end as fits, and whether something did not."""
    used = 0
    for index in range(len(shown) - 1, -1, -1):
        used += columns(shown[index])
        if used > width:
            return "".join(shown[index + 1 :]), True
    return "".join(shown), False
