"""What was reviewed, and whether it still holds: an apply does exactly what somebody looked at.

The comparison is made object by object (design §7.3): movement of objects that are not touched passes, an object
that is already as desired has no change left, and a state that our own ordered steps produced on the way, or that
an earlier review of the same range wanted, counts as reviewed. Everything else is refused before the first write.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from dataplan_sync.changes import set_fingerprint
from dataplan_sync.errors import UsageError
from dataplan_sync.model import DataPlanKey, DataPlanVersionKey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from dataplan_sync.changes import Change, ChangeSet
    from dataplan_sync.model import JSONObject, JSONValue, ObjectKey

FORMAT_VERSION: Final = 1
"""Of the JSON reports that can be read (`render.json_report` writes them)."""
SHORTEST_PREFIX: Final = 8
"""Text shows that many hex digits of a fingerprint, so that many must suffice on the command line."""


@dataclass(frozen=True, slots=True)
class ReviewedChange:
    """What a review saw of one object."""

    fingerprint: str
    continuations: tuple[str, ...] = ()
    desired: str = ""
    """The digest of the object as it would be live afterwards; empty in reviews that do not say it."""
    earlier: frozenset[str] = frozenset()
    """The digests of what earlier reviews of the same range wanted the object to be."""


@dataclass(frozen=True, slots=True)
class Review:
    """What a review saw of a workspace: the changes of the report that was looked at."""

    changes: Mapping[ObjectKey, ReviewedChange] = field(default_factory=dict)


def latest(reviews: Iterable[Review]) -> Review:
    """Put the reviews of one range together, the newest of each object.

    Args:
        reviews: the oldest first.

    Returns:
        A review in which each object knows what the reviews before wanted of it.
    """
    found: dict[ObjectKey, ReviewedChange] = {}
    for one in reviews:
        for key, change in one.changes.items():
            before = found.get(key)
            wanted = before.earlier | {before.desired} if before else frozenset[str]()
            found[key] = replace(change, earlier=wanted - {""})
    return Review(found)


def from_report(report: JSONValue, *, workspace_id: int) -> Review:
    """Read a review from the JSON report of a `diff` (design §6).

    Args:
        report: the decoded report.
        workspace_id: whose part of the report counts.

    Raises:
        UsageError: it is no report of a comparison of this workspace.
    """
    _check_kind(report)
    found = [
        workspace
        for workspace in _objects(report, "workspaces")
        if workspace.get("id") == workspace_id and isinstance(workspace.get("fingerprint"), str)
    ]
    if len(found) == 1:
        changes = dict(map(_reviewed_change, _objects(found[0], "changes")))
        if found[0]["fingerprint"] != set_fingerprint(
            change.fingerprint for change in changes.values()
        ):
            message = "The reviewed report was altered: its fingerprint is not that of its changes."
            raise UsageError(message)
        return Review(changes)
    message = (
        f"The reviewed report shows no comparison of workspace {workspace_id}: "
        "it must be the output of dataplan-sync diff --output json for this workspace."
    )
    raise UsageError(message)


def _check_kind(report: JSONValue) -> None:
    """Refuse what is not a complete report of a `diff` in the format that is known here."""
    if not isinstance(report, dict):
        return
    fault = ""
    if report.get("format_version") != FORMAT_VERSION:
        fault = f"it has another format than {FORMAT_VERSION}"
    elif report.get("command") != "diff":
        fault = "it is not the report of a diff"
    elif report.get("errors"):
        fault = "it reports a run that failed"
    if fault:
        message = (
            f"The reviewed report cannot be used: {fault}. Make a new one with dataplan-sync diff."
        )
        raise UsageError(message)


def _objects(value: JSONValue, key: str) -> list[JSONObject]:
    items = value.get(key) if isinstance(value, dict) else None
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _reviewed_change(change: JSONObject) -> tuple[ObjectKey, ReviewedChange]:
    data_plan_id, fingerprint = change.get("data_plan_id"), change.get("fingerprint")
    if not isinstance(data_plan_id, str) or not isinstance(fingerprint, str):
        message = "The reviewed report holds a change without its data plan or its fingerprint."
        raise UsageError(message)
    number, known = change.get("version"), change.get("continuations")
    key = (
        DataPlanVersionKey(data_plan_id, number)
        if isinstance(number, int)
        else DataPlanKey(data_plan_id)
    )
    continuations = tuple(map(str, known)) if isinstance(known, list) else ()
    desired = change.get("desired_digest")
    return key, ReviewedChange(
        fingerprint, continuations, desired if isinstance(desired, str) else ""
    )


def moved(change_set: ChangeSet, review: Review, *, own_author: str) -> tuple[Change, ...]:
    """Find the changes that are not as they were reviewed, or were not part of the review."""
    return tuple(
        change for change in change_set.changes if not _holds(change, review, own_author=own_author)
    )


def by_command(change_set: ChangeSet) -> str:
    """Say how to go on after a refusal on the command line."""
    return (
        "Look at the new difference (dataplan-sync diff), then apply exactly that: "
        f"dataplan-sync apply --fingerprint {change_set.fingerprint[:SHORTEST_PREFIX]}"
    )


def objection(
    change_set: ChangeSet,
    review: Review,
    *,
    own_author: str,
    way_on: Callable[[ChangeSet], str] = by_command,
) -> str | None:
    """Find what speaks against applying a change set that was reviewed.

    Args:
        change_set: what would be applied now.
        review: what was reviewed.
        own_author: how the API names us (`client_id:<id>`): only our own steps may have moved an object.
        way_on: says how to go on after a refusal, by the means that there are.

    Returns:
        None if every change was reviewed as it is now; otherwise a message that names every object that moved or
        was not part of the review, and the way on.
    """
    found = moved(change_set, review, own_author=own_author)
    if not found:
        return None
    lines = "".join(f"\n  {_reason(change, review)}" for change in found)
    return (
        "What was reviewed is not what would be applied now, and nothing was written. "
        f"{way_on(change_set)}\nNot as it was reviewed:{lines}"
    )


def continued(change_set: ChangeSet, review: Review, *, own_author: str) -> frozenset[ObjectKey]:
    """Find the objects that a run of ours left between two of its own steps, under the same review."""
    return frozenset(
        change.key
        for change in change_set.changes
        if change.key in review.changes
        and change.fingerprint != review.changes[change.key].fingerprint
        and _is_continued(change, review.changes[change.key], own_author=own_author)
    )


def wanted_earlier(change_set: ChangeSet, review: Review) -> frozenset[ObjectKey]:
    """Find the objects that are live as an earlier review of the same range wanted them: nobody else moved those."""
    return frozenset(
        change.key
        for change in change_set.changes
        if change.key in review.changes and change.live_digest in review.changes[change.key].earlier
    )


def fingerprint_objection(
    change_set: ChangeSet, fingerprint: str, *, way_on: Callable[[ChangeSet], str] = by_command
) -> str | None:
    """Find what speaks against applying a change set that was reviewed by its fingerprint.

    Args:
        change_set: what would be applied now.
        fingerprint: at least the first 8 hex digits of the fingerprint that was reviewed.
        way_on: says how to go on after a refusal, by the means that there are.

    Returns:
        None if it is that change set, or if nothing is left to apply; otherwise a message with the way on.

    Raises:
        UsageError: it is not a fingerprint.
    """
    wanted = fingerprint.strip().lower()
    if not SHORTEST_PREFIX <= len(wanted) <= 64 or set(wanted) - set("0123456789abcdef"):
        message = f'"{fingerprint}" is not a fingerprint: give 8 to 64 of the hex digits that the diff printed.'
        raise UsageError(message)
    if not change_set.changes or change_set.fingerprint.startswith(wanted):
        return None
    now = change_set.fingerprint[:SHORTEST_PREFIX]
    return (
        f"The change set is {now} now, not {wanted[:SHORTEST_PREFIX]}, and nothing was written. "
        + way_on(change_set)
    )


def _holds(change: Change, review: Review, *, own_author: str) -> bool:
    reviewed = review.changes.get(change.key)
    if reviewed is None:
        return False
    return (
        change.fingerprint == reviewed.fingerprint
        or _is_continued(change, reviewed, own_author=own_author)
        or (change.desired_digest == reviewed.desired and change.live_digest in reviewed.earlier)
    )


def _is_continued(change: Change, reviewed: ReviewedChange, *, own_author: str) -> bool:
    ours = change.before is not None and change.before.authorship.latest_by == own_author
    return ours and change.fingerprint in reviewed.continuations


def _reason(change: Change, review: Review) -> str:
    if change.key not in review.changes:
        return f"{change.key}: was not part of the review"
    author = change.before.authorship.latest_by if change.before else None
    when = change.before.authorship.latest_on if change.before else None
    last = f", last written by {author} on {when} UTC" if author and when else ""
    return f"{change.key}: moved since the review, in git or live{last}"
