"""What every command that talks to mParticle is made of: files loaded, client connected, states compared."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from dataplan_sync import desired, diff, live, parity
from dataplan_sync.errors import InvalidPlanFilesError
from dataplan_sync.files.configured_overlay import undeclared
from dataplan_sync.guards import acceptance, conflicts, deletions, edits, gate
from dataplan_sync.impact.assess import assess_all
from dataplan_sync.mparticle.client import MParticleClient
from dataplan_sync.report import CommandReport, WorkspaceReport, worst
from dataplan_sync.settings import Options, Settings
from dataplan_sync.transport import Transport

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from dataplan_sync.changes import ChangeSet, Origin
    from dataplan_sync.cli.console import Console
    from dataplan_sync.cli.selection import SelectedWorkspace
    from dataplan_sync.configuration import Configuration
    from dataplan_sync.desired import LoadedPlans
    from dataplan_sync.files.source import Source
    from dataplan_sync.impact.verdict import Impact
    from dataplan_sync.model import ObjectKey, WorkspaceState
    from dataplan_sync.parity import Parity


PARTLY: Final = 7
INTERRUPTED: Final = 130


def read_settings(console: Console, options: Options) -> Settings:
    """Read the settings of a command, and say what should be known about them.

    Raises:
        UsageError: something is missing or wrong.
    """
    settings = Settings.from_environment(console.environ, options)
    for warning in settings.warnings:
        console.say(f"warning: {warning}")
    return settings


@contextmanager
def connected(settings: Settings, console: Console) -> Iterator[MParticleClient]:
    """Give a client of the workspace; the first request fetches the token."""
    connection = console.connection
    connection.begin(console.say)
    options = connection.options(timeout=settings.timeout, say=console.say)
    with (
        Transport(options) as transport,
        MParticleClient(
            settings.workspace_id,
            settings.client_id,
            settings.client_secret,
            api_url=settings.api_url,
            token_url=settings.token_url,
            transport=transport,
        ) as client,
    ):
        connection.watch(transport)
        yield client


def load(
    source: Source,
    configuration: Configuration,
    *,
    check: bool = True,
    only: Collection[str] | None = None,
) -> LoadedPlans:
    """Load plan files as the configuration wants them taken.

    Args:
        source: where they are.
        configuration: how rules are taken, and whether there may be no plan files.
        check: whether to look at more than what reading them finds; only what is to be applied needs it.
        only: the data plans to read; None for all.
    """
    loaded = desired.load(
        source,
        settings=configuration.rules,
        check=check,
        allow_empty=configuration.policy.allow_empty,
        only=only,
    )
    if not check or loaded.has_unnamed or only is not None:
        return loaded
    stray = undeclared(configuration, loaded.state.marks, loaded.uncertain)
    return replace(loaded, problems=(*stray, *loaded.problems))


def compare(
    client: MParticleClient,
    loaded: LoadedPlans,
    settings: Settings,
    *,
    deletable: Collection[ObjectKey] = (),
    base: WorkspaceState | None = None,
    left: Collection[Origin] = (),
) -> ChangeSet:
    """Compare plan files with what is live.

    Args:
        client: reaches the workspace.
        loaded: the plan files.
        settings: which workspace, and how.
        deletable: what is to be deleted where it is live and not declared.
        base: what git said at the last apply, if that is known.
        left: the origins of fields that stay as live has them.

    Raises:
        ApiError: live could not be fetched.
    """
    deletable = loaded.scope.keys(deletable)
    wanted = {*loaded.state.data_plan_ids, *(key.data_plan_id for key in deletable)}
    with live.fetch(client, wanted, concurrency=settings.concurrency) as state:
        return diff.diff_states(
            loaded.state,
            loaded.scope.within(state),
            workspace_id=settings.workspace_id,
            deletable=deletable,
            base=loaded.view(base) if base else None,
            left=left,
        )


def parity_of(console: Console, selected: Sequence[SelectedWorkspace]) -> Parity:
    """Look at what is live in workspaces, and compare them with one another.

    Raises:
        ApiError: one of them could not be fetched.
    """
    with ExitStack() as stack:
        states: dict[str, WorkspaceState] = {}
        for one in selected:
            settings = Settings.from_environment(console.environ, one.options)
            client = stack.enter_context(connected(settings, console))
            state = stack.enter_context(live.fetch(client, concurrency=settings.concurrency))
            states[settings.workspace_name or str(settings.workspace_id)] = one.scope.within(state)
        return parity.compare(states)


def judged(
    found: WorkspaceReport,
    change_set: ChangeSet,
    configuration: Configuration,
    *,
    continued: Collection[ObjectKey] = (),
    impacts: Mapping[ObjectKey, tuple[Impact, ...]] | None = None,
) -> WorkspaceReport:
    """Add what a change set does, why it should not be applied, and what is worth knowing beside that.

    Args:
        found: the report so far.
        change_set: what would be applied.
        configuration: what is allowed and accepted.
        continued: objects between two of our own steps (`review.continued`).
        impacts: what the change set does, where that is known already.
    """
    impacts = assess_all(change_set) if impacts is None else impacts
    today = datetime.now(UTC).date()
    judgement = acceptance.judge(impacts, configuration.accepted, today=today)
    return replace(
        found,
        change_set=change_set,
        impacts=impacts,
        hazards=gate.find_hazards(change_set, judgement, configuration, continued=continued),
        notes=(
            *found.notes,
            *conflicts.notes(change_set),
            *edits.production_notes(change_set),
            *deletions.notes(change_set, configuration, found.marks.keys()),
            *acceptance.notes(judgement, configuration),
        ),
    )


def begun(
    workspace_id: int | None, loaded: LoadedPlans, repeated: tuple[str, ...] = (), *, name: str = ""
) -> WorkspaceReport:
    """Begin the report on a workspace with what its plan files say; commands go on with `replace`."""
    return WorkspaceReport(
        workspace_id,
        name or str(workspace_id or ""),
        repeated=repeated,
        problems=loaded.problems,
        marks=loaded.state.marks,
    )


def begun_in(settings: Settings, loaded: LoadedPlans) -> WorkspaceReport:
    """Begin the report on the workspace that settings are about."""
    return begun(settings.workspace_id, loaded, settings.repeated, name=settings.workspace_name)


def invalid_report(command: str, workspace_id: int | None, loaded: LoadedPlans) -> CommandReport:
    """Report that plan files are invalid, with everything that is wrong in them."""
    found = begun(workspace_id, loaded)
    return report_on(command, replace(found, exit_code=InvalidPlanFilesError.exit_code))


def report_on(command: str, workspace: WorkspaceReport, *errors: str) -> CommandReport:
    """Report on one workspace; its exit code is the command's."""
    return CommandReport(command, workspace.exit_code, errors, (workspace,))


def report_on_all(command: str, workspaces: Sequence[WorkspaceReport]) -> CommandReport:
    """Report on workspaces; the command's exit code is the worst of theirs."""
    code = worst(found.exit_code for found in workspaces)
    report = CommandReport(command, code, (), tuple(workspaces))
    # Interrupted before any write of its own, and after those of another workspace.
    partly = code == INTERRUPTED and report.has_stored
    return replace(report, exit_code=PARTLY) if partly else report
