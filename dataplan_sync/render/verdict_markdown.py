"""The verdict as Markdown: sentences that are never folded, a table worst first, witnesses folded below."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from dataplan_sync.impact.verdict import Level
from dataplan_sync.render import verdicts
from dataplan_sync.render.escape import code, fenced, prose, visible
from dataplan_sync.render.table import table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dataplan_sync.render.verdicts import Group
    from dataplan_sync.report import WorkspaceReport

_HEAD: Final = ("", "what it does", "data sent today", "what is built on it", "rule")


def blocks(workspace: WorkspaceReport) -> Iterator[str]:
    """Give the blocks that tell the verdict; none once an apply has been carried out."""
    if workspace.apply_report is not None:
        return
    told = [
        f"> {verdicts.SIGNS[level]} {prose(sentence)}"
        for level, sentence in verdicts.sentences(workspace)
        if level is not Level.SAFE or not verdicts.groups(workspace)
    ]
    if told:
        yield "\n>\n".join(told)
    found = verdicts.groups(workspace)
    if found:
        yield findings(found, workspace)
        yield from witnesses(found)


def findings(found: Sequence[Group], workspace: WorkspaceReport) -> str:
    """Give the table of findings, a row a group."""
    return table(_HEAD, [_row(group, workspace) for group in found])


def _row(group: Group, workspace: WorkspaceReport) -> tuple[str, ...]:
    impact = group.first
    said = prose(f"{verdicts.place(group, workspace)}{group.text}")
    return (
        verdicts.SIGNS[impact.level],
        said,
        verdicts.for_producers(impact),
        verdicts.for_consumers(impact),
        "<br>".join(filter(None, (code(impact.rule), group.compared))),
    )


def witnesses(found: Sequence[Group]) -> Iterator[str]:
    """Fold the events that prove findings; nothing if none of them has one."""
    shown = [line for group in found for line in _witness(group)]
    if shown:
        block = fenced(shown, language="text")
        yield f"<details><summary>Witnesses: events that prove it</summary>\n\n{block}\n\n</details>"


def _witness(group: Group) -> Iterator[str]:
    witness = group.first.witness
    if witness is None:
        return
    yield f"{visible(group.first.rule)}: {verdicts.proof(witness)}"
    yield f"    {visible(json.dumps(witness.event, ensure_ascii=False))}"
