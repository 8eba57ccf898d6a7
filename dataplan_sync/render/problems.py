"""Problems in plan files as numbers and sentences, which text, Markdown and annotations share."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dataplan_sync.problems.problem import Severity
from dataplan_sync.render.words import counted

if TYPE_CHECKING:
    from dataplan_sync.problems.problem import Problem
    from dataplan_sync.report import WorkspaceReport


def problem_count(problems: tuple[Problem, ...]) -> str:
    """Count problems: `2 errors, 1 warning`."""
    kinds = Counter(problem.severity for problem in problems)
    return ", ".join(counted(kinds[kind], kind.value) for kind in Severity if kinds[kind])


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
