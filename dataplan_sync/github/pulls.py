"""Pull requests of a repository."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from dataplan_sync.github import records

if TYPE_CHECKING:
    from dataplan_sync.answers import JSON
    from dataplan_sync.github.connection import Connection
    from dataplan_sync.github.records import IssueState, PullRequest


class Pulls:
    """The pull requests of one repository."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, number: int) -> PullRequest:
        """Get a pull request.

        Raises:
            NotFoundError: there is none with this number.
        """
        return self._connection.get(f"/pulls/{number}", records.pull_request)

    def of_commit(self, sha: str) -> tuple[PullRequest, ...]:
        """List the pull requests that a commit belongs to, open ones included.

        For a commit of the default branch these are the merged ones that brought it in; none for a commit that was
        pushed directly. GitHub answers with none for a while after a push.
        """
        return self._connection.entries(f"/commits/{sha}/pulls", records.pull_request)

    def of_head(
        self, repository: str, branch: str, *, state: IssueState
    ) -> tuple[PullRequest, ...]:
        """List the pull requests that a branch asks for, also one of a fork.

        Args:
            repository: `owner/name` of the repository that has the branch.
            branch: its name.
            state: open or closed ones.
        """
        owner = repository.partition("/")[0]
        query = urlencode({"head": f"{owner}:{branch}", "state": state})
        found = self._connection.entries(f"/pulls?{query}", records.pull_request)
        return tuple(pull for pull in found if pull.head.repository == repository)

    def files(self, number: int) -> tuple[str, ...]:
        """List the paths that a pull request touches; GitHub lists 3,000 at most."""
        return self._connection.entries(f"/pulls/{number}/files", records.path_of_file)

    def create(self, title: str, body: str, *, head: str, base: str) -> PullRequest:
        """Open a pull request between two branches of the repository.

        Raises:
            RejectedError: there is one already, or nothing to merge.
            AnswerLostError: look for it before opening it again.
        """
        sent: JSON = {"title": title, "body": body, "head": head, "base": base}
        return self._connection.send("POST", "/pulls", sent, records.pull_request)
