"""Issues of a repository, and what hangs on them: comments, labels and the timeline. Pull requests are issues too."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from dataplan_sync.errors import RejectedError
from dataplan_sync.github import records
from dataplan_sync.github.connection import nothing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dataplan_sync.answers import JSON
    from dataplan_sync.github.connection import Connection
    from dataplan_sync.github.records import Comment, Issue, IssueState, TimelineEvent


class Issues:
    """The issues of one repository."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def comments(self, number: int) -> tuple[Comment, ...]:
        """List all comments of an issue or a pull request, oldest first."""
        return self._connection.entries(f"/issues/{number}/comments", records.comment)

    def comment(self, comment_id: int) -> Comment | None:
        """Get a comment; None if there is none."""
        return self._connection.find(f"/issues/comments/{comment_id}", records.comment)

    def create_comment(self, number: int, body: str) -> Comment:
        """Write a comment.

        Raises:
            AnswerLostError: look for it among the comments before writing it again.
        """
        path = f"/issues/{number}/comments"
        return self._connection.send("POST", path, {"body": body}, records.comment)

    def update_comment(self, comment_id: int, body: str) -> Comment:
        """Replace the text of a comment."""
        path = f"/issues/comments/{comment_id}"
        return self._connection.send("PATCH", path, {"body": body}, records.comment)

    def delete_comment(self, comment_id: int) -> None:
        """Delete a comment; one that is gone counts as deleted."""
        self._connection.delete(f"/issues/comments/{comment_id}")

    def list(
        self, *, label: str = "", state: IssueState | None = None, creator: str = ""
    ) -> tuple[Issue, ...]:
        """List issues, newest first, without pull requests.

        Args:
            label: only those that carry it; empty for any.
            state: only open or closed ones; None for both.
            creator: only those that this login opened; empty for anybody's.
        """
        asked = {"labels": label, "state": state or "all", "creator": creator}
        query = urlencode({key: value for key, value in asked.items() if value})
        found = self._connection.entries(f"/issues?{query}", records.issue)
        return tuple(issue for issue in found if not issue.is_pull_request)

    def get(self, number: int) -> Issue:
        """Get an issue."""
        return self._connection.get(f"/issues/{number}", records.issue)

    def create(self, title: str, body: str, *, labels: Sequence[str] = ()) -> Issue:
        """Open an issue.

        Raises:
            AnswerLostError: look for it before opening it again.
        """
        sent: JSON = {"title": title, "body": body, "labels": list(labels)}
        return self._connection.send("POST", "/issues", sent, records.issue)

    def update(
        self,
        number: int,
        *,
        title: str | None = None,
        body: str | None = None,
        state: IssueState | None = None,
    ) -> Issue:
        """Change an issue; only what is given is sent."""
        asked = {"title": title, "body": body, "state": state}
        sent: JSON = {key: value for key, value in asked.items() if value is not None}
        return self._connection.send("PATCH", f"/issues/{number}", sent, records.issue)

    def ensure_label(self, name: str, *, color: str, description: str) -> None:
        """Create a label of the repository unless it is there; one that is there stays as it is.

        Args:
            name: of the label.
            color: six hex digits.
            description: at most 100 characters.
        """
        path = f"/labels/{quote(name, safe='')}"
        if self._connection.find(path, _is_there):
            return
        sent: JSON = {"name": name, "color": color, "description": description}
        try:
            self._connection.send("POST", "/labels", sent, nothing)
        except RejectedError as exc:
            # Somebody else created it in the meantime.
            if exc.status != 422 or not self._connection.find(path, _is_there):
                raise

    def timeline(self, number: int) -> tuple[TimelineEvent, ...]:
        """List what happened to an issue or a pull request, oldest first."""
        return self._connection.entries(f"/issues/{number}/timeline", records.timeline_event)


def _is_there(value: JSON) -> bool:
    del value
    return True
