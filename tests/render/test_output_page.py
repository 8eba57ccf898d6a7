"""docs/output.md is held to the code that it describes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from dataplan_sync import errors
from dataplan_sync.changes import ChangeKind, Origin
from dataplan_sync.cli.console import ProblemFormat
from dataplan_sync.impact.verdict import Consumer, Level, Producer
from dataplan_sync.problems.problem import Severity
from dataplan_sync.render import github, json_report, junit, sarif, terminal
from dataplan_sync.render.style import PLAIN
from dataplan_sync.report import FileFate, Outcome
from tests.render.reports import REPORTS

PAGE = (Path(__file__).parents[2] / "docs" / "output.md").read_text()
EXIT_CODES = {
    int(code): error
    for code, error in re.findall(r"^\| (\d+) \| [^|]+ \|([^|]*)\|$", PAGE, re.MULTILINE)
}
RESULTS = {0, 3, 7, 130}
"""The exit codes that reports carry and no error stands for."""


ERRORS = [
    value
    for value in vars(errors).values()
    if isinstance(value, type) and issubclass(value, errors.DataplanSyncError)
]


@pytest.mark.parametrize(
    "error",
    [error for error in ERRORS if "exit_code" in vars(error)],
    ids=lambda e: e.__name__,
)
def test_every_class_of_error_with_an_exit_code_is_in_its_row(error):
    assert f"`{error.__name__}`" in EXIT_CODES[error.exit_code]


def test_the_table_of_exit_codes_lists_nothing_else():
    assert set(EXIT_CODES) == RESULTS | {error.exit_code for error in ERRORS}


def keys_of(value) -> set[str]:
    match value:
        case dict():
            return set(value).union(*(keys_of(item) for item in value.values()))
        case list():
            return set().union(*(keys_of(item) for item in value))
        case _:
            return set()


def test_every_key_of_the_json_contract_is_explained():
    keys = set()
    for name in REPORTS.keys() - {"hostile"}:
        document = json.loads(json_report.render(REPORTS[name]()))
        for part in document["workspaces"]:
            for change in part["changes"]:
                for impact in change["impacts"]:
                    contents: dict[str, object] = {"event": None, "excerpt": None, "errors": []}
                    impact["witness"] = impact["witness"] and impact["witness"] | contents
                for field in (*change["fields"], *change["impacts"]):
                    field.update({side: None for side in ("before", "after") if side in field})
        keys |= keys_of(document)
    assert {key for key in keys if f"`{key}`" not in PAGE} == set()


@pytest.mark.parametrize(
    "words", [FileFate, Outcome, ChangeKind, Origin, Severity, Producer, Consumer, Level]
)
def test_every_word_of_a_closed_set_is_explained(words):
    assert [word for word in words if f"`{word}`" not in PAGE] == []


@pytest.mark.parametrize(("render", "language"), [(junit.render, "xml"), (github.render, "text")])
def test_the_examples_of_formats_for_tools_are_what_the_code_prints(render, language):
    assert f"```{language}\n{render(REPORTS['problems']())}```" in PAGE


def test_the_keys_of_a_sarif_result_are_explained():
    run = json.loads(sarif.render(REPORTS["problems"]()))["runs"][0]
    keys = {*run["results"][0], *run["invocations"][0], "rules", "results", "startColumn"}
    assert {key for key in keys if key not in PAGE} - {"exitCode"} == set()


def test_every_format_of_validate_has_a_section():
    assert [
        name for name in ProblemFormat if f"\n## {name.value}\n".lower() not in PAGE.lower()
    ] == []


@pytest.mark.parametrize("name", ["new_version", "problems", "verdict_inactive"])
def test_examples_are_what_the_code_prints(name):
    assert f"```text\n{terminal.render(REPORTS[name](), style=PLAIN, now=None)}```" in PAGE
