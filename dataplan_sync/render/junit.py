"""Problems as JUnit XML, which most CI systems can show: a suite a file, a test case a problem.

An error is a failure. A warning is no failure, as it is none for the exit code: its case passes and says it as output.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Final

from dataplan_sync.problems.problem import Severity
from dataplan_sync.render.escape import visible
from dataplan_sync.render.snippet import snippet
from dataplan_sync.render.style import PLAIN, Ink

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dataplan_sync.problems.problem import Problem
    from dataplan_sync.report import CommandReport

_SELF: Final = "dataplan-sync"


def render(report: CommandReport) -> str:
    """Render the problems of a report, and its errors.

    Args:
        report: what a command found.

    Returns:
        An XML document in UTF-8. Files without a problem are in it as passed, fixtures too, so that "nothing
        found" does not read as "nothing looked at". Whatever names and messages hold, every character is one that XML allows.
    """
    suites = _by_file(report)
    errors = len(report.errors)
    failures = sum(map(_failures, suites.values()))
    tests = sum(len(found) or 1 for found in suites.values()) + errors
    head = _counts(f"{_SELF} {report.command}", tests, failures, errors)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<testsuites {head}>"]
    if report.errors:
        lines.append(f"  <testsuite {_counts(_SELF, errors, 0, errors)}>")
        lines.extend(line for error in report.errors for line in _error(error))
        lines.append("  </testsuite>")
    for file, found in suites.items():
        lines.append(f"  <testsuite {_counts(file, len(found) or 1, _failures(found), 0)}>")
        cases = [line for problem in found for line in _case(problem)]
        lines.extend(cases or [f"    <testcase {_attributes(classname=file, name='valid')}/>"])
        lines.append("  </testsuite>")
    return "\n".join((*lines, "</testsuites>", ""))


def _by_file(report: CommandReport) -> Mapping[str, list[Problem]]:
    """Group problems by file; each file that was looked at is there, with or without any."""
    checked = [workspace.checked.files for workspace in report.workspaces if workspace.checked]
    marks = (mark for workspace in report.workspaces for mark in workspace.marks.values())
    problems = [problem for workspace in report.workspaces for problem in workspace.problems]
    names = {mark.file for mark in marks} | {problem.mark.file for problem in problems}
    names.update(*checked)
    suites: dict[str, list[Problem]] = {name: [] for name in sorted(names)}
    for problem in problems:
        suites[problem.mark.file].append(problem)
    return suites


def _failures(problems: Sequence[Problem]) -> int:
    return sum(problem.severity is Severity.ERROR for problem in problems)


def _case(problem: Problem) -> Sequence[str]:
    mark = problem.mark
    case = _attributes(classname=mark.file, name=f"{problem.rule} at {mark.line}:{mark.column}")
    told = (_text(str(problem)), *map(_text, snippet(problem, Ink.RED, PLAIN)))
    body = "\n".join(told)
    failure = _attributes(type=problem.severity.value, message=problem.message)
    said = (
        f"<failure {failure}>{body}</failure>"
        if problem.severity is Severity.ERROR
        else f"<system-out>{body}</system-out>"
    )
    return f"    <testcase {case}>", f"      {said}", "    </testcase>"


def _error(error: str) -> Iterator[str]:
    yield f"    <testcase {_attributes(classname=_SELF, name='run')}>"
    yield f"      <error {_attributes(message=error)}/>"
    yield "    </testcase>"


def _counts(name: str, tests: int, failures: int, errors: int) -> str:
    return _attributes(name=name, tests=str(tests), failures=str(failures), errors=str(errors))


def _attributes(**values: str) -> str:
    return " ".join(f'{name}="{_text(value)}"' for name, value in values.items())


def _text(text: str) -> str:
    return html.escape(visible(text))
