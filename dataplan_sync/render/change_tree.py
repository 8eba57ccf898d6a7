"""Folded sections of a comment: each object with its fields before and after, and the edits that would be undone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dataplan_sync.changes import Origin
from dataplan_sync.render import authors, ledger, lines, outline, words
from dataplan_sync.render.clip import clip
from dataplan_sync.render.escape import fenced, html_code, prose
from dataplan_sync.render.fold import fold
from dataplan_sync.render.leaves import Sign

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dataplan_sync.changes import Change
    from dataplan_sync.render.ladder import Rung
    from dataplan_sync.report import WorkspaceReport

SIGNS: Final = {
    Sign.ADD: "+",
    Sign.CHANGE: "!",
    Sign.REMOVE: "-",
    Sign.DRIFT: "!",
    Sign.NONE: " ",
}
"""What GitHub colours at the start of a line of a `diff` block; it knows no `~`."""
_UNDONE: Final = frozenset((Origin.DRIFT, Origin.CONFLICT))


def sections(workspace: WorkspaceReport, rung: Rung, *, command: str) -> Iterator[str]:
    """Fold what changes, object by object, in the order of the changes.

    Args:
        workspace: a workspace's part of a report.
        rung: how many lines there is room for.
        command: `drift` is told from git to live, all else from live to git.
    """
    if rung.lines == 0:
        return
    for change in ledger.changes_of(workspace):
        shown = words.seen_from_live(change) if command == "drift" else change
        tree = list(tree_lines(shown, rung))
        if tree:
            yield fold(_title(change, command), fenced(tree, language="diff"))


def reverts(workspace: WorkspaceReport, rung: Rung, *, command: str) -> Iterator[str]:
    """Fold the edits made in live that applying the change set would undo.

    Args:
        workspace: a workspace's part of a report.
        rung: how many lines there is room for.
        command: a `drift` is all about such edits, and says so elsewhere.
    """
    undone = [] if command == "drift" else list(_undone(ledger.changes_of(workspace)))
    if not undone:
        return
    edits = sum(len(change.field_changes) for change in undone)
    said = f"{words.counted(edits, 'edit')} made in live"
    if rung.lines == 0:
        yield f"> ⚠ This would also undo {said}."
        return
    told = [
        f"**{prose(clip(str(change.key)))}**, {prose(clip(_edited(change)))}\n\n"
        + fenced(list(tree_lines(change, rung)), language="diff")
        for change in undone
    ]
    yield fold(f"⚠ This would also undo {said}", "\n\n".join(told))


def tree_lines(change: Change, rung: Rung) -> Iterator[str]:
    """Give the lines of a change for a `diff` block, cut as the rung demands."""
    every = [
        f"{SIGNS[line.sign]} {'    ' * line.depth}{line.text}".rstrip()
        for line in lines.lines(outline.entries(change))
    ]
    yield from shortened(every, rung)


def shortened(every: Sequence[str], rung: Rung) -> Iterator[str]:
    """Give as many lines, and as much of each, as there is room for; the rest is counted."""
    shown = every[: rung.lines]
    yield from (clip(line, rung.width) if rung.width else line for line in shown)
    if len(every) > len(shown):
        yield f"  +{len(every) - len(shown)} more lines, see the job summary"


def _title(change: Change, command: str) -> str:
    name = f"{html_code(clip(change.data_plan_id))} {words.key_name(change.key)}"
    remark = "git → live" if command == "drift" else prose(words.heading(change).detail)
    parts = (name, remark, words.extent(change) if command != "drift" else "")
    return ", ".join(part for part in parts if part)


def _undone(changes: Sequence[Change]) -> Iterator[Change]:
    """Give each change with only the fields that live moved; what it is about needs no note there."""
    for change in changes:
        fields = tuple(
            replace(field, origin=Origin.PENDING) if field.origin is Origin.DRIFT else field
            for field in change.field_changes
            if field.origin in _UNDONE
        )
        if fields:
            yield replace(change, field_changes=fields)


def _edited(change: Change) -> str:
    if change.before is None:
        return "deleted in live"
    return authors.edited(change.before.authorship, now=None)
