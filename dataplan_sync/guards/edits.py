"""Refuses creations and edits that do more than a reviewer can see, or that the API would not take."""

from __future__ import annotations

import math
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from dataplan_sync import canonical, ordering
from dataplan_sync.changes import ChangeKind
from dataplan_sync.guards import advice
from dataplan_sync.hazards import Hazard, Permit
from dataplan_sync.model import ActivatedEnvironment, DataPlan, DataPlanKey, DataPlanVersion

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dataplan_sync.changes import Change, ChangeSet, Resource
    from dataplan_sync.configuration import Configuration


def find(change_set: ChangeSet, configuration: Configuration) -> Iterator[Hazard]:
    """Find what speaks against creating and editing as the change set says."""
    policy = configuration.policy
    for change in change_set.changes:
        if ordering.is_production_edit(change) and not policy.allow_production_edit:
            yield _production_edit(change, configuration)
        if _lowers(change) and not policy.allow_lower:
            yield _lowered(change, configuration)
        yield from _removed(change, configuration)
    for data_plan_id, changes in _by_data_plan(change_set):
        yield from _without_version(data_plan_id, changes)
        if not policy.allow_raise_several:
            yield from _raised_several(data_plan_id, changes, configuration)


def production_notes(change_set: ChangeSet) -> Iterator[str]:
    """Say what clients get while a version that is active in production is edited in three steps."""
    for change in change_set.changes:
        if ordering.is_production_edit(change) and ordering.level(_version(change.after)) == 2:
            yield (
                f"{change.key} is edited while it is active in production: apply lowers it to development, replaces "
                "its data points and puts it back, each step read back. In between, production data is validated "
                "against an older active version or not at all."
            )


def _production_edit(change: Change, configuration: Configuration) -> Hazard:
    sentence = (
        f"{change.key} is active in production, and a version that is active there is not edited: "
        "better declare a new version, or pass --allow-production-edit for a single run."
    )
    permit = Permit(("policy", "allow_production_edit"), value=True)
    return advice.hazard("production-edit", change.key, sentence, permit, configuration)


def _lowered(change: Change, configuration: Configuration) -> Hazard:
    before, after = _version(change.before), _version(change.after)
    sentence = (
        f"{change.key} would be lowered from {_environment(before)} to {_environment(after)}: "
        f"{_after_lowering(change, before)}."
    )
    permit = Permit(("policy", "allow_lower"), value=True)
    return advice.hazard("lowered", change.key, sentence, permit, configuration)


def _after_lowering(change: Change, before: DataPlanVersion | None) -> str:
    """Say what becomes of clients in the environment that the version leaves."""
    left = before.activated_environment if before else None
    latest = change.latest.get(left) if left else None
    if latest is None or latest.after is None:
        return "no version is active there any more, so data is not validated"
    if latest.before and latest.before.key != change.key:
        return "clients that name this version are not validated any more"
    return f"clients that name no version get version {latest.after.version} then"


def _removed(change: Change, configuration: Configuration) -> Iterator[Hazard]:
    """Find a version that loses too many data points, against itself or against what clients get today."""
    after = _version(change.after)
    compared = [*_replaced(change, after)] if after else []
    losses = [(*_loss(before, after), before) for before in compared if after]
    lost, total, before = max(losses, key=lambda loss: loss[0] / loss[1], default=(0, 1, None))
    limit = configuration.policy.thresholds.removed_fraction
    if before is None or after is None or lost <= limit * total:
        return
    what = (
        f"its {total} data points"
        if before.key == after.key
        else f"the {total} data points of {before.key}, which clients get today"
    )
    sentence = f"{change.key} would no longer have {lost} of {what}: more than {limit:.0%}."
    permit = Permit(("policy", "thresholds", "removed_fraction"), round_up(lost / total))
    yield advice.hazard("many-removed", change.key, sentence, permit, configuration)


def _replaced(change: Change, after: DataPlanVersion) -> Iterator[DataPlanVersion]:
    before = _version(change.before)
    if before:
        yield before
    for latest in change.latest.values():
        if latest.before and latest.after and latest.after.key == after.key:
            yield latest.before


def _loss(before: DataPlanVersion, after: DataPlanVersion) -> tuple[int, int]:
    """Count the data points that a version has no more, and those that there were."""
    old, new = (
        set(canonical.points_by_key(version.version_document))
        if version.version_document
        else set()
        for version in (before, after)
    )
    return len(old - new), max(len(old), 1)


def _without_version(data_plan_id: str, changes: Sequence[Change]) -> Iterator[Hazard]:
    if _is_new(changes) and len(changes) == 1:
        message = (
            f"{data_plan_id} is new and declares no version, which the API may not accept: "
            "declare at least one version of it."
        )
        yield Hazard("no-version", DataPlanKey(data_plan_id), message)


def _raised_several(
    data_plan_id: str, changes: Sequence[Change], configuration: Configuration
) -> Iterator[Hazard]:
    raised = [change.key for change in changes if _moves(change) > 0]
    if len(raised) < 2 or _is_new(changes):
        return
    sentence = (
        f"{' and '.join(map(str, raised))} would be raised in one apply, and what one of them does hides what the "
        "other does: raise one, apply, then raise the next."
    )
    permit = Permit(("policy", "allow_raise_several"), value=True)
    yield advice.hazard(
        "raised-several", DataPlanKey(data_plan_id), sentence, permit, configuration
    )


def round_up(fraction: float) -> float:
    """Give the smallest fraction with two decimals that is not below this one."""
    return math.ceil(fraction * 100 - 1e-9) / 100


def _by_data_plan(change_set: ChangeSet) -> Iterator[tuple[str, tuple[Change, ...]]]:
    by_id = attrgetter("data_plan_id")
    for data_plan_id, changes in groupby(sorted(change_set.changes, key=by_id), key=by_id):
        yield data_plan_id, tuple(changes)


def _is_new(changes: Sequence[Change]) -> bool:
    return any(
        change.kind is ChangeKind.CREATE and isinstance(change.after, DataPlan)
        for change in changes
    )


def _moves(change: Change) -> int:
    """Tell by how much a change raises the environment of a version; a deletion lowers nothing."""
    after = _version(change.after)
    return ordering.level(after) - ordering.level(_version(change.before)) if after else 0


def _lowers(change: Change) -> bool:
    return _moves(change) < 0


def _version(resource: Resource | None) -> DataPlanVersion | None:
    return resource if isinstance(resource, DataPlanVersion) else None


def _environment(version: DataPlanVersion | None) -> ActivatedEnvironment:
    environment = version.activated_environment if version else None
    return environment or ActivatedEnvironment.NONE
