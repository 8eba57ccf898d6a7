"""`apply`: carry out the difference, exactly as it was reviewed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dataplan_sync.cli.configured import configured
from dataplan_sync.cli.console import OutputFormat
from dataplan_sync.cli.options import output_option, timeout_option, workspace_option
from dataplan_sync.errors import DataplanSyncError, StaleChangeSetError, UsageError

if TYPE_CHECKING:
    from dataplan_sync.changes import ChangeSet
    from dataplan_sync.cli.applying import Applying
    from dataplan_sync.cli.console import Console
    from dataplan_sync.cli.signals import Shield
    from dataplan_sync.configuration import Configuration
    from dataplan_sync.model import JSONValue
    from dataplan_sync.report import CommandReport, WorkspaceReport
    from dataplan_sync.review import Review
    from dataplan_sync.settings import Settings


@dataclass(frozen=True, slots=True)
class Consent:
    """What has been said about what may be written."""

    yes: bool
    reviewed: Path | None
    fingerprint: str | None


@click.command(short_help="Carry out the difference.")
@configured
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
    help="Edit versions that are active in production: lowered to development, edited, put back.",
)
@click.option(
    "--read-back-timeout",
    type=float,
    metavar="SECONDS",
    help="How long a write may take to be seen by a read. [default: 10]",
)
def apply(
    console: Console,
    *,
    plans: Path,
    configuration: Configuration,
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

    What is not declared is left alone, and deleted only where dataplan-sync.yaml lists it. After a failure a
    re-run is safe: it does only what is left.
    """
    from dataplan_sync.cli import workspace
    from dataplan_sync.cli.applying import Applying
    from dataplan_sync.cli.signals import shielding
    from dataplan_sync.files.source import WorkTree
    from dataplan_sync.settings import Options

    if fingerprint is not None and not fingerprint.strip():
        message = "--fingerprint is empty: give the one that diff prints, or leave the option out."
        raise UsageError(message)
    consent = Consent(yes, reviewed, fingerprint)
    configuration = _allowing(configuration, production_edit=allow_production_edit)
    options = Options(workspace_id, plans, timeout, read_back_timeout=read_back_timeout)
    settings = workspace.read_settings(console, options)
    if not (yes or console.can_ask):
        message = "apply asks before it writes, and nobody can be asked here: pass --yes."
        raise UsageError(message)
    source = WorkTree(settings.plans)
    loaded = workspace.load(source, configuration)
    if loaded.errors:
        report = workspace.invalid_report("apply", settings.workspace_id, loaded)
        return console.emit(report, output_format)
    quiet = output_format is not OutputFormat.TEXT
    with shielding(console) as shield, workspace.connected(settings, console) as client:
        applying = Applying(console, settings, configuration, source, loaded, client)
        report = _run(applying, consent, shield, quiet=quiet)
        return console.emit(report, output_format)


def _run(applying: Applying, consent: Consent, shield: Shield, *, quiet: bool) -> CommandReport:
    """Compare, ask the gate, show, ask whoever is there to be asked, and apply."""
    from dataplan_sync.cli import workspace

    reviewed = _review(consent, applying.settings)
    change_set = applying.compare()
    found = applying.judged(change_set, reviewed)
    refusal = applying.refusal(
        found, change_set, reviewed=reviewed, fingerprint=consent.fingerprint
    )
    if refusal:
        return refusal
    if change_set.changes:
        if not (quiet and consent.yes):
            applying.console.show(workspace.report_on("diff", found), on_stderr=quiet)
        answer = None if consent.yes else _ask(applying, found, change_set)
        if answer:
            return answer
    return applying.carry_out(found, change_set, shield)


def _ask(applying: Applying, found: WorkspaceReport, change_set: ChangeSet) -> CommandReport | None:
    """Ask whether to apply; None for a yes to what is still so after the question, which may stand for an hour."""
    from dataplan_sync import review
    from dataplan_sync.cli import workspace

    if not click.confirm(f"Apply this to workspace {applying.settings.workspace_id}?", err=True):
        declined = replace(
            found, change_set=None, impacts={}, notes=(), exit_code=DataplanSyncError.exit_code
        )
        return workspace.report_on("apply", declined, "Not applied, as you said.")
    now = applying.compare()
    moved = review.fingerprint_objection(now, change_set.fingerprint)
    if not moved:
        return None
    stale = replace(applying.judged(now, None), exit_code=StaleChangeSetError.exit_code)
    return workspace.report_on("apply", stale, moved)


def _allowing(configuration: Configuration, *, production_edit: bool) -> Configuration:
    """Lay over the configuration what the command line allows for this run."""
    if not production_edit:
        return configuration
    return replace(configuration, policy=replace(configuration.policy, allow_production_edit=True))


def _review(consent: Consent, settings: Settings) -> Review | None:
    from dataplan_sync import review

    if consent.reviewed is None:
        return None
    return review.from_report(_read_json(consent.reviewed), workspace_id=settings.workspace_id)


def _read_json(path: Path) -> JSONValue:
    import json

    try:
        value: JSONValue = json.loads(path.read_text("utf-8-sig"))
    except (ValueError, RecursionError) as exc:
        message = (
            f"{path}: this is not JSON ({exc}): --reviewed takes the output of diff --output json."
        )
        raise UsageError(message) from exc
    return value
