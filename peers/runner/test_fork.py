"""A pull request from a fork: checked without a secret, and commented on by a run that reads its report as data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from dataplan_sync.emulator.server import EmulatorServer
    from peers.runner.story import Story


@pytest.mark.parametrize("example", ["fork-pull-request.yml", "dataplan-sync.yml"])
def test_it_is_checked_without_reading_the_workspace(
    story: Story, emulator: EmulatorServer, example: str
):
    _, run = story.propose_from_fork("second", example)
    assert run.succeeded, run.log
    assert story.bodies() == []
    assert emulator.requests() == []
    assert list(run.artifacts) == ["dataplan-sync-report"]


def test_its_report_is_posted_by_a_run_that_checks_out_nothing(
    story: Story, emulator: EmulatorServer
):
    number, checked = story.propose_from_fork("second", "fork-pull-request.yml")
    run = story.comment_on_fork(number, checked)
    assert run.succeeded, run.log
    assert [comment.number for comment in story.plans.world.comments.values()] == [number]
    assert emulator.requests() == []
