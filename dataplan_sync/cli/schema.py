"""`schema`: what editors need to know about plan files and `dataplan-sync.yaml`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dataplan_sync.cli.options import in_console

if TYPE_CHECKING:
    from dataplan_sync.cli.console import Console


@click.command(short_help="Print JSON Schemas for editors.")
@in_console
@click.argument(
    "name", metavar="[plans|config]", required=False, type=click.Choice(["plans", "config"])
)
@click.option(
    "--write",
    is_flag=True,
    help="Write both to .dataplan-sync/ here, or bring them up to date.",
)
def schema(console: Console, *, name: str | None, write: bool) -> int:
    """Print the JSON Schema (draft 07) of plan files or of dataplan-sync.yaml.

    Editors show by it what is wrong, which keys there are and what they mean. docs/editors.md says how to set
    them up; `dataplan-sync init` does it for a new repository.
    """
    from dataplan_sync.errors import UsageError
    from dataplan_sync.file_schemas.published import SCHEMA_FILES, SchemaName, schema_text

    if write == (name is not None):
        message = (
            "Say which schema is to be printed, plans or config; or --write, which writes both."
        )
        raise UsageError(message)
    if name is not None:
        console.write(schema_text(SchemaName(name)))
        return 0
    for known, path in SCHEMA_FILES.items():
        file = Path(path)
        file.parent.mkdir(exist_ok=True)
        file.write_text(schema_text(known), "utf-8", newline="\n")
        console.say(f"written {path}")
    return 0
