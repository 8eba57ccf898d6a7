"""`validate`: what is wrong in plan files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dataplan_sync.cli.configured import configured
from dataplan_sync.cli.console import OutputFormat, ProblemFormat

if TYPE_CHECKING:
    from pathlib import Path

    from dataplan_sync.cli.console import Console
    from dataplan_sync.configuration import Configuration


@click.command(short_help="Check plan files.")
@click.option(
    "--output",
    "-o",
    "output_format",
    type=click.Choice([*OutputFormat, *ProblemFormat], case_sensitive=False),
    default=OutputFormat.TEXT.value,
    show_default=True,
    help="How the report is written to stdout; github makes annotations in a workflow.",
)
@configured
def validate(
    console: Console,
    *,
    plans: Path,
    configuration: Configuration,
    output_format: OutputFormat | ProblemFormat,
) -> int:
    """Check plan files and run the fixture events beside them: no credentials, no network.

    docs/rules.md explains every rule, docs/events.md the fixtures.
    """
    from dataplan_sync.cli.validating import checked
    from dataplan_sync.files.source import WorkTree

    return console.emit(checked(WorkTree(plans), configuration), output_format)
