"""The contract that scripts rely on: keys, their order, and what absence means."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataplan_sync.changes import ABSENT
from dataplan_sync.model import DataPlan, DataPlanKey, DataPlanVersionKey
from dataplan_sync.render import json_report
from dataplan_sync.report import WorkspaceReport
from tests.render.builders import created, field, report, updated, version, workspace
from tests.render.reports import REPORTS

if TYPE_CHECKING:
    from dataplan_sync.model import JSONValue

TOP_KEYS = ["format_version", "command", "exit_code", "errors", "workspaces", "traffic"]
WORKSPACE_KEYS = [
    *("name", "id", "exit_code", "fingerprint", "base", "base_note", "summary", "changes"),
    *("unmanaged", "problems", "hazards", "files", "notes", "errors"),
]
SUMMARY_KEYS = [
    "create",
    "update",
    "delete",
    "unchanged",
    "drift",
    "conflict",
    "converged",
    "breaking",
]
CHANGE_KEYS = [
    *("kind", "object", "data_plan_id", "version", "fingerprint", "continuations"),
    "desired_digest",
    *("compared_with", "file", "line", "outcome", "reason", "stored", "live_by", "live_on"),
    *("fields", "impacts"),
]
PROBLEM_KEYS = ["rule", "severity", "message", "file", "line", "column"]

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    # Half a surrogate pair is legal in JSON text; two halves side by side would be read back as one character.
    | st.text()
    | st.sampled_from(["\ud800", "a\udfffb"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def rendered(value):
    text = json_report.render(value)
    text.encode()
    assert text.endswith("}\n")
    return json.loads(text)


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_has_every_key_in_the_order_of_the_contract(name):
    document = rendered(REPORTS[name]())
    assert list(document) == TOP_KEYS
    for part in document["workspaces"]:
        assert list(part) == WORKSPACE_KEYS
        assert part["summary"] is None or list(part["summary"]) == SUMMARY_KEYS
        for problem in part["problems"]:
            assert list(problem) == PROBLEM_KEYS
        for change in part["changes"]:
            live = [key for key in ("live_by", "live_on") if key not in change]
            assert list(change) == [key for key in CHANGE_KEYS if key not in live]


@pytest.mark.parametrize(
    ("name", "code"), [("failed_run", 1), ("usage_error", 2)], ids=["failure", "wrong usage"]
)
def test_a_run_that_compared_nothing_is_a_document_with_its_errors(name, code):
    value = REPORTS[name]()
    assert rendered(value) == {
        "format_version": 1,
        "command": value.command,
        "exit_code": code,
        "errors": list(value.errors),
        "workspaces": [],
        "traffic": None,
    }


def test_a_workspace_that_was_not_compared_counts_nothing_rather_than_zero():
    (part,) = rendered(report("diff", WorkspaceReport(7505, "production", exit_code=1)))[
        "workspaces"
    ]
    assert part == {
        "name": "production",
        "id": 7505,
        "exit_code": 1,
        "fingerprint": None,
        "base": "none",
        "base_note": "",
        "summary": None,
        "changes": [],
        "unmanaged": [],
        "problems": [],
        "hazards": [],
        "files": [],
        "notes": [],
        "errors": [],
    }


def test_absent_sides_have_no_key_and_null_sides_have_one():
    change = updated(
        version(2),
        field("a", before=None, after=ABSENT),
        field("b", before=ABSENT, after=None),
        field("c", before=None, after=0),
    )
    fields = rendered(report("diff", workspace(change)))["workspaces"][0]["changes"][0]["fields"]
    assert fields == [
        {"path": ["a"], "origin": "pending", "before": None},
        {"path": ["b"], "origin": "pending", "after": None},
        {"path": ["c"], "origin": "pending", "before": None, "after": 0},
    ]


def test_an_object_whose_place_is_unknown_has_null_for_file_and_line():
    change = created(version(3))
    (part,) = rendered(report("diff", workspace(change, marks={})))["workspaces"]
    assert (part["changes"][0]["file"], part["changes"][0]["line"]) == (None, None)


def test_unmanaged_objects_are_named_by_kind_and_a_data_plan_has_no_version():
    keys = [DataPlanKey("old"), DataPlanVersionKey("shop", 1)]
    (part,) = rendered(report("diff", workspace(unmanaged=keys)))["workspaces"]
    assert part["unmanaged"] == [
        {"object": "data_plan", "data_plan_id": "old"},
        {"object": "data_plan_version", "data_plan_id": "shop", "version": 1},
    ]


def test_drift_counts_objects_for_the_drift_command_and_fields_elsewhere():
    plan = updated(DataPlan("shop"), field("data_plan_name", before="a", after="b"))
    drift, diff = (
        rendered(report(command, workspace(plan)))["workspaces"][0]["summary"]["drift"]
        for command in ("drift", "diff")
    )
    origins = rendered(REPORTS["origins"]())["workspaces"][0]["summary"]
    assert (drift, diff) == (1, 0)
    assert (origins["drift"], origins["conflict"]) == (1, 1)


@given(before=json_values, after=json_values, name=st.text())
def test_values_and_names_come_back_as_they_were(before, after, name):
    change = updated(version(2), field(name, before=before, after=after))
    (part,) = rendered(report("diff", workspace(change)))["workspaces"]
    assert part["changes"][0]["fields"] == [
        {"path": [name], "origin": "pending", "before": before, "after": after}
    ]


def test_a_number_beyond_json_becomes_text_and_the_document_stays_json():
    infinite: JSONValue = [float("inf"), {"a": float("-inf")}, 1.5]
    change = updated(version(2), field("a", after=infinite))
    (part,) = rendered(report("diff", workspace(change)))["workspaces"]
    assert part["changes"][0]["fields"][0]["after"] == ["inf", {"a": "-inf"}, 1.5]
