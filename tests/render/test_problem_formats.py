"""Problems in the formats of tools, whole. `UPDATE_GOLDEN=1 pytest tests/render` rewrites the files: read the diff."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataplan_sync import __version__
from dataplan_sync.model import Mark
from dataplan_sync.problems import catalogue
from dataplan_sync.problems.excerpt import Excerpt
from dataplan_sync.problems.problem import Problem, Severity
from dataplan_sync.render import github, junit, sarif, terminal
from dataplan_sync.render.style import PLAIN
from dataplan_sync.report import Checked
from tests.render.builders import report, workspace
from tests.render.problem_reports import FOUND, PROBLEM_REPORTS

GOLDEN = Path(__file__).parents[1] / "golden"
PAGE = "https://docs.example.com/rules"


def sarif_without_rules(value):
    """Leave out what every document has alike: the catalogue and our version."""
    document = json.loads(sarif.render(value, rules_page=PAGE))
    driver = document["runs"][0]["tool"]["driver"]
    del driver["rules"][: len(catalogue.RULES)]
    assert driver.pop("semanticVersion") == __version__
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def github_without_token(value):
    """Leave out what ends the part that the runner does not act on: it is another one each time."""
    return re.sub(r"\b[0-9a-f]{32}\b", "TOKEN", github.render(value))


RENDERERS = {
    "sarif": sarif_without_rules,
    "junit.xml": junit.render,
    "github.txt": github_without_token,
    "txt": lambda value: terminal.render(value, style=PLAIN, now=None),
}


@pytest.mark.parametrize("suffix", RENDERERS)
@pytest.mark.parametrize("name", PROBLEM_REPORTS)
def test_problems_read_as_their_golden_file(name, suffix):
    rendered = RENDERERS[suffix](PROBLEM_REPORTS[name]())
    path = GOLDEN / f"problems_{name}.{suffix}"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_bytes(rendered.encode())
    assert rendered == path.read_bytes().decode()


def run_of(value, **options):
    return json.loads(sarif.render(value, **options))["runs"][0]


def test_sarif_describes_every_rule_and_links_to_its_heading():
    rules = run_of(PROBLEM_REPORTS["clean"](), rules_page=PAGE)["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.id for rule in catalogue.RULES]
    assert rules[catalogue.RULES.index(catalogue.BY_ID["unknown-key"])] == {
        "id": "unknown-key",
        "name": "UnknownKey",
        "shortDescription": {"text": "A key is unknown. It is sent and compared as it is."},
        "fullDescription": {
            "text": "A key is unknown. It is sent and compared as it is. Remove it if it is not meant."
        },
        "help": {
            "text": "A key is unknown. It is sent and compared as it is. Remove it if it is not meant.",
            "markdown": "**A key is unknown. It is sent and compared as it is.**\n\nRemove it if it is not meant.",
        },
        "helpUri": f"{PAGE}#unknown-key",
        "defaultConfiguration": {"level": "warning"},
    }


def test_sarif_links_nowhere_while_the_page_is_nowhere():
    rules = run_of(PROBLEM_REPORTS["clean"]())["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules if "helpUri" in rule] == []


def test_every_result_of_sarif_points_at_the_description_of_its_rule():
    run = run_of(PROBLEM_REPORTS["found"]())
    rules = run["tool"]["driver"]["rules"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [
        problem.rule for problem in FOUND
    ]


def fingerprints(*lines):
    found = [
        Problem("a", Severity.ERROR, "m", Mark("f", number), Excerpt(text, 1, 1))
        for number, text in lines
    ]
    results = run_of(report("validate", workspace(problems=tuple(found))))["results"]
    return [result["partialFingerprints"]["primaryLocationLineHash"] for result in results]


def test_a_finding_keeps_its_fingerprint_when_its_line_moves():
    assert fingerprints((1, "a: 1"), (2, "b: 2")) == fingerprints((7, "  a: 1"), (9, "b: 2"))


def test_alike_lines_have_fingerprints_of_their_own():
    assert len(set(fingerprints((1, "a"), (2, "a"), (3, "b")))) == 3


def test_a_file_outside_of_the_repository_has_a_whole_address():
    found = Problem("a", Severity.ERROR, "m", Mark("/tmp/a b:c.yaml"))
    (result,) = run_of(report("validate", workspace(problems=(found,))))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {
        "uri": "file:///tmp/a%20b%3Ac.yaml"
    }


def cases(*problems, files=()):
    checked = Checked(1, 1, 1, 0, files)
    value = report("validate", workspace(problems=problems, marks={}, checked=checked))
    suites = ET.fromstring(junit.render(value).encode())
    return suites.attrib["failures"], {
        suite.attrib["name"]: [[part.tag for part in case] for case in suite] for suite in suites
    }


def test_a_warning_is_no_failure_for_junit_as_it_is_none_for_the_exit_code():
    warning = Problem("a", Severity.WARNING, "m", Mark("f"))
    error = Problem("a", Severity.ERROR, "m", Mark("f"))
    assert cases(warning) == ("0", {"f": [["system-out"]]})
    assert cases(warning, error) == ("1", {"f": [["system-out"], ["failure"]]})


def test_every_file_that_was_looked_at_is_a_suite_for_junit():
    error = Problem("a", Severity.ERROR, "m", Mark("m/versions/1/b.yaml"))
    files = ("m/versions/1/a.yaml", "m/versions/1/b.yaml", "m/tests/a.yaml")
    assert cases(error, files=files) == (
        "1",
        {"m/tests/a.yaml": [[]], "m/versions/1/a.yaml": [[]], "m/versions/1/b.yaml": [["failure"]]},
    )


def test_what_is_no_annotation_is_a_line_that_the_runner_does_not_act_on():
    hostile = Problem("a", Severity.WARNING, "last", Mark("::error::\n::set-env"))
    found = [Problem("a", Severity.WARNING, f"m{n}", Mark("f")) for n in range(10)]
    value = report("validate", workspace(problems=(*found, hostile), marks={}))

    lines = github_without_token(value).splitlines()

    assert lines[10:] == [
        "1 more, which GitHub does not show beside the files:",
        "::stop-commands::TOKEN",
        "::error::␊::set-env:1:1: warning: last [a]",
        "::TOKEN::",
        "11 warnings",
    ]


def test_own_errors_take_room_from_the_annotations_of_problems():
    errors = [Problem("a", Severity.ERROR, f"m{n}", Mark("f")) for n in range(3)]
    value = report("validate", workspace(problems=tuple(errors)), errors=["x"] * 12)

    lines = github_without_token(value).splitlines()

    assert [line for line in lines if line.startswith("::error")] == ["::error::x"] * 12
    assert [line.startswith("f:1:1: error: m") for line in lines].count(True) == 3


def test_the_end_says_what_was_looked_at():
    checked = Checked(1, 2, 30, 0)
    clean = report("validate", workspace(change_set=None, checked=checked))
    assert github.render(clean) == (
        "No problems found in 1 data plan, 2 versions, 30 data points, 0 fixtures.\n"
    )
    assert terminal.render(clean, style=PLAIN, now=None) == github.render(clean)
    warning = Problem("a", Severity.WARNING, "m", Mark("f"))
    found = report("validate", workspace(problems=(warning,), change_set=None, checked=checked))
    last = "1 warning in 1 data plan, 2 versions, 30 data points, 0 fixtures"
    assert github.render(found).splitlines()[-1] == last
    assert terminal.render(found, style=PLAIN, now=None).splitlines()[-1] == last


COMMAND = re.compile(r"::(error|warning|notice)( [a-z]+=[^:,\n]*(,[a-z]+=[^:,\n]*)*)?::([^\r\n]*)")


@given(st.text(), st.text(), st.text())
def test_whatever_files_hold_every_format_stays_what_it_is(file, message, line):
    found = Problem("a", Severity.WARNING, message, Mark(file), Excerpt(line, len(line) + 1, 1))
    value = report("validate", workspace(problems=(found,), marks={}), errors=[message])

    assert json.loads(sarif.render(value).encode())["version"] == "2.1.0"
    suites = ET.fromstring(junit.render(value).encode())
    assert (suites.attrib["tests"], len(list(suites.iter("system-out")))) == ("2", 1)
    annotations = github.render(value).removesuffix("\n").split("\n")
    assert len(annotations) == 2
    assert all(COMMAND.fullmatch(annotation) for annotation in annotations)
