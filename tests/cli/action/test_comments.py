"""The comment: what happens where it cannot be written, is too long, is contended, or has to replace an old success."""

from __future__ import annotations

import pytest

from dataplan_sync.cli.action.running import act
from dataplan_sync.cli.action.stage import Surroundings
from tests.cli.conftest import SHOP
from tests.github.connecting import transport
from tests.github.server.faults import Fault
from tests.github.turns import Turns

POINT = """\
        - match: {{type: custom_event, criteria: {{event_name: "Event {0:04}", custom_event_type: other}}}}
          validator: {{type: json_schema, definition: {{properties: {{data: {{properties: {{custom_attributes: {{properties: {{a: {{type: string}}}}}}}}}}}}}}}}
"""


@pytest.fixture
def opened(workflow):
    workflow.world.open_pull(1)
    return workflow


def trouble(status, message="Resource not accessible by integration", **more):
    return Fault("POST", "/comments$", status=status, body={"message": message, **more}, times=9)


TROUBLES = [trouble(403), trouble(500, "Server Error"), trouble(404, "Not Found")]


@pytest.mark.parametrize("fault", TROUBLES, ids=lambda fault: str(fault.status))
@pytest.mark.parametrize(("mode", "exit_code"), [("on", 0), ("required", 1)])
def test_a_comment_that_cannot_be_written_is_a_warning_unless_it_is_required(
    opened, fault, mode, exit_code
):
    opened.hub.faults.append(Fault(**{**vars(fault), "times": 9}))

    step = opened.pull_request(comment=mode)

    assert (step.exit_code, step.outputs["exit-code"]) == (exit_code, str(exit_code))
    assert (
        "::warning::The comment on #1 could not be written; the job summary has its text."
        in step.log
    )
    assert "## Data plans: 1 data plan and 1 version to create" in step.summary


def test_a_required_comment_that_is_missing_hides_no_worse_end(opened):
    opened.cli.write("plans/shop.yaml", "data_plan_id: [\n")
    opened.hub.faults.append(trouble(403))

    assert opened.pull_request(comment="required").exit_code == 4


def test_a_comment_that_is_switched_off_is_not_written(opened):
    step = opened.pull_request(comment="off")

    assert (step.exit_code, opened.comments()) == (0, [])
    assert "## Data plans: 1 data plan and 1 version to create" in step.summary


def test_a_comment_that_github_finds_too_long_is_written_shorter(opened):
    many = SHOP + "".join(POINT.format(number) for number in range(900))
    opened.cli.write("plans/shop.yaml", many)
    too_long = {
        "code": "custom",
        "field": "body",
        "message": "body is too long (maximum is 65536 characters)",
    }
    opened.hub.faults.append(trouble(422, "Validation Failed", errors=[too_long]))
    opened.hub.faults[-1].times = 1

    step = opened.pull_request()

    (body,) = opened.comments()
    assert step.exit_code == 0
    assert len(body) < 31_000
    assert body.count("Event 0") < step.summary.count("Event 0")


def test_two_thousand_changed_data_points_fit_and_summary_and_report_are_complete(opened):
    texts = [SHOP.replace("data_plan_id: shop", f"data_plan_id: shop_{part}") for part in range(4)]
    for part, text in enumerate(texts):
        opened.cli.write(f"plans/shop_{part}.yaml", text)
    assert opened.cli("apply", "--yes").exit_code == 0
    for part, text in enumerate(texts):
        points = (POINT.format(number) for number in range(part * 500, part * 500 + 500))
        opened.cli.write(f"plans/shop_{part}.yaml", text + "".join(points))

    step = opened.pull_request()

    assert step.exit_code == 0
    (comment,) = opened.world.comments.values()
    assert len(comment.body) < 65_536
    names = [f"Event {number:04}" for number in range(2000)]
    assert all(name in step.summary for name in names)
    assert len(step.summary.encode()) < 1024 * 1024
    changes = step.report["workspaces"][0]["changes"]
    fields = [field for change in changes for field in change["fields"]]
    told = {field["path"][0].rpartition(":")[2] for field in fields}
    assert told >= set(names)


def test_a_failed_run_replaces_an_old_success(opened):
    assert opened.pull_request().exit_code == 0
    opened.cli.emulator.inject({"kind": "status", "match": {"method": "GET"}, "status": 403})

    step = opened.pull_request()

    assert (step.exit_code, step.outputs["failure-reason"]) == (1, "error")
    (body,) = opened.comments()
    assert body.split("\n")[1] == "## Data plans: failed"
    assert "Superseded" in body
    assert "dataplan-sync:review" not in body


def test_an_unreachable_api_is_told_on_the_pull_request(opened):
    nobody = {
        "MPARTICLE_API_URL": "http://127.0.0.1:9",
        "MPARTICLE_TOKEN_URL": "http://127.0.0.1:9",
    }

    step = opened.pull_request(environ=nobody)

    assert (step.exit_code, step.outputs["failure-reason"]) == (1, "error")
    assert "127.0.0.1:9" in opened.comments()[0]


def test_what_is_wrong_in_plan_files_is_annotated_errors_first_and_told_on_the_pull_request(opened):
    opened.cli.write("plans/a.yaml", SHOP.replace("version: 1", "version: one"))

    step = opened.pull_request()

    assert (step.exit_code, step.outputs["failure-reason"]) == (4, "invalid")
    levels = [line.split(" ")[0] for line in step.log.splitlines() if " file=" in line]
    assert levels == sorted(levels)
    assert levels[0] == "::error"
    (body,) = opened.comments()
    assert "`plans/a.yaml:4:5`" in body
    assert opened.cli.emulator.requests() == []


def test_an_old_run_that_finishes_late_changes_nothing(opened):
    assert opened.pull_request(run=200).exit_code == 0
    before = opened.comments()
    opened.cli.write("plans/shop.yaml", "data_plan_id: [\n")

    assert opened.pull_request(run=150).exit_code == 4
    assert opened.comments() == before


def test_two_first_runs_at_once_leave_one_comment_by_the_newer_one(opened):
    turns = Turns(opened.hub)
    payload = {"head": {"sha": opened.world.issues[1].pull.head_sha, "ref": "topic"}}
    payload["head"]["repo"] = payload["base_repo"] = {"full_name": "acme/plans"}
    payload["base"] = {"sha": opened.head, "ref": "main", "repo": payload.pop("base_repo")}
    event = {"action": "opened", "pull_request": {"number": 1, "labels": [], **payload}}
    environs = {}
    for run in (201, 202):
        opened.runs = run
        environs[str(run)] = opened.environ(
            "pull_request", event, "c" * 40, "refs/pull/1/merge", run, 1
        ) | {"DATAPLAN_SYNC_REPORT": str(opened.folder / f"{run}.json")}
    order = iter(range(10_000))
    with transport(opened.hub) as shared:
        around = Surroundings(shared, turns.pause)
        ended = turns.run(
            {name: lambda at=at: act(at, around) for name, at in environs.items()},
            lambda ready: ready[next(order) % len(ready)],
        )

    assert ended == {"201": 0, "202": 0}
    (comment,) = opened.world.comments.values()
    assert '"run_id":202,' in comment.body


def test_a_repeat_of_the_same_run_notifies_nobody(opened):
    opened.pull_request(run=200)
    (first,) = (comment.updated_at for comment in opened.world.comments.values())

    opened.pull_request(run=200)

    assert [comment.updated_at for comment in opened.world.comments.values()] == [first]


def test_github_being_down_costs_a_diff_its_comment_and_nothing_else(opened):
    opened.hub.faults.append(Fault(status=502, times=99))

    step = opened.pull_request()

    assert (step.exit_code, step.outputs["creates"]) == (0, "2")
    assert "::warning::GitHub could not be asked who writes the comment" in step.log


def test_github_being_down_ends_an_apply_before_it_writes(opened):
    opened.hub.faults.append(Fault(status=502, times=99))

    step = opened.push(opened.head)

    assert (step.exit_code, opened.cli.writes()) == (1, [])


def test_validate_needs_neither_github_nor_credentials(opened):
    opened.hub.faults.append(Fault(status=502, times=99))
    nothing = {"MPARTICLE_CLIENT_ID": "", "MPARTICLE_CLIENT_SECRET": ""}

    step = opened.pull_request(command="validate", environ=nothing)

    assert (step.exit_code, opened.comments(), opened.cli.emulator.requests()) == (0, [], [])


def test_a_run_that_is_cancelled_before_it_writes_says_so_in_its_outputs(opened):
    def cancel(call):
        if call.path.endswith("/comments"):
            opened.hub.before = None
            raise KeyboardInterrupt

    opened.hub.before = cancel

    step = opened.pull_request()

    assert (step.exit_code, step.outputs["failure-reason"]) == (130, "interrupted")
    assert opened.comments() == []


def test_a_fault_of_the_machine_is_told_without_a_traceback(opened, monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device", "/tmp/x")

    monkeypatch.setattr("dataplan_sync.cli.action.comparing.fails", full)

    step = opened.pull_request()

    assert (step.exit_code, step.outputs["failure-reason"]) == (1, "error")
    assert "/tmp/x: No space left on device" in opened.comments()[0]


def test_a_step_without_files_for_outputs_and_summary_runs_all_the_same(opened):
    nothing = {"GITHUB_OUTPUT": "", "GITHUB_STEP_SUMMARY": ""}
    payload = {"ref": "refs/heads/main", "before": "a" * 40, "after": opened.head}
    environ = opened.environ("push", payload, opened.head, "refs/heads/main", 1, 1) | nothing

    assert act(environ, opened.surroundings) == 0
    assert act(environ | {"DATAPLAN_SYNC_COMMENT": "perhaps"}, opened.surroundings) == 2
