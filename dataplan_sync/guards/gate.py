"""The gate: every reason not to apply a change set, in one go."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dataplan_sync.guards import advice, claims, conflicts, deletions, edits, impacts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from dataplan_sync.changes import ChangeSet
    from dataplan_sync.configuration import Configuration
    from dataplan_sync.guards.acceptance import Judgement
    from dataplan_sync.hazards import Hazard
    from dataplan_sync.model import ObjectKey


def find_hazards(
    change_set: ChangeSet,
    judgement: Judgement,
    configuration: Configuration,
    *,
    continued: Collection[ObjectKey] = (),
) -> tuple[Hazard, ...]:
    """Find every reason not to apply a change set.

    Args:
        change_set: what would be applied.
        judgement: what it does to those who send and read the data, held against what was accepted.
        configuration: what is allowed.
        continued: objects between two of our own steps (`review.continued`). The whole way was judged before the
            first step, and stopping halfway is no safer.

    Returns:
        Hazards in the order of the changes. Where several of them could be allowed, their messages leave it to
        `advice.in_one_piece` to say how.
    """
    fresh = [change for change in change_set.changes if change.key not in continued]
    still_open = {key: found for key, found in judgement.open.items() if key not in continued}
    found = [
        *conflicts.find(replace(change_set, changes=tuple(fresh)), configuration),
        *edits.find(replace(change_set, changes=tuple(fresh)), configuration),
        *deletions.find(change_set, configuration),
        *claims.find(replace(change_set, changes=tuple(fresh)), configuration),
        *impacts.find(replace(judgement, open=still_open), configuration),
    ]
    order = {key: number for number, key in enumerate(_keys(change_set))}
    ordered = sorted(found, key=lambda hazard: order.get(hazard.key, -1))
    return advice.together(ordered, configuration)


def _keys(change_set: ChangeSet) -> Iterator[ObjectKey]:
    return (change.key for change in change_set.changes)
