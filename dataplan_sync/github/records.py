"""What GitHub keeps, as far as we read it: comments, issues, pull requests, commits, deployments, artifacts.

Field names are GitHub's (REST API 2022-11-28). A deleted account counts as `ghost`, as on GitHub's pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from dataplan_sync.github.fields import Fields, UnexpectedFieldError

if TYPE_CHECKING:
    from dataplan_sync.answers import JSON

GHOST: Final = "ghost"


class IssueState(StrEnum):
    """Whether an issue or a pull request is done with."""

    OPEN = "open"
    CLOSED = "closed"


class ComparisonStatus(StrEnum):
    """Where a head stands, seen from a base."""

    AHEAD = "ahead"
    BEHIND = "behind"
    DIVERGED = "diverged"
    IDENTICAL = "identical"


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment on an issue or on a pull request."""

    id: int
    body: str
    author: str
    url: str
    created_at: str
    updated_at: str


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue; GitHub lists pull requests among them."""

    number: int
    title: str
    body: str
    state: IssueState
    author: str
    labels: tuple[str, ...]
    url: str
    is_pull_request: bool


@dataclass(frozen=True, slots=True)
class End:
    """The head or the base of a pull request."""

    ref: str
    sha: str
    repository: str
    """`owner/name`; empty if it is gone."""


@dataclass(frozen=True, slots=True)
class PullRequest:
    """A pull request."""

    number: int
    title: str
    state: IssueState
    draft: bool
    author: str
    head: End
    base: End
    labels: tuple[str, ...]
    merged_at: str
    """Empty if it is not merged."""
    merge_commit_sha: str
    """Of the merge once it is merged; before, of a test merge."""
    url: str

    @property
    def merged(self) -> bool:
        """Whether it is merged."""
        return bool(self.merged_at)

    @property
    def is_fork(self) -> bool:
        """Whether its head is in another repository."""
        return self.head.repository != self.base.repository


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit."""

    sha: str
    parents: tuple[str, ...]
    message: str


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """Something that happened to an issue or a pull request."""

    event: str
    """`labeled`, `unlabeled`, `commented` …"""
    actor: str
    created_at: str
    """UTC, as GitHub writes it; empty for commits."""
    label: str
    """The label of `labeled` and `unlabeled`; else empty."""


@dataclass(frozen=True, slots=True)
class Deployment:
    """A deployment; its states are recorded separately."""

    id: int
    sha: str
    environment: str
    task: str
    payload: JSON


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file that a run has left behind, packed as a zip."""

    id: int
    name: str
    size: int
    """Bytes, packed."""
    expired: bool


def comment(value: JSON) -> Comment:
    """Decode a comment."""
    found = Fields.of(value)
    return Comment(
        id=found.number("id"),
        body=found.text("body", ""),
        author=found.name_of("user", "login", default=GHOST),
        url=found.text("html_url"),
        created_at=found.text("created_at"),
        updated_at=found.text("updated_at"),
    )


def issue(value: JSON) -> Issue:
    """Decode an issue."""
    found = Fields.of(value)
    return Issue(
        number=found.number("number"),
        title=found.text("title"),
        body=found.text("body", ""),
        state=_state(found),
        author=found.name_of("user", "login", default=GHOST),
        labels=_labels(found),
        url=found.text("html_url"),
        is_pull_request="pull_request" in found,
    )


def pull_request(value: JSON) -> PullRequest:
    """Decode a pull request, from a list or by itself."""
    found = Fields.of(value)
    return PullRequest(
        number=found.number("number"),
        title=found.text("title"),
        state=_state(found),
        draft=found.flag("draft"),
        author=found.name_of("user", "login", default=GHOST),
        head=_end(found.object("head")),
        base=_end(found.object("base")),
        labels=_labels(found),
        merged_at=found.text("merged_at", ""),
        merge_commit_sha=found.text("merge_commit_sha", ""),
        url=found.text("html_url"),
    )


def commit(value: JSON) -> Commit:
    """Decode a commit of a comparison or a list."""
    found = Fields.of(value)
    parents = tuple(parent.sha("sha") for parent in found.objects("parents"))
    return Commit(found.sha("sha"), parents, found.object("commit").text("message"))


def git_commit(value: JSON) -> Commit:
    """Decode a commit that was asked for by its SHA, which GitHub writes in another form."""
    found = Fields.of(value)
    parents = tuple(parent.sha("sha") for parent in found.objects("parents"))
    return Commit(found.sha("sha"), parents, found.text("message"))


def timeline_event(value: JSON) -> TimelineEvent:
    """Decode an event of a timeline, whatever kind it is."""
    found = Fields.of(value)
    return TimelineEvent(
        event=found.text("event", ""),
        actor=found.name_of("actor", "login", default=GHOST),
        created_at=found.text("created_at", ""),
        label=found.name_of("label", "name"),
    )


def deployment(value: JSON) -> Deployment:
    """Decode a deployment."""
    found = Fields.of(value)
    return Deployment(
        id=found.number("id"),
        sha=found.text("sha"),
        environment=found.text("environment"),
        task=found.text("task"),
        payload=found.value.get("payload"),
    )


def artifact(value: JSON) -> Artifact:
    """Decode an artifact."""
    found = Fields.of(value)
    return Artifact(
        id=found.number("id"),
        name=found.text("name"),
        size=found.number("size_in_bytes"),
        expired=found.flag("expired"),
    )


def _state(found: Fields) -> IssueState:
    text = found.text("state")
    if text not in set(IssueState):
        message = f"state is neither {' nor '.join(IssueState)}"
        raise UnexpectedFieldError(message)
    return IssueState(text)


def _end(found: Fields) -> End:
    return End(found.text("ref"), found.sha("sha"), found.name_of("repo", "full_name"))


def _labels(found: Fields) -> tuple[str, ...]:
    return tuple(label.text("name") for label in found.objects("labels"))


def path_of_file(value: JSON) -> str:
    """Decode the path of a changed file."""
    return Fields.of(value).text("filename")
