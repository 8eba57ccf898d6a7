"""What reaches the log is read by people and by the runner; only what we mean as a command may be one."""

from __future__ import annotations

import pytest

from dataplan_sync.cli.action.log import StepConsole
from dataplan_sync.workflow_commands import Level
from tests.cli.action.test_hostile import NAMES, commands


@pytest.mark.parametrize("name", [*NAMES, "  ::error::pwned", "a ##[error]pwned"])
def test_a_line_for_people_is_no_command(capfd, name):
    StepConsole({}).say(name)

    captured = capfd.readouterr()
    assert (captured.out, commands(captured.err)) == ("", [])
    assert "\x1b" not in captured.err


@pytest.mark.parametrize("name", NAMES)
def test_a_quoted_text_holds_no_command(capfd, name):
    StepConsole({}).quote(f"first\n{name}\nlast")

    assert commands(capfd.readouterr().out) == []


@pytest.mark.parametrize("name", NAMES)
def test_an_annotation_is_one_command_whatever_it_says(capfd, name):
    StepConsole({}).annotate(Level.WARNING, name)

    (line,) = commands(capfd.readouterr().out)
    assert line.startswith("::warning::")
    assert "\x1b" not in line
