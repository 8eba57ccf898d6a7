"""Acceptance by a label on the pull request: of just the findings that our comment listed when the label was set.

A label says nothing of what it accepts. So the comment keeps, hidden, since when it lists each finding, and the pull
request's timeline says when the label was set and by whom. A push that adds a finding makes it count as open until
the label is set anew. All times are GitHub's: a runner's clock may go wrong.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dataplan_sync.changes import Absent
from dataplan_sync.configuration import Acceptance
from dataplan_sync.errors import NotFoundError
from dataplan_sync.guards import acceptance
from dataplan_sync.impact.verdict import Level
from dataplan_sync.model import Mark

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dataplan_sync.github.client import GitHubClient
    from dataplan_sync.github.comment import Found
    from dataplan_sync.github.records import TimelineEvent
    from dataplan_sync.impact.verdict import Impact
    from dataplan_sync.model import ObjectKey

LABEL: Final = "accept-breaking-changes"
LISTED: Final = "listed"
"""The key of the marker under which findings are kept."""
LISTED_SINGLY: Final = 200
"""Findings that are listed one by one. Of more the comment keeps one digest, so that it stays within its size: then
the label accepts all of them or none."""
MAY_ACCEPT: Final = frozenset(("admin", "maintain", "write"))
NOT_YET: Final = ""
"""The time of a finding that the comment did not list before: only GitHub will say when that comment was written."""


@dataclass(frozen=True, slots=True)
class LabelMark(Mark):
    """Where an acceptance by label stands: in no file."""

    def __str__(self) -> str:
        """Name the label."""
        return f"the label {self.file}"


@dataclass(frozen=True, slots=True)
class Labelled:
    """Who set the label, when, and whether that counts."""

    by: str
    at: str
    counts: bool
    """Whether they may write to the repository."""


def listed(
    impacts: Mapping[ObjectKey, tuple[Impact, ...]], before: Mapping[str, str]
) -> dict[str, str]:
    """Give the findings that the comment lists now, each with the time since when, or `NOT_YET`.

    Args:
        impacts: all findings.
        before: what the comment listed until now.
    """
    return {digest: before.get(digest, NOT_YET) for digest, *_ in _breaking(impacts)}


def listed_by(found: Found | None) -> Mapping[str, str]:
    """Read what a comment of ours lists, and since when: at the latest since it was last edited."""
    value = found.marker.more.get(LISTED) if found else None
    if not found or not isinstance(value, dict):
        return {}
    edited = found.comment.updated_at
    return {digest: since or edited for digest, since in value.items() if isinstance(since, str)}


def labelled(client: GitHubClient, pull_number: int) -> Labelled | None:
    """Find out whether the label is set, and by whom.

    Raises:
        ApiError: GitHub could not be asked.
    """
    moves = [event for event in client.issues.timeline(pull_number) if _is_ours(event)]
    last = max(reversed(moves), key=lambda event: event.created_at, default=None)
    if last is None or last.event != "labeled":
        return None
    try:
        counts = client.permission(last.actor) in MAY_ACCEPT
    except NotFoundError:
        # A bot is no collaborator, and decides nothing.
        counts = False
    return Labelled(last.actor, last.created_at, counts)


def acceptances(
    impacts: Mapping[ObjectKey, tuple[Impact, ...]],
    before: Mapping[str, str],
    label: Labelled | None,
) -> tuple[Acceptance, ...]:
    """Give the findings that the label accepts: those that were listed before it was set.

    A time has whole seconds, so a label of the second in which the comment was written was set by nobody who read it.
    """
    if label is None or not label.counts:
        return ()
    return tuple(
        Acceptance(
            impact.rule,
            acceptance.place(key, impact),
            f"set by {label.by} at {label.at}",
            LabelMark(LABEL),
            after=impact.after,
        )
        for digest, key, impact in _breaking(impacts)
        if digest in before and before[digest] < label.at
    )


def notes(
    impacts: Mapping[ObjectKey, tuple[Impact, ...]],
    before: Mapping[str, str],
    label: Labelled | None,
) -> Iterator[str]:
    """Say why a label that is set does not accept what it seems to."""
    if label is None or not any(_breaking(impacts)):
        return
    if not label.counts:
        yield f"The label {LABEL} accepts nothing: {label.by}, who set it, may not write to this repository."
        return
    late = [digest for digest, *_ in _breaking(impacts) if before.get(digest, label.at) >= label.at]
    if late:
        yield (
            f"The label {LABEL} was set before this comment listed {len(late)} of the findings. Remove it and set it "
            "again to accept these too."
        )


def _is_ours(event: TimelineEvent) -> bool:
    return event.event in {"labeled", "unlabeled"} and event.label == LABEL


def _breaking(
    impacts: Mapping[ObjectKey, tuple[Impact, ...]],
) -> Iterator[tuple[str, ObjectKey, Impact]]:
    """Give the breaking findings, each with the name under which it is listed; very many share one name."""
    found = [
        (_digest(key, impact), key, impact)
        for key, some in impacts.items()
        for impact in some
        if impact.level is Level.BREAKING
    ]
    if len(found) <= LISTED_SINGLY:
        yield from found
        return
    whole = "\n".join(sorted(digest for digest, *_ in found))
    name = f"all:{hashlib.sha256(whole.encode()).hexdigest()[:20]}"
    yield from ((name, key, impact) for _, key, impact in found)


def _digest(key: ObjectKey, impact: Impact) -> str:
    """Identify a finding by its rule, its place and both values."""
    sides = [[] if isinstance(side, Absent) else [side] for side in (impact.before, impact.after)]
    text = json.dumps([impact.rule, acceptance.place(key, impact), *sides], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:20]
