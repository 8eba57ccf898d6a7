"""Problems as workflow commands of GitHub Actions, which shows them as annotations on the lines they are about.

GitHub shows ten errors and ten warnings a step and drops the rest in silence, so the worst come first and a
notice counts what is not shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync.problems.problem import Severity
from dataplan_sync.render.escape import visible
from dataplan_sync.render.problems import problem_count
from dataplan_sync.workflow_commands import Level, annotation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dataplan_sync.problems.problem import Problem
    from dataplan_sync.report import CommandReport

SHOWN: Final = 10
"""Annotations of one kind that GitHub takes from a step."""


def render(report: CommandReport) -> str:
    """Render the problems of a report, and its errors.

    Args:
        report: what a command found.

    Returns:
        One workflow command a line, and a last line for people who read the log.
    """
    problems = [problem for workspace in report.workspaces for problem in workspace.problems]
    errors = [annotation(Level.ERROR, _message(error)) for error in report.errors]
    errors += [_annotation(found) for found in problems if found.severity is Severity.ERROR]
    warnings = [_annotation(found) for found in problems if found.severity is Severity.WARNING]
    lines = [*_capped(errors, Severity.ERROR), *_capped(warnings, Severity.WARNING)]
    if not report.errors:
        lines.append(problem_count(tuple(problems)) or "No problems found.")
    return "".join(f"{line}\n" for line in lines)


def _capped(annotations: Sequence[str], severity: Severity) -> Iterator[str]:
    yield from annotations[:SHOWN]
    left = len(annotations) - SHOWN
    if left > 0:
        more = f"+{left} more {severity.value}{'s' if left > 1 else ''}"
        yield annotation(Level.NOTICE, f"{more}; `dataplan-sync validate` lists them all")


def _annotation(problem: Problem) -> str:
    mark = problem.mark
    return annotation(
        Level(problem.severity.value),
        _message(problem.message),
        file=visible(mark.file),
        line=mark.line,
        column=mark.column,
        title=visible(problem.rule),
    )


def _message(text: str) -> str:
    """Keep line breaks, which GitHub shows; all else that acts on a display is made visible."""
    return "\n".join(visible(line) for line in text.split("\n"))
