"""A client of GitHub's REST API: what a workflow around data plans needs of one repository.

The parts have a noun each: `issues`, `pulls`, `commits`, `refs`, `deployments`, `artifacts`. Reads are repeated where that
may help; a write is sent again only where it cannot have been stored.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from dataplan_sync.errors import ForbiddenError
from dataplan_sync.github.artifacts import Artifacts
from dataplan_sync.github.commits import Commits
from dataplan_sync.github.connection import Connection
from dataplan_sync.github.context import DEFAULT_API_URL
from dataplan_sync.github.deployments import Deployments
from dataplan_sync.github.fields import Fields
from dataplan_sync.github.files import FilesAtCommit
from dataplan_sync.github.issues import Issues
from dataplan_sync.github.pulls import Pulls
from dataplan_sync.github.refs import Refs
from dataplan_sync.retry import RetryPolicy
from dataplan_sync.transport import Transport, TransportOptions

if TYPE_CHECKING:
    from dataplan_sync.redaction import Redactor

ACTIONS_BOT: Final = "github-actions[bot]"
"""The login under which the token of a workflow run writes."""

REQUESTS_PER_SECOND: Final = 10.0
"""GitHub allows 900 points a minute, a read being one (docs: "Rate limits for the REST API")."""

PATIENT: Final = RetryPolicy(throttled_base=120.0, cap=120.0, budget=900.0, budget_option="")
"""After a secondary limit that names no time, GitHub asks for a minute at least, and more each time. A quarter of an
hour in all: after an apply each comment would else wait for itself, and a job that is cancelled says nothing."""


class GitHubClient:
    """One repository. Threads may share a client.

    A context manager that closes its connections. Every method raises an `ApiError` if it does not succeed.

    Args:
        token: what is sent as `Authorization`. Never part of a message or a `repr`.
        repository: `owner/name`.
        api_url: where the API is; `https://HOST/api/v3` for GitHub Enterprise Server.
        transport: sends the requests; one that is passed in is not closed by the client.
        redactor: takes secrets out of all that is written to GitHub; None knows the token alone.
    """

    def __init__(
        self,
        token: str,
        repository: str,
        *,
        api_url: str = DEFAULT_API_URL,
        transport: Transport | None = None,
        redactor: Redactor | None = None,
    ) -> None:
        self.repository: Final = repository
        self._owns_transport = transport is None
        self._transport = transport or Transport(
            TransportOptions(rate=REQUESTS_PER_SECOND, retry=PATIENT, redactor=redactor)
        )
        self._connection = Connection(
            self._transport,
            token,
            repository,
            api_url=api_url,
            redactor=redactor,
        )
        self.issues: Final = Issues(self._connection)
        self.pulls: Final = Pulls(self._connection)
        self.commits: Final = Commits(self._connection)
        self.refs: Final = Refs(self._connection)
        self.deployments: Final = Deployments(self._connection)
        self.artifacts: Final = Artifacts(self._connection)

    def __enter__(self) -> GitHubClient:
        """Give the client itself."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Close the connections."""
        self.close()

    def close(self) -> None:
        """Close the connections, unless the transport was passed in."""
        if self._owns_transport:
            self._transport.close()

    def login(self) -> str:
        """Give the login under which this client writes.

        Returns:
            The user's login; `github-actions[bot]` if the token is that of a workflow run, which may not ask.
            A token of another GitHub App may not ask either: its author has to be known otherwise.

        Raises:
            ApiError: GitHub could not be asked.
        """
        try:
            return self._connection.login()
        except ForbiddenError:
            return ACTIONS_BOT

    def files(self, sha: str, folder: str) -> FilesAtCommit:
        """Give the files below a folder as a commit has them.

        Args:
            sha: the commit.
            folder: relative to the root of the repository, with `/` between its parts.
        """
        return FilesAtCommit(self._connection, sha, folder)

    def permission(self, login: str) -> str:
        """Give what a user may do in the repository.

        Returns:
            `admin`, `write`, `read` or `none` (GitHub folds `maintain` into `write` and `triage` into `read`).

        Raises:
            ApiError: GitHub could not be asked; the token needs to write to the repository.
        """
        path = f"/collaborators/{quote(login, safe='')}/permission"
        return self._connection.get(path, lambda value: Fields.of(value).text("permission"))
