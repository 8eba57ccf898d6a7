"""The events that start a workflow run, as far as we read them: pull request, push, merge group and the others.

Fields as GitHub documents them in "Webhook events and payloads".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from dataplan_sync.github.fields import UnexpectedFieldError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dataplan_sync.answers import JSON
    from dataplan_sync.github.fields import Fields

NO_COMMIT: Final = "0" * 40
"""What a push gives as `before` of a new branch, and as `after` of a deleted one."""

_QUEUE_BRANCH: Final = re.compile(r"/pr-([0-9]{1,12})-[0-9a-f]{40,64}$")


@dataclass(frozen=True, slots=True)
class PullRequestEvent:
    """The pull request of a `pull_request` event."""

    number: int
    head_sha: str
    head_ref: str
    head_repository: str
    """`owner/name`; empty if the fork is gone."""
    base_sha: str
    base_ref: str
    is_fork: bool
    """Whether the head is in another repository: then there are no secrets and the token only reads."""
    merged: bool
    merge_commit_sha: str
    """Of the test merge, or of the merge itself; empty if there is none."""
    draft: bool
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PushEvent:
    """A push to a branch."""

    before: str
    """The commit before; `NO_COMMIT` for a new branch."""
    after: str
    branch: str
    """Empty if a tag was pushed."""
    forced: bool


@dataclass(frozen=True, slots=True)
class MergeGroupEvent:
    """A candidate of a merge queue."""

    base_sha: str
    base_ref: str
    head_sha: str
    head_ref: str
    pull_numbers: tuple[int, ...]
    """The pull request that the name of the branch tells; those before it in the queue are in base..head."""


@dataclass(frozen=True, slots=True)
class WorkflowRunEvent:
    """Another workflow's run that has ended: the first half of the fork-safe pair."""

    id: int
    event: str
    conclusion: str
    head_sha: str
    head_branch: str
    head_repository: str
    """`owner/name`; empty if the fork is gone."""
    run_number: int
    run_attempt: int
    pull_numbers: tuple[int, ...]
    """GitHub leaves this empty for a fork: look the pull request up by its head."""


@dataclass(frozen=True, slots=True)
class Event:
    """What an event file says; at most one of the four is there."""

    action: str = ""
    default_branch: str = ""
    pull_request: PullRequestEvent | None = None
    push: PushEvent | None = None
    merge_group: MergeGroupEvent | None = None
    workflow_run: WorkflowRunEvent | None = None
    inputs: Mapping[str, str] = field(default_factory=dict)


def read(name: str, payload: Fields) -> Event:
    """Read the file of an event.

    Args:
        name: of the event.
        payload: the fields of the event file.

    Raises:
        UnexpectedFieldError: something that this event always has is missing or of another type.
    """
    event = Event(
        action=payload.text("action", ""),
        default_branch=payload.name_of("repository", "default_branch"),
    )
    match name:
        case "pull_request" | "pull_request_target":
            return replace(event, pull_request=_pull_request(payload))
        case "push":
            return replace(event, push=_push(payload))
        case "merge_group":
            return replace(event, merge_group=_merge_group(payload.object("merge_group")))
        case "workflow_run":
            return replace(event, workflow_run=_workflow_run(payload.object("workflow_run")))
        case "workflow_dispatch":
            return replace(event, inputs=_inputs(payload))
        case _:
            return event


def _pull_request(payload: Fields) -> PullRequestEvent:
    found = payload.object("pull_request")
    head, base = found.object("head"), found.object("base")
    head_repository = head.name_of("repo", "full_name")
    return PullRequestEvent(
        number=found.number("number"),
        head_sha=head.sha("sha"),
        head_ref=head.text("ref"),
        head_repository=head_repository,
        base_sha=base.sha("sha"),
        base_ref=base.text("ref"),
        is_fork=head_repository != base.object("repo").text("full_name"),
        merged=found.flag("merged"),
        merge_commit_sha=found.text("merge_commit_sha", ""),
        draft=found.flag("draft"),
        labels=tuple(label.text("name") for label in found.objects("labels")),
    )


def _push(payload: Fields) -> PushEvent:
    ref = payload.text("ref")
    branch = ref.removeprefix("refs/heads/") if ref.startswith("refs/heads/") else ""
    return PushEvent(payload.sha("before"), payload.sha("after"), branch, payload.flag("forced"))


def _merge_group(found: Fields) -> MergeGroupEvent:
    head_ref = found.text("head_ref")
    return MergeGroupEvent(
        base_sha=found.sha("base_sha"),
        base_ref=found.text("base_ref"),
        head_sha=found.sha("head_sha"),
        head_ref=head_ref,
        pull_numbers=tuple(int(number) for number in _QUEUE_BRANCH.findall(head_ref)),
    )


def _workflow_run(found: Fields) -> WorkflowRunEvent:
    return WorkflowRunEvent(
        id=found.number("id"),
        event=found.text("event"),
        conclusion=found.text("conclusion", ""),
        head_sha=found.sha("head_sha"),
        head_branch=found.text("head_branch", ""),
        head_repository=found.name_of("head_repository", "full_name"),
        run_number=found.number("run_number"),
        run_attempt=found.number("run_attempt", 1),
        pull_numbers=tuple(pull.number("number") for pull in found.objects("pull_requests")),
    )


def _inputs(payload: Fields) -> Mapping[str, str]:
    if "inputs" not in payload:
        return {}
    return {key: _input(key, value) for key, value in payload.object("inputs").value.items()}


def _input(key: str, value: JSON) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str() | int() | float():
            return str(value)
        case _:
            message = f"inputs.{key} is not text"
            raise UnexpectedFieldError(message)
