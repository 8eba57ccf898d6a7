"""`drift`: who changed what behind git's back."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from dataplan_sync.cli.configured import configured
from dataplan_sync.cli.options import output_option, timeout_option
from dataplan_sync.cli.selection import workspaces_option
from dataplan_sync.cli.sharding import shard_option

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dataplan_sync.changes import ChangeSet
    from dataplan_sync.cli.base import Base
    from dataplan_sync.cli.console import Console, OutputFormat
    from dataplan_sync.cli.selection import SelectedWorkspace
    from dataplan_sync.configuration import Configuration
    from dataplan_sync.desired import LoadedPlans
    from dataplan_sync.report import WorkspaceReport

FOUND = 3


@click.command(short_help="Show who changed what behind git's back.")
@configured
@workspaces_option
@timeout_option
@output_option
@shard_option
@click.option(
    "--base",
    metavar="REF",
    help="Compare with the plan files at this commit, branch or tag.  [default: the last recorded apply, else the "
    "work tree]",
)
def drift(
    console: Console,
    *,
    plans: Path,
    configuration: Configuration,
    chosen: tuple[str, ...],
    timeout: float | None,
    output_format: OutputFormat,
    shard: str | None,
    base: str | None,
) -> int:
    """Show where live is not as git says: who changed it, and when. Exits with 3 if it finds any."""
    from dataplan_sync.cli import selection, sharding, workspace
    from dataplan_sync.cli.base import Base
    from dataplan_sync.settings import Options

    part = sharding.read_shard(shard, console.environ)
    options = Options(None, plans, timeout)
    selected = selection.sharded(selection.select(console, configuration, chosen, options), part)
    with _loaded(plans, base, configuration) as (loaded, sha):
        if loaded.errors:
            report = workspace.invalid_report("drift", selection.number(selected), loaded)
            return console.emit(report, output_format)

        def look(one: SelectedWorkspace) -> WorkspaceReport:
            if sha is not None:
                return _drifted(console, one, loaded, Base(f"as --base {base}", sha))
            return _drifted_since_the_last_apply(console, one, loaded)

        found = tuple(selection.in_each(selected, look))
    return console.emit(workspace.report_on_all("drift", found), output_format)


def _drifted_since_the_last_apply(
    console: Console, selected: SelectedWorkspace, loaded: LoadedPlans
) -> WorkspaceReport:
    """Look at one workspace, from what was applied last if that is known, else from the work tree."""
    from dataplan_sync.cli.base import applied_base

    settings = selected.settings(console)
    with applied_base(settings.plans, settings.workspace_id, selected.configuration) as base:
        declared = replace(loaded, state=base.state) if base.state else loaded
        return _drifted(console, selected, declared, base)


def _drifted(
    console: Console, selected: SelectedWorkspace, loaded: LoadedPlans, base: Base
) -> WorkspaceReport:
    """Look at one workspace."""
    from dataplan_sync.cli import workspace

    settings, view = selected.settings(console), selected.view(loaded)
    with workspace.connected(settings, console) as client:
        change_set = as_drift(workspace.compare(client, view, settings))
    return replace(
        workspace.begun_in(settings, view),
        exit_code=FOUND if change_set.changes else 0,
        change_set=change_set,
        base=base.sha,
        base_note=base.note,
        notes=tuple(selected.notes(loaded)),
    )


@contextmanager
def _loaded(
    plans: Path, base: str | None, configuration: Configuration
) -> Iterator[tuple[LoadedPlans, str | None]]:
    """Load plan files from the work tree or, with a base, from git; then its commit comes too."""
    from dataplan_sync.cli import workspace
    from dataplan_sync.files.source import WorkTree

    if base is None:
        yield workspace.load(WorkTree(plans), configuration, check=False), None
        return
    from dataplan_sync.repository import open_repository

    with open_repository(plans) as repository:
        sha = repository.resolve(base)
        files = repository.files(sha, repository.relative(plans))
        yield workspace.load(files, configuration, check=False), sha


def as_drift(change_set: ChangeSet) -> ChangeSet:
    """Say of every difference that live moved: git is what drift is measured against."""
    from dataplan_sync.changes import Origin

    changes = tuple(
        replace(
            change,
            field_changes=tuple(
                replace(field, origin=Origin.DRIFT) for field in change.field_changes
            ),
        )
        for change in change_set.changes
    )
    return replace(change_set, changes=changes)
