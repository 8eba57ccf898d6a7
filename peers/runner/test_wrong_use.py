"""A workflow that asks for what there is not: told before anything is read, and the outputs are set."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataplan_sync.emulator.server import EmulatorServer
    from peers.runner.story import Story


def test_an_unknown_command_is_wrong_usage(story: Story, emulator: EmulatorServer):
    run = story.dispatch(command="publish")
    assert not run.succeeded
    assert (run.exit_code, run.outputs["failure-reason"]) == (2, "usage")
    assert "publish" in run.log
    assert emulator.requests() == []
