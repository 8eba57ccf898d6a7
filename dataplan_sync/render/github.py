"""Problems as workflow commands of GitHub Actions, which shows them as annotations on the lines they are about.

GitHub shows ten errors and ten warnings a step and drops the rest in silence. So ten are annotations, of errors and
of warnings each, and all others are plain lines in the log.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync.problems.problem import Severity
from dataplan_sync.render.escape import visible
from dataplan_sync.render.problems import verdict
from dataplan_sync.workflow_commands import Level, annotation, inert

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
        One workflow command a line, then lines for people who read the log: the problems that are no annotation,
        and a verdict. Nothing in those lines is a command, whatever files hold.
    """
    problems = [problem for workspace in report.workspaces for problem in workspace.problems]
    errors = [found for found in problems if found.severity is Severity.ERROR]
    warnings = [found for found in problems if found.severity is Severity.WARNING]
    own = [annotation(Level.ERROR, _message(error)) for error in report.all_errors]
    room = max(0, SHOWN - len(own))
    shown = [*own, *map(_annotation, (*errors[:room], *warnings[:SHOWN]))]
    rest = [visible(str(found)) for found in (*errors[room:], *warnings[SHOWN:])]
    lines = [*shown, *_listed(rest)]
    if not report.all_errors:
        lines.append(verdict(report.workspaces))
    return "".join(f"{line}\n" for line in lines)


def _listed(rest: Sequence[str]) -> Iterator[str]:
    if rest:
        yield f"{len(rest)} more, which GitHub does not show beside the files:"
        yield inert("\n".join(rest))


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
