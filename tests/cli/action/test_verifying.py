"""A merge queue asks whether the reviews of all pull requests of a group still hold; nothing is ever written."""

from __future__ import annotations

import pytest

from tests.cli.action.pulls import REVIEWED_ONLY, open_pull, plan


@pytest.fixture
def queued(workflow):
    """Two pull requests, of two data plans, on which our comments stand."""
    workflow.cli.write("plans/store.yaml", plan("store"))
    assert workflow.cli("apply", "--yes").exit_code == 0
    open_pull(workflow, 1, "shop", "S, M, L, NO")
    open_pull(workflow, 2, "store", "S, M, XL, NO")
    workflow.cli.write("plans/shop.yaml", plan("shop", "S, M, L, NO"))
    workflow.cli.write("plans/store.yaml", plan("store", "S, M, XL, NO"))
    return workflow


def group_of(workflow, how="merge", numbers=(1, 2)):
    """The candidate that the queue builds, as GitHub's three ways to merge make it."""
    tip = workflow.head
    for number in numbers:
        own = workflow.world.issues[number].pull.head_sha
        if how == "merge":
            message = f"Merge pull request #{number} from acme/topic-{number}\n\nChange"
            tip = workflow.world.add_commit("", (tip, own), message)
        else:
            tip = workflow.world.add_commit("", (tip,), f"Change {number} (#{number})")
    return tip


@pytest.mark.parametrize("how", ["merge", "squash"])
def test_all_pull_requests_of_a_group_are_asked(queued, how):
    before, told = queued.cli.writes(), queued.comments(1) + queued.comments(2)

    step = queued.merge_group(group_of(queued, how), 2)

    assert step.exit_code == 0, step.log
    assert "Pull requests: #1, #2." in step.summary
    assert queued.cli.writes() == before
    assert queued.comments(1) + queued.comments(2) == told
    assert queued.applied is None
    assert step.report["command"] == "verify"


@pytest.mark.parametrize("name", ["shop", "store"])
def test_a_live_edit_of_what_any_of_them_touches_is_stale(queued, name):
    queued.edit(name)
    before = queued.cli.writes()

    step = queued.merge_group(group_of(queued), 2)

    assert (step.exit_code, step.outputs["failure-reason"]) == (6, "stale")
    assert queued.cli.writes() == before


def test_a_guard_refuses_what_no_review_covers(queued):
    queued.cli.write("dataplan-sync.yaml", REVIEWED_ONLY)
    queued.push_to_pull(2)

    step = queued.merge_group(group_of(queued), 2)

    assert (step.exit_code, step.outputs["failure-reason"]) == (5, "refused")
    assert "no review of these counts: store v1" in step.log


def test_what_a_commit_within_a_pull_request_is_called_brings_no_other_review_in(queued):
    """Only the commits of the queue itself name pull requests."""
    queued.cli.write("dataplan-sync.yaml", REVIEWED_ONLY)
    queued.cli.write("plans/shop.yaml", plan("shop"))
    pull = queued.world.issues[1].pull
    pull.head_sha = queued.world.add_commit("", (pull.head_sha,), "Nothing to see (#2)")
    assert queued.pull_request(1).exit_code == 0

    step = queued.merge_group(group_of(queued, numbers=(1,)), 1)

    assert "Pull requests: #1." in step.summary


def test_numbers_of_no_open_pull_request_are_passed_over(queued):
    tip = group_of(queued)
    tip = queued.world.add_commit("", (tip,), "As told in (#77)")

    assert queued.merge_group(tip, 2).exit_code == 0


def test_invalid_plan_files_are_invalid(queued):
    queued.cli.write("plans/shop.yaml", "data_plan_id: [\n")

    assert queued.merge_group(group_of(queued), 2).exit_code == 4


def test_it_is_for_merge_groups_alone(queued):
    step = queued.push(queued.head, command="verify")

    assert (step.exit_code, step.outputs["failure-reason"]) == (2, "usage")


def test_what_an_earlier_one_of_the_group_wants_may_be_live_already(live):
    open_pull(live, 1, "shop", "S, M, L, NO")
    open_pull(live, 2, "shop", "S, M, L, XL, NO")
    live.cli.write("plans/shop.yaml", plan("shop", "S, M, L, NO"))
    assert live.cli("apply", "--yes").exit_code == 0
    live.cli.write("plans/shop.yaml", plan("shop", "S, M, L, XL, NO"))

    assert live.merge_group(group_of(live), 2).exit_code == 0
    assert live.merge_group(group_of(live, numbers=(2,)), 2).exit_code == 6
