"""A merge queue: asks whether what was reviewed still holds, and writes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from peers.runner.live import Live
    from peers.runner.story import Story


@pytest.fixture
def queued(story: Story) -> Story:
    """Give a repository whose workflow is the merge queue's, with one data plan applied."""
    story.example = "merge-queue.yml"
    number, _ = story.propose("second")
    assert story.merge(number).succeeded
    return story


def test_a_review_that_holds_passes(queued: Story, live: Live):
    number, _ = queued.propose("third")
    written = live.writes()
    run = queued.queue(number)
    assert run.succeeded, run.log
    assert run.exit_code == 0
    assert live.writes() == written


def test_a_review_that_is_out_of_date_fails(queued: Story, live: Live):
    number, _ = queued.propose("third")
    live.edit("in the UI")
    written = live.writes()
    run = queued.queue(number)
    assert run.exit_code == 6
    assert not run.succeeded
    assert live.writes() == written
