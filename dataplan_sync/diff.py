"""Comparing desired with live: data plan by data plan, object by object, into a change set.

Objects are compared by canonical text first; only pairs that differ are looked into (`differences`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dataplan_sync import (
    canonical,
    live_side,
    managed,
    ordering,
    origins,
    ownership,
    pruning,
    serving,
    sharing,
)
from dataplan_sync.changes import (
    ABSENT,
    Change,
    ChangeKind,
    ChangeSet,
    change_fingerprint,
    state_digest,
)
from dataplan_sync.differences import created, differences, same
from dataplan_sync.model import ActivatedEnvironment, DataPlan, DataPlanKey, DataPlanVersion

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from dataplan_sync.changes import FieldChange, Latest, Origin, Resource
    from dataplan_sync.differences import Leaf
    from dataplan_sync.model import ObjectKey, WorkspaceState


@dataclass(frozen=True, slots=True)
class DataPlanDifference:
    """What differs in one data plan."""

    changes: tuple[Change, ...]
    unchanged: int
    unmanaged: tuple[ObjectKey, ...]
    converged: int = 0
    """Leaves that git and live both moved to the same value."""
    left: tuple[tuple[ObjectKey, tuple[str, ...]], ...] = ()
    """Leaves that differ and are to stay as live has them: the object and the name of each."""


def diff_states(
    desired: WorkspaceState,
    live: WorkspaceState,
    *,
    workspace_id: int,
    deletable: Collection[ObjectKey] = (),
    base: WorkspaceState | None = None,
    left: Collection[Origin] = (),
) -> ChangeSet:
    """Compare two states of a workspace.

    One data plan of each side is loaded at a time and let go, unless it is part of a change.

    Args:
        desired: what should be live.
        live: what is.
        workspace_id: part of every fingerprint.
        deletable: the objects that are deleted where they are live and not declared; a data plan goes with its
            versions. Everything else that is not declared is left alone.
        base: what git said at the last apply. Without it every difference counts as pending.
        left: the origins of leaves that stay as live has them, so that they are no part of the change set.

    Returns:
        What turns live into desired laid over live, in dependency order.

    Raises:
        DataplanSyncError: whatever the states' loaders raise.
    """
    changes: list[Change] = []
    unmanaged: list[ObjectKey] = []
    for data_plan_id in live.data_plan_ids:
        if data_plan_id not in desired.loaders:
            listed = any(key.data_plan_id == data_plan_id for key in deletable)
            data_plan = live.load(data_plan_id) if listed else None
            before = _objects(base, data_plan_id) if listed else None
            doomed = tuple(_undeclared(data_plan, deletable, workspace_id, before))
            changes.extend(doomed)
            if DataPlanKey(data_plan_id) not in {change.key for change in doomed}:
                unmanaged.append(DataPlanKey(data_plan_id))
    unchanged = converged = 0
    stays: list[tuple[ObjectKey, tuple[str, ...]]] = []
    for data_plan_id in desired.data_plan_ids:
        wanted = desired.load(data_plan_id)
        if wanted is None:
            continue
        found = diff_data_plan(
            wanted,
            live.load(data_plan_id),
            workspace_id=workspace_id,
            deletable=deletable,
            base=_objects(base, data_plan_id),
            left=left,
        )
        changes.extend(found.changes)
        unmanaged.extend(found.unmanaged)
        unchanged += found.unchanged
        converged += found.converged
        stays.extend(found.left)
    changes = [sharing.labelled(change, desired.shared) for change in changes]
    ordered = ordering.dependency_order(changes)
    return ChangeSet(workspace_id, ordered, unchanged, tuple(unmanaged), converged, tuple(stays))


def diff_data_plan(
    desired: DataPlan,
    live: DataPlan | None,
    *,
    workspace_id: int,
    deletable: Collection[ObjectKey] = (),
    base: Mapping[ObjectKey, Resource] | None = None,
    left: Collection[Origin] = (),
) -> DataPlanDifference:
    """Compare one data plan and its versions; versions that are deletable and not declared are deleted.

    `base` holds the objects of the data plan as git had them at the last apply; None if that is not known. The other
    arguments are those of `diff_states`.
    """
    doomed = pruning.doomed_versions(desired, live, deletable)
    live_versions = {version.version: version for version in live.versions} if live else {}
    expected = {
        **live_versions,
        **{
            version.version: managed.version_over(version, live_versions.get(version.version))
            for version in desired.versions
        },
    }
    own = replace(live, versions=()) if live else None
    pairs: list[tuple[Resource | None, Resource]] = [(own, managed.data_plan_over(desired, live))]
    pairs.extend(
        (live_versions.get(version.version), expected[version.version])
        for version in desired.versions
    )
    stays = {after.key: _staying(before, after, base, left) for before, after in pairs}
    pairs = [(before, _with_live_side(before, after, stays[after.key])) for before, after in pairs]
    expected.update(
        {after.version: after for _, after in pairs if isinstance(after, DataPlanVersion)}
    )
    kept = pruning.left(expected.values(), doomed)
    latest = serving.latest(live_versions.values(), kept)
    compared = (_compare(before, after, expected, workspace_id) for before, after in pairs)
    found = [_with_latest(change, latest) if live else change for change in compared]
    deletions = pruning.deletions(doomed, workspace_id, leaves_none=not kept)
    gone = [_with_latest(change, latest) for change in deletions]
    declared = {version.version for version in (*desired.versions, *doomed)}
    return DataPlanDifference(
        changes=tuple(
            _claimed(_with_origins(change, base), live) for change in (*found, *gone) if change
        ),
        unchanged=found.count(None),
        unmanaged=tuple(
            version.key for number, version in live_versions.items() if number not in declared
        ),
        converged=0
        if base is None
        else sum(origins.converged(base.get(after.key), after, before) for before, after in pairs),
        left=tuple((key, leaf.name) for key, leaves in stays.items() for leaf in leaves),
    )


def _objects(base: WorkspaceState | None, data_plan_id: str) -> Mapping[ObjectKey, Resource] | None:
    return None if base is None else origins.objects(base.load(data_plan_id))


def _undeclared(
    data_plan: DataPlan | None,
    deletable: Collection[ObjectKey],
    workspace_id: int,
    base: Mapping[ObjectKey, Resource] | None,
) -> Iterator[Change]:
    """Delete what is deletable of a live data plan that is not declared; None if nothing of it is listed."""
    if data_plan is None:
        return
    whole = data_plan.key in deletable
    doomed = [one for one in data_plan.versions if whole or one.key in deletable]
    kept = pruning.left(data_plan.versions, doomed)
    latest = serving.latest(data_plan.versions, kept)
    own = [replace(data_plan, versions=())] if whole else []
    leaves_none = not kept and not whole
    for change in pruning.deletions([*own, *doomed], workspace_id, leaves_none=leaves_none):
        yield _claimed(_with_origins(_with_latest(change, latest) or change, base), data_plan)


def _staying(
    before: Resource | None,
    after: Resource,
    base: Mapping[ObjectKey, Resource] | None,
    left: Collection[Origin],
) -> tuple[Leaf, ...]:
    """Find the leaves that are to stay as live has them."""
    if base is None or before is None or not left or same(before, after):
        return ()
    moved = origins.moved(after, before, base.get(after.key))
    return tuple(leaf for leaf, origin in moved if origin in left)


def _with_live_side(before: Resource | None, after: Resource, stays: Collection[Leaf]) -> Resource:
    if before is None or not stays:
        return after
    return live_side.taken(after, before, [leaf.place for leaf in stays])


def _with_origins(change: Change, base: Mapping[ObjectKey, Resource] | None) -> Change:
    return change if base is None else origins.classified(change, base.get(change.key))


def _compare(
    before: Resource | None,
    after: Resource,
    expected: dict[int, DataPlanVersion],
    workspace_id: int,
) -> Change | None:
    if same(before, after):
        return None
    if before is not None:
        change = _change(before, after, differences(before, after), workspace_id)
    elif isinstance(after, DataPlan):
        change = _change(None, after, created(after), workspace_id)
    else:
        below = max((number for number in expected if number < after.version), default=None)
        predecessor = expected[below].version_document if below is not None else None
        described = _change(None, after, created(after, predecessor), workspace_id)
        change = replace(described, compared_with=below)
    return replace(change, continuations=_continuations(change, workspace_id))


def _claimed(change: Change, live: DataPlan | None) -> Change:
    claim = ownership.claimed_by(live.data_plan_description) if live else ""
    return replace(change, claim=claim) if claim else change


def _with_latest(
    change: Change | None, latest: Mapping[ActivatedEnvironment, Latest]
) -> Change | None:
    """Note what clients get on the change of a version of a data plan that is live."""
    if change is None or isinstance(change.key, DataPlanKey):
        return change
    return replace(change, latest=latest)


def _change(
    before: Resource | None,
    after: Resource,
    field_changes: tuple[FieldChange, ...],
    workspace_id: int,
) -> Change:
    kind = ChangeKind.UPDATE if before else ChangeKind.CREATE
    live = canonical.resource_text(before) if before else ABSENT
    desired = canonical.resource_text(after)
    return Change(
        kind,
        after.key,
        before,
        after,
        field_changes,
        change_fingerprint(workspace_id, after.key, kind, live=live, desired=desired),
        live_digest=state_digest(workspace_id, after.key, live),
        desired_digest=state_digest(workspace_id, after.key, desired),
    )


def _continuations(change: Change, workspace_id: int) -> tuple[str, ...]:
    """Give the fingerprints under which a run that stopped between our own steps goes on (design §7.3)."""
    if change.after is None:
        return ()
    desired = canonical.resource_text(change.after)
    return tuple(
        change_fingerprint(
            workspace_id,
            change.key,
            ChangeKind.UPDATE,
            live=canonical.resource_text(state),
            desired=desired,
        )
        for state in ordering.intermediates(change)
    )
