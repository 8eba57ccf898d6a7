"""`export`: a version as the API gives it, for the tools that read that."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from dataplan_sync.cli.configured import configured
from dataplan_sync.cli.options import timeout_option
from dataplan_sync.cli.selection import workspaces_option

if TYPE_CHECKING:
    from dataplan_sync.cli.console import Console
    from dataplan_sync.configuration import Configuration
    from dataplan_sync.model import DataPlanVersion
    from dataplan_sync.settings import Settings

_VERSION: Final = re.compile(r"(?P<id>.+)@(?P<number>[1-9][0-9]{0,9})")


@click.command(short_help="Write a version as the API's JSON.")
@click.argument("version", metavar="PLAN@VERSION")
@configured
@click.option(
    "--output-file",
    "-f",
    "target",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the JSON there instead of stdout.",
)
@click.option(
    "--check",
    is_flag=True,
    help="Write nothing; exit with 1 unless the file that --output-file names says the same.",
)
@click.option(
    "--live", is_flag=True, help="Take the version from the workspace, not from the files."
)
@workspaces_option
@timeout_option
def export(
    console: Console,
    *,
    version: str,
    plans: Path,
    configuration: Configuration,
    target: Path | None,
    check: bool,
    live: bool,
    chosen: tuple[str, ...],
    timeout: float | None,
) -> int:
    """Write one version as the API's JSON, for Smartype, linters, kits and code generators.

    It is what the API gives once the files are applied: all data points in full, shared definitions in their
    places. What only the server knows, such as who edited it last, is left out, so that the JSON changes when the
    version does.
    """
    from dataplan_sync.cli.selection import select_one
    from dataplan_sync.errors import DataplanSyncError, UsageError
    from dataplan_sync.settings import Options

    if check and target is None:
        message = "--check compares a file: name it with --output-file."
        raise UsageError(message)
    data_plan_id, number = _named(version)
    if live:
        options = Options(plans=plans, timeout=timeout)
        one = select_one(console, configuration, chosen, options)
        found = _live(console, data_plan_id, number, one.settings(console))
    else:
        found = _declared(data_plan_id, number, plans, configuration)
    text = _text(found)
    if target is None:
        console.write(text)
    elif not check:
        # Half a surrogate pair, which JSON allows as an escape and UTF-8 does not, stays an escape.
        target.write_bytes(text.encode("utf-8", "backslashreplace"))
        console.say(f"written {target}")
    elif not _says_the_same(target, text):
        option = " --live" if live else ""
        message = (
            f"{target} is not {found.key} as it is {'live' if live else 'in the plan files'}: "
            f"run dataplan-sync export {version}{option} --output-file {target}"
        )
        raise DataplanSyncError(message)
    else:
        console.say(f"{target} is up to date")
    return 0


def _named(version: str) -> tuple[str, int]:
    from dataplan_sync.errors import UsageError

    found = _VERSION.fullmatch(version)
    if found is None:
        message = (
            f'"{version}" names no version: write the data plan and the number, such as shop@3.'
        )
        raise UsageError(message)
    return found["id"], int(found["number"])


def _declared(
    data_plan_id: str, number: int, plans: Path, configuration: Configuration
) -> DataPlanVersion:
    from dataplan_sync import managed
    from dataplan_sync.cli import workspace
    from dataplan_sync.errors import InvalidPlanFilesError, UsageError
    from dataplan_sync.files.source import WorkTree

    loaded = workspace.load(WorkTree(plans), configuration, check=False)
    if loaded.errors:
        lines = "".join(f"\n  {problem}" for problem in loaded.errors)
        message = f"The plan files are invalid:{lines}"
        raise InvalidPlanFilesError(message)
    data_plan = loaded.state.load(data_plan_id)
    version = data_plan.version(number) if data_plan else None
    if data_plan is None or version is None:
        known = [
            f"{data_plan_id}@{one.version}" for one in (data_plan.versions if data_plan else ())
        ]
        declared = ", ".join(known or loaded.state.data_plan_ids)
        message = f"the plan files declare no {data_plan_id}@{number}, only {declared}"
        raise UsageError(message)
    return managed.version_over(version, None)


def _live(console: Console, data_plan_id: str, number: int, settings: Settings) -> DataPlanVersion:
    from dataplan_sync.cli import workspace

    with workspace.connected(settings, console) as client:
        return client.get_data_plan_version(data_plan_id, number)


def _text(version: DataPlanVersion) -> str:
    from dataplan_sync import codec

    wire = codec.encode_version(version)
    return json.dumps(wire, indent=2, ensure_ascii=False) + "\n"


def _says_the_same(target: Path, text: str) -> bool:
    """Compare values: how the file is laid out is a formatter's business."""
    from dataplan_sync.errors import DataplanSyncError

    try:
        value = json.loads(target.read_text("utf-8-sig"))
    except FileNotFoundError:
        return False
    except ValueError as exc:
        message = f"{target} is no JSON: {exc}. Remove it, or name another file."
        raise DataplanSyncError(message) from exc
    return json.dumps(value, sort_keys=True) == json.dumps(json.loads(text), sort_keys=True)
