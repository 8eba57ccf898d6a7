"""`action`: what `action.yml` runs. It reads everything from the environment, as a step of a workflow has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dataplan_sync.cli.options import in_console

if TYPE_CHECKING:
    from dataplan_sync.cli.console import Console


@click.command(short_help="Run as a step of a GitHub workflow.")
@in_console
def action(console: Console) -> int:
    """Run as a step of a GitHub workflow: compare and comment, apply what was reviewed, watch for drift.

    Reads everything from the environment that action.yml makes; docs/action.md describes it.
    """
    from dataplan_sync.cli.action.running import act

    return act(console.environ)
