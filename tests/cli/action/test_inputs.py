"""Whatever is wrong from the start, the run says it once and sets its outputs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dataplan_sync.cli.action.hosts import is_trusted
from dataplan_sync.cli.action.inputs import Inputs, Task
from dataplan_sync.errors import UsageError

WRONG = {
    "command": "destroy",
    "workspace_id": "-1",
    "comment": "maybe",
    "fail_on": "everything",
    "on_drift": "cry",
    "fingerprint": "xyz",
    "allow_other_hosts": "perhaps",
}


@pytest.mark.parametrize(("name", "value"), WRONG.items())
def test_a_wrong_input_ends_with_2_and_sets_the_outputs(workflow, name, value):
    step = workflow.push(workflow.head, **{name: value})

    assert (step.exit_code, workflow.cli.writes(), workflow.hub.calls) == (2, [], [])
    assert step.outputs == {
        **dict.fromkeys(("changes", "creates", "updates", "deletes", "drift", "breaking"), "0"),
        "fingerprint": "",
        "exit-code": "2",
        "failure-reason": "usage",
        "report-path": str(workflow.folder / "dataplan-sync/report.json"),
    }
    said = f"The input {name.replace('_', '-')} must be "
    assert said in step.report["errors"][0]
    assert f"::error::{said}" in step.log
    assert said in step.summary.replace("&#45;", "-")


def test_all_wrong_inputs_are_told_at_once(workflow):
    step = workflow.push(workflow.head, **WRONG)

    assert step.report["errors"][0].count("The input ") == len(WRONG)


def test_a_wrong_input_is_quoted_cut_and_without_what_acts_on_a_display():
    with pytest.raises(UsageError) as caught:
        Inputs.from_environment({"DATAPLAN_SYNC_COMMAND": "\x1b[2J\n::error::x" + "y" * 999})

    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 200


def test_what_is_left_empty_is_not_given():
    empty = dict.fromkeys((f"DATAPLAN_SYNC_{name.upper()}" for name in WRONG), " ")

    assert Inputs.from_environment(empty) == Inputs(report=Path("dataplan-sync/report.json"))


def test_the_task_that_takes_hostile_data_cannot_be_asked_for():
    with pytest.raises(UsageError, match="workflow_run"):
        Inputs.from_environment({"DATAPLAN_SYNC_COMMAND": Task.FOREIGN})


@pytest.mark.parametrize(
    ("event", "said"),
    [("issue_comment", "Nothing is done by itself"), ("pull_request_target", "by anybody")],
)
def test_an_event_that_is_none_of_ours_is_refused(workflow, event, said):
    workflow.world.open_pull(1)
    payload = {"number": 1, "labels": []}
    for side in ("head", "base"):
        payload[side] = {"sha": "a" * 40, "ref": "x", "repo": {"full_name": "acme/plans"}}

    step = workflow(event, {"pull_request": payload}, sha=workflow.head)

    assert (step.exit_code, step.outputs["exit-code"]) == (2, "2")
    assert said in step.log
    assert workflow.hub.calls == []


def test_outside_of_a_workflow_it_says_what_to_use_instead(workflow):
    step = workflow.push(workflow.head, environ={"GITHUB_EVENT_NAME": ""})

    assert (step.exit_code, step.outputs["failure-reason"]) == (2, "usage")
    assert "Elsewhere use" in step.log


def test_a_configuration_that_is_named_has_to_be_there(workflow):
    step = workflow.push(workflow.head, config="other.yaml")

    assert (step.exit_code, workflow.cli.writes()) == (2, [])
    assert "other.yaml, and there is no such file" in step.log


@pytest.mark.parametrize("missing", ["MPARTICLE_CLIENT_ID", "MPARTICLE_CLIENT_SECRET"])
def test_a_missing_credential_is_named_on_the_pull_request_too(workflow, missing):
    workflow.world.open_pull(1)

    step = workflow.pull_request(environ={missing: ""})

    assert (step.exit_code, step.outputs["failure-reason"]) == (2, "usage")
    assert missing in step.log
    assert missing in workflow.comments()[0]


@pytest.mark.parametrize(
    ("url", "trusted"),
    [
        ("https://api.mparticle.com", True),
        ("https://sso.auth.mparticle.com/oauth/token", True),
        ("http://127.0.0.1:8080", True),
        ("http://[::1]:8080", True),
        ("http://localhost:8080", True),
        ("http://api.mparticle.com", False),
        ("https://mparticle.com.evil.example", False),
        ("https://evilmparticle.com", False),
        ("https://api.mparticle.com@evil.example", False),
        ("https://evil.example/api.mparticle.com", False),
        ("https://evil.localhost", False),
        ("ftp://127.0.0.1", False),
        ("https://[", False),
        ("", False),
    ],
)
def test_only_mparticle_and_this_machine_are_trusted(url, trusted):
    assert is_trusted(url) is trusted


@pytest.mark.parametrize("name", ["MPARTICLE_API_URL", "MPARTICLE_TOKEN_URL"])
def test_a_credential_is_not_sent_to_another_host_unless_the_workflow_says_so(workflow, name):
    elsewhere = {name: "https://plans.evil.example"}
    step = workflow.push(workflow.head, environ=elsewhere)

    assert (step.exit_code, workflow.cli.emulator.requests()) == (2, [])
    assert "`allow-other-hosts: true`" in step.log
    allowed = Inputs.from_environment({"DATAPLAN_SYNC_ALLOW_OTHER_HOSTS": "true"})
    assert allowed.allow_other_hosts


def test_outputs_that_cannot_be_written_fail_a_run_that_has_stored_nothing(workflow):
    nowhere = {"GITHUB_OUTPUT": str(workflow.folder / "missing/out")}
    stored = workflow.push(workflow.head, environ=nowhere)
    nothing = workflow.push(workflow.head, environ=nowhere)

    assert (stored.exit_code, workflow.applied) == (0, workflow.head)
    assert nothing.exit_code == 1
    assert all("::error::The outputs could not be set" in step.log for step in (stored, nothing))
    assert all("## Data plans: " in step.summary for step in (stored, nothing))


def test_outputs_that_cannot_be_written_hide_no_worse_end(workflow):
    nowhere = {"GITHUB_OUTPUT": str(workflow.folder / "missing/out")}

    assert workflow.push(workflow.head, environ=nowhere, command="aply").exit_code == 2


@pytest.mark.parametrize(("task", "what"), [("apply", "reviewed"), ("drift", "applied last")])
def test_an_empty_token_is_told_with_the_place_in_the_workflow(workflow, task, what):
    workflow.token = " "
    place = {"GITHUB_WORKFLOW_REF": "acme/plans/.github/workflows/plans.yml@refs/heads/main"}
    step = workflow.push(workflow.head, command=task, environ=place)

    assert (step.exit_code, workflow.hub.calls, workflow.cli.writes()) == (2, [], [])
    assert f"The input github-token is empty, and `{task}` asks GitHub what was {what}" in step.log
    assert "In .github/workflows/plans.yml, take `github-token:` out" in step.log


def test_an_empty_token_takes_only_the_comment_from_a_diff(workflow):
    workflow.world.open_pull(1)
    workflow.token = ""
    step = workflow.pull_request()

    assert (step.exit_code, step.outputs["creates"]) == (0, "2")
    assert workflow.comments() == []
    assert step.log.count("::warning::") == 1
    assert "::warning::The input github-token is empty, so there is no comment" in step.log


def test_an_empty_token_is_none_for_a_comment_that_is_required(workflow):
    workflow.world.open_pull(1)
    workflow.token = ""
    step = workflow.pull_request(comment="required")

    assert step.exit_code == 2
    assert "asks GitHub to comment, as `comment: required` wants" in step.log


def test_a_command_that_is_none_is_told_with_those_that_can_be_chosen():
    with pytest.raises(UsageError) as told:
        Inputs.from_environment({"DATAPLAN_SYNC_COMMAND": "aply"})

    assert "one of auto, validate, diff, apply, verify, drift, not" in str(told.value)


def test_a_report_that_cannot_be_written_is_a_warning_after_an_apply(workflow):
    (workflow.folder / "file").write_text("")
    step = workflow.push(workflow.head, report=str(workflow.folder / "file/report.json"))

    assert (step.exit_code, step.outputs["report-path"]) == (0, "")
    assert "::warning::The report could not be written" in step.log


def test_the_report_is_the_json_of_the_run(workflow):
    step = workflow.push(workflow.head)

    assert json.dumps(step.report).count('"applied"') == 2
