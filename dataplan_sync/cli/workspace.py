"""What every command that talks to mParticle is made of: files loaded, client connected, states compared."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from dataplan_sync import diff, live
from dataplan_sync.errors import InvalidPlanFilesError
from dataplan_sync.mparticle.client import MParticleClient
from dataplan_sync.report import CommandReport, WorkspaceReport
from dataplan_sync.settings import Options, Settings
from dataplan_sync.transport import Transport, TransportOptions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataplan_sync.changes import ChangeSet
    from dataplan_sync.cli.console import Console
    from dataplan_sync.desired import LoadedPlans


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
    options = TransportOptions(read_timeout=settings.timeout, on_wait=console.say)
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
        yield client


def compare(client: MParticleClient, loaded: LoadedPlans, settings: Settings) -> ChangeSet:
    """Compare plan files with what is live.

    Raises:
        ApiError: live could not be fetched.
    """
    wanted = loaded.state.data_plan_ids
    with live.fetch(client, wanted, concurrency=settings.concurrency) as state:
        return diff.diff_states(loaded.state, state, workspace_id=settings.workspace_id)


def begun(workspace_id: int | None, loaded: LoadedPlans) -> WorkspaceReport:
    """Begin the report on a workspace with what its plan files say; commands go on with `replace`."""
    return WorkspaceReport(
        workspace_id,
        str(workspace_id or ""),
        problems=loaded.problems,
        marks=loaded.state.marks,
    )


def invalid_report(command: str, workspace_id: int | None, loaded: LoadedPlans) -> CommandReport:
    """Report that plan files are invalid, with everything that is wrong in them."""
    found = begun(workspace_id, loaded)
    return report_on(command, replace(found, exit_code=InvalidPlanFilesError.exit_code))


def report_on(command: str, workspace: WorkspaceReport, *errors: str) -> CommandReport:
    """Report on one workspace; its exit code is the command's."""
    return CommandReport(command, workspace.exit_code, errors, (workspace,))
