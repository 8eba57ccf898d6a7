"""`docs/commands.md` says of every command what its `--help` says. `UPDATE_GOLDEN=1` rewrites the page."""

from __future__ import annotations

import os
from pathlib import Path

import click

from dataplan_sync.cli.main import command_line

PAGE = Path(__file__).parents[2] / "docs" / "commands.md"
INTRODUCTION = """\
# Commands

What `--help` says, command by command. The exit codes and the formats of reports are in [output.md](output.md),
the plan files in [plan-files.md](plan-files.md), the emulator's switches in [emulator.md](emulator.md).
"""


def section(command, *names):
    context = click.Context(
        command,
        info_name=" ".join(("dataplan-sync", *names)),
        terminal_width=100,
        help_option_names=["-h", "--help"],
    )
    return f"## {' '.join(names) or 'dataplan-sync'}\n\n```text\n{command.get_help(context)}\n```\n"


def expected():
    sections = [section(command_line)]
    sections += [section(command, name) for name, command in sorted(command_line.commands.items())]
    return "\n".join([INTRODUCTION, *sections])


def test_the_page_says_what_help_says():
    if os.environ.get("UPDATE_GOLDEN"):
        PAGE.write_text(expected(), "utf-8")
    assert PAGE.read_text("utf-8") == expected()
