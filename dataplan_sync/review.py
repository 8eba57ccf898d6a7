"""What was reviewed, and whether it still holds: an apply does exactly what somebody looked at.

The comparison is made object by object (design §7.3): movement of objects that are not touched passes, an object
that is already as desired has no change left, and a state that our own ordered steps produced on the way counts
as reviewed. Everything else is refused before the first write.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from dataplan_sync.errors import StaleChangeSetError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dataplan_sync.changes import Change, ChangeSet
    from dataplan_sync.model import ObjectKey

SHORTEST_PREFIX: Final = 8
"""Text shows that many hex digits of a fingerprint, so that many must suffice on the command line."""


@dataclass(frozen=True, slots=True)
class ReviewedChange:
    """What a review saw of one object."""

    fingerprint: str
    continuations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """What a review saw of a workspace: the changes of the report that was looked at."""

    changes: Mapping[ObjectKey, ReviewedChange] = field(default_factory=dict)


def require_reviewed(change_set: ChangeSet, review: Review, *, own_author: str) -> None:
    """Refuse a change set that holds a change which was not reviewed as it is now.

    Args:
        change_set: what would be applied now.
        review: what was reviewed.
        own_author: how the API names us (`client_id:<id>`): only our own steps may have moved an object.

    Raises:
        StaleChangeSetError: names every object that moved or was not part of the review.
    """
    moved = [
        change for change in change_set.changes if not _holds(change, review, own_author=own_author)
    ]
    if moved:
        lines = "".join(f"\n  {_reason(change, review)}" for change in moved)
        message = (
            f"What was reviewed is not what would be applied now, and nothing was written:{lines}\n"
            "Look at the new difference (dataplan-sync diff), then apply exactly that: "
            f"dataplan-sync apply --fingerprint {change_set.fingerprint[:SHORTEST_PREFIX]}"
        )
        raise StaleChangeSetError(message)


def require_fingerprint(change_set: ChangeSet, fingerprint: str) -> None:
    """Refuse a change set that is not the one with this fingerprint.

    Args:
        change_set: what would be applied now.
        fingerprint: at least the first 8 hex digits of the fingerprint that was reviewed.

    Raises:
        UsageError: it is not a fingerprint.
        StaleChangeSetError: the change set is another one.
    """
    wanted = fingerprint.strip().lower()
    if not SHORTEST_PREFIX <= len(wanted) <= 64 or set(wanted) - set("0123456789abcdef"):
        message = f'"{fingerprint}" is not a fingerprint: give 8 to 64 of the hex digits that the diff printed.'
        raise UsageError(message)
    if change_set.changes and not change_set.fingerprint.startswith(wanted):
        message = (
            f"The change set is {change_set.fingerprint[:SHORTEST_PREFIX]} now, not {wanted[:SHORTEST_PREFIX]}, "
            "and nothing was written. Look at the new difference (dataplan-sync diff), then apply exactly that: "
            f"dataplan-sync apply --fingerprint {change_set.fingerprint[:SHORTEST_PREFIX]}"
        )
        raise StaleChangeSetError(message)


def _holds(change: Change, review: Review, *, own_author: str) -> bool:
    reviewed = review.changes.get(change.key)
    if reviewed is None:
        return False
    if change.fingerprint == reviewed.fingerprint:
        return True
    ours = change.before is not None and change.before.authorship.latest_by == own_author
    return ours and change.fingerprint in reviewed.continuations


def _reason(change: Change, review: Review) -> str:
    if change.key not in review.changes:
        return f"{change.key}: was not part of the review"
    author = change.before.authorship.latest_by if change.before else None
    when = change.before.authorship.latest_on if change.before else None
    last = f", last written by {author} on {when} UTC" if author and when else ""
    return f"{change.key}: moved since the review, in git or live{last}"
