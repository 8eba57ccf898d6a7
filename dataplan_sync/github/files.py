"""Files of a commit through GitHub's API, for a run whose checkout lacks that commit.

Two kinds of request: one lists the tree, then one gives each file that is read. (docs: "Git trees", "Git blobs")
"""

from __future__ import annotations

import base64
import binascii
from errno import EINVAL
from typing import TYPE_CHECKING, Final

from dataplan_sync.errors import ApiError, UnexpectedAnswerError
from dataplan_sync.github.fields import Fields

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dataplan_sync.answers import JSON
    from dataplan_sync.github.connection import Connection

_FILE_MODES: Final = frozenset(("100644", "100755"))
"""Of regular files; a link or a submodule is none."""


class FilesAtCommit:
    """The files below a folder, as a commit has them."""

    def __init__(self, connection: Connection, sha: str, root: str) -> None:
        self._connection = connection
        self._sha = sha
        self._root = root
        self._blobs: dict[str, str] | None = None

    @property
    def root(self) -> str:
        """The folder, with `/` between its parts."""
        return self._root

    def paths(self) -> Sequence[str]:
        """List all files, as paths below the folder, without names that start with `.` or `_`.

        Raises:
            UnexpectedAnswerError: the tree is too large for one answer.
            ApiError: it could not be had.
        """
        return sorted(self._listed())

    def read(self, path: str) -> bytes:
        """Give the content of a listed file.

        Raises:
            OSError: it could not be had; `strerror` says why.
        """
        blob = self._listed().get(path)
        if blob is None:
            raise OSError(EINVAL, "this is no regular file; remove it")
        try:
            return self._connection.get(f"/git/blobs/{blob}", _content)
        except ApiError as exc:
            raise OSError(EINVAL, str(exc)) from exc

    def _listed(self) -> dict[str, str]:
        if self._blobs is None:
            path = f"/git/trees/{self._sha}?recursive=1"
            prefix = "" if self._root in {"", "."} else f"{self._root}/"
            found = self._connection.get(path, _blobs)
            self._blobs = {
                name.removeprefix(prefix): blob
                for name, blob in found.items()
                if name.startswith(prefix) and not _is_hidden(name.removeprefix(prefix))
            }
        return self._blobs


def _is_hidden(path: str) -> bool:
    return any(part.startswith((".", "_")) for part in path.split("/"))


def _blobs(value: JSON) -> dict[str, str]:
    tree = Fields.of(value)
    if tree.flag("truncated"):
        message = (
            "GitHub lists only a part of this repository's files, which is too large for one answer. Check out with "
            "fetch-depth: 0, so that the files are read from git."
        )
        raise UnexpectedAnswerError(message)
    return {
        entry.text("path"): entry.sha("sha")
        for entry in tree.objects("tree")
        if entry.text("mode", "") in _FILE_MODES
    }


def _content(value: JSON) -> bytes:
    blob = Fields.of(value)
    try:
        return base64.b64decode(blob.text("content"))
    except (binascii.Error, ValueError) as exc:
        message = "GitHub gave a file that is not base64. Run the workflow again."
        raise UnexpectedAnswerError(message) from exc
