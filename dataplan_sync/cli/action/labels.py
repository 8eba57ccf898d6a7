"""Acceptance by a label on the pull request: of just the findings that our comment listed when the label was set.

A label says nothing of what it accepts. So the comment keeps, hidden, since when it lists each finding, and the pull
request's timeline says when the label was set and by whom. A push that adds a finding makes it count as open until
the label is set anew.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from dataplan_sync.changes import Absent
from dataplan_sync.configuration import Acceptance
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
MAY_ACCEPT: Final = frozenset(("admin", "maintain", "write"))
_TIME: Final = "%Y-%m-%dT%H:%M:%SZ"
"""As GitHub writes times, so that they compare as text."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """Who set the label, and when."""

    by: str
    at: str


def listed(
    impacts: Mapping[ObjectKey, tuple[Impact, ...]], before: Mapping[str, str]
) -> dict[str, str]:
    """Give the findings that the comment lists now, each with the time since when.

    Args:
        impacts: all findings.
        before: what the comment listed until now.
    """
    now = datetime.now(UTC).strftime(_TIME)
    return {digest: before.get(digest, now) for digest, *_ in _breaking(impacts)}


def listed_by(found: Found | None) -> Mapping[str, str]:
    """Read what a comment of ours lists."""
    value = found.marker.more.get(LISTED) if found else None
    if not isinstance(value, dict):
        return {}
    return {digest: since for digest, since in value.items() if isinstance(since, str)}


def labelled(client: GitHubClient, pull_number: int) -> Labelled | None:
    """Find out whether the label is set, by somebody who may accept.

    Raises:
        ApiError: GitHub could not be asked.
    """
    moves = [event for event in client.issues.timeline(pull_number) if _is_ours(event)]
    last = max(moves, key=lambda event: event.created_at, default=None)
    if last is None or last.event != "labeled":
        return None
    return (
        Labelled(last.actor, last.created_at)
        if client.permission(last.actor) in MAY_ACCEPT
        else None
    )


def acceptances(
    impacts: Mapping[ObjectKey, tuple[Impact, ...]],
    before: Mapping[str, str],
    label: Labelled | None,
) -> tuple[Acceptance, ...]:
    """Give the findings that the label accepts: those that were listed when it was set."""
    if label is None:
        return ()
    return tuple(
        Acceptance(
            impact.rule,
            acceptance.place(key, impact),
            f"set by {label.by} at {label.at}",
            Mark(f"the label {LABEL}"),
            after=impact.after,
        )
        for digest, key, impact in _breaking(impacts)
        if before.get(digest, "9") <= label.at
    )


def _is_ours(event: TimelineEvent) -> bool:
    return event.event in {"labeled", "unlabeled"} and event.label == LABEL


def _breaking(
    impacts: Mapping[ObjectKey, tuple[Impact, ...]],
) -> Iterator[tuple[str, ObjectKey, Impact]]:
    for key, found in impacts.items():
        for impact in found:
            if impact.level is Level.BREAKING:
                yield _digest(key, impact), key, impact


def _digest(key: ObjectKey, impact: Impact) -> str:
    """Identify a finding by its rule, its place and both values."""
    sides = [[] if isinstance(side, Absent) else [side] for side in (impact.before, impact.after)]
    text = json.dumps([impact.rule, acceptance.place(key, impact), *sides], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:20]
