"""Refuses deletions that are too many, or that the API would refuse after everything else was written.

Only what `allow_delete` lists gets here (`pruning`). The API's three refusals are those of its OpenAPI document
on deleting a version: the last one, one that is active in production, one with a quarantine feed. What it does
with a whole data plan of such versions is not documented, so that is refused as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dataplan_sync.changes import ChangeKind
from dataplan_sync.guards import advice
from dataplan_sync.guards.edits import round_up
from dataplan_sync.hazards import Hazard, Permit
from dataplan_sync.model import ActivatedEnvironment, DataPlanVersion

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from dataplan_sync.changes import Change, ChangeSet
    from dataplan_sync.configuration import Configuration
    from dataplan_sync.model import ObjectKey


def find(change_set: ChangeSet, configuration: Configuration) -> Iterator[Hazard]:
    """Find what speaks against the deletions of a change set."""
    deletions = [change for change in change_set.changes if change.kind is ChangeKind.DELETE]
    if not deletions:
        return
    if len(change_set.changes) == len(deletions) and not change_set.unchanged:
        message = (
            "The plan files declare nothing at all, and nothing is deleted then: "
            "declare at least one data plan that stays."
        )
        yield Hazard("delete-from-empty", deletions[0].key, message)
    for change in deletions:
        yield from _refused_by_api(change)
    yield from _too_many(change_set, deletions, configuration)


def notes(
    change_set: ChangeSet, configuration: Configuration, declared: Collection[ObjectKey]
) -> Iterator[str]:
    """Say which entries of `allow_delete` delete nothing, and why.

    Args:
        change_set: the comparison in which the listed objects were to be deleted.
        configuration: lists them.
        declared: the objects that the plan files declare.
    """
    policy = configuration.policy
    if policy.allow_delete and not policy.prune:
        yield f"allow_delete in {configuration.file} has no effect: it needs prune: true beside it."
        return
    deleted = {change.key for change in change_set.changes if change.kind is ChangeKind.DELETE}
    for key in policy.allow_delete:
        entry = f"{key} in allow_delete of {configuration.file}"
        if key in declared:
            yield f"{entry} is not deleted, because the plan files still declare it."
        elif key not in deleted:
            yield f"{entry} matches nothing that is live: remove the entry."


def _refused_by_api(change: Change) -> Iterator[Hazard]:
    version = change.before
    if change.leaves_none:
        message = (
            f"{change.key} is the last version of its data plan, which the API does not delete alone: declare another "
            f"version, or list {change.data_plan_id} as a whole in allow_delete and take its plan files away."
        )
        yield Hazard("delete-last-version", change.key, message)
    if not isinstance(version, DataPlanVersion):
        return
    if version.activated_environment is ActivatedEnvironment.PRODUCTION:
        message = (
            f"{change.key} is active in production, and the API does not delete such a version: "
            "lower it to none first, in the mParticle UI or by declaring it with activated_environment: none."
        )
        yield Hazard("delete-active", change.key, message)
    if version.quarantined:
        message = (
            f"{change.key} has a quarantine feed, and such a version can be deleted only in the mParticle UI: "
            "delete it there, or take it out of allow_delete."
        )
        yield Hazard("delete-quarantined", change.key, message)


def _too_many(
    change_set: ChangeSet, deletions: Sequence[Change], configuration: Configuration
) -> Iterator[Hazard]:
    thresholds = configuration.policy.thresholds
    count, key = len(deletions), deletions[0].key
    if count > thresholds.deletions:
        sentence = (
            f"{count} data plans and versions would be deleted, more than {thresholds.deletions}."
        )
        permit = Permit(("policy", "thresholds", "deletions"), count)
        yield advice.hazard("many-deleted", key, sentence, permit, configuration)
    live = _live(change_set)
    if count > thresholds.deleted_fraction * live and not _is_single(deletions):
        sentence = (
            f"{count} of {live} live data plans and versions would be deleted, "
            f"more than {thresholds.deleted_fraction:.0%}."
        )
        permit = Permit(("policy", "thresholds", "deleted_fraction"), round_up(count / live))
        yield advice.hazard("large-share-deleted", key, sentence, permit, configuration)


def _is_single(deletions: Sequence[Change]) -> bool:
    """Tell whether it is one version, or one data plan with its only version: no share that says anything."""
    versions = [change for change in deletions if isinstance(change.before, DataPlanVersion)]
    return len(versions) <= 1 and len({change.data_plan_id for change in deletions}) == 1


def _live(change_set: ChangeSet) -> int:
    """Count what is live, as far as it was looked at: a data plan that is not declared counts as one."""
    touched = sum(1 for change in change_set.changes if change.before)
    return touched + change_set.unchanged + len(change_set.unmanaged)
