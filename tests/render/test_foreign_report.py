"""The report of a fork's run is data from a stranger: what is not as our own runs write it is not shown at all."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataplan_sync.changes import ABSENT, ChangeKind
from dataplan_sync.problems.problem import Severity
from dataplan_sync.render import ladder
from dataplan_sync.render.foreign_report import (
    SHOWN,
    ForeignChange,
    ForeignField,
    ForeignProblem,
    ForeignReport,
    read,
    render,
)

FIELD = {"path": ["custom_event:other:Click", "description"], "before": None, "after": "Hi"}
CHANGE = {
    "kind": "update",
    "object": "data_plan_version",
    "data_plan_id": "shop",
    "version": 1,
    "fields": [FIELD],
}
PROBLEM = {"severity": "error", "message": "wrong", "file": "plans/a.yaml", "line": 3, "column": 1}
WORKSPACE = {"id": 1, "changes": [CHANGE], "problems": [PROBLEM], "summary": {"create": 99}}
REPORT = {"format_version": 1, "command": "diff", "errors": ["oh"], "workspaces": [WORKSPACE]}


def shown(report, **more):
    return render(
        report, head="a" * 40, run_url="https://github.com/acme/plans/actions/runs/5", **more
    )


def test_what_our_own_runs_write_is_read():
    assert read(json.dumps(REPORT).encode()) == ForeignReport(
        (
            ForeignChange(
                ChangeKind.UPDATE,
                "shop",
                1,
                (ForeignField(("custom_event:other:Click", "description"), None, "Hi"),),
            ),
        ),
        (ForeignProblem(Severity.ERROR, "wrong", "plans/a.yaml", 3),),
        ("oh",),
    )


def test_a_side_that_is_left_out_is_absent():
    left = {key: value for key, value in FIELD.items() if key != "before"}
    document = {**REPORT, "workspaces": [{**WORKSPACE, "changes": [{**CHANGE, "fields": [left]}]}]}

    report = read(json.dumps(document).encode())

    assert report is not None
    assert report.changes[0].fields[0].before is ABSENT
    assert 'absent → `"Hi"`' in shown(report)


def changed(where, value):
    document = json.loads(json.dumps(REPORT))
    *path, last = where
    at = document
    for part in path:
        at = at[part]
    at[last] = value
    return json.dumps(document).encode()


AT_CHANGE = ("workspaces", 0, "changes", 0)
AT_PROBLEM = ("workspaces", 0, "problems", 0)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"[]",
        b"null",
        b"[" * 200_000,
        b'{"a": ' + b"9" * 5000 + b"}",
        changed(("format_version",), 2),
        changed(("command",), "apply"),
        changed(("errors",), "one"),
        changed(("errors",), [1]),
        changed(("workspaces",), {}),
        changed(("workspaces",), [7]),
        changed((*AT_CHANGE, "kind"), "destroy"),
        changed((*AT_CHANGE, "kind"), ["update"]),
        changed((*AT_CHANGE, "data_plan_id"), {"a": 1}),
        changed((*AT_CHANGE, "version"), "1"),
        changed((*AT_CHANGE, "version"), True),
        changed((*AT_CHANGE, "version"), -1),
        changed((*AT_CHANGE, "version"), 10**12),
        changed((*AT_CHANGE, "fields"), None),
        changed((*AT_CHANGE, "fields", 0, "path"), "a"),
        changed((*AT_CHANGE, "fields", 0, "path"), [1]),
        changed((*AT_PROBLEM, "severity"), "fatal"),
        changed((*AT_PROBLEM, "line"), None),
        changed((*AT_PROBLEM, "message"), 1),
    ],
)
def test_anything_else_is_no_report(content):
    assert read(content) is None


def test_without_a_report_the_comment_says_so():
    body = shown(None)

    assert body.startswith("## Data plans: no report · from a fork · live was not read")
    assert "left no report that can be read" in body


def test_counts_are_made_here_and_not_taken_from_the_report():
    document = {**REPORT, "errors": [], "workspaces": [{**WORKSPACE, "problems": []}]}
    report = read(json.dumps(document).encode())

    assert shown(report).startswith("## Data plans: 1 to update · from a fork")
    assert "99" not in shown(report)


def test_what_is_wrong_stands_in_the_title():
    assert shown(read(json.dumps(REPORT).encode())).startswith(
        "## Data plans: 2 errors in plan files"
    )


def test_it_says_who_wrote_it_and_that_it_is_no_review():
    body = shown(read(json.dumps(REPORT).encode()))

    assert "This comes from a fork." in body
    assert "This is no review" in body
    assert "dataplan-sync:review" not in body
    assert "`aaaaaaa` · [run of the fork](https://github.com/acme/plans/actions/runs/5)" in body


def test_long_lists_are_cut_and_counted():
    many = [{**CHANGE, "fields": [FIELD] * (SHOWN + 7)}] * (SHOWN + 3)
    problems = [{**PROBLEM, "severity": "warning"}] * (SHOWN + 2)
    workspaces = [{**WORKSPACE, "changes": many, "problems": problems}]
    document = {**REPORT, "errors": [], "workspaces": workspaces}

    body = shown(read(json.dumps(document).encode()))

    assert body.startswith(f"## Data plans: {SHOWN + 3} to update")
    assert "+3 more" in body
    assert "+2 more" in body
    assert "- +7 more" in body
    assert ladder.units(body) <= ladder.LIMIT


text = st.text(
    st.sampled_from("<>@#`|[]()!&\n\r\x1b\u202e-_*~:/ \ud800aé") | st.characters(), max_size=30
)
value = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
    max_leaves=5,
)
fields = st.builds(
    ForeignField, st.lists(text, max_size=3).map(tuple), value | st.just(ABSENT), value
)
changes = st.builds(
    ForeignChange,
    st.sampled_from(ChangeKind),
    text,
    st.none() | st.integers(0, 9),
    st.lists(fields, max_size=3).map(tuple),
)
problems = st.builds(ForeignProblem, st.sampled_from(Severity), text, text, st.integers(0, 9))
reports = st.builds(
    ForeignReport,
    st.lists(changes, max_size=4).map(tuple),
    st.lists(problems, max_size=4).map(tuple),
    st.lists(text, max_size=2).map(tuple),
)


@given(reports)
def test_whatever_it_says_stands_in_its_place_and_fits(report):
    body = shown(report)

    assert ladder.units(body) <= ladder.LIMIT
    assert "<!--" not in body
    assert body.count("<details>") == body.count("</details>")
    rows = len(report.changes) + len(report.problems)
    assert sum(line.startswith("| ") for line in body.split("\n")) == rows + 2 * (
        bool(report.changes) + bool(report.problems)
    )
    body.encode()


@given(value)
def test_whatever_json_it_is_reading_never_fails(document):
    assert read(
        json.dumps({**REPORT, "workspaces": document}).encode("utf-8", "replace")
    ) is None or isinstance(document, list)
