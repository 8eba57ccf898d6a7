"""Which side moved what, in words: what tells git and live apart, and the edits in live that an apply would revert."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync.changes import Origin
from dataplan_sync.render import authors, ledger, words
from dataplan_sync.render.escape import visible

if TYPE_CHECKING:
    from datetime import datetime

    from dataplan_sync.report import WorkspaceReport

BRIEF: Final = 5
"""Objects whose authors are named."""


def line(workspace: WorkspaceReport) -> str:
    """Say what tells edits in git and in live apart, or that nothing does; empty if there is nothing to tell apart."""
    changes = ledger.changes_of(workspace)
    told = workspace.base_note and workspace.apply_report is None
    if not told or all(change.before is None for change in changes):
        return ""
    note = visible(workspace.base_note)
    if workspace.base == "none":
        return f"base: none, so edits made in live are not told apart from yours: {note}"
    return f"base: {visible(workspace.base[:7])}, {note}"


def reverts(workspace: WorkspaceReport, *, command: str, now: datetime | None) -> str:
    """Say how many edits made in live an apply would revert, and whose; empty if none."""
    if command == "drift" or workspace.apply_report is not None:
        return ""
    count, whose = 0, dict[str, None]()
    for change in ledger.changes_of(workspace):
        edits = ledger.count_origin((change,), Origin.DRIFT)
        if edits:
            count += edits
            by = authors.edited(change.before.authorship, now=now) if change.before else "deleted"
            whose[f"{visible(str(change.key))} {by}"] = None
    if not count:
        return ""
    told = "; ".join([*whose][:BRIEF]) + (
        f"; and {len(whose) - BRIEF} more" if len(whose) > BRIEF else ""
    )
    return f"An apply would also revert {words.counted(count, 'edit')} made in live: {told}."
