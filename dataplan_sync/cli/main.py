"""The program: its name, its version and its commands."""

from __future__ import annotations

import click

from dataplan_sync import __version__
from dataplan_sync.cli.action.command import action
from dataplan_sync.cli.apply import apply
from dataplan_sync.cli.check_events import check_events
from dataplan_sync.cli.demo import demo
from dataplan_sync.cli.diff import diff
from dataplan_sync.cli.doctor import doctor
from dataplan_sync.cli.drift import drift
from dataplan_sync.cli.emulator import emulator
from dataplan_sync.cli.export import export
from dataplan_sync.cli.fmt import fmt
from dataplan_sync.cli.init import init
from dataplan_sync.cli.pull import pull
from dataplan_sync.cli.schema import schema
from dataplan_sync.cli.validate import validate


@click.group(
    name="dataplan-sync",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, package_name="dataplan-sync", message="%(prog)s %(version)s")
def command_line() -> None:
    """Keep mParticle data plans in git.

    Plan files say what should be live, the Data Planning API says what is. `diff` shows the difference,
    `apply` carries it out, `drift` tells who changed what behind git's back, and `pull` writes what is live
    as plan files.

    Credentials come from the environment: MPARTICLE_WORKSPACE_ID, MPARTICLE_CLIENT_ID and
    MPARTICLE_CLIENT_SECRET, or MPARTICLE_CLIENT_SECRET_FILE. Try everything without an account:
    `dataplan-sync demo`, or `dataplan-sync emulator`.
    """


for command in (
    *(validate, check_events, diff, apply, drift, pull, action),
    *(fmt, export, init, doctor, schema, emulator, demo),
):
    command_line.add_command(command)
