"""Dependency order: of changes for the reader, and of the single writes that carry them out.

The rules are design §7.2. A new data plan is one POST with its lowest version; every new version is created
with the environment `none`, so that nothing becomes active before it was read back; activations follow,
ascending, then deactivations, so that there is a moment with two active versions rather than one with none;
deletions come last, and a data plan goes with all its versions, for the API refuses to delete the last one alone.
Where a version is both lowered and edited, it is lowered first: an edit of a version that is active in production
may silently not be stored. Where it is to stay there, the edit takes three steps: down to development, the edit,
up again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from dataplan_sync.changes import ChangeKind
from dataplan_sync.model import ActivatedEnvironment, DataPlan, DataPlanVersion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dataplan_sync.changes import Change, Resource
    from dataplan_sync.model import ObjectKey


class StepKind(StrEnum):
    """The kinds of write; each is one request."""

    CREATE_DATA_PLAN = "create data plan"
    UPDATE_DATA_PLAN = "update data plan"
    CREATE_VERSION = "create version"
    UPDATE_VERSION = "update version"
    SET_ENVIRONMENT = "set environment"
    DELETE_VERSION = "delete version"
    DELETE_DATA_PLAN = "delete data plan"


@dataclass(frozen=True, slots=True)
class Step:
    """One write, and what it leads from and to."""

    kind: StepKind
    changes: tuple[Change, ...]
    """The changes that this step serves: a new data plan and its lowest version, a deleted one and all its versions,
    else one."""
    before: Resource | None
    """The live object as it is expected before the write."""
    after: Resource | None
    """The live object as it is expected after it; a new data plan comes with its lowest version."""
    if_it_fails: str = ""
    """What has to be known of live where this step does not come to pass."""

    @property
    def key(self) -> ObjectKey:
        """The object that is written."""
        return self.changes[0].key


def dependency_order(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Sort changes as they depend on each other: stable, so that the same change set always reads the same."""
    return tuple(sorted(changes, key=_rank))


def data_plan_groups(changes: Iterable[Change]) -> Iterator[tuple[str, tuple[Change, ...]]]:
    """Group changes by data plan; the groups are independent of each other."""
    by_id = sorted(changes, key=attrgetter("data_plan_id"))
    for data_plan_id, group in groupby(by_id, key=attrgetter("data_plan_id")):
        yield data_plan_id, dependency_order(group)


def steps(changes: Iterable[Change]) -> tuple[Step, ...]:
    """Give the writes that carry out the changes of one data plan, in order."""
    ordered = dependency_order(changes)
    created = next((change for change in ordered if _creates_data_plan(change)), None)
    lowest = next((change for change in ordered if _creates_version(change)), None)
    first: list[Step] = []
    if created:
        first.append(_create_data_plan(created, lowest))
    stages = [
        _stages(change, posted=bool(created) and change is lowest)
        for change in ordered
        if change is not created
    ]
    content = [step for stage in stages for step in stage.content]
    raised = [step for stage in stages for step in stage.raised]
    lowered = [step for stage in stages for step in stage.lowered]
    return (*first, *content, *raised, *lowered, *_deletions(ordered))


def count_steps(changes: Iterable[Change]) -> int:
    """Count the writes that carry out the changes of any number of data plans."""
    return sum(len(steps(group)) for _, group in data_plan_groups(changes))


def intermediates(change: Change) -> tuple[Resource, ...]:
    """Give the live objects that our own steps leave on the way to `change.after`, the last one excluded."""
    stage = _stages(change, posted=False)
    own = (*stage.content, *stage.raised, *stage.lowered)
    return tuple(step.after for step in own[:-1] if step.after)


def is_production_edit(change: Change) -> bool:
    """Tell whether a change edits more than the description of a version that is active in production."""
    before = change.before
    return (
        change.kind is ChangeKind.UPDATE
        and isinstance(before, DataPlanVersion)
        and before.activated_environment is ActivatedEnvironment.PRODUCTION
        and any(field.path[0] not in _UNLOCKED for field in change.field_changes)
    )


def level(version: DataPlanVersion | None) -> int:
    """Rank where a version is active: 0 nowhere, or no version at all; 1 development; 2 production."""
    environment = version.activated_environment if version else None
    return tuple(ActivatedEnvironment).index(environment or ActivatedEnvironment.NONE)


_UNLOCKED: Final = frozenset(("version_description", "activated_environment"))
"""What the API stores in a version that is active in production."""


@dataclass(frozen=True, slots=True)
class _Stages:
    content: tuple[Step, ...] = ()
    raised: tuple[Step, ...] = ()
    lowered: tuple[Step, ...] = ()


def _rank(change: Change) -> tuple[bool, str, bool, int]:
    """Rank data plan before versions, versions ascending; deletions last and the other way round."""
    deletes = change.kind is ChangeKind.DELETE
    number = getattr(change.key, "version", 0)
    return (deletes, change.data_plan_id, (number == 0) is deletes, -number if deletes else number)


def _creates_data_plan(change: Change) -> bool:
    return change.kind is ChangeKind.CREATE and isinstance(change.after, DataPlan)


def _creates_version(change: Change) -> bool:
    return change.kind is ChangeKind.CREATE and isinstance(change.after, DataPlanVersion)


def _create_data_plan(change: Change, lowest: Change | None) -> Step:
    after = change.after
    if lowest is None:
        return Step(StepKind.CREATE_DATA_PLAN, (change,), None, after)
    if isinstance(after, DataPlan) and isinstance(lowest.after, DataPlanVersion):
        after = replace(after, versions=(_inactive(lowest.after),))
    return Step(StepKind.CREATE_DATA_PLAN, (change, lowest), None, after)


def _stages(change: Change, *, posted: bool) -> _Stages:
    """Give the writes of one change; `posted` says that the version came with its new data plan."""
    match change.before, change.after:
        case _, None:
            return _Stages()
        case None, DataPlanVersion() as after:
            return _created(change, after, posted=posted)
        case DataPlanVersion() as before, DataPlanVersion() as after:
            return _edited(change, before, after)
        case before, after:
            kind = StepKind.UPDATE_DATA_PLAN if before else StepKind.CREATE_DATA_PLAN
            return _Stages(content=(Step(kind, (change,), before, after),))


def _deletions(ordered: Sequence[Change]) -> Iterator[Step]:
    doomed = tuple(change for change in ordered if change.after is None)
    whole = next((change for change in doomed if isinstance(change.before, DataPlan)), None)
    if whole:
        versions = tuple(change for change in doomed if change is not whole)
        yield Step(StepKind.DELETE_DATA_PLAN, (whole, *versions), whole.before, None)
        return
    for change in doomed:
        yield Step(StepKind.DELETE_VERSION, (change,), change.before, None)


def _created(change: Change, after: DataPlanVersion, *, posted: bool) -> _Stages:
    inactive = _inactive(after)
    create = Step(StepKind.CREATE_VERSION, (change,), None, inactive)
    raised: tuple[Step, ...] = ()
    if after.activated_environment is not ActivatedEnvironment.NONE:
        raised = (Step(StepKind.SET_ENVIRONMENT, (change,), inactive, after),)
    return _Stages(content=() if posted else (create,), raised=raised)


def _edited(change: Change, before: DataPlanVersion, after: DataPlanVersion) -> _Stages:
    moves = level(after) - level(before)
    edits = any(field.path != ("activated_environment",) for field in change.field_changes)
    if not edits:
        only = (Step(StepKind.SET_ENVIRONMENT, (change,), before, after),)
        return _Stages(raised=only) if moves > 0 else _Stages(lowered=only)
    if is_production_edit(change) and moves == 0:
        return _Stages(content=_set_aside(change, before, after))
    if moves == 0:
        return _Stages(content=(Step(StepKind.UPDATE_VERSION, (change,), before, after),))
    if moves > 0:
        held = replace(after, activated_environment=before.activated_environment)
        return _Stages(
            content=(Step(StepKind.UPDATE_VERSION, (change,), before, held),),
            raised=(Step(StepKind.SET_ENVIRONMENT, (change,), held, after),),
        )
    lowered = replace(before, activated_environment=after.activated_environment)
    return _Stages(
        content=(
            Step(StepKind.SET_ENVIRONMENT, (change,), before, lowered),
            Step(StepKind.UPDATE_VERSION, (change,), lowered, after),
        )
    )


def _inactive(version: DataPlanVersion) -> DataPlanVersion:
    return replace(version, activated_environment=ActivatedEnvironment.NONE)


def _set_aside(
    change: Change, before: DataPlanVersion, after: DataPlanVersion
) -> tuple[Step, Step, Step]:
    """Edit a version that stays active in production, the way that the vendor recommends."""
    lowered = replace(before, activated_environment=ActivatedEnvironment.DEVELOPMENT)
    edited = replace(after, activated_environment=ActivatedEnvironment.DEVELOPMENT)
    known = (
        f"{change.key} was lowered to development for this edit and may not be back in production: "
        "run the same apply again, which finishes it"
    )
    return (
        Step(StepKind.SET_ENVIRONMENT, (change,), before, lowered),
        Step(StepKind.UPDATE_VERSION, (change,), lowered, edited, if_it_fails=known),
        Step(StepKind.SET_ENVIRONMENT, (change,), edited, after, if_it_fails=known),
    )
