"""What an apply that failed, partly or wholly, leaves behind; and that what is recorded follows what was written."""

from __future__ import annotations

import pytest

from tests.cli.action.pulls import is_live, merge, open_pull, plan
from tests.github.server.faults import Fault

FORBIDDEN = {"message": "Resource not accessible by integration"}


def test_a_partial_apply_ends_with_7_and_its_rerun_does_the_rest(live):
    for number, name in ((1, "shop"), (2, "store")):
        open_pull(live, number, name, "S, M, XL, NO")
    merge(live, 1, shop="S, M, XL, NO")
    head = merge(live, 2, store="S, M, XL, NO")
    applied = live.applied
    fault = {
        "kind": "status",
        "match": {"method": "PATCH", "path_regex": "/plans/store"},
        "status": 400,
    }
    live.cli.emulator.inject({**fault, "times": 1})

    step = live.push(head)

    assert (step.exit_code, step.outputs["failure-reason"]) == (7, "partial"), step.log
    assert live.applied == applied
    for number in (1, 2):
        assert "Re-run the failed job" in live.comments(number)[0]
    again = live.push(head, attempt=2)
    assert again.exit_code == 0, again.log
    assert live.applied == head
    assert is_live(live)
    assert "applied" in live.comments(1)[0].split("\n")[1]
    states = [one["state"] for statuses in live.world.statuses.values() for one in statuses]
    assert states == ["success", "failure", "success"]


def test_a_failed_apply_says_so_on_the_pull_requests_and_keeps_their_review(live):
    open_pull(live, 1, "shop", "S, M, L, NO")
    head = merge(live, 1, shop="S, M, L, NO")
    live.cli.emulator.inject({"kind": "status", "match": {"method": "GET"}, "status": 403})

    step = live.push(head)

    assert (step.exit_code, step.outputs["failure-reason"]) == (1, "error")
    assert live.comments()[0].split("\n")[1].startswith("## Data plans: failed")
    assert live.push(head, attempt=2).exit_code == 0


def test_invalid_plan_files_at_the_merge_are_told_on_the_pull_request(live):
    open_pull(live, 1, "shop", "S, M, L, NO")
    head = merge(live, 1)
    live.cli.write("plans/shop.yaml", "data_plan_id: [\n")

    step = live.push(head)

    assert (step.exit_code, step.outputs["failure-reason"]) == (4, "invalid")
    assert "in plan files" in live.comments()[0]


def test_a_ref_that_another_run_has_moved_meanwhile_stays_and_is_a_warning(live):
    head = live.world.push("main", "Directly")
    other = live.world.add_commit("", (live.applied,), "Elsewhere")
    refs = live.world.refs

    def move(call):
        if call.name == "POST /repos/acme/plans/deployments" or "PATCH" in call.name:
            live.hub.before = None
            refs["refs/dataplan-sync/1/applied"] = other

    live.hub.before = move
    live.cli.write("plans/store.yaml", plan("store", "S, M, XL, NO"))
    step = live.push(head)

    assert step.exit_code == 0, step.log
    assert "::warning::refs/dataplan-sync/1/applied was moved by another run" in step.log
    assert live.applied == other


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/deployments$", "The deployment of"),
        ("/git/refs", "could not be moved to"),
    ],
)
def test_what_cannot_be_recorded_is_a_warning(live, path, said):
    live.cli.write("plans/store.yaml", plan("store", "S, M, XL, NO"))
    head = live.world.push("main", "Directly")
    for method in ("POST", "PATCH"):
        live.hub.faults.append(Fault(method, path, status=403, body=FORBIDDEN))

    step = live.push(head)

    assert (step.exit_code, step.outputs["failure-reason"]) == (0, "")
    assert "::warning::" in step.log
    assert said in step.log
    assert is_live(live)


def test_plan_files_that_the_head_has_moved_elsewhere_are_found_there(live):
    own = live.world.push("main", "Directly")
    moved = {"dataplan-sync.yaml": "version: 1\nplans: elsewhere\n"}
    for name in ("shop", "store"):
        moved[f"elsewhere/{name}.yaml"] = plan(name, "S, M, XL, NO")
    head = live.world.push("main", "Directly", files=moved)

    assert live.push(own).exit_code == 0
    assert live.applied == head
    for name in ("shop", "store"):
        live.cli.write(f"plans/{name}.yaml", plan(name, "S, M, XL, NO"))
    assert is_live(live)
