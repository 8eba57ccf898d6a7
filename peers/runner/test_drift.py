"""Drift: one issue, opened when somebody edits in mParticle, closed when that is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from peers.runner.live import Live
    from peers.runner.story import Story


@pytest.fixture
def applied(story: Story) -> Story:
    """Give a repository whose data plan is applied."""
    number, _ = story.propose("second")
    assert story.merge(number).succeeded
    return story


def states(story: Story) -> list[str]:
    """Give the state of every issue that is no pull request."""
    return [issue.state for issue in story.plans.world.issues.values() if issue.pull is None]


def test_without_drift_there_is_no_issue(applied: Story):
    run = applied.look_for_drift()
    assert run.succeeded, run.log
    assert states(applied) == []


def test_drift_opens_one_issue_and_its_end_closes_it(applied: Story, live: Live):
    live.edit("in the UI")
    found = applied.look_for_drift()
    assert (found.exit_code, found.outputs["drift"]) == (3, "1")
    assert states(applied) == ["open"]
    applied.look_for_drift()
    assert states(applied) == ["open"]
    live.edit("second")
    gone = applied.look_for_drift()
    assert gone.succeeded, gone.log
    assert states(applied) == ["closed"]
