"""The one issue that stays with a key for good: opened, edited, reopened and closed as drift comes and goes.

Issues are listed by label and filtered here, by exact marker and author: a full-text search would find prose. People are
notified only when the digest of the drift changes. Whoever could not check calls nothing here: an error neither opens an
issue nor closes one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeAlias

from dataplan_sync.errors import AnswerLostError, UnexpectedAnswerError
from dataplan_sync.github.marker import Marker
from dataplan_sync.github.records import Issue, IssueState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dataplan_sync.github.client import GitHubClient

ROUNDS: Final = 5
"""Looks at the issues before giving up; a change takes two."""

LABEL_COLOR: Final = "d93f0b"
LABEL_DESCRIPTION: Final = "Live data plans differ from git"


@dataclass(frozen=True, slots=True)
class Drifted:
    """A check found drift."""

    title: str
    body: str
    """Markdown, without the marker."""
    note: str
    """Markdown of the comment that tells people what is new."""


@dataclass(frozen=True, slots=True)
class Clean:
    """A complete check of everything under the key found nothing."""

    note: str
    """Markdown of the comment that closes the issue."""


Finding: TypeAlias = Drifted | Clean


class Action(StrEnum):
    """What is done to an issue."""

    LEAVE = "leave"
    OPEN = "open"
    EDIT = "edit"
    REOPEN = "reopen"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do, to which issue."""

    action: Action
    issue: Issue | None = None
    """None if there is none, or none yet."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was done."""

    action: Action
    issue: Issue | None
    """None if nothing was found and there never was an issue."""


def decide(issues: Iterable[Issue], finding: Finding, *, marker: Marker, author: str) -> Decision:
    """Decide on the next thing to do. After it is done, decide again, until there is nothing left to do.

    Args:
        issues: those that carry the label, open and closed.
        finding: what the check found.
        marker: of this run; its fingerprint is the digest of the drift.
        author: the login under which we write.
    """
    ours = _ours(issues, marker.key, author)
    is_open = [issue for issue in ours if issue.state is IssueState.OPEN]
    newer = [issue for issue in ours if _marker(issue).age > marker.age]
    first = next(iter(is_open or ours), None)
    if newer:
        return Decision(Action.LEAVE, newer[0])
    if first is None:
        return Decision(Action.OPEN if isinstance(finding, Drifted) else Action.LEAVE)
    match finding:
        case Clean():
            return Decision(Action.CLOSE if is_open else Action.LEAVE, first)
        case Drifted() if not is_open:
            return Decision(Action.REOPEN, first)
        case Drifted() if len(is_open) > 1:
            # Two runs opened one at the same time: the older one stays.
            return Decision(Action.CLOSE, is_open[-1])
        case Drifted():
            same = _marker(first).fingerprint == marker.fingerprint
            return Decision(Action.LEAVE if same else Action.EDIT, first)


def record(
    client: GitHubClient, finding: Finding, *, marker: Marker, label: str, author: str
) -> Recorded:
    """Make the issue under a key say what a check found.

    Args:
        client: reaches the repository.
        finding: what the check found; a check that could not see everything must not be `Clean`.
        marker: of this run; its fingerprint is the digest of the drift.
        label: that the issue carries; created if the repository has none of that name.
        author: the login under which the client writes.

    Raises:
        ForbiddenError: the token may not write issues.
        ApiError: GitHub could not be reached or is in trouble.
    """
    done, lost = Action.LEAVE, None
    for _round in range(ROUNDS):
        decision = decide(client.issues.list(label=label), finding, marker=marker, author=author)
        if decision.action is Action.LEAVE:
            return Recorded(done, decision.issue)
        try:
            _carry_out(client, decision, finding, marker, label)
        except AnswerLostError as exc:
            lost = exc
        done = decision.action if done is Action.LEAVE else done
    if lost:
        raise lost
    message = (
        f"The issue labelled {label} in {client.repository} does not hold what was written to it after {ROUNDS}"
        " tries. Check that the label stays on it and that the workflow has a `concurrency` group."
    )
    raise UnexpectedAnswerError(message)


def _carry_out(
    client: GitHubClient, decision: Decision, finding: Finding, marker: Marker, label: str
) -> None:
    issues = client.issues
    match decision.action, decision.issue, finding:
        case Action.OPEN, None, Drifted(title, body):
            issues.ensure_label(label, color=LABEL_COLOR, description=LABEL_DESCRIPTION)
            issues.create(title, f"{marker.line()}\n{body}", labels=[label])
        case ((Action.EDIT | Action.REOPEN), Issue(number), Drifted(title, body, note)):
            text = f"{marker.line()}\n{body}"
            issues.update(number, title=title, body=text, state=IssueState.OPEN)
            issues.create_comment(number, note)
        case Action.CLOSE, Issue(number), _:
            note = finding.note if isinstance(finding, Clean) else "An older issue tells the same."
            issues.update(number, state=IssueState.CLOSED)
            issues.create_comment(number, note)
        case _:
            pass


def _ours(issues: Iterable[Issue], key: str, author: str) -> list[Issue]:
    """Give our issues under a key: open ones by number, then closed ones, the last first."""
    found = [
        issue
        for issue in issues
        if issue.author == author and (marker := Marker.read(issue.body)) and marker.key == key
    ]
    return sorted(found, key=_rank)


def _rank(issue: Issue) -> tuple[bool, int]:
    is_open = issue.state is IssueState.OPEN
    return not is_open, issue.number if is_open else -issue.number


def _marker(issue: Issue) -> Marker:
    return Marker.read(issue.body) or Marker("", 0, 0, 0)
