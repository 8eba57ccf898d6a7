"""Which workspaces a command is about: what the command line, the environment and `dataplan-sync.yaml` say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

import click

from dataplan_sync.errors import DataplanSyncError, UsageError
from dataplan_sync.overlay import NOTHING, Overlay
from dataplan_sync.scope import EVERYTHING, Scope

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from dataplan_sync.cli.console import Console
    from dataplan_sync.configuration import Configuration, ConfiguredWorkspace
    from dataplan_sync.desired import LoadedPlans
    from dataplan_sync.report import WorkspaceReport
    from dataplan_sync.scope import Shard
    from dataplan_sync.settings import Options, Settings

Function = TypeVar("Function", bound="Callable[..., object]")


@dataclass(frozen=True, slots=True)
class SelectedWorkspace:
    """A workspace that a command is about, with what holds in it. Its credential is not read yet."""

    options: Options
    """What the command line says, and of the workspace what the configuration says."""
    configuration: Configuration
    """As it holds in this workspace."""
    scope: Scope = EVERYTHING
    overlay: Overlay = NOTHING

    def settings(self, console: Console) -> Settings:
        """Read the settings, the credential among them.

        Raises:
            UsageError: something is missing or wrong.
        """
        from dataplan_sync.cli import workspace

        return workspace.read_settings(console, self.options)

    def view(self, loaded: LoadedPlans) -> LoadedPlans:
        """Give what plan files say of this workspace."""
        return loaded.seen_from(self.scope, self.overlay)

    def notes(self, loaded: LoadedPlans) -> Iterator[str]:
        """Say that only a part was looked at, where that is so."""
        if self.scope.shard:
            whole = replace(self.scope, shard=None)
            seen, declared = (
                sum(map(scope.covers, loaded.state.loaders)) for scope in (self.scope, whole)
            )
            yield f"shard {self.scope.shard}: {seen} of {declared} declared data plans were looked at"

    def failed(self, error: DataplanSyncError) -> WorkspaceReport:
        """Report that the command could do nothing here."""
        from dataplan_sync.report import WorkspaceReport

        number = self.options.workspace_id
        name = self.options.workspace_name or str(number or "")
        return WorkspaceReport(number, name, error.exit_code, errors=(str(error),))


def workspaces_option(function: Function) -> Function:
    """Say which workspaces; gives the command `chosen`, names and ids as they were written."""
    number = f"{__name__}.number"

    def note(context: click.Context, parameter: click.Parameter, value: int | None) -> None:
        del parameter
        context.meta[number] = value

    def gather(
        context: click.Context, parameter: click.Parameter, words: tuple[str, ...]
    ) -> tuple[str, ...]:
        del parameter
        parts = [part.strip() for word in words for part in word.split(",")]
        noted = context.meta.get(number)
        return (*filter(None, parts), *([] if noted is None else [str(noted)]))

    by_name = click.option(
        "--workspace",
        "chosen",
        multiple=True,
        metavar="NAME|ID|all",
        callback=gather,
        help="A workspace of dataplan-sync.yaml, or all of them; may be repeated.",
    )
    by_id = click.option(
        "--workspace-id",
        type=int,
        is_eager=True,
        expose_value=False,
        callback=note,
        help="The mParticle workspace; wins over MPARTICLE_WORKSPACE_ID.",
    )
    return by_id(by_name(function))


def select(
    console: Console, configuration: Configuration, chosen: Sequence[str], options: Options
) -> tuple[SelectedWorkspace, ...]:
    """Give the workspaces that are chosen, in the order of the configuration; all where none is.

    Args:
        console: sees the environment.
        configuration: may describe workspaces; without, there is the one of the environment.
        chosen: names or ids, or `all`.
        options: what else the command line says.

    Raises:
        UsageError: there is no such workspace, or settings of the only one are missing or wrong.
    """
    from dataplan_sync.settings import Settings

    selected = find(console.environ, configuration, chosen, options)
    if len(selected) == 1:
        # What is missing is said before any file is read.
        Settings.from_environment(console.environ, selected[0].options)
    return selected


def find(
    environ: Mapping[str, str],
    configuration: Configuration,
    chosen: Sequence[str],
    options: Options,
) -> tuple[SelectedWorkspace, ...]:
    """Give the workspaces that are chosen, as `select` does, for what may come to need no credential.

    Raises:
        UsageError: there is no such workspace.
    """
    words = tuple(chosen) or _from_environment(environ)
    wanted = {one.name for word in words for one in _meant(word, configuration)}
    found = tuple(
        _described(one, configuration, options)
        for one in configuration.workspaces
        if not words or one.name in wanted
    )
    return found or (_undescribed(configuration, chosen, options),)


def select_one(
    console: Console, configuration: Configuration, chosen: Sequence[str], options: Options
) -> SelectedWorkspace:
    """Give the one workspace that a command is to work on.

    Raises:
        UsageError: there is no such workspace, or it is not clear which one is meant.
    """
    found = select(console, configuration, chosen, options)
    if len(found) == 1:
        return found[0]
    message = (
        "This is about one workspace at a time: choose one with --workspace NAME. "
        f"There are {_names(configuration)}."
    )
    raise UsageError(message)


def select_expressly(
    console: Console, configuration: Configuration, chosen: Sequence[str], options: Options
) -> tuple[SelectedWorkspace, ...]:
    """Give the workspaces to write to: several of them only where somebody has said so.

    Raises:
        UsageError: there is no such workspace, or several and none is chosen.
    """
    found = select(console, configuration, chosen, options)
    if len(found) == 1 or chosen:
        return found
    message = (
        f"{configuration.file} describes several workspaces: choose with --workspace NAME, or --workspace all. "
        f"There are {_names(configuration)}."
    )
    raise UsageError(message)


def number(selected: Sequence[SelectedWorkspace]) -> int | None:
    """Give the id of the only workspace; None for several, whose plan files are the same."""
    return selected[0].options.workspace_id if len(selected) == 1 else None


def in_each(
    selected: Sequence[SelectedWorkspace],
    work: Callable[[SelectedWorkspace], WorkspaceReport],
) -> Iterator[WorkspaceReport]:
    """Report on one workspace after the other; of several, one that fails does not hide the others.

    Raises:
        DataplanSyncError: the only workspace failed.
    """
    for one in selected:
        try:
            yield work(one)
        except DataplanSyncError as error:
            # Beside the boundary, because the report of the others is still to be written.
            if len(selected) == 1:
                raise
            yield one.failed(error)


def sharded(
    selected: Iterable[SelectedWorkspace], shard: Shard | None
) -> tuple[SelectedWorkspace, ...]:
    """Narrow workspaces to one part of a run that is spread over several machines."""
    if shard is None:
        return tuple(selected)
    return tuple(
        replace(
            one,
            scope=replace(
                one.scope, shard=replace(shard, workspace_id=one.options.workspace_id or 0)
            ),
        )
        for one in selected
    )


def _undescribed(
    configuration: Configuration, chosen: Sequence[str], options: Options
) -> SelectedWorkspace:
    """Give the workspace of the environment, or the one that is chosen by its id."""
    from dataplan_sync.files.configured_workspaces import ALL

    words = [word for word in dict.fromkeys(chosen) if word != ALL]
    if len(words) > 1 or any(not word.removeprefix("-").isdecimal() for word in words):
        names = ", ".join(words)
        message = (
            f"{configuration.file} describes no workspaces, so there is none to choose by name: {names}. "
            "Describe them there (docs/configuration.md), or name one by its number."
        )
        raise UsageError(message)
    number = int(words[0]) if words else options.workspace_id
    overlay = Overlay(owner=configuration.policy.owner or "")
    return SelectedWorkspace(replace(options, workspace_id=number), configuration, overlay=overlay)


def _described(
    found: ConfiguredWorkspace, configuration: Configuration, options: Options
) -> SelectedWorkspace:
    own = replace(
        options,
        workspace_id=found.workspace_id,
        workspace_name=found.name,
        credentials=found.credentials,
    )
    overlay = replace(found.overlay, owner=found.policy.owner or "")
    return SelectedWorkspace(own, configuration.of(found), found.scope, overlay)


def _from_environment(environ: Mapping[str, str]) -> tuple[str, ...]:
    from dataplan_sync.settings import WORKSPACE_ID

    return tuple(filter(None, (environ.get(WORKSPACE_ID, "").strip(),)))


def _meant(word: str, configuration: Configuration) -> tuple[ConfiguredWorkspace, ...]:
    from dataplan_sync.files.configured_workspaces import ALL
    from dataplan_sync.wire import near_match

    known = configuration.workspaces
    if word == ALL or not known:
        return known
    found = tuple(one for one in known if word in (one.name, str(one.workspace_id)))
    if found:
        return found
    near = near_match(word, [one.name for one in known])
    names = _names(configuration)
    guess = f': did you mean "{near}"?' if near else "."
    message = f'There is no workspace "{word}" in {configuration.file}{guess} Known are {names}.'
    raise UsageError(message)


def _names(configuration: Configuration) -> str:
    return ", ".join(f"{one.name} ({one.workspace_id})" for one in configuration.workspaces)
