"""Reports of problems with the lines they are about, as hostile as files can be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync.files.text import Text
from dataplan_sync.model import DataPlanKey, Mark
from dataplan_sync.problems.problem import Problem, Severity
from tests.render.builders import report, workspace

if TYPE_CHECKING:
    from dataplan_sync.report import CommandReport

HOSTILE: Final = "100%, <b>&\"': \u202e\u200b\x1b[31m\t::error::"
LINES: Final = {
    "plans/shop.yaml": "data_plan_id: shop\nactivated_environmment: none\n  size: [S, NO]\n",
    "plans/wide 100%.yaml": f"\tcafé: 電気 🙂 wrong\nname: {HOSTILE}\n",
    "plans/long.json": f'{{"a": "{"x" * 300}", "owner": 1, "b": "{"y" * 300}"}}\n',
}


def problem(
    file: str, word: str, rule: str, message: str, severity: Severity = Severity.ERROR
) -> Problem:
    """Write a problem at the first place of a word in a file."""
    text = Text(LINES[file], file)
    at = text.content.index(word)
    return Problem(rule, severity, message, text.mark(at), text.excerpt(at))


FOUND: Final = (
    problem("plans/long.json", '"owner"', "unknown-key", 'unknown key "owner"', Severity.WARNING),
    problem(
        "plans/shop.yaml",
        "activated",
        "mistyped-key",
        'unknown key "activated_environmment": did you mean "activated_environment"?',
    ),
    Problem("unreadable-file", Severity.ERROR, "permission denied", Mark("plans/locked.yaml")),
    problem("plans/wide 100%.yaml", "wrong", "no-such-rule", f"first line\nsecond: {HOSTILE}"),
    problem("plans/wide 100%.yaml", "::error", "wrong-type", HOSTILE, Severity.WARNING),
)
DECLARED: Final = {DataPlanKey(name): Mark(f"plans/{name}.yaml") for name in ("shop", "clean")}


def found() -> CommandReport:
    checked = workspace(
        problems=FOUND, marks=DECLARED, change_set=None, workspace_id=None, name="", exit_code=4
    )
    return report("validate", checked, exit_code=4)


def clean() -> CommandReport:
    checked = workspace(marks=DECLARED, change_set=None, workspace_id=None, name="")
    return report("validate", checked)


def failed() -> CommandReport:
    return report("validate", exit_code=1, errors=[f"cannot go on:\n{HOSTILE}"])


def many() -> CommandReport:
    errors = [Problem("a", Severity.ERROR, f"error {n}", Mark("f")) for n in range(12)]
    warnings = [Problem("a", Severity.WARNING, f"warning {n}", Mark("f")) for n in range(11)]
    checked = workspace(problems=(*warnings, *errors), change_set=None, exit_code=4)
    return report("validate", checked, exit_code=4, errors=["it broke"])


PROBLEM_REPORTS: Final = {"found": found, "clean": clean, "failed": failed, "many": many}
