"""`doctor`: what stands in the way, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dataplan_sync.cli.console import OutputFormat
from dataplan_sync.cli.options import in_console, timeout_option, told_option
from dataplan_sync.cli.selection import workspaces_option

if TYPE_CHECKING:
    from dataplan_sync.cli.console import Console


@click.command(short_help="Show what stands in the way.")
@in_console
@click.option(
    "--plans",
    type=click.Path(),
    help="The directory of the plan files.  [default: plans]",
)
@click.option(
    "--config",
    type=click.Path(exists=True, dir_okay=False),
    metavar="FILE",
    help="The configuration.  [default: dataplan-sync.yaml, if there is one here]",
)
@workspaces_option
@timeout_option
@told_option("How the findings are written to stdout.")
def doctor(
    console: Console,
    *,
    plans: str | None,
    config: str | None,
    chosen: tuple[str, ...],
    timeout: float | None,
    output_format: OutputFormat,
) -> int:
    """Look at the files, git, the workflows, the credentials, the workspace, the clock and the rights of the token.

    Each finding comes with its remedy. Exits with 1 if something is to be mended. Writes nothing and shows no
    secret; what cannot be looked at, for want of a network say, is listed as such.
    """
    from pathlib import Path

    from dataplan_sync.cli import examining
    from dataplan_sync.cli.configured import load_configuration
    from dataplan_sync.diagnosis.diagnosis import exit_code
    from dataplan_sync.render import diagnoses
    from dataplan_sync.settings import Options

    loaded = load_configuration(Path(config) if config else None)
    options = Options(plans=Path(plans) if plans else None, timeout=timeout)
    found = (
        *examining.files(loaded, options.plans),
        *examining.repository(Path()),
        *examining.workflows(Path()),
        *examining.workspaces(console, loaded.configuration, chosen, options),
        *examining.comment_rights(console, timeout),
    )
    if output_format is OutputFormat.JSON:
        console.write(diagnoses.render_json(found))
    else:
        console.write(diagnoses.render_text(found, console.style))
    return exit_code(found)
