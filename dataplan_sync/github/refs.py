"""Refs of a repository, moved by compare-and-swap: where the last applied commit and the lock are kept.

GitHub has no compare-and-swap of its own. Creating a ref is atomic, and without `force` a ref only moves to a
descendant. So of two writers that expect the same commit, one can overtake the other only with a descendant of what
the other wrote: a ref never goes back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from dataplan_sync.errors import AnswerLostError, RejectedError
from dataplan_sync.github.connection import nothing
from dataplan_sync.github.fields import Fields

if TYPE_CHECKING:
    from dataplan_sync.answers import JSON
    from dataplan_sync.github.connection import Connection

MOST_TRIES: Final = 2
"""Times that a move is sent whose answer is lost."""


class Refs:
    """The refs of one repository, named in full: `refs/heads/main`, `refs/dataplan-sync/7505/applied`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, name: str) -> str | None:
        """Give the commit that a ref leads to; None if there is no such ref."""
        path = f"/git/ref/{quote(name.removeprefix('refs/'), safe='/')}"
        return self._connection.find(path, _target)

    def branch_head(self, branch: str) -> str | None:
        """Give the commit at the head of a branch; None if there is no such branch."""
        return self.get(f"refs/heads/{branch}")

    def swap(self, name: str, *, expected: str | None, new: str) -> bool:
        """Move a ref if it is where it is expected to be; None expects that there is none.

        Args:
            name: the ref in full.
            expected: the commit that it leads to now.
            new: the commit that it shall lead to; a descendant of the expected one.

        Returns:
            Whether it leads there now. False if somebody else was faster.

        Raises:
            RejectedError: GitHub refused for another reason; `contents: write` is needed.
            AnswerLostError: it was sent twice, and the second answer was lost as well.
        """
        tries = 0
        while (found := self.get(name)) == expected:
            tries += 1
            try:
                self._move(name, expected, new)
            except AnswerLostError:
                if tries == MOST_TRIES:
                    raise
            except RejectedError:
                if self.get(name) == expected:
                    raise
            else:
                return True
        return found == new

    def delete(self, name: str) -> None:
        """Delete a ref; one that is gone counts as deleted."""
        path = self._path(name)
        try:
            self._connection.delete(path)
        except RejectedError as exc:
            # GitHub says 422 "Reference does not exist".
            if exc.status != 422 or self.get(name) is not None:
                raise

    def _move(self, name: str, expected: str | None, new: str) -> None:
        if expected is None:
            self._connection.send("POST", "/git/refs", {"ref": name, "sha": new}, nothing)
        else:
            sent: JSON = {"sha": new, "force": False}
            self._connection.send("PATCH", self._path(name), sent, nothing)

    def _path(self, name: str) -> str:
        return f"/git/refs/{quote(name.removeprefix('refs/'), safe='/')}"


def _target(value: JSON) -> str:
    return Fields.of(value).object("object").sha("sha")
