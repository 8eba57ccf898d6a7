"""`diff`: what an apply would do."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

import click

from dataplan_sync.cli.configured import configured
from dataplan_sync.cli.options import output_option, timeout_option, workspace_option
from dataplan_sync.errors import RefusedChangeSetError

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from dataplan_sync.cli.console import Console, OutputFormat
    from dataplan_sync.configuration import Configuration
    from dataplan_sync.report import CommandReport, WorkspaceReport

PENDING = 3


class FailOn(StrEnum):
    """What a difference may be made to fail on."""

    BREAKING = "breaking"
    """Whatever an apply would refuse, which holds every breaking finding that was not accepted."""
    DANGEROUS = "dangerous"
    """The same, and findings that are dangerous or cannot be judged."""
    DRIFT = "drift"
    """Edits in live that an apply would revert."""


@click.command(short_help="Show what an apply would do.")
@configured
@workspace_option
@timeout_option
@output_option
@click.option("--exit-code", is_flag=True, help="Exit with 3 when changes are pending.")
@click.option(
    "--fail-on",
    type=click.Choice(FailOn, case_sensitive=False),
    multiple=True,
    help="Exit with 5 on what apply would refuse (breaking), on dangerous findings as well, or on drift that an "
    "apply would revert. May be repeated.",
)
def diff(
    console: Console,
    *,
    plans: Path,
    configuration: Configuration,
    workspace_id: int | None,
    timeout: float | None,
    output_format: OutputFormat,
    exit_code: bool,
    fail_on: tuple[FailOn, ...],
) -> int:
    """Show what an apply would do, without writing anything."""
    from dataplan_sync.cli import workspace
    from dataplan_sync.files.source import WorkTree
    from dataplan_sync.guards.advice import in_one_piece
    from dataplan_sync.settings import Options

    settings = workspace.read_settings(console, Options(workspace_id, plans, timeout))
    loaded = workspace.load(WorkTree(settings.plans), configuration)
    if loaded.errors:
        return console.emit(
            workspace.invalid_report("diff", settings.workspace_id, loaded), output_format
        )
    deletable = configuration.policy.deletable
    with workspace.connected(settings, console) as client:
        change_set = workspace.compare(client, loaded, settings, deletable=deletable)
    begun = workspace.begun(settings.workspace_id, loaded, settings.repeated)
    found = workspace.judged(begun, change_set, configuration)
    if fails(found, fail_on):
        code = RefusedChangeSetError.exit_code
    else:
        code = PENDING if exit_code and change_set.changes else 0
    report = workspace.report_on("diff", replace(found, exit_code=code))
    return _emit(console, report, in_one_piece(found.hazards, configuration), output_format)


def _emit(
    console: Console, report: CommandReport, permits: str, output_format: OutputFormat
) -> int:
    """Write the report, and what would allow all that an apply will refuse: among the notes, or for people below it."""
    from dataplan_sync.cli.console import OutputFormat

    if permits and output_format is OutputFormat.JSON:
        (found,) = report.workspaces
        noted = replace(found, notes=(*found.notes, permits))
        return console.emit(replace(report, workspaces=(noted,)), output_format)
    code = console.emit(report, output_format)
    for line in permits.splitlines():
        console.say(line)
    return code


def fails(found: WorkspaceReport, fail_on: Collection[FailOn]) -> bool:
    """Tell whether a difference holds anything that it is to fail on."""
    from dataplan_sync.changes import Origin
    from dataplan_sync.impact.verdict import Level

    gate = not {FailOn.BREAKING, FailOn.DANGEROUS}.isdisjoint(fail_on)
    if gate and found.hazards:
        return True
    changes = found.change_set.changes if found.change_set else ()
    origins = {field.origin for change in changes for field in change.field_changes}
    if FailOn.DRIFT in fail_on and not origins.isdisjoint({Origin.DRIFT, Origin.CONFLICT}):
        return True
    levels = {impact.level for impacts in found.impacts.values() for impact in impacts}
    return FailOn.DANGEROUS in fail_on and not levels.isdisjoint({Level.DANGEROUS, Level.UNKNOWN})
