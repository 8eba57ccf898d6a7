"""What an apply covers and what of it was reviewed, when runs vanish, overlap or come late."""

from __future__ import annotations

import io
import zipfile

import pytest

from tests.cli.action.pulls import REVIEWED_ONLY, is_live, merge, open_pull, plan
from tests.github.server.faults import Fault


def test_two_pull_requests_on_different_objects_are_applied_by_one_run_and_both_get_the_ledger(
    live,
):
    open_pull(live, 1, "shop", "S, M, L, NO")
    open_pull(live, 2, "store", "S, M, XL, NO")
    merge(live, 1, shop="S, M, L, NO")
    head = merge(live, 2, store="S, M, XL, NO")

    step = live.push(head)

    assert step.exit_code == 0, step.log
    assert is_live(live)
    for number in (1, 2):
        (body,) = live.comments(number)
        assert body.split("\n")[1] == "## Data plans: applied, 2 changes · workspace 1"
        assert "Pull requests: #1, #2." in body
        assert "not reviewed against live" not in body


def test_a_second_pull_request_on_the_same_object_is_not_applied_unreviewed(live):
    open_pull(live, 1, "shop", "S, M, L, NO")
    open_pull(live, 2, "shop", "S, M, XL, NO")
    assert live.push(merge(live, 1, shop="S, M, L, NO")).exit_code == 0
    before = live.cli.writes()

    step = live.push(merge(live, 2, shop="S, M, L, XL, NO"))

    assert (step.exit_code, step.outputs["failure-reason"]) == (6, "stale")
    assert live.cli.writes() == before
    (body,) = live.comments(2)
    assert "moved since the review" in body
    assert f"fingerprint: {step.outputs['fingerprint'][:8]}" in body


def test_of_two_pull_requests_on_the_same_object_in_one_range_neither_review_holds(live):
    open_pull(live, 1, "shop", "S, M, L, NO")
    open_pull(live, 2, "shop", "S, M, XL, NO")
    merge(live, 1, shop="S, M, L, NO")
    head = merge(live, 2, shop="S, M, L, XL, NO")
    before = live.cli.writes()

    assert (live.push(head).exit_code, live.cli.writes()) == (6, before)


@pytest.mark.parametrize(("again", "exit_code"), [(2, 0), (1, 6)])
def test_the_newest_review_that_covers_an_object_wins_whatever_was_merged_last(
    live, again, exit_code
):
    """Both touch it; the second was looked at once more when the first was merged, so its review saw both."""
    open_pull(live, 1, "shop", "S, M, L, NO")
    open_pull(live, 2, "shop", "S, M, L, XL, NO")
    live.cli.write("plans/shop.yaml", plan("shop", "S, M, L, XL, NO" if again == 2 else "S, L"))
    assert live.pull_request(again).exit_code == 0
    merge(live, 1)
    head = merge(live, 2, shop="S, M, L, XL, NO")

    assert live.push(head).exit_code == exit_code


def test_a_direct_push_between_pull_requests_is_applied_and_marked(live):
    open_pull(live, 1, "shop", "S, M, L, NO")
    merge(live, 1, shop="S, M, L, NO")
    live.cli.write("plans/store.yaml", plan("store", "S, M, XL, NO"))
    head = live.world.push("main", "Directly")

    step = live.push(head)

    assert step.exit_code == 0, step.log
    assert is_live(live)
    (body,) = live.comments(1)
    rows = [line for line in body.splitlines() if line.startswith("|") and "edited" in line]
    marked = [("`store`" in row, "not reviewed against live" in row) for row in rows]
    assert sorted(marked) == [(False, False), (True, True)]


def test_a_direct_push_to_what_was_reviewed_makes_the_review_stale(live):
    open_pull(live, 1, "shop", "S, M, L, NO")
    merge(live, 1, shop="S, M, L, XXL, NO")
    head = live.world.push("main", "Directly")
    before = live.cli.writes()

    assert (live.push(head).exit_code, live.cli.writes()) == (6, before)


def test_with_require_review_a_direct_push_is_refused_and_named(live):
    live.cli.write("dataplan-sync.yaml", REVIEWED_ONLY)
    live.cli.write("plans/store.yaml", plan("store", "S, M, XL, NO"))
    before = live.cli.writes()

    step = live.push(live.world.push("main", "Directly"))

    assert (step.exit_code, live.cli.writes()) == (5, before)
    assert "no review of these counts: store v1" in step.log
    assert live.applied != live.head


def test_a_pull_request_of_a_fork_counts_as_not_reviewed(live):
    live.cli.write("dataplan-sync.yaml", REVIEWED_ONLY)
    live.world.open_pull(1, fork="mallory/plans")
    live.cli.write("plans/store.yaml", plan("store", "S, M, XL, NO"))

    assert live.push(live.world.merge(1)).exit_code == 5


def test_a_comment_by_somebody_else_is_no_review(live):
    open_pull(live, 1, "shop", "S, M, L, NO")
    for comment in live.world.comments.values():
        comment.author = "alice"
    live.cli.write("dataplan-sync.yaml", REVIEWED_ONLY)

    assert live.push(merge(live, 1, shop="S, M, L, NO")).exit_code == 5


def test_a_comment_about_another_workspace_is_no_review(live):
    open_pull(live, 1, "shop", "S, M, L, NO")
    for comment in live.world.comments.values():
        comment.body = comment.body.replace('{"key":"1"', '{"key":"2"')
    live.cli.write("dataplan-sync.yaml", REVIEWED_ONLY)

    assert live.push(merge(live, 1, shop="S, M, L, NO")).exit_code == 5


def test_an_evicted_run_is_covered_by_the_next_one(live):
    open_pull(live, 1, "shop", "S, M, L, NO")
    merge(live, 1, shop="S, M, L, NO")
    open_pull(live, 2, "store", "S, M, XL, NO")
    head = merge(live, 2, store="S, M, XL, NO")

    assert live.push(head).exit_code == 0
    assert ["applied" in live.comments(number)[0].split("\n")[1] for number in (1, 2)] == [True] * 2
    assert live.applied == head


def test_a_run_whose_branch_has_moved_on_applies_the_head_as_github_has_it(live):
    """Its checkout is old: files and configuration of the head come through the API."""
    open_pull(live, 1, "shop", "S, M, L, NO")
    own = merge(live, 1, shop="S, M, L, NO")
    pushed = {
        "plans/shop.yaml": plan("shop", "S, M, L, NO"),
        "plans/store.yaml": plan("store", "S, M, XL, NO"),
    }
    head = live.world.push("main", "Directly", files=pushed)

    step = live.push(own)

    assert step.exit_code == 0, step.log
    assert live.applied == head
    live.cli.write("plans/store.yaml", plan("store", "S, M, XL, NO"))
    assert is_live(live)


def test_the_policy_of_the_head_counts_and_not_that_of_an_old_checkout(live):
    own = live.world.push("main", "Directly")
    files = {"plans/store.yaml": plan("store", "S, M, XL"), "dataplan-sync.yaml": REVIEWED_ONLY}
    live.world.push("main", "Directly", files=files | {"plans/shop.yaml": plan("shop")})
    before = live.cli.writes()

    assert (live.push(own).exit_code, live.cli.writes()) == (5, before)


def test_an_invalid_configuration_of_the_head_is_invalid(live):
    own = live.world.push("main", "Directly")
    live.world.push("main", "Directly", files={"dataplan-sync.yaml": "version: 1\npolcy: {}\n"})

    step = live.push(own)

    assert (step.exit_code, step.outputs["failure-reason"]) == (4, "invalid")
    assert "file=dataplan-sync.yaml,line=2" in step.log


def test_reviews_that_cannot_be_read_are_not_taken_for_none(live):
    open_pull(live, 1, "shop", "S, M, L, NO")
    head = merge(live, 1, shop="S, M, L, NO")
    before = live.cli.writes()
    live.hub.faults.append(Fault("GET", "/issues/1/comments", status=500, times=9))

    step = live.push(head)

    assert (step.exit_code, live.cli.writes()) == (1, before)
    assert live.applied != head


def elsewhere(workflow, *contents, name="dataplan-sync-report"):
    """Make the comment one whose review is too large for it, and leave reports as artifacts of its run."""
    for content in contents:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("report.json", content)
        workflow.world.add_artifact(workflow.runs, name, packed.getvalue())
    (comment,) = workflow.world.comments.values()
    start = comment.body.index('"workspaces":[[')
    comment.body = comment.body[:start] + '"workspaces":null} -->\n'


def report_of(workflow):
    return (workflow.folder / "dataplan-sync/report.json").read_text()


def test_a_review_that_is_too_large_for_the_comment_is_read_from_the_artifact(live):
    open_pull(live, 1, "shop", "S, M, L, NO")
    elsewhere(live, "no json", report_of(live))
    live.cli.write("dataplan-sync.yaml", REVIEWED_ONLY)

    step = live.push(merge(live, 1, shop="S, M, L, NO"))

    assert step.exit_code == 0, step.log


def test_a_refused_apply_that_is_run_again_still_knows_such_a_review(live):
    open_pull(live, 1, "shop", "S, M, L, NO")
    elsewhere(live, report_of(live))
    head = merge(live, 1, shop="S, M, L, NO")
    live.edit("shop")

    assert live.push(head).exit_code == 6
    before = live.cli.writes()
    assert live.push(head, attempt=2).exit_code == 6
    assert live.cli.writes() == before


@pytest.mark.parametrize(
    "change",
    [
        lambda _report: "no json",
        lambda _report: "[" * 100_000,
        lambda report: report.replace('"command": "diff"', '"command": "apply"'),
        lambda report: report.replace('"fingerprint": "', '"fingerprint": "0'),
        lambda report: report.replace('"id": 1,', '"id": 2,'),
    ],
    ids=["no json", "deep", "apply", "fingerprint", "another workspace"],
)
def test_an_artifact_that_was_spoiled_is_no_review(live, change):
    open_pull(live, 1, "shop", "S, M, L, NO")
    elsewhere(live, change(report_of(live)))
    live.cli.write("dataplan-sync.yaml", REVIEWED_ONLY)
    before = live.cli.writes()

    step = live.push(merge(live, 1, shop="S, M, L, NO"))

    assert (step.exit_code, live.cli.writes()) == (5, before)


def test_an_artifact_of_another_name_is_no_review(live):
    open_pull(live, 1, "shop", "S, M, L, NO")
    elsewhere(live, report_of(live), name="coverage")
    live.cli.write("dataplan-sync.yaml", REVIEWED_ONLY)

    assert live.push(merge(live, 1, shop="S, M, L, NO")).exit_code == 5


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<!-- dataplan-sync:review", "<!-- dataplan-sync:reviewed"),
        ('<!-- dataplan-sync:review {"v":1,"head":"', '<!-- dataplan-sync:review {"v":1,"head":"0'),
        ('<!-- dataplan-sync:review {"v":1', '<!-- dataplan-sync:review {"v":2'),
        ('"reviewed":[', '"reviewed":["x",'),
    ],
)
def test_a_comment_whose_hidden_parts_were_edited_is_no_review_or_an_old_one(live, old, new):
    open_pull(live, 1, "shop", "S, M, L, NO")
    for comment in live.world.comments.values():
        assert old in comment.body
        comment.body = comment.body.replace(old, new)
    live.cli.write("dataplan-sync.yaml", REVIEWED_ONLY)

    # That nobody can say when it was made leaves it the review that it is.
    expected = 0 if old.startswith('"reviewed"') else 5
    assert live.push(merge(live, 1, shop="S, M, L, NO")).exit_code == expected


@pytest.mark.parametrize("ref", ["refs/tags/v1", "refs/pull/1/merge"])
def test_what_is_no_branch_applies_nothing(live, ref):
    before = live.cli.writes()
    step = live("workflow_dispatch", {"inputs": {}}, sha=live.head, ref=ref, command="apply")

    assert (step.exit_code, live.cli.writes()) == (0, before)
    assert "is not the default branch" in step.log
