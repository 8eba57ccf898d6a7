"""Files of another commit than the one that is checked out: from git where it has that commit, else through GitHub."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from dataplan_sync.errors import RepositoryError
from dataplan_sync.repository import open_repository

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dataplan_sync.cli.action.stage import Stage
    from dataplan_sync.files.source import Source


@contextmanager
def files_at(stage: Stage, sha: str, folder: Path) -> Iterator[Source]:
    """Give the files of a folder as a commit has them. A shallow clone lacks all commits but one.

    Reading them raises an `ApiError` where git lacks the commit and GitHub could not be asked either.
    """
    with ExitStack() as stack:
        try:
            repository = stack.enter_context(open_repository(folder))
            files: Source = repository.files(repository.resolve(sha), repository.relative(folder))
        except RepositoryError:
            files = stage.github.files(sha, from_top(folder))
        yield files


def from_top(folder: Path) -> str:
    """Give a folder as git names it; without a repository here, the current directory is taken for its top."""
    try:
        with open_repository(folder) as repository:
            return repository.relative(folder)
    except RepositoryError:
        return folder.as_posix()
