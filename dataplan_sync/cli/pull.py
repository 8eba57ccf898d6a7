"""`pull`: write what is live as plan files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from dataplan_sync.cli.configured import configured
from dataplan_sync.cli.options import output_option, timeout_option
from dataplan_sync.cli.selection import workspaces_option
from dataplan_sync.errors import InterruptedPullError, InvalidPlanFilesError, RefusedOverwriteError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dataplan_sync.cli.console import Console, OutputFormat
    from dataplan_sync.cli.selection import SelectedWorkspace
    from dataplan_sync.configuration import Configuration
    from dataplan_sync.desired import LoadedPlans
    from dataplan_sync.files.plan_directory import PlanDirectory
    from dataplan_sync.model import DataPlan, Mark
    from dataplan_sync.mparticle.client import MParticleClient
    from dataplan_sync.report import CommandReport, PulledFile
    from dataplan_sync.scope import Scope
    from dataplan_sync.settings import Settings


@dataclass(frozen=True, slots=True)
class Target:
    """Where a pull goes."""

    directory: PlanDirectory
    before: LoadedPlans
    """What the directory declared before."""
    stems: frozenset[str]
    """The paths that the pull takes, without extensions."""
    ids: frozenset[str]
    """The live data plans that are pulled."""
    scope: Scope
    """What the pull is about."""

    def is_foreign(self, path: str) -> bool:
        """Tell whether a file declares what the pull is not about."""
        name = self.directory.name(path)
        marks = self.before.state.marks.items()
        return any(
            mark.file == name and not self.scope.covers(key.data_plan_id) for key, mark in marks
        )


@click.command(short_help="Write what is live as plan files.")
@configured
@workspaces_option
@timeout_option
@output_option
@click.option(
    "--force",
    is_flag=True,
    help="Overwrite files in the way that pull did not write, or that were edited since.",
)
def pull(
    console: Console,
    *,
    plans: Path,
    configuration: Configuration,
    chosen: tuple[str, ...],
    timeout: float | None,
    output_format: OutputFormat,
    force: bool,
) -> int:
    """Write the live workspace as plan files, one folder a data plan and one file a version.

    Files that pull wrote and nobody edited are brought up to date, and removed where what they declare is no
    longer live. Anything else in the way is a reason to refuse, before the first file is written.
    """
    from dataplan_sync.cli import selection, workspace
    from dataplan_sync.settings import Options

    options = Options(None, plans, timeout)
    selected = selection.select_one(console, configuration, chosen, options)
    settings, scope = selected.settings(console), selected.scope
    with workspace.connected(settings, console) as client:
        listed = [one for one in client.list_data_plans() if scope.covers(one.data_plan_id)]
        target = _target(settings.plans, listed, scope, force=force)
        files: list[PulledFile] = []
        try:
            files.extend(_write(target, client, settings, force=force))
        except KeyboardInterrupt as exc:
            raise InterruptedPullError(_so_far(files)) from exc
        report = _proof(client, settings, tuple(files), selected)
        return console.emit(report, output_format)


def _so_far(files: Iterable[PulledFile]) -> str:
    """Say what an interrupted pull has written, and that it can be run again."""
    lines = "".join(f"\n  {file.fate} {file.path}" for file in files)
    if not lines:
        return "interrupted; nothing was written"
    return f"Interrupted. A pull that is run again goes on. Until then this was done:{lines}"


def _target(plans: Path, listed: Sequence[DataPlan], scope: Scope, *, force: bool) -> Target:
    """Find out where a pull goes, and refuse if anything is in the way.

    Raises:
        RefusedOverwriteError: names everything that is in the way.
    """
    from dataplan_sync import desired
    from dataplan_sync import pull as pulling
    from dataplan_sync.files.plan_directory import PlanDirectory
    from dataplan_sync.files.source import WorkTree

    taken = frozenset(stem for data_plan in listed for stem in pulling.stems(data_plan))
    ids = frozenset(data_plan.data_plan_id for data_plan in listed)
    before = desired.load(WorkTree(plans), check=False)
    target = Target(PlanDirectory(plans), before, taken, ids, scope)
    in_the_way = [
        f"{target.directory.name(path)}: pull did not write it, or it was edited since"
        for path in map(target.directory.occupied, sorted(taken))
        if path and not force
    ]
    in_the_way.extend(_declared_elsewhere(target))
    broken = [str(problem) for problem in target.before.errors if _stays(target, problem.mark)]
    if broken:
        lines = "".join(f"\n  {problem}" for problem in broken)
        message = (
            f"Nothing was pulled, because plan files that would stay are invalid:{lines}\n"
            "Mend them or move them away first."
        )
        raise InvalidPlanFilesError(message)
    if in_the_way:
        lines = "".join(f"\n  {line}" for line in in_the_way)
        message = (
            f"Nothing was pulled, because this is in the way:{lines}\n"
            "Move or delete what is declared elsewhere, pull into another directory (--plans DIR), or "
            "overwrite files at the same place with --force."
        )
        raise RefusedOverwriteError(message)
    return target


def _stays(target: Target, mark: Mark) -> bool:
    """Tell whether a file would be there after the pull as it was before."""
    path = mark.file.removeprefix(target.directory.name("") + "/")
    stem = path.rpartition(".")[0]
    is_ours = stem in target.stems or target.directory.is_pulled(path)
    return bool(stem) and (not is_ours or target.is_foreign(path))


def _declared_elsewhere(target: Target) -> Iterator[str]:
    """Find declarations of live data plans in files that the pull neither writes nor removes."""
    for key, mark in target.before.state.marks.items():
        if key.data_plan_id in target.ids and _stays(target, mark):
            yield f"{mark}: {key} is declared here"


def _write(
    target: Target, client: MParticleClient, settings: Settings, *, force: bool
) -> Iterator[PulledFile]:
    """Fetch every live data plan, then write them all, then remove what is no longer live.

    Nothing is written before everything is here: half a workspace would look like a whole one.
    """
    from dataplan_sync.files.source import WorkTree
    from dataplan_sync.report import FileFate, PulledFile

    written: set[str] = set()
    with TemporaryDirectory() as stage:
        for path, staged in tuple(_staged(client, settings, target.ids, Path(stage))):
            fate = target.directory.write(path, staged.read_bytes().decode(), force=force)
            written.add(path)
            yield PulledFile(target.directory.name(path), fate)
    for path in WorkTree(settings.plans).paths():
        doomed = path not in written and target.directory.is_pulled(path)
        if doomed and not target.is_foreign(path):
            target.directory.remove(path)
            yield PulledFile(target.directory.name(path), FileFate.REMOVED)


def _staged(
    client: MParticleClient, settings: Settings, ids: frozenset[str], stage: Path
) -> Iterator[tuple[str, Path]]:
    """Put the text of every plan file aside on disk, where a whole workspace has room."""
    from dataplan_sync import live, pull

    with live.fetch(client, ids, concurrency=settings.concurrency) as state:
        texts = (
            file
            for data_plan_id in sorted(ids)
            if (data_plan := state.load(data_plan_id))
            for file in pull.plan_files(data_plan)
        )
        for number, file in enumerate(texts):
            staged = stage / str(number)
            staged.write_text(file.text, "utf-8", newline="")
            yield file.path, staged


def _proof(
    client: MParticleClient,
    settings: Settings,
    files: tuple[PulledFile, ...],
    selected: SelectedWorkspace,
) -> CommandReport:
    """Read the files back and compare them with live: a pull has worked if nothing differs."""
    from dataplan_sync.cli import workspace
    from dataplan_sync.errors import DataplanSyncError
    from dataplan_sync.files.source import WorkTree
    from dataplan_sync.report import WorkspaceReport

    if not files:
        name = settings.workspace_name or str(settings.workspace_id)
        nothing = WorkspaceReport(settings.workspace_id, name)
        return workspace.report_on("pull", nothing)
    everything = workspace.load(WorkTree(settings.plans), selected.configuration, check=False)
    loaded = selected.view(everything)
    found = replace(workspace.begun_in(settings, loaded), files=files)
    if loaded.errors:
        failed = replace(found, exit_code=InvalidPlanFilesError.exit_code)
        return workspace.report_on(
            "pull", failed, "What is live makes no valid plan files as it is."
        )
    change_set = workspace.compare(client, loaded, settings)
    if change_set.changes:
        failed = replace(found, exit_code=DataplanSyncError.exit_code, change_set=change_set)
        return workspace.report_on(
            "pull", failed, "The plan files differ from what is live: see what differs."
        )
    return workspace.report_on("pull", found)
