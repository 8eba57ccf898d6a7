"""Commits of a repository and how they follow each other, asked of GitHub: a checkout may be shallow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from dataplan_sync.github import records
from dataplan_sync.github.fields import Fields, UnexpectedFieldError
from dataplan_sync.github.records import ComparisonStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dataplan_sync.answers import JSON
    from dataplan_sync.github.connection import Connection
    from dataplan_sync.github.records import Commit


@dataclass(frozen=True, slots=True)
class Comparison:
    """A head seen from a base."""

    status: ComparisonStatus
    merge_base: str
    commits: tuple[Commit, ...]
    """What the head has and the base has not, oldest first."""


class Commits:
    """The commits of one repository."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, sha: str) -> Commit:
        """Get a commit by its SHA."""
        return self._connection.get(f"/git/commits/{sha}", records.git_commit)

    def compare(self, base: str, head: str) -> Comparison:
        """Compare two commits or branches.

        Raises:
            NotFoundError: one of them does not exist, or they have no common ancestor.
        """
        path = f"/compare/{quote(base, safe='/')}...{quote(head, safe='/')}"
        pages = [
            self._connection.decode(path, page, _comparison)
            for page in self._connection.pages(path)
        ]
        commits = tuple(commit for page in pages for commit in page.commits)
        return Comparison(pages[0].status, pages[0].merge_base, commits)

    def propose(self, message: str, *, parent: str, files: Mapping[str, str | None]) -> str:
        """Make a commit on top of another one; no branch leads to it yet.

        Args:
            message: of the commit.
            parent: the commit below.
            files: the new content of a path; None deletes it.

        Returns:
            The SHA of the commit.
        """
        below = self._connection.get(f"/git/commits/{parent}", _tree_of_commit)
        tree: JSON = [_entry(path, content) for path, content in files.items()]
        made = self._connection.send("POST", "/git/trees", {"base_tree": below, "tree": tree}, _sha)
        sent: JSON = {"message": message, "tree": made, "parents": [parent]}
        return self._connection.send("POST", "/git/commits", sent, _sha)


def _comparison(value: JSON) -> Comparison:
    found = Fields.of(value)
    status = found.text("status")
    if status not in set(ComparisonStatus):
        message = "status is not one that a comparison has"
        raise UnexpectedFieldError(message)
    return Comparison(
        ComparisonStatus(status),
        found.object("merge_base_commit").sha("sha"),
        tuple(records.commit(commit.value) for commit in found.objects("commits")),
    )


def _entry(path: str, content: str | None) -> JSON:
    entry: dict[str, JSON] = {"path": path, "mode": "100644", "type": "blob"}
    return {**entry, "sha": None} if content is None else {**entry, "content": content}


def _tree_of_commit(value: JSON) -> str:
    return Fields.of(value).object("tree").sha("sha")


def _sha(value: JSON) -> str:
    return Fields.of(value).sha("sha")
