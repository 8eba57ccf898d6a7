"""The whole story of a change: a pull request, its comment, the merge, an edit in the UI, and back."""

from __future__ import annotations

from tests.cli.conftest import SHOP

VERSION_2 = SHOP + SHOP.partition("data_plan_versions:\n")[2].replace(
    "version: 1", "version: 2"
).replace("enum: [S, M, NO]", "enum: [S, M, L, NO]")


def merged(workflow, number=1):
    """Merge a pull request: its files are what is checked out anyway."""
    return workflow.world.merge(number)


def test_from_pull_request_to_applied_and_back(workflow):
    workflow.world.open_pull(1)

    opened = workflow.pull_request()
    assert (opened.exit_code, opened.outputs["creates"]) == (0, "2")
    (first,) = workflow.comments()
    assert "## Data plans: 1 data plan and 1 version to create" in first

    workflow.push_to_pull()
    workflow.cli.write("plans/shop.yaml", VERSION_2)
    pushed = workflow.pull_request()
    assert (pushed.exit_code, pushed.outputs["creates"]) == (0, "3")
    (second,) = workflow.comments()
    assert "## Data plans: 1 data plan and 2 versions to create" in second

    head = merged(workflow)
    applied = workflow.push(head)
    assert (applied.exit_code, applied.log.count("applied")) != (0, 0)
    assert applied.exit_code == 0, applied.log
    assert workflow.applied == head
    (ledger,) = workflow.comments()
    assert "applied" in ledger.partition("\n")[2].partition("\n")[0]
    assert workflow.cli("diff", "--exit-code").exit_code == 0

    again = workflow.push(head)
    assert again.exit_code == 0
    assert "is covered by" in again.log

    workflow.cli.emulator.edit(
        workspace_id=1,
        user="robin@acme.example",
        data_plan_id="shop",
        version=2,
        set=[
            {
                "match_key": "custom_event:transaction:Bought",
                "pointer": "/description",
                "value": "Bought!",
            }
        ],
    )
    drifted = workflow.schedule(on_drift="issue")
    assert (drifted.exit_code, drifted.outputs["failure-reason"]) == (3, "drift")
    (issue,) = [one for one in workflow.world.issues.values() if one.pull is None]
    assert (issue.state, "robin" in issue.body) == ("open", True)

    assert workflow.cli("apply", "--yes").exit_code == 0
    clean = workflow.schedule(on_drift="issue")
    assert (clean.exit_code, issue.state) == (0, "closed")


def reviewed_and_merged(workflow):
    workflow.world.open_pull(1)
    assert workflow.pull_request().exit_code == 0
    return merged(workflow)


def test_a_live_edit_of_a_touched_object_after_the_review_refuses(workflow):
    assert workflow.cli("apply", "--yes").exit_code == 0
    changed = SHOP.replace("enum: [S, M, NO]", "enum: [S, M, L, NO]")
    workflow.cli.write("plans/shop.yaml", changed)
    head = reviewed_and_merged(workflow)
    workflow.edit()
    before = workflow.cli.writes()
    step = workflow.push(head)
    assert (step.exit_code, step.outputs["failure-reason"]) == (6, "stale")
    assert workflow.cli.writes() == before
    assert workflow.applied is None


def beside_an_edit_of_another(workflow):
    """Review and merge a change of one data plan, while somebody edits another one in the UI."""
    changed = SHOP.replace("enum: [S, M, NO]", "enum: [S, M, L, NO]")
    workflow.cli.write("plans/shop.yaml", changed)
    head = reviewed_and_merged(workflow)
    workflow.edit("store")
    return head, workflow.push(head)


def test_a_live_edit_of_another_object_is_left_alone(workflow):
    workflow.cli.write(
        "plans/store.yaml", SHOP.replace("data_plan_id: shop", "data_plan_id: store")
    )
    assert workflow.push(workflow.head).exit_code == 0
    head, step = beside_an_edit_of_another(workflow)
    assert step.exit_code == 0, step.log
    assert "store v1 differs from git and is part of no review" in step.log
    assert workflow.applied == head
    drift = workflow.cli("drift", "-o", "json").json["workspaces"][0]["changes"]
    assert [change["data_plan_id"] for change in drift] == ["store"]


def test_without_a_record_what_is_left_is_not_recorded_as_applied(workflow):
    workflow.cli.write(
        "plans/store.yaml", SHOP.replace("data_plan_id: shop", "data_plan_id: store")
    )
    assert workflow.cli("apply", "--yes").exit_code == 0
    _, step = beside_an_edit_of_another(workflow)
    assert step.exit_code == 0, step.log
    assert "refs/dataplan-sync/1/applied is not set" in step.log
    assert workflow.applied is None


def test_what_is_merged_and_not_applied_yet_is_no_drift(workflow):
    assert workflow.push(workflow.head).exit_code == 0
    changed = SHOP.replace("enum: [S, M, NO]", "enum: [S, M, L, NO]")
    workflow.cli.write("plans/shop.yaml", changed)
    workflow.world.push("main", "More", files={"plans/shop.yaml": changed})
    step = workflow.schedule(on_drift="issue")
    assert (step.exit_code, step.outputs["drift"]) == (0, "0"), step.log


def test_what_was_pushed_after_the_review_was_reviewed_by_nobody(workflow):
    workflow.cli.write("dataplan-sync.yaml", "version: 1\npolicy: {require_review: true}\n")
    workflow.world.open_pull(1)
    assert workflow.pull_request().exit_code == 0
    workflow.push_to_pull()
    step = workflow.push(merged(workflow))
    assert (step.exit_code, workflow.cli.writes()) == (5, [])
    assert "no review of these counts" in step.log


def test_a_direct_push_is_applied_under_the_guards_alone(workflow):
    step = workflow.push(workflow.head)
    assert step.exit_code == 0, step.log
    assert workflow.cli("diff", "--exit-code").exit_code == 0


def test_an_old_run_that_is_run_again_writes_nothing(workflow):
    old = workflow.head
    assert workflow.push(old).exit_code == 0
    workflow.cli.write("plans/shop.yaml", VERSION_2)
    new = workflow.world.push("main", "More", files={"plans/shop.yaml": VERSION_2})
    assert workflow.push(new).exit_code == 0
    before = workflow.cli.writes()
    step = workflow.push(old, attempt=2)
    assert (step.exit_code, workflow.cli.writes()) == (0, before)
    assert "is covered by" in step.log


def test_a_push_to_another_branch_does_nothing(workflow):
    payload = {"ref": "refs/heads/topic", "before": "a" * 40, "after": workflow.head}
    step = workflow("push", payload, sha=workflow.head, ref="refs/heads/topic")
    assert (step.exit_code, workflow.cli.writes()) == (0, [])


def test_a_branch_that_was_rewritten_refuses(workflow):
    assert workflow.push(workflow.head).exit_code == 0
    other = workflow.world.add_commit("", (), "Rewritten")
    workflow.world.refs["refs/heads/main"] = other
    step = workflow.push(other)
    assert (step.exit_code, step.outputs["failure-reason"]) == (6, "stale")

    workflow.cli.write("plans/shop.yaml", VERSION_2)
    diff = workflow("workflow_dispatch", {"inputs": {}}, sha=other)
    asked = {"command": "apply", "fingerprint": diff.outputs["fingerprint"]}
    by_hand = workflow("workflow_dispatch", {"inputs": {}}, sha=other, **asked)
    assert by_hand.exit_code == 0, by_hand.log
    assert workflow.applied == other
    assert workflow.push(other).exit_code == 0


def test_a_run_of_a_commit_that_the_branch_has_lost_writes_nothing(workflow):
    lost = workflow.head
    workflow.world.refs["refs/heads/main"] = workflow.world.add_commit("", (), "Rewritten")
    step = workflow.push(lost)
    assert (step.exit_code, workflow.cli.writes()) == (6, [])


def test_after_a_refusal_the_fingerprint_is_the_way_on(workflow):
    workflow.cli.write("dataplan-sync.yaml", "version: 1\npolicy: {require_review: true}\n")
    assert workflow.push(workflow.head).exit_code == 5
    diff = workflow("workflow_dispatch", {"inputs": {}}, sha=workflow.head)
    step = workflow(
        "workflow_dispatch",
        {"inputs": {}},
        sha=workflow.head,
        command="apply",
        fingerprint=diff.outputs["fingerprint"],
    )
    assert step.exit_code == 0, step.log
    assert workflow.applied == workflow.head
