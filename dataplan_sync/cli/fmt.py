"""`fmt`: plan files in the canonical layout."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dataplan_sync.cli.configured import configured

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dataplan_sync.cli.console import Console


@click.command(short_help="Lay plan files out in one way.")
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))
@configured
@click.option(
    "--check", is_flag=True, help="Write nothing; exit with 1 if a file would change, and name it."
)
def fmt(
    console: Console,
    *,
    plans: Path,
    paths: tuple[Path, ...],
    check: bool,
    **_configuration: object,
) -> int:
    """Lay out the YAML files that are named, or all in folders that are named, or all plan files.

    Indentation, spaces and blank lines are made the same everywhere. Quotes, the order of keys and comments stay,
    and so does what a file says: that is checked, and a file that would say something else is left as it is. JSON
    files are left alone. docs/plan-files.md shows the layout.
    """
    from dataplan_sync.errors import DataplanSyncError
    from dataplan_sync.files.formatting import UnformattedError, formatted

    changed: list[Path] = []
    refusals: list[str] = []
    count = 0
    for file, read in _files(paths or (plans,)):
        count += 1
        try:
            before = read()
            after = formatted(before, file.as_posix())
            if after != before:
                changed.append(file)
                if not check:
                    file.write_bytes(after)
        except OSError as exc:
            refusals.append(f"{file.as_posix()}: {exc.strerror}")
        except UnformattedError as exc:
            refusals.append(str(exc))
    for file in changed:
        console.say(f"{'would change' if check else 'changed'} {file.as_posix()}")
    if refusals:
        raise DataplanSyncError("\n".join(refusals))
    console.say(f"{len(changed)} of {count} YAML files {'would change' if check else 'changed'}")
    return 1 if check and changed else 0


def _files(paths: tuple[Path, ...]) -> Iterator[tuple[Path, Callable[[], bytes]]]:
    """Give the YAML files among paths and in folders, each once, with what reads it."""
    from dataplan_sync.errors import UsageError
    from dataplan_sync.files.formatting import has_layout
    from dataplan_sync.files.source import WorkTree

    found: dict[Path, Callable[[], bytes]] = {}
    for path in paths:
        if not path.exists():
            message = f"there is no {path.as_posix()}: name plan files or a folder of them."
            raise UsageError(message)
        if path.is_dir():
            tree = WorkTree(path)
            found.update({path / name: partial(tree.read, name) for name in tree.paths()})
        else:
            found[path] = path.read_bytes
    return ((path, read) for path, read in found.items() if has_layout(path.name))
