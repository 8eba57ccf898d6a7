"""`diff`: what an apply would do."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from itertools import chain
from typing import TYPE_CHECKING

import click

from dataplan_sync.cli.configured import configured
from dataplan_sync.cli.console import FanOut, OutputFormat
from dataplan_sync.cli.options import timeout_option
from dataplan_sync.cli.selection import workspaces_option
from dataplan_sync.cli.sharding import shard_option
from dataplan_sync.errors import RefusedChangeSetError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from dataplan_sync.cli.console import Console
    from dataplan_sync.cli.selection import SelectedWorkspace
    from dataplan_sync.configuration import Configuration
    from dataplan_sync.desired import LoadedPlans
    from dataplan_sync.report import WorkspaceReport

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
@workspaces_option
@timeout_option
@shard_option
@click.option(
    "--output",
    "-o",
    "output_format",
    type=click.Choice([*OutputFormat, *FanOut], case_sensitive=False),
    default=OutputFormat.TEXT.value,
    show_default=True,
    help="How the report is written to stdout; matrix names the workspaces with something to do, for CI.",
)
@click.option(
    "--data-plan",
    "only",
    metavar="ID",
    multiple=True,
    help="Look at this data plan only, and read no files of others. May be repeated.",
)
@click.option("--parity", is_flag=True, help="Show as well in what the workspaces differ in live.")
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
    chosen: tuple[str, ...],
    timeout: float | None,
    output_format: OutputFormat | FanOut,
    shard: str | None,
    only: tuple[str, ...],
    parity: bool,
    exit_code: bool,
    fail_on: tuple[FailOn, ...],
) -> int:
    """Show what an apply would do, without writing anything."""
    from dataplan_sync.cli import narrowing, selection, sharding, workspace
    from dataplan_sync.files.source import WorkTree
    from dataplan_sync.settings import Options

    part = sharding.read_shard(shard, console.environ)
    options = Options(None, plans, timeout)
    selected = selection.sharded(selection.select(console, configuration, chosen, options), part)
    selected = narrowing.narrowed(selected, only)
    loaded = workspace.load(WorkTree(plans), configuration, only=only or None)
    if loaded.errors:
        report = workspace.invalid_report("diff", selection.number(selected), loaded)
        return console.emit(report, output_format)

    narrowing.refuse_unknown(only, loaded)

    def compare(one: SelectedWorkspace) -> WorkspaceReport:
        found = _compared(console, one, loaded)
        if output_format is OutputFormat.JSON:
            found = replace(found, notes=(*found.notes, *_permits(one, found)))
        if fails(found, fail_on):
            return replace(found, exit_code=RefusedChangeSetError.exit_code)
        pending = exit_code and found.change_set and found.change_set.changes
        return replace(found, exit_code=PENDING if pending else 0)

    found = tuple(selection.in_each(selected, compare))
    report = workspace.report_on_all("diff", found)
    if parity:
        looked_at = [one for one, its in zip(selected, found, strict=True) if not its.errors]
        report = replace(report, parity=workspace.parity_of(console, looked_at))
    code = console.emit(report, output_format)
    if output_format is not OutputFormat.JSON:
        said = (_permits(one, its) for one, its in zip(selected, found, strict=True))
        _tell(console, chain.from_iterable(said))
    return code


def _tell(console: Console, said: Iterable[str]) -> None:
    for text in said:
        for line in text.splitlines():
            console.say(line)


def _compared(
    console: Console, selected: SelectedWorkspace, loaded: LoadedPlans
) -> WorkspaceReport:
    """Compare plan files with one workspace, and judge what differs."""
    from dataplan_sync.cli import workspace
    from dataplan_sync.cli.base import applied_base

    settings, view, configuration = (
        selected.settings(console),
        selected.view(loaded),
        selected.configuration,
    )
    policy = configuration.policy
    with (
        applied_base(
            settings.plans, settings.workspace_id, configuration, only=view.scope.only
        ) as base,
        workspace.connected(settings, console) as client,
    ):
        change_set = workspace.compare(
            client,
            view,
            settings,
            deletable=policy.deletable,
            base=base.state,
            left=policy.left,
        )
    begun = replace(
        workspace.begun_in(settings, view),
        base=base.sha,
        base_note=base.note,
        notes=tuple(selected.notes(loaded)),
    )
    return workspace.judged(begun, change_set, configuration)


def _permits(selected: SelectedWorkspace, found: WorkspaceReport) -> tuple[str, ...]:
    """Say what would allow all that an apply will refuse."""
    from dataplan_sync.guards.advice import in_one_piece

    said = in_one_piece(found.hazards, selected.configuration)
    return (said,) if said else ()


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
