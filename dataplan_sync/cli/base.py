"""The base of a comparison: what git said at the last apply, where that can be had.

With it a report tells apart what git moved and what live moved (design §5). Without it the comparison is two-way,
and says why: a base that cannot be read is no reason to stop.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dataplan_sync.errors import DataplanSyncError, RepositoryError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from dataplan_sync.configuration import Configuration
    from dataplan_sync.files.source import Source
    from dataplan_sync.model import WorkspaceState

LAST_APPLY: Final = "the last apply"
_FETCH: Final = "git fetch origin '+refs/dataplan-sync/*:refs/dataplan-sync/*'"


@dataclass(frozen=True, slots=True)
class Base:
    """What git said before, or why that is not known."""

    note: str
    """What the commit is, or why there is none."""
    sha: str = "none"
    state: WorkspaceState | None = None


def applied_ref(workspace_id: int) -> str:
    """Name the ref that leads to the last applied commit (design §5)."""
    return f"refs/dataplan-sync/{workspace_id}/applied"


@contextmanager
def applied_base(
    plans: Path,
    workspace_id: int,
    configuration: Configuration,
    *,
    only: Collection[str] | None = None,
) -> Iterator[Base]:
    """Give the plan files at the last applied commit as the git repository here has them.

    Args:
        plans: the directory of the plan files.
        workspace_id: whose last apply.
        configuration: how plan files are taken.
        only: the data plans to read; None for all.

    Yields:
        The base; what it leads to can be loaded until the block ends.
    """
    if not _is_in_repository(plans):
        yield Base("the plan files are in no git repository")
        return
    from dataplan_sync.repository import open_repository

    with ExitStack() as stack:
        name = applied_ref(workspace_id)
        try:
            repository = stack.enter_context(open_repository(plans))
            sha = repository.find(name)
            if sha is None:
                base = Base(f"{name} is not here. If an apply was recorded, fetch it: {_FETCH}")
            else:
                files = repository.files(sha, repository.relative(plans))
                base = base_of(files, configuration, sha=sha, note=LAST_APPLY, only=only)
        except RepositoryError as exc:
            base = Base(f"{name} cannot be read: {exc}")
        yield base


def base_of(
    source: Source,
    configuration: Configuration,
    *,
    sha: str,
    note: str,
    only: Collection[str] | None = None,
) -> Base:
    """Read a base from the plan files of a commit; one that cannot be read is none, and says why.

    Args:
        source: the plan files of the commit. They have to stay readable as long as the base is used.
        configuration: how plan files are taken.
        sha: the commit.
        note: what it is.
        only: the data plans to read; None for all.
    """
    from dataplan_sync import desired

    short = sha[:7]
    try:
        loaded = desired.load(
            source, settings=configuration.rules, check=False, allow_empty=True, only=only
        )
    except DataplanSyncError as exc:
        return Base(f"the plan files of {short}, {note}, cannot be read: {exc}")
    if loaded.errors:
        return Base(f"the plan files of {short}, {note}, are invalid: {loaded.errors[0]}")
    if not loaded.state.loaders and only is None:
        return Base(f"commit {short}, {note}, has no plan files in {source.root}")
    return Base(note, sha, loaded.state)


def _is_in_repository(plans: Path) -> bool:
    """Tell whether git can be asked at all, before it is imported."""
    here = plans.absolute()
    return any((place / ".git").exists() for place in (here, *here.parents))
