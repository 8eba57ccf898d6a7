"""The changes of a workspace with what became of them, however far the command came.

A report may hold a change set (diff, drift, a refused apply), an apply report, or neither (validate, a failed
run). Renderers ask here, so that the three of them count and list the same things.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync.changes import ChangeKind, Origin
from dataplan_sync.report import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dataplan_sync.changes import Change
    from dataplan_sync.model import Mark, ObjectKey
    from dataplan_sync.report import ChangeOutcome, WorkspaceReport

WORST_KIND: Final = (ChangeKind.DELETE, ChangeKind.UPDATE, ChangeKind.CREATE)
"""Kinds of change, worst first."""
WORST_OUTCOME: Final = (
    Outcome.FAILED,
    Outcome.UNKNOWN,
    Outcome.BLOCKED,
    Outcome.NOT_ATTEMPTED,
    Outcome.APPLIED,
)
"""Outcomes, worst first."""


def changes_of(workspace: WorkspaceReport) -> tuple[Change, ...]:
    """Give the changes of a workspace in dependency order; none if nothing was compared."""
    if workspace.change_set is not None:
        return workspace.change_set.changes
    if workspace.apply_report is not None:
        return tuple(outcome.change for outcome in workspace.apply_report.outcomes)
    return ()


def outcomes_of(workspace: WorkspaceReport) -> Mapping[ObjectKey, ChangeOutcome]:
    """Give what became of each change; empty if nothing was applied."""
    if workspace.apply_report is None:
        return {}
    return {outcome.change.key: outcome for outcome in workspace.apply_report.outcomes}


def by_data_plan(changes: tuple[Change, ...]) -> Mapping[str, tuple[Change, ...]]:
    """Group changes by data plan, in the order in which data plans first occur."""
    groups: dict[str, list[Change]] = {}
    for change in changes:
        groups.setdefault(change.data_plan_id, []).append(change)
    return {data_plan_id: tuple(group) for data_plan_id, group in groups.items()}


def count_drift(changes: tuple[Change, ...], *, command: str) -> int:
    """Count what moved in live: objects where the command looks for drift, fields elsewhere."""
    return len(changes) if command == "drift" else count_origin(changes, Origin.DRIFT)


def count_origin(changes: tuple[Change, ...], origin: Origin) -> int:
    """Count the fields of one origin."""
    return sum(field.origin is origin for change in changes for field in change.field_changes)


def mark_of(workspace: WorkspaceReport, change: Change) -> Mark | None:
    """Give the place where the object of a change is declared, if it is known."""
    return workspace.marks.get(change.key)
