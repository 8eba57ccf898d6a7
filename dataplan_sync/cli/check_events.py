"""`check-events`: event batches against a version of a data plan."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from dataplan_sync.cli.configured import configured
from dataplan_sync.cli.console import OutputFormat
from dataplan_sync.cli.options import told_option

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from dataplan_sync.cli.console import Console
    from dataplan_sync.configuration import Configuration
    from dataplan_sync.desired import LoadedPlans
    from dataplan_sync.events.semantics import Semantics
    from dataplan_sync.events.tally import Tally
    from dataplan_sync.model import DataPlanVersion

REFUSED: Final = 1
READERS: Final = ("server", "node-sdk")
"""The values of `Semantics`, which would bring the whole of event validation to `--help`."""
_NOTES: Final = 5
"""Foreign versions that are named one by one."""


@click.command("check-events", short_help="Check event batches against a data plan.")
@click.argument(
    "batches", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True)
)
@click.option("--plan", "data_plan_id", required=True, metavar="ID", help="The data plan.")
@click.option(
    "--version",
    "number",
    type=click.IntRange(min=1),
    metavar="N",
    help="Its version.  [default: the highest that the plan files declare]",
)
@click.option(
    "--as",
    "reader",
    type=click.Choice(READERS, case_sensitive=False),
    default=READERS[0],
    show_default=True,
    help="Whose reading counts: the vendor's server, or its SDK for Node.",
)
@told_option("How the report is written to stdout.")
@configured
def check_events(
    console: Console,
    *,
    batches: tuple[Path, ...],
    plans: Path,
    configuration: Configuration,
    data_plan_id: str,
    number: int | None,
    reader: str,
    output_format: OutputFormat,
) -> int:
    """Check event batches against a version of a data plan in the plan files. No network.

    BATCHES are JSON files with a batch or a list of them, JSON Lines (.jsonl, .ndjson), directories of both,
    or - for standard input. Exits with 1 if an event is refused, or an input cannot be read or holds none.
    """
    from dataplan_sync import desired
    from dataplan_sync.events.semantics import Semantics
    from dataplan_sync.events.tally import Tally
    from dataplan_sync.files.source import WorkTree
    from dataplan_sync.render import checked_events

    loaded = desired.load(WorkTree(plans), settings=configuration.rules)
    if loaded.errors:
        return _refuse_plan_files(console, loaded, output_format)
    version = _version(loaded, data_plan_id, number)
    semantics, tally = Semantics(reader), Tally()
    errors, notes = _check(console, batches, version, semantics, tally)
    if number is None:
        notes = [f"checked against {version.key}, the highest declared version", *notes]
    exit_code = REFUSED if errors or tally.refusals else 0
    if output_format is OutputFormat.JSON:
        console.write(
            checked_events.render_json(
                tally, version.key, semantics, exit_code=exit_code, errors=errors, notes=notes
            )
        )
        return exit_code
    console.write(checked_events.render_text(tally))
    for line in (*(f"note: {note}" for note in notes), *(f"error: {error}" for error in errors)):
        console.say(line)
    return exit_code


def _refuse_plan_files(console: Console, loaded: LoadedPlans, output_format: OutputFormat) -> int:
    from dataplan_sync.errors import InvalidPlanFilesError
    from dataplan_sync.report import CommandReport, WorkspaceReport

    exit_code = InvalidPlanFilesError.exit_code
    found = WorkspaceReport(None, "", exit_code, problems=loaded.problems)
    return console.emit(CommandReport("check-events", exit_code, (), (found,)), output_format)


def _version(loaded: LoadedPlans, data_plan_id: str, number: int | None) -> DataPlanVersion:
    from dataplan_sync.errors import UsageError

    data_plan = loaded.state.load(data_plan_id)
    if data_plan is None:
        known = ", ".join(loaded.state.data_plan_ids)
        message = f"--plan {data_plan_id}: the plan files declare no such data plan, only {known}"
        raise UsageError(message)
    if not data_plan.versions:
        message = f"--plan {data_plan_id}: the plan files declare no version of it"
        raise UsageError(message)
    version = data_plan.versions[-1] if number is None else data_plan.version(number)
    if version is None:
        known = ", ".join(str(version.version) for version in data_plan.versions)
        message = f"--version {number}: the plan files declare no such version of {data_plan_id}, only {known}"
        raise UsageError(message)
    return version


def _check(
    console: Console,
    batches: Sequence[Path],
    version: DataPlanVersion,
    semantics: Semantics,
    tally: Tally,
) -> tuple[list[str], list[str]]:
    """Check all batches, and give what could not be read and what is worth knowing."""
    import sys
    from collections import Counter

    from dataplan_sync import codec
    from dataplan_sync.events.validator import DocumentValidator
    from dataplan_sync.files.batches import UnreadableBatch, read_batches

    document = version.version_document
    wire = codec.encode_document(document) if document else {"data_points": []}
    validator = DocumentValidator(wire, semantics=semantics)
    errors: list[str] = []
    foreign: Counter[str] = Counter()
    with _counting(console) as advance:
        for read in read_batches(batches, sys.stdin.buffer):
            if isinstance(read, UnreadableBatch):
                errors.append(str(read))
                continue
            verdicts = validator.verdicts(read.value)
            tally.add(read.place, (it for it in verdicts if it.place not in read.unreadable))
            foreign.update(_foreign(read.value, version))
            advance()
    return errors, _notes(foreign)


@contextmanager
def _counting(console: Console) -> Iterator[Callable[[], None]]:
    """Show on a terminal how many batches have been checked."""
    if not console.shows_progress:
        yield lambda: None
        return
    from rich.console import Console as RichConsole
    from rich.progress import Progress, SpinnerColumn, TextColumn

    columns = (SpinnerColumn(), TextColumn("{task.completed} batches"))
    with Progress(*columns, console=RichConsole(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None)
        yield lambda: progress.advance(task)


def _foreign(batch: Mapping[str, object], version: DataPlanVersion) -> Iterator[str]:
    """Give the version that a batch names for itself, where it is not ours."""
    context = batch.get("context")
    named = context.get("data_plan") if isinstance(context, dict) else None
    if not isinstance(named, dict):
        return
    data_plan_id = named.get("plan_id", version.data_plan_id)
    number = named.get("plan_version", version.version)
    if (data_plan_id, number) != (version.data_plan_id, version.version):
        yield f"{data_plan_id} v{number}"


def _notes(foreign: dict[str, int]) -> list[str]:
    named = [
        f"{count} of the batches name {key} in context.data_plan, which they would be held against live"
        for key, count in sorted(foreign.items())
    ]
    more = len(named) - _NOTES
    return named[:_NOTES] + ([f"… and {more} further versions are named"] if more > 0 else [])
