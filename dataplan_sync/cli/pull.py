"""`pull`: write what is live as plan files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from dataplan_sync.cli.configured import configured
from dataplan_sync.cli.options import output_option, timeout_option
from dataplan_sync.cli.selection import workspaces_option
from dataplan_sync.errors import InterruptedPullError, InvalidPlanFilesError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dataplan_sync.cli.console import Console, OutputFormat
    from dataplan_sync.cli.pull_selection import Selection
    from dataplan_sync.cli.pulling import Pull
    from dataplan_sync.cli.selection import SelectedWorkspace
    from dataplan_sync.configuration import Configuration
    from dataplan_sync.model import DataPlan
    from dataplan_sync.mparticle.client import MParticleClient
    from dataplan_sync.report import CommandReport, PulledFile
    from dataplan_sync.settings import Settings


@click.command(short_help="Write what is live as plan files.")
@configured
@workspaces_option
@timeout_option
@output_option
@click.option(
    "--plan", "data_plans", metavar="ID", multiple=True, help="Pull this data plan.  [repeatable]"
)
@click.option(
    "--version",
    "versions",
    type=click.IntRange(min=1),
    multiple=True,
    help="Pull this version of the data plans that --plan names.  [repeatable]",
)
@click.option(
    "--rejected",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Put what plan files cannot hold here, as the API's JSON, and pull the rest: a directory, or a .json file.",
)
@click.option(
    "--force",
    is_flag=True,
    help="Write files at the usual places anew, rather than merge into them.",
)
def pull(
    console: Console,
    *,
    plans: Path,
    configuration: Configuration,
    chosen: tuple[str, ...],
    timeout: float | None,
    output_format: OutputFormat,
    data_plans: tuple[str, ...],
    versions: tuple[int, ...],
    rejected: Path | None,
    force: bool,
) -> int:
    """Write the live workspace as plan files.

    What no file declares becomes a folder a data plan, with a file a version. Where files are, they are edited: what
    differs from live is changed at its place, and comments, order and form stay. Nothing is written before it is
    proved that the files then say what is live.
    """
    from dataplan_sync.cli import selection, workspace
    from dataplan_sync.cli.pull_selection import Selection
    from dataplan_sync.settings import Options

    if versions and not data_plans:
        message = "--version says which versions of a data plan: name it with --plan."
        raise UsageError(message)
    selected = selection.select_one(console, configuration, chosen, Options(None, plans, timeout))
    settings = selected.settings(console)
    wanted = Selection(selected.scope, frozenset(data_plans), frozenset(versions))
    with workspace.connected(settings, console) as client:
        listed = [one for one in client.list_data_plans() if wanted.covers(one.data_plan_id)]
        wanted.require_live(listed)
        with TemporaryDirectory() as stage:
            found = _decided(client, settings, wanted, listed, (Path(stage), rejected), force=force)
            files: list[PulledFile] = []
            try:
                files.extend(found.write())
            except KeyboardInterrupt as exc:
                raise InterruptedPullError(_so_far(files)) from exc
            return console.emit(_proof(found, settings, tuple(files), selected), output_format)


def _decided(
    client: MParticleClient,
    settings: Settings,
    wanted: Selection,
    listed: Sequence[DataPlan],
    places: tuple[Path, Path | None],
    *,
    force: bool,
) -> Pull:
    """Fetch what is pulled, and decide what is written."""
    from dataplan_sync import live
    from dataplan_sync.cli.pulling import Pull

    stage, rejected = places
    found = Pull.into(settings.plans, stage, wanted, force=force)
    for data_plan in listed:
        found.live_keys |= {data_plan.key, *(version.key for version in data_plan.versions)}
    found.refuse_broken()
    ids = sorted(data_plan.data_plan_id for data_plan in listed)
    with live.fetch(client, ids, concurrency=settings.concurrency) as state:
        for data_plan_id in ids:
            fetched = state.load(data_plan_id)
            if fetched:
                found.decide(fetched, may_reject=rejected is not None)
    if rejected is not None:
        _set_aside(found, rejected)
    return found


def _set_aside(found: Pull, rejected: Path) -> None:
    """Write what plan files cannot hold as the API's JSON, and note where."""
    import json

    objects = [
        {"object": str(one.key), "reason": one.reason, "json": one.wire} for one in found.rejected
    ]
    into_one = rejected.suffix.lower() == ".json"
    if objects and into_one:
        rejected.parent.mkdir(parents=True, exist_ok=True)
        rejected.write_text(json.dumps(objects, indent=2) + "\n", "ascii")
    for number, one in enumerate(found.rejected, 1):
        target = rejected
        if not into_one:
            rejected.mkdir(parents=True, exist_ok=True)
            name = "".join(char if char.isalnum() else "_" for char in str(one.key))[:80]
            target = rejected / f"{number}-{name}.json"
            target.write_text(json.dumps(one.wire, indent=2) + "\n", "ascii")
        found.notes.append(f"{str(one.key)!a} is in {target.as_posix()}: {one.reason}")


def _so_far(files: Iterable[PulledFile]) -> str:
    """Say what an interrupted pull has written, and that it can be run again."""
    lines = "".join(f"\n  {file.fate} {file.path}" for file in files)
    if not lines:
        return "interrupted; nothing was written"
    return f"Interrupted. A pull that is run again goes on. Until then this was done:{lines}"


def _proof(
    found: Pull, settings: Settings, files: tuple[PulledFile, ...], selected: SelectedWorkspace
) -> CommandReport:
    """Read the files back and compare them with what was fetched: a pull has worked if nothing differs."""
    from dataplan_sync import diff
    from dataplan_sync.cli import workspace
    from dataplan_sync.errors import DataplanSyncError
    from dataplan_sync.files.source import WorkTree
    from dataplan_sync.report import WorkspaceReport

    if not files and not found.pulled_keys:
        name = settings.workspace_name or str(settings.workspace_id)
        nothing = WorkspaceReport(settings.workspace_id, name, notes=tuple(found.notes))
        return workspace.report_on("pull", nothing)
    everything = workspace.load(WorkTree(settings.plans), selected.configuration, check=False)
    loaded = selected.view(everything)
    notes = (*found.notes, *found.left_alone(loaded.state.marks))
    report = replace(workspace.begun_in(settings, loaded), files=files, notes=notes)
    if loaded.errors:
        failed = replace(report, exit_code=InvalidPlanFilesError.exit_code)
        return workspace.report_on(
            "pull", failed, "What is live makes no valid plan files as it is."
        )
    change_set = diff.diff_states(
        loaded.state, found.live_state(), workspace_id=settings.workspace_id
    )
    differing = tuple(change for change in change_set.changes if change.key in found.pulled_keys)
    if differing:
        failed = replace(
            report,
            exit_code=DataplanSyncError.exit_code,
            change_set=replace(change_set, changes=differing),
        )
        return workspace.report_on(
            "pull", failed, "The plan files differ from what is live: see what differs."
        )
    return workspace.report_on("pull", report)
