"""A pull request, as the example workflow handles it: one comment, edited in place; nothing written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peers.runner.live import SECRET

if TYPE_CHECKING:
    from peers.runner.live import Live
    from peers.runner.story import Story


def test_a_new_pull_request_gets_one_comment_and_changes_nothing(story: Story, live: Live):
    number, run = story.propose("second")
    assert run.succeeded, run.log
    counts = {name: run.outputs[name] for name in ("changes", "creates", "updates", "deletes")}
    assert counts == {"changes": "2", "creates": "2", "updates": "0", "deletes": "0"}
    assert [comment.number for comment in story.plans.world.comments.values()] == [number]
    assert run.outputs["fingerprint"] == run.report["workspaces"][0]["fingerprint"]
    assert "shop" in run.summary
    assert live.writes() == []


def test_a_push_to_it_edits_that_comment(story: Story):
    number, _ = story.propose("second")
    [before] = story.bodies()
    run = story.revise(number, "third")
    assert run.succeeded, run.log
    [after] = story.bodies()
    assert after != before


def test_a_run_that_fails_takes_the_place_of_one_that_did_not(story: Story):
    number, _ = story.propose("second")
    [before] = story.bodies()
    run = story.revise(number, "{")
    assert not run.succeeded
    assert run.exit_code == 4
    assert run.outputs["failure-reason"]
    [after] = story.bodies()
    assert after != before
    assert "plans/shop.yaml" in after


def test_the_secret_is_in_nothing_that_is_shown(story: Story):
    _, run = story.propose("second")
    shown = [run.log, run.summary, *run.artifacts.values(), *story.bodies()]
    assert all(shown)
    assert [text for text in shown if SECRET in text] == []
