"""The git repository, read only: commits by name, and the files of a folder as a commit has them.

The sole importer of GitPython, which is loaded when a repository is opened. It knows nothing of data plans,
writes nothing, and hands no text of a user to git as an option.
"""

from __future__ import annotations

import importlib
import os
import posixpath
import re
import threading
from dataclasses import dataclass
from errno import EINVAL
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dataplan_sync.errors import RepositoryError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from types import ModuleType, TracebackType

    import git

_SHA: Final = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_LINK: Final = "120000"
_SUBMODULE: Final = "160000"

_MAX_LINKS: Final = 8
"""Links to links that are followed before it is called a circle."""

_SHALLOW: Final = (
    "This clone is shallow: fetch the history (`fetch-depth: 0` for actions/checkout, "
    "`git fetch --unshallow` elsewhere)."
)


def open_repository(path: Path) -> Repository:
    """Open the repository that a folder belongs to. Close it, or use it in a `with` statement.

    Args:
        path: a folder in its work tree; one that is not there now counts as being where it would be.

    Raises:
        RepositoryError: there is no repository, or git is not installed.
    """
    git = _load_git()
    try:
        return Repository(git.Repo(_existing(path), search_parent_directories=True))
    except (git.InvalidGitRepositoryError, git.NoSuchPathError) as exc:
        message = (
            f"{path} is not in a git repository: run this where the plan files are checked out."
        )
        raise RepositoryError(message) from exc


def _existing(path: Path) -> Path:
    """Give the path, or the nearest of its parents that exists."""
    absolute = path.absolute()
    return next((place for place in (absolute, *absolute.parents) if place.is_dir()), path)


class Repository:
    """An open repository. It holds processes of git until it is closed."""

    def __init__(self, repo: git.Repo) -> None:
        """Take over an open repository of GitPython; `open_repository` makes one."""
        self._repo = repo

    def __enter__(self) -> Repository:
        """Keep the repository open for a block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the repository."""
        self.close()

    def close(self) -> None:
        """End the processes that read objects. May be called more than once."""
        self._repo.close()

    def resolve(self, ref: str) -> str:
        """Give the full id of the commit that a branch, a tag, an abbreviated id or `HEAD~1` names.

        Raises:
            RepositoryError: nothing here has that name, or the clone lacks its commit.
        """
        sha = self.find(ref)
        if sha is None:
            advice = _SHALLOW if self.is_shallow() else "Fetch it, or correct the name."
            message = f'There is no commit "{ref}" in this repository. {advice}'
            raise RepositoryError(message)
        return sha

    def find(self, ref: str) -> str | None:
        """Give the full id of the commit that a name leads to; None if nothing here has that name.

        Raises:
            RepositoryError: it cannot be the name of a commit.
        """
        if not ref or ref.startswith("-") or not ref.isprintable():
            message = f"{ref!a} is not the name of a commit: give a branch, a tag or a commit id."
            raise RepositoryError(message)
        commit = f"{ref}^{{commit}}"
        found = self._ask("rev-parse", "--verify", "--quiet", "--end-of-options", commit) or ""
        sha = found.strip()
        return sha if _SHA.fullmatch(sha) else None

    def files(self, sha: str, folder: str) -> CommitFiles:
        """Give the files below a folder as a commit has them.

        Args:
            sha: the commit's full id, as `resolve` gives it.
            folder: the folder from the top of the repository, as `relative` gives it; `.` is the top.

        Returns:
            The files; none where the commit has no such folder. They can be read until the repository is closed.

        Raises:
            RepositoryError: the folder is no folder in that commit, or objects of the commit are missing.
        """
        top = posixpath.normpath(folder)
        if not _SHA.fullmatch(sha) or top.startswith(("/", "..")):
            message = f"{folder} of commit {sha!a} is not a folder of a commit in this repository."
            raise RepositoryError(message)
        below = [] if top == "." else ["--", top]
        listing = self._ask("ls-tree", "-r", "-z", "--full-tree", sha, *below)
        if listing is None:
            advice = _SHALLOW if self.is_shallow() else "Fetch it again."
            message = f"Commit {sha[:12]} is not, or not whole, in this repository. {advice}"
            raise RepositoryError(message)
        entries = [_Entry.of(line) for line in listing.split("\0") if line]
        if any(entry.path == top for entry in entries):
            message = f"{folder} is no folder in commit {sha[:12]}: name the folder itself."
            raise RepositoryError(message)
        return CommitFiles(self._repo, top, entries)

    def relative(self, path: Path) -> str:
        """Give a path as git names it: from the top of the work tree, with `/` between its parts.

        Raises:
            RepositoryError: it is outside the work tree, or the repository has none.
        """
        top = self._repo.working_tree_dir
        if top is not None and path.resolve().is_relative_to(Path(top).resolve()):
            return path.resolve().relative_to(Path(top).resolve()).as_posix()
        message = f"{path} is outside the repository {top or self._repo.git_dir}."
        raise RepositoryError(message)

    def is_shallow(self) -> bool:
        """Tell whether older commits were left out when this was cloned."""
        return self._ask("rev-parse", "--is-shallow-repository") == "true"

    def _ask(self, *command: str) -> str | None:
        """Run a git command that reads; None where git says no."""
        try:
            output = self._repo.git.execute(
                ["git", "--literal-pathspecs", *command], stdout_as_string=False
            )
        except _load_git().GitCommandError as exc:
            if "dubious ownership" in str(exc):
                folder = self._repo.working_dir
                message = (
                    "git refuses to read a repository that somebody else owns: "
                    f"run `git config --global --add safe.directory {folder}`."
                )
                raise RepositoryError(message) from exc
            return None
        return os.fsdecode(output)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A file as a tree lists it, with its path from the top of the repository."""

    mode: str
    sha: str
    path: str

    @classmethod
    def of(cls, line: str) -> _Entry:
        head, _, path = line.partition("\t")
        mode, _, sha = head.split(" ")
        return cls(mode, sha, path)


class CommitFiles:
    """The files below a folder as a commit has them, read from git's objects and not from the work tree.

    Offers what `dataplan_sync.files.source.Source` asks for, and treats links as a work tree would: a link to
    a file within the folder is that file, any other cannot be read.
    """

    def __init__(self, repo: git.Repo, root: str, entries: Iterable[_Entry]) -> None:
        """Read the blobs of `entries`, which all lie below `root`."""
        self._repo = repo
        self._root = root
        self._entries: Mapping[str, _Entry] = {entry.path: entry for entry in entries}
        self._lock = threading.Lock()

    @property
    def root(self) -> str:
        """The folder, from the top of the repository."""
        return self._root

    def paths(self) -> Sequence[str]:
        """List all files below the folder; with a `/` at its end, a link to a folder and a submodule."""
        return sorted(self._listed(entry) for entry in self._entries.values())

    def read(self, path: str) -> bytes:
        """Give the content of a listed file.

        Raises:
            OSError: it is a link that leads to no file of this folder, or a submodule.
            RepositoryError: git has the file's name and not its content.
        """
        if path.endswith("/"):
            raise OSError(
                EINVAL, "a link to a folder or a submodule is not followed; move the folder here"
            )
        found = posixpath.join(self._root, path)
        for _ in range(_MAX_LINKS):
            entry = self._entries.get(posixpath.normpath(found))
            if entry is None:
                raise OSError(
                    EINVAL, f"this link leads to no file in {self._root}; put the file itself here"
                )
            if entry.mode != _LINK:
                return self._blob(entry)
            found = self._target(entry)
        raise OSError(EINVAL, "this link leads to itself; remove it")

    def _listed(self, entry: _Entry) -> str:
        path = entry.path if self._root == "." else posixpath.relpath(entry.path, self._root)
        is_folder = entry.mode == _SUBMODULE or (
            entry.mode == _LINK and self._leads_to_folder(entry)
        )
        return f"{path}/" if is_folder else path

    def _leads_to_folder(self, link: _Entry) -> bool:
        folder = posixpath.normpath(self._target(link))
        return any(path.startswith(f"{folder}/") for path in self._entries)

    def _target(self, link: _Entry) -> str:
        return posixpath.join(posixpath.dirname(link.path), os.fsdecode(self._blob(link)))

    def _blob(self, entry: _Entry) -> bytes:
        git = _load_git()
        try:
            with self._lock:  # one process of git answers all, one question at a time
                return bytes(self._repo.odb.stream(bytes.fromhex(entry.sha)).read())
        except (ValueError, git.ODBError) as exc:
            message = f"git lacks the content of {entry.path} ({entry.sha[:12]}): fetch it again."
            raise RepositoryError(message) from exc


def _load_git() -> ModuleType:
    """Import GitPython: late, because it is slow to import and fails where git itself is missing."""
    try:
        return importlib.import_module("git")
    except ImportError as exc:
        message = "git is not installed, or not on the PATH: install it to compare with a commit."
        raise RepositoryError(message) from exc
