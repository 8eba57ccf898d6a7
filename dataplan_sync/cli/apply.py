"""`apply`: carry out the difference, exactly as it was reviewed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dataplan_sync.cli.configured import configured
from dataplan_sync.cli.console import OutputFormat
from dataplan_sync.cli.options import output_option, timeout_option
from dataplan_sync.cli.selection import workspaces_option
from dataplan_sync.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dataplan_sync.cli.console import Console
    from dataplan_sync.cli.selection import SelectedWorkspace
    from dataplan_sync.configuration import Configuration
    from dataplan_sync.model import JSONValue


@click.command(short_help="Carry out the difference.")
@configured
@workspaces_option
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
    chosen: tuple[str, ...],
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
    from dataplan_sync.cli import selection, turns, workspace
    from dataplan_sync.cli.signals import shielding
    from dataplan_sync.files.source import WorkTree
    from dataplan_sync.settings import Options

    if fingerprint is not None and not fingerprint.strip():
        message = "--fingerprint is empty: give the one that diff prints, or leave the option out."
        raise UsageError(message)
    options = Options(None, plans, timeout, read_back_timeout=read_back_timeout)
    selected = selection.select_expressly(console, configuration, chosen, options)
    _check(console, selected, fingerprint, yes=yes)
    if allow_production_edit:
        selected = tuple(map(_allowing_production_edit, selected))
    source = WorkTree(plans)
    loaded = workspace.load(source, configuration)
    if loaded.errors:
        report = workspace.invalid_report("apply", selection.number(selected), loaded)
        return console.emit(report, output_format)
    consent = turns.Consent(yes, _read_json(reviewed) if reviewed else None, fingerprint)
    quiet = output_format is not OutputFormat.TEXT
    with shielding(console) as shield:
        taking = turns.Turns(console, source, loaded, consent, shield, quiet)
        return console.emit(taking.take(selected), output_format)


def _check(
    console: Console, selected: Sequence[SelectedWorkspace], fingerprint: str | None, *, yes: bool
) -> None:
    """Refuse what cannot be right before anything is asked of the API.

    Raises:
        UsageError: it cannot.
    """
    if len(selected) > 1 and fingerprint is not None:
        message = "--fingerprint stands for what is to be done in one workspace: choose one with --workspace."
        raise UsageError(message)
    if not (yes or console.can_ask):
        message = "apply asks before it writes, and nobody can be asked here: pass --yes."
        raise UsageError(message)


def _allowing_production_edit(selected: SelectedWorkspace) -> SelectedWorkspace:
    """Lay over the configuration what the command line allows for this run."""
    configuration = selected.configuration
    policy = replace(configuration.policy, allow_production_edit=True)
    return replace(selected, configuration=replace(configuration, policy=policy))


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
