"""`validate`: what is wrong in plan files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dataplan_sync.cli.options import in_console, output_option, plans_option

if TYPE_CHECKING:
    from pathlib import Path

    from dataplan_sync.cli.console import Console, OutputFormat


@click.command(short_help="Check plan files.")
@plans_option
@output_option
@in_console
def validate(console: Console, *, plans: Path, output_format: OutputFormat) -> int:
    """Check plan files: no credentials, no network."""
    from dataplan_sync import desired
    from dataplan_sync.cli import workspace
    from dataplan_sync.files.source import WorkTree

    loaded = desired.load(WorkTree(plans))
    if loaded.errors:
        return console.emit(workspace.invalid_report("validate", None, loaded), output_format)
    found = workspace.begun(None, loaded)
    return console.emit(workspace.report_on("validate", found), output_format)
