"""Problems in plan files as numbers and sentences, which text, Markdown and annotations share."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dataplan_sync.problems.problem import Severity
from dataplan_sync.render.words import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dataplan_sync.problems.problem import Problem
    from dataplan_sync.report import WorkspaceReport


def problem_count(problems: tuple[Problem, ...]) -> str:
    """Count problems: `2 errors, 1 warning`."""
    kinds = Counter(problem.severity for problem in problems)
    return ", ".join(counted(kinds[kind], kind.value) for kind in Severity if kinds[kind])


def checked_count(workspace: WorkspaceReport) -> str:
    """Count what was looked at: `1 data plan, 2 versions, 30 data points, 4 fixtures`; nothing if that is not known."""
    checked = workspace.checked
    if checked is None:
        return ""
    counts = {
        "data plan": checked.data_plans,
        "version": checked.versions,
        "data point": checked.data_points,
        "fixture": checked.fixtures,
    }
    return ", ".join(counted(count, noun) for noun, count in counts.items())


def verdict(workspaces: Sequence[WorkspaceReport]) -> str:
    """Say in a line what was found and, where it is known, in how much: the end of a report on plan files."""
    found = tuple(problem for workspace in workspaces for problem in workspace.problems)
    looked = "; ".join(filter(None, map(checked_count, workspaces)))
    where = f" in {looked}" if looked else ""
    return f"{problem_count(found)}{where}" if found else f"No problems found{where}."


def are_beside_the_point(workspace: WorkspaceReport, *, command: str) -> bool:
    """Tell whether there are only warnings, in a report that is about something else."""
    return (
        bool(workspace.problems)
        and command != "validate"
        and all(problem.severity is Severity.WARNING for problem in workspace.problems)
    )


def problem_hint(workspace: WorkspaceReport) -> str:
    """Count warnings and say where to see them."""
    return f"{problem_count(workspace.problems)} in plan files, which dataplan-sync validate shows."
