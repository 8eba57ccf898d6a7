"""`diff`: what an apply would do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from dataplan_sync.cli.options import (
    in_console,
    output_option,
    plans_option,
    timeout_option,
    workspace_option,
)

if TYPE_CHECKING:
    from pathlib import Path

    from dataplan_sync.cli.console import Console, OutputFormat

PENDING = 3


@click.command(short_help="Show what an apply would do.")
@plans_option
@workspace_option
@timeout_option
@output_option
@click.option("--exit-code", is_flag=True, help="Exit with 3 when changes are pending.")
@in_console
def diff(
    console: Console,
    *,
    plans: Path,
    workspace_id: int | None,
    timeout: float | None,
    output_format: OutputFormat,
    exit_code: bool,
) -> int:
    """Show what an apply would do, without writing anything."""
    from dataplan_sync import desired
    from dataplan_sync.cli import workspace
    from dataplan_sync.files.source import WorkTree
    from dataplan_sync.hazards import find_hazards
    from dataplan_sync.settings import Options

    settings = workspace.read_settings(console, Options(workspace_id, plans, timeout))
    loaded = desired.load(WorkTree(settings.plans))
    if loaded.errors:
        return console.emit(
            workspace.invalid_report("diff", settings.workspace_id, loaded), output_format
        )
    with workspace.connected(settings, console) as client:
        change_set = workspace.compare(client, loaded, settings)
    found = replace(
        workspace.begun(settings.workspace_id, loaded),
        exit_code=PENDING if exit_code and change_set.changes else 0,
        change_set=change_set,
        hazards=tuple(find_hazards(change_set)),
    )
    return console.emit(workspace.report_on("diff", found), output_format)
