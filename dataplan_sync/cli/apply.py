"""`apply`: carry out the difference, exactly as it was reviewed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dataplan_sync.cli.console import Console, OutputFormat
from dataplan_sync.cli.options import (
    in_console,
    output_option,
    plans_option,
    timeout_option,
    workspace_option,
)
from dataplan_sync.errors import (
    DataplanSyncError,
    RefusedChangeSetError,
    StaleChangeSetError,
    UsageError,
)

if TYPE_CHECKING:
    from dataplan_sync.changes import ChangeSet
    from dataplan_sync.model import JSONValue
    from dataplan_sync.mparticle.client import MParticleClient
    from dataplan_sync.report import CommandReport, WorkspaceReport
    from dataplan_sync.settings import Settings


@dataclass(frozen=True, slots=True)
class Consent:
    """What has been said about what may be written."""

    yes: bool
    reviewed: Path | None
    fingerprint: str | None
    allow_production_edit: bool


@click.command(short_help="Carry out the difference.")
@plans_option
@workspace_option
@timeout_option
@output_option
@click.option("--yes", "-y", is_flag=True, help="Do not ask; needed where nobody can be asked.")
@click.option(
    "--reviewed",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="REPORT.json",
    help="Apply only what this report of `diff --output json` shows; refuse what has moved since.",
)
@click.option(
    "--fingerprint",
    metavar="HEX",
    help="Apply only the change set with this fingerprint, as `diff` prints it.",
)
@click.option(
    "--allow-production-edit",
    is_flag=True,
    help="Send edits of versions that are active in production, which the API may not store.",
)
@click.option(
    "--read-back-timeout",
    type=float,
    metavar="SECONDS",
    help="How long a write may take to be seen by a read. [default: 10]",
)
@in_console
def apply(
    console: Console,
    *,
    plans: Path,
    workspace_id: int | None,
    timeout: float | None,
    output_format: OutputFormat,
    yes: bool,
    reviewed: Path | None,
    fingerprint: str | None,
    allow_production_edit: bool,
    read_back_timeout: float | None,
) -> int:
    """Carry out the difference: creates and updates in dependency order, every write read back.

    What is not declared is never touched, and nothing is deleted. After a failure a re-run is safe: it does
    only what is left.
    """
    from dataplan_sync import desired
    from dataplan_sync.cli import workspace
    from dataplan_sync.files.source import WorkTree
    from dataplan_sync.settings import Options

    consent = Consent(yes, reviewed, fingerprint, allow_production_edit)
    options = Options(workspace_id, plans, timeout, read_back_timeout=read_back_timeout)
    settings = workspace.read_settings(console, options)
    if not (yes or console.can_ask):
        message = "apply asks before it writes, and nobody can be asked here: pass --yes."
        raise UsageError(message)
    loaded = desired.load(WorkTree(settings.plans))
    if loaded.errors:
        report = workspace.invalid_report("apply", settings.workspace_id, loaded)
        return console.emit(report, output_format)
    with workspace.connected(settings, console) as client:
        change_set = workspace.compare(client, loaded, settings)
        found = replace(workspace.begun(settings.workspace_id, loaded), change_set=change_set)
        report = _refusal(found, change_set, consent, client) or _carry_out(
            console,
            found,
            change_set,
            consent,
            settings=settings,
            client=client,
            quiet=output_format is not OutputFormat.TEXT,
        )
    return console.emit(report, output_format)


def _refusal(
    found: WorkspaceReport, change_set: ChangeSet, consent: Consent, client: MParticleClient
) -> CommandReport | None:
    """Ask the guards and the review; None if nothing speaks against the change set."""
    from dataplan_sync import review
    from dataplan_sync.cli import workspace
    from dataplan_sync.hazards import find_hazards

    objections: list[str | None] = []
    if consent.fingerprint:
        objections.append(review.fingerprint_objection(change_set, consent.fingerprint))
    if consent.reviewed:
        reviewed = review.from_report(
            _read_json(consent.reviewed), workspace_id=change_set.workspace_id
        )
        objections.append(review.objection(change_set, reviewed, own_author=client.author))
    stale = [objection for objection in objections if objection]
    if stale:
        refused = replace(found, exit_code=StaleChangeSetError.exit_code)
        return workspace.report_on("apply", refused, *stale)
    hazards = tuple(find_hazards(change_set, allow_production_edit=consent.allow_production_edit))
    if hazards:
        refused = replace(found, exit_code=RefusedChangeSetError.exit_code, hazards=hazards)
        return workspace.report_on("apply", refused)
    return None


def _carry_out(
    console: Console,
    found: WorkspaceReport,
    change_set: ChangeSet,
    consent: Consent,
    *,
    settings: Settings,
    client: MParticleClient,
    quiet: bool,
) -> CommandReport:
    """Show the change set, ask if somebody is there to be asked, and apply it."""
    from dataplan_sync.apply import apply_changes
    from dataplan_sync.cli import workspace
    from dataplan_sync.cli.progress import watching
    from dataplan_sync.cli.signals import stopping
    from dataplan_sync.ordering import count_steps
    from dataplan_sync.write import Patience

    if change_set.changes:
        if not (quiet and consent.yes):
            console.show(workspace.report_on("diff", found), on_stderr=quiet)
        question = f"Apply this to workspace {settings.workspace_id}?"
        if not (consent.yes or click.confirm(question, err=True)):
            declined = replace(found, change_set=None, exit_code=DataplanSyncError.exit_code)
            return workspace.report_on("apply", declined, "Not applied, as you said.")
    with stopping(console) as stop, watching(console, count_steps(change_set.changes)) as watcher:
        applied = apply_changes(
            change_set,
            client,
            patience=Patience(limit=settings.read_back_timeout),
            watcher=watcher,
            stop=stop,
            concurrency=settings.concurrency,
        )
    done = replace(found, exit_code=applied.exit_code, apply_report=applied)
    return workspace.report_on("apply", done)


def _read_json(path: Path) -> JSONValue:
    import json

    try:
        value: JSONValue = json.loads(path.read_text("utf-8"))
    except ValueError as exc:
        message = (
            f"{path}: this is not JSON ({exc}): --reviewed takes the output of diff --output json."
        )
        raise UsageError(message) from exc
    return value
