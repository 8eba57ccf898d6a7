"""Which side moved each leaf since the last apply: git, live, or both (design §5).

Three states of one object are compared leaf by leaf. The base, which is what git said at the last apply, is laid
over live first: what git did not manage then says nothing about who moved it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dataplan_sync import managed, ordering
from dataplan_sync.changes import Change, ChangeKind, Origin
from dataplan_sync.differences import differences, equal, leaves, reader, same
from dataplan_sync.model import DataPlan, DataPlanVersion, VersionDocument

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dataplan_sync.changes import Resource
    from dataplan_sync.differences import Leaf, Side
    from dataplan_sync.model import ObjectKey


def origin_of(base: Side, desired: Side, live: Side) -> Origin | None:
    """Tell which side moved a leaf; None if neither did.

    Args:
        base: its canonical value at the last apply, or ABSENT.
        desired: its canonical value in git.
        live: its canonical value in mParticle.
    """
    if equal(desired, live):
        return None if equal(base, live) else Origin.CONVERGED
    if equal(base, live):
        return Origin.PENDING
    return Origin.DRIFT if equal(base, desired) else Origin.CONFLICT


def classified(change: Change, base: Resource | None) -> Change:
    """Say of each field of a change which side moved it.

    An object that is gone on one side is one thing there: what became of it on the other side is no edit of a part.

    Args:
        change: what turns live into desired.
        base: the object as git declared it at the last apply; None if it did not.

    Returns:
        The change; nothing but the origins of its fields is new. A state that our own steps leave on the way from
        base to desired is no edit of anybody, so what is left of that way is pending.
    """
    live, desired = change.before, change.after
    if live is not None and desired is not None:
        fields = tuple(
            replace(leaf.field_change, origin=origin) for leaf, origin in moved(desired, live, base)
        )
    else:
        origin = _of_whole(base, desired, live)
        fields = tuple(replace(field, origin=origin) for field in change.field_changes)
    return replace(change, field_changes=fields)


def converged(base: Resource | None, desired: Resource, live: Resource | None) -> int:
    """Count the leaves that git and live both moved to the same value.

    Args:
        base: the object as git declared it at the last apply; None if it did not.
        desired: as it will be live: desired laid over live.
        live: as it is; None if it is not.
    """
    if live is None:
        return 0
    before = _over(base, live) if base is not None else _nothing_of(live)
    if same(before, live):
        return 0
    wanted, found = reader(desired), reader(live)
    return sum(equal(wanted(leaf.place), found(leaf.place)) for leaf in leaves(before, live))


def moved(
    desired: Resource, live: Resource, base: Resource | None
) -> tuple[tuple[Leaf, Origin], ...]:
    """Give each leaf in which an object differs between git and live, and the side that moved it.

    Args:
        desired: as it will be live: desired laid over live.
        live: as it is.
        base: the object as git declared it at the last apply; None if it did not.
    """
    base = _over(base, live) if base is not None else None
    was, wanted, found = reader(base), reader(desired), reader(live)
    told = [
        (leaf, origin_of(was(leaf.place), wanted(leaf.place), found(leaf.place)) or Origin.PENDING)
        for leaf in leaves(live, desired)
    ]
    if any(origin is not Origin.PENDING for _, origin in told) and _is_on_the_way(
        base, desired, live
    ):
        told = [(leaf, Origin.PENDING) for leaf, _ in told]
    return tuple(told)


def objects(data_plan: DataPlan | None) -> Mapping[ObjectKey, Resource]:
    """Give the objects of a data plan by key: its own fields, and each of its versions."""
    if data_plan is None:
        return {}
    own = replace(data_plan, versions=())
    return {own.key: own, **{version.key: version for version in data_plan.versions}}


def _of_whole(base: Resource | None, desired: Resource | None, live: Resource | None) -> Origin:
    """Tell who moved an object that one side does not have.

    What git did not declare at the last apply is new there, or listed now to be deleted. Otherwise it was deleted
    on one side: that is a conflict if the other side edited it.
    """
    if base is None:
        return Origin.PENDING
    if desired is None:
        return Origin.PENDING if same(_over(base, live), live) else Origin.CONFLICT
    return Origin.DRIFT if same(_over(base, None), desired) else Origin.CONFLICT


def _is_on_the_way(base: Resource | None, desired: Resource, live: Resource) -> bool:
    """Tell whether live is what our own ordered steps leave between base and desired (design §7.3)."""
    if same(base, live):
        return False
    kind = ChangeKind.UPDATE if base else ChangeKind.CREATE
    fields = differences(base, desired) if base else ()
    way = Change(kind, desired.key, base, desired, fields, fingerprint="")
    return any(same(step, live) for step in ordering.intermediates(way))


def _over(base: Resource, live: Resource | None) -> Resource:
    """Lay base over live, as desired is laid over it."""
    match base, live:
        case DataPlanVersion(), DataPlanVersion() | None:
            return managed.version_over(base, live)
        case DataPlan(), DataPlan() | None:
            return managed.data_plan_over(base, live)
        case _:
            return base


def _nothing_of(resource: Resource) -> Resource:
    """Give an object with the identity of another one and nothing else."""
    if isinstance(resource, DataPlan):
        return DataPlan(resource.data_plan_id)
    document = VersionDocument(())
    return DataPlanVersion(resource.data_plan_id, resource.version, version_document=document)
