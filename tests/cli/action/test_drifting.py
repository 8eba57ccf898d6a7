"""The schedule: drift becomes one issue, and only a complete check opens, edits or closes it."""

from __future__ import annotations

import pytest

from tests.github.server.faults import Fault


def issues(workflow):
    return [one for one in workflow.world.issues.values() if one.pull is None]


@pytest.fixture
def drifted(workflow):
    """An issue that tells of one edit."""
    assert workflow.push(workflow.head).exit_code == 0
    workflow.edit()
    assert workflow.schedule(on_drift="issue").exit_code == 3
    return workflow


def test_drift_fails_the_run_and_without_on_drift_opens_nothing(workflow):
    assert workflow.push(workflow.head).exit_code == 0
    workflow.edit()

    step = workflow.schedule()

    assert (step.exit_code, step.outputs["drift"], issues(workflow)) == (3, "1", [])


def test_the_same_drift_keeps_the_issue_as_it_is(drifted):
    (issue,) = issues(drifted)
    before = issue.body

    assert drifted.schedule(on_drift="issue").exit_code == 3
    assert [one.body for one in issues(drifted)] == [before]


def test_other_drift_edits_it(drifted):
    (issue,) = issues(drifted)
    before = issue.body
    drifted.edit(value="By another hand")

    step = drifted.schedule(on_drift="issue")

    assert step.exit_code == 3
    assert issue.body != before
    assert "By another hand" in issue.body


def test_an_error_neither_closes_nor_opens_it(drifted):
    drifted.cli.emulator.inject({"kind": "status", "match": {"method": "GET"}, "status": 403})
    assert drifted.schedule(on_drift="issue").exit_code == 1
    (issue,) = issues(drifted)
    assert issue.state == "open"

    drifted.cli.write("plans/shop.yaml", "data_plan_id: [\n")
    assert drifted.schedule(on_drift="issue").exit_code == 4
    assert [one.state for one in issues(drifted)] == ["open"]


def test_a_clean_check_opens_nothing(workflow):
    assert workflow.push(workflow.head).exit_code == 0

    assert workflow.schedule(on_drift="issue").exit_code == 0
    assert issues(workflow) == []


def test_an_issue_that_cannot_be_kept_is_a_warning_and_the_drift_is_told(workflow):
    assert workflow.push(workflow.head).exit_code == 0
    workflow.edit()
    workflow.hub.faults.append(Fault("POST", "/issues$", status=403, body={"message": "no"}))

    step = workflow.schedule(on_drift="issue")

    assert step.exit_code == 3
    assert "::warning::The drift issue could not be kept" in step.log
    assert "By hand" in step.summary
