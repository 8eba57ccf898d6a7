"""Every error that ends a command, with the exit code it stands for.

The hierarchy, and the exit codes that scripts rely on:

    DataplanSyncError                  1  error, and no write was stored
    ├── UsageError                     2  wrong usage, missing or contradicting settings
    ├── InvalidPlanFilesError          4  plan files invalid, or none at all
    ├── RefusedChangeSetError          5  a guard refused the change set
    ├── RefusedOverwriteError          5  `pull` would overwrite what it did not write
    ├── InterruptedPullError         130  `pull` was interrupted
    ├── StaleChangeSetError            6  live or desired moved since the review
    ├── RepositoryError                1  git could not give what was asked
    └── ApiError                       1  a request could not be completed
        ├── UnreachableError              no connection, time-out, TLS
        ├── AnswerLostError               a write was sent and its answer never came: its fate is unknown
        ├── WrongVersionNumberError       a new version was stored under another number than ours
        ├── UnexpectedAnswerError         the answer is not what the API documents (a proxy's page, say)
        ├── AuthenticationError           401, or no token for these credentials
        ├── ForbiddenError                403, the workspace is outside the credential's scope
        ├── NotFoundError                 404
        └── RejectedError                 any other 4xx, with the API's own messages

Exit codes 3 (changes pending, drift) and 7 (partly applied) are results, not errors: reports carry them.
Foreign exceptions are translated where they occur; one place, `dataplan_sync.cli.boundary`, catches these.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Sequence


class DataplanSyncError(Exception):
    """The root of all errors that a user may see; the message is complete as it stands.

    A message says what went wrong, where, and what to do. It never holds a secret.
    """

    exit_code: ClassVar[int] = 1


class UsageError(DataplanSyncError):
    """The command line, the environment or the configuration do not make sense."""

    exit_code = 2


class InvalidPlanFilesError(DataplanSyncError):
    """Plan files are invalid or absent; the problems themselves are reported beside this error."""

    exit_code = 4


class RefusedChangeSetError(DataplanSyncError):
    """A guard refused the change set before the first write."""

    exit_code = 5


class RefusedOverwriteError(DataplanSyncError):
    """`pull` would overwrite files that it did not write, or that were edited since."""

    exit_code = 5


class InterruptedPullError(DataplanSyncError):
    """`pull` was interrupted; the message names the files that it had looked after until then."""

    exit_code = 130


class StaleChangeSetError(DataplanSyncError):
    """What was reviewed is not what would be applied now."""

    exit_code = 6


class RepositoryError(DataplanSyncError):
    """Git, or the repository, could not give what was asked."""


class ApiError(DataplanSyncError):
    """A request to an API could not be completed."""


class UnreachableError(ApiError):
    """No answer came, and nothing can have been stored: a read, or a write that never left."""


class AnswerLostError(ApiError):
    """A write was sent and no usable answer came back: it may or may not have been stored."""


class WrongVersionNumberError(ApiError):
    """The API stored a new version under another number than the plan files give it."""


class UnexpectedAnswerError(ApiError):
    """An answer arrived that the API does not document, such as a proxy's HTML page."""


class AuthenticationError(ApiError):
    """The credentials were not accepted."""


class ForbiddenError(ApiError):
    """The credentials do not cover what was asked."""


class NotFoundError(ApiError):
    """The object does not exist."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Where in a data plan the API sees what it refuses (`SchemaError` of its OpenAPI document)."""

    match_key: str | None = None
    """The data point, as the vendor's SDK prints its match."""
    schema_pointer: str | None = None
    """A JSON pointer into its definition."""


class RejectedError(ApiError):
    """The API refused a request.

    Attributes:
        status: the HTTP status code.
        messages: what the API said, one entry an error, already redacted and clipped.
        faults: where it sees what it refuses, as far as it says so.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int,
        messages: Sequence[str] = (),
        faults: Sequence[Fault] = (),
    ) -> None:
        super().__init__(message)
        self.status = status
        self.messages = tuple(messages)
        self.faults = tuple(faults)
