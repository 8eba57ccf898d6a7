"""The one comment that a pull request gets under a key: written, edited in place, and converging to one after a race.

GitHub has no conditional write. So every write is preceded by a fresh read and followed by a pause and another look:
what an older run wrote over a newer one meanwhile is written again. That holds as long as the pause outlasts the moment
between the other run's read and its write. Of several comments under one key the oldest stays.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeAlias

from dataplan_sync.errors import (
    AnswerLostError,
    NotFoundError,
    RejectedError,
    UnexpectedAnswerError,
)
from dataplan_sync.github.marker import Marker

if TYPE_CHECKING:
    from collections.abc import Callable

    from dataplan_sync.errors import ApiError
    from dataplan_sync.github.client import GitHubClient
    from dataplan_sync.github.records import Comment

LONGEST: Final = 65_536
"""Characters of a comment that GitHub takes; beyond, it says "Body is too long"."""

ROUNDS: Final = 8
"""Looks at the comments before giving up; two writers that never meet need three."""

PAUSE: Final = 1.5
"""Seconds between a write and the look that confirms it."""


class BodyTooLongError(RejectedError):
    """GitHub found the body too long: write a shorter one."""


class Reason(StrEnum):
    """Why a comment was not written."""

    NEWER_RUN = "a newer run has written it"
    UNCHANGED = "it says the same already"


@dataclass(frozen=True, slots=True)
class Posted:
    """The comment holds the body."""

    url: str
    created: bool
    """Whether it is new, so that people were notified."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """The comment was left as it was."""

    reason: Reason
    url: str


Outcome: TypeAlias = Posted | Skipped


@dataclass(frozen=True, slots=True)
class Found:
    """A comment of ours, and what its first line says."""

    comment: Comment
    marker: Marker


@dataclass(slots=True)
class _Writer:
    """One attempt to make the comment hold a body."""

    client: GitHubClient
    pull_number: int
    marker: Marker
    text: str
    author: str
    pause: Callable[[float], object]
    created: bool = False
    wrote: bool = False
    lost: AnswerLostError | None = field(default=None)

    def run(self) -> Outcome:
        for _round in range(ROUNDS):
            found = find(self.client, self.pull_number, key=self.marker.key, author=self.author)
            outcome = self._step(found)
            if outcome:
                return outcome
        raise self._unsettled()

    def _step(self, found: tuple[Found, ...]) -> Outcome | None:
        if not found:
            self._write(None)
            return None
        first = found[0]
        if any(other.marker.age > self.marker.age for other in found):
            return Skipped(Reason.NEWER_RUN, first.comment.url) if self._tidy(found) else None
        if not self._holds(first):
            self._replace(first.comment)
            return None
        if not self._tidy(found):
            return None
        if self.wrote:
            return Posted(first.comment.url, self.created)
        return Skipped(Reason.UNCHANGED, first.comment.url)

    def _holds(self, found: Found) -> bool:
        if _normal(found.comment.body) == _normal(self.text):
            return True
        # GitHub may have stored what it was sent in another spelling: then the marker has to do.
        return self.wrote and found.marker == self.marker

    def _replace(self, comment: Comment) -> None:
        fresh = self.client.issues.comment(comment.id)
        marker = Marker.read(fresh.body) if fresh else None
        if fresh and marker and marker.key == self.marker.key and marker.age <= self.marker.age:
            self._write(comment.id)

    def _write(self, comment_id: int | None) -> None:
        issues = self.client.issues
        try:
            if comment_id is None:
                issues.create_comment(self.pull_number, self.text)
                self.created = True
            else:
                issues.update_comment(comment_id, self.text)
        except AnswerLostError as exc:
            self.lost = exc
        except NotFoundError:
            # It was deleted between the look and the write; a pull request that is missing is an error.
            if comment_id is None:
                raise
            return
        except RejectedError as exc:
            if not _is_too_long(exc):
                raise
            raise BodyTooLongError(str(exc), status=exc.status, messages=exc.messages) from exc
        self.wrote = True
        self.pause(PAUSE)

    def _tidy(self, found: tuple[Found, ...]) -> bool:
        """Delete the comments under this key that the first one makes superfluous; says whether that is certain."""
        first = found[0]
        try:
            for other in found[1:]:
                if other.marker.age <= first.marker.age:
                    self.client.issues.delete_comment(other.comment.id)
        except AnswerLostError as exc:
            self.lost = exc
            return False
        return True

    def _unsettled(self) -> ApiError:
        if self.lost:
            return self.lost
        return UnexpectedAnswerError(
            f"The comment on pull request {self.pull_number} of {self.client.repository} does not hold what was"
            f" written to it after {ROUNDS} tries. Give the workflow a `concurrency` group, so that only one run"
            " writes at a time."
        )


def upsert(
    client: GitHubClient,
    pull_number: int,
    *,
    marker: Marker,
    body: str,
    author: str,
    pause: Callable[[float], object] = time.sleep,
) -> Outcome:
    """Make the comment under a key hold a body, unless a newer run has written it.

    Args:
        client: reaches the repository.
        pull_number: of the pull request.
        marker: the first line; its key says which comment, its run who is newer.
        body: the Markdown below it.
        author: the login that the client writes under. A comment by anybody else is not ours, whatever it says.
        pause: waits that many seconds before a write is confirmed.

    Returns:
        Posted if this run wrote it; Skipped with the reason if not.

    Raises:
        BodyTooLongError: GitHub wants a shorter body.
        ForbiddenError: the token may not write comments.
        ApiError: GitHub could not be reached or is in trouble.
    """
    text = f"{marker.line()}\n{body}"
    return _Writer(client, pull_number, marker, text, author, pause).run()


def find(client: GitHubClient, pull_number: int, *, key: str, author: str) -> tuple[Found, ...]:
    """Give our comments under a key, oldest first, each with its marker.

    More than one is left by a race that nobody has tidied up yet.

    Args:
        client: reaches the repository.
        pull_number: of the pull request.
        key: the exact key of the marker.
        author: the login that wrote them.
    """
    marked = (
        Found(comment, marker)
        for comment in client.issues.comments(pull_number)
        if comment.author == author and (marker := Marker.read(comment.body))
    )
    return tuple(
        sorted(
            (found for found in marked if found.marker.key == key),
            key=lambda found: found.comment.id,
        )
    )


def _normal(body: str) -> str:
    return body.replace("\r\n", "\n").rstrip()


def _is_too_long(exc: RejectedError) -> bool:
    return exc.status == 422 and any("too long" in message for message in exc.messages)
