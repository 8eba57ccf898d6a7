"""The merge: what was reviewed is applied, once, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from peers.runner.live import Live
    from peers.runner.story import Story

APPLIED = "refs/dataplan-sync/7505/applied"


def test_a_merge_applies_and_the_comment_says_so(story: Story, live: Live):
    number, _ = story.propose("second")
    [before] = story.bodies()
    run = story.merge(number)
    assert run.succeeded, run.log
    assert live.description() == "second"
    [after] = story.bodies()
    assert after != before
    world = story.plans.world
    assert world.refs[APPLIED] == world.refs["refs/heads/main"]
    assert [deployment["sha"] for deployment in world.deployments.values()] == [world.refs[APPLIED]]


def test_the_same_run_again_writes_nothing(story: Story, live: Live):
    number, _ = story.propose("second")
    before = story.plans.world.refs["refs/heads/main"]
    story.merge(number)
    written = live.writes()
    run = story.pushed(before, story.plans.world.refs["refs/heads/main"])
    assert run.succeeded, run.log
    assert live.writes() == written


def test_an_edit_between_review_and_merge_stops_it_and_writes_nothing(story: Story, live: Live):
    number, _ = story.propose("second")
    story.merge(number)
    number, _ = story.propose("third")
    live.edit("in the UI")
    written = live.writes()
    run = story.merge(number)
    assert not run.succeeded
    assert run.exit_code == 6
    assert live.writes() == written
    assert live.description() == "in the UI"


def test_after_that_the_new_fingerprint_is_the_way_on(story: Story, live: Live):
    number, _ = story.propose("second")
    story.merge(number)
    number, _ = story.propose("third")
    live.edit("in the UI")
    refused = story.merge(number)
    assert refused.exit_code == 6
    looked = story.dispatch(command="diff")
    run = story.dispatch(command="apply", fingerprint=looked.outputs["fingerprint"])
    assert run.succeeded, run.log
    assert live.description() == "third"
