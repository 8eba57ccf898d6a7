"""What workspaces differ in, in words and as JSON: a line an object, a column a workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dataplan_sync.model import DataPlanVersionKey
from dataplan_sync.render.escape import code, prose, visible
from dataplan_sync.render.lines import columns, padded
from dataplan_sync.render.table import table
from dataplan_sync.render.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataplan_sync.model import JSONObject
    from dataplan_sync.parity import Disparity, Parity, Standing

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def title(parity: Parity) -> str:
    """Say how much differs: `Parity of dev, prod: 2 objects differ, 5 are alike`."""
    names = ", ".join(map(visible, parity.workspaces))
    if len(parity.workspaces) < 2:
        return f"Parity: fewer than two workspaces could be looked at ({names or 'none'})."
    differ = counted(len(parity.disparities), "object")
    verb = "differs" if len(parity.disparities) == 1 else "differ"
    alike = f"{parity.alike} {'is' if parity.alike == 1 else 'are'} alike"
    if not parity.disparities:
        return f"Parity of {names}: nothing differs in live, {alike}."
    return f"Parity of {names}: {differ} {verb} in live, {alike}."


def lines(parity: Parity) -> Iterator[str]:
    """Give the section as text, with aligned columns."""
    yield title(parity)
    rows = [_row(disparity) for disparity in parity.disparities]
    if not rows:
        return
    yield ""
    heads = ["", *map(visible, parity.workspaces)]
    widths = [max(columns(row[index]) for row in [heads, *rows]) for index in range(len(heads))]
    for row in [heads, *rows]:
        cells = (padded(cell, width) for cell, width in zip(row, widths, strict=True))
        yield f"  {'  '.join(cells)}".rstrip()


def markdown(parity: Parity) -> Iterator[str]:
    """Give the section as blocks of Markdown."""
    yield f"### {prose(title(parity))}"
    rows = [
        (code(str(disparity.key)), *map(prose, _row(disparity)[1:]))
        for disparity in parity.disparities
    ]
    if rows:
        yield table(("", *map(prose, parity.workspaces)), rows)


def document(parity: Parity) -> JSONObject:
    """Give the section as JSON."""
    return {
        "workspaces": list(parity.workspaces),
        "alike": parity.alike,
        "differences": [_difference(disparity) for disparity in parity.disparities],
    }


def _row(disparity: Disparity) -> list[str]:
    several = len(disparity.contents) > 1
    cells = (
        _cell(standing, disparity, with_content=several)
        for standing in disparity.standings.values()
    )
    return [visible(str(disparity.key)), *cells]


def _cell(standing: Standing | None, disparity: Disparity, *, with_content: bool) -> str:
    if standing is None:
        return "absent"
    said = standing.activated_environment.value if standing.activated_environment else "present"
    if not with_content:
        return said
    number = disparity.contents.index(standing.content)
    letter = _LETTERS[number] if number < len(_LETTERS) else standing.content[:8]
    return f"{said}, content {letter}"


def _difference(disparity: Disparity) -> JSONObject:
    key = disparity.key
    return {
        "data_plan_id": key.data_plan_id,
        "version": key.version if isinstance(key, DataPlanVersionKey) else None,
        "standings": {
            name: {
                "activated_environment": standing.activated_environment.value
                if standing.activated_environment
                else None,
                "content": standing.content,
            }
            if standing
            else None
            for name, standing in disparity.standings.items()
        },
    }
