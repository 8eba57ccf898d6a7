"""Files of a commit through GitHub's API, for a run whose checkout lacks that commit.

Two kinds of request: one lists the tree, then one gives each file that is read. (docs: "Git trees", "Git blobs")
"""

from __future__ import annotations

import base64
import binascii
import posixpath
from dataclasses import dataclass
from errno import EINVAL
from typing import TYPE_CHECKING, Final

from dataplan_sync.errors import UnexpectedAnswerError
from dataplan_sync.github.fields import Fields, UnexpectedFieldError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dataplan_sync.answers import JSON
    from dataplan_sync.github.connection import Connection

_LINK: Final = "120000"
_FOLDER: Final = "040000"
_MAX_LINKS: Final = 8
"""Links to links that are followed before it is called a circle."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """What a tree says of one path."""

    mode: str
    sha: str


class FilesAtCommit:
    """The files below a folder, as a commit has them. Links are treated as in `repository.CommitFiles`."""

    def __init__(self, connection: Connection, sha: str, root: str) -> None:
        self._connection = connection
        self._sha = sha
        self._root = posixpath.normpath(root)
        self._entries: Mapping[str, _Entry] | None = None

    @property
    def root(self) -> str:
        """The folder, with `/` between its parts."""
        return self._root

    def paths(self) -> Sequence[str]:
        """List all files, as paths below the folder; with a `/` at its end, a link to a folder and a submodule.

        Raises:
            UnexpectedAnswerError: the tree is too large for one answer.
            ApiError: it could not be had.
        """
        listed = self._listed()
        return sorted(self._named(path, entry) for path, entry in listed.items())

    def read(self, path: str) -> bytes:
        """Give the content of a listed file.

        Raises:
            OSError: it is a link that leads to no file of this folder, or a submodule; `strerror` says so.
            ApiError: it could not be had: without it the files would be others than those of the commit.
        """
        if path.endswith("/"):
            raise OSError(
                EINVAL, "a link to a folder or a submodule is not followed; move the folder here"
            )
        found = path
        for _ in range(_MAX_LINKS):
            entry = self._listed().get(found)
            if entry is None:
                raise OSError(
                    EINVAL, f"this link leads to no file in {self._root}; put the file itself here"
                )
            if entry.mode != _LINK:
                return self._blob(entry)
            found = self._target(found, entry)
        raise OSError(EINVAL, "this link leads to itself; remove it")

    def _named(self, path: str, entry: _Entry) -> str:
        if entry.mode == _LINK:
            target = self._target(path, entry)
            is_folder = any(other.startswith(f"{target}/") for other in self._listed())
            return f"{path}/" if is_folder else path
        return path if entry.mode.startswith("100") else f"{path}/"

    def _target(self, path: str, entry: _Entry) -> str:
        target = self._blob(entry).decode("utf-8", "replace")
        return posixpath.normpath(posixpath.join(posixpath.dirname(path), target))

    def _blob(self, entry: _Entry) -> bytes:
        return self._connection.get(f"/git/blobs/{entry.sha}", _content)

    def _listed(self) -> Mapping[str, _Entry]:
        if self._entries is None:
            prefix = "" if self._root == "." else f"{self._root}/"
            found = self._connection.get(f"/git/trees/{self._sha}?recursive=1", _entries)
            self._entries = {
                path.removeprefix(prefix): entry
                for path, entry in found.items()
                if path.startswith(prefix)
            }
        return self._entries


def _entries(value: JSON) -> dict[str, _Entry]:
    tree = Fields.of(value)
    if tree.flag("truncated"):
        message = (
            "GitHub lists only a part of this repository's files, which is too large for one answer. Check out with "
            "fetch-depth: 0, so that the files are read from git."
        )
        raise UnexpectedAnswerError(message)
    entries = ((found, found.text("mode")) for found in tree.objects("tree"))
    return {
        found.text("path"): _Entry(mode, found.sha("sha"))
        for found, mode in entries
        if mode != _FOLDER
    }


def _content(value: JSON) -> bytes:
    blob = Fields.of(value)
    try:
        return base64.b64decode(blob.text("content"))
    except (binascii.Error, ValueError) as exc:
        message = "content is not base64"
        raise UnexpectedFieldError(message) from exc
