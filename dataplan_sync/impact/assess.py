"""The verdict on changes: what each does to those who send the data and to those who read it.

Pure: a change holds what clients get today and afterwards, so nothing is asked of anybody.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dataplan_sync.changes import ABSENT, ChangeKind
from dataplan_sync.impact import rules_of_versions as rules
from dataplan_sync.impact.activation import Activation, between, is_active
from dataplan_sync.impact.document_findings import remark_finding, setting_findings
from dataplan_sync.impact.finding import Finding
from dataplan_sync.impact.verdict import Consumer, Impact, Level, Producer
from dataplan_sync.model import ActivatedEnvironment, DataPlan, DataPlanKey, DataPlanVersion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dataplan_sync.changes import Change, ChangeSet
    from dataplan_sync.model import ObjectKey

_WORST_FIRST: Final = (ActivatedEnvironment.PRODUCTION, ActivatedEnvironment.DEVELOPMENT)
_LEVELS: Final = tuple(Level)
_PRODUCERS: Final = tuple(Producer)
_CONSUMERS: Final = tuple(Consumer)


def assess_all(change_set: ChangeSet) -> Mapping[ObjectKey, tuple[Impact, ...]]:
    """Judge every change of a change set.

    A data plan that does not exist yet has no data: creating it, with whatever versions, has no impact.

    Args:
        change_set: all changes between desired and live.

    Returns:
        The impacts of each change that has some, by its object, worst first.
    """
    created = {
        change.data_plan_id
        for change in change_set.changes
        if change.kind is ChangeKind.CREATE and isinstance(change.key, DataPlanKey)
    }
    judged = {
        change.key: assess(_with_versions(change, change_set))
        for change in change_set.changes
        if change.data_plan_id not in created
    }
    return {key: impacts for key, impacts in judged.items() if impacts}


def assess(change: Change) -> tuple[Impact, ...]:
    """Judge one change of a data plan that exists, or of one of its versions.

    Args:
        change: with what clients get today and afterwards, if it is of a version.

    Returns:
        Its impacts, worst first, then by path.
    """
    before, after = change.before, change.after
    if isinstance(before, DataPlan) or isinstance(after, DataPlan):
        return _sorted(_of_data_plan(change))
    return _sorted(_of_version(change, before, after))


def _with_versions(change: Change, change_set: ChangeSet) -> Change:
    """Give the change of a data plan that goes the versions that go with it: each is a change of its own."""
    if not isinstance(change.before, DataPlan) or change.after or change.before.versions:
        return change
    gone = tuple(
        other.before
        for other in change_set.changes
        if other.data_plan_id == change.data_plan_id and isinstance(other.before, DataPlanVersion)
    )
    return replace(change, before=replace(change.before, versions=gone))


def _sorted(impacts: Iterable[Impact]) -> tuple[Impact, ...]:
    return tuple(
        sorted(
            impacts,
            key=lambda impact: (
                _LEVELS.index(impact.level),
                _PRODUCERS.index(impact.producer),
                _CONSUMERS.index(impact.consumer),
                impact.path,
                impact.rule,
            ),
        )
    )


def _of_data_plan(change: Change) -> Iterator[Impact]:
    if isinstance(change.before, DataPlan) and change.after is None:
        yield _plan_removed(change.before)
        return
    for field in change.field_changes if change.before else ():
        finding = remark_finding(
            field.path, f"the data plan {change.data_plan_id}", field.before, field.after
        )
        yield finding.impact(ActivatedEnvironment.NONE)


def _plan_removed(data_plan: DataPlan) -> Impact:
    environments = [version.activated_environment for version in data_plan.versions]
    active = next((one for one in _WORST_FIRST if one in environments), ActivatedEnvironment.NONE)
    rule = rules.PLAN_REMOVED
    effect = (
        "none of its versions is active."
        if active is ActivatedEnvironment.NONE
        else f"its data is not validated any more, and it was in {active}."
    )
    reason = f"The data plan {data_plan.data_plan_id} is deleted with all its versions: {effect}"
    consumer = Consumer.SAFE if active is ActivatedEnvironment.NONE else rule.consumer
    return Finding(rule, (), rule.producer, consumer, reason).impact(active)


def _of_version(
    change: Change, before: DataPlanVersion | None, after: DataPlanVersion | None
) -> Iterator[Impact]:
    yield from _remarks(before, after)
    told: list[Impact] = []
    seen: list[Activation] = []
    for environment in _WORST_FIRST:
        latest = change.latest.get(environment)
        if latest is None or not (is_active(before, environment) or is_active(after, environment)):
            continue
        activation = Activation(environment, latest, before, after)
        if any(activation.is_like(other) for other in seen):
            continue
        seen.append(activation)
        impacts = [finding.impact(environment) for finding in activation.findings()]
        yield from (impact for impact in impacts if _adds(impact, told))
        told.extend(impacts)
    if not seen:
        yield from _of_inactive(change, before, after)


def _adds(impact: Impact, told: Sequence[Impact]) -> bool:
    """Tell whether an impact in development says something that those in production do not."""
    if not told:
        return True
    return impact.level is not Level.SAFE and not any(_covers(other, impact) for other in told)


def _covers(told: Impact, impact: Impact) -> bool:
    """Tell whether one impact is the same finding as another and at least as bad on both sides."""
    return (
        (told.rule, told.path) == (impact.rule, impact.path)
        and _PRODUCERS.index(told.producer) <= _PRODUCERS.index(impact.producer)
        and _CONSUMERS.index(told.consumer) <= _CONSUMERS.index(impact.consumer)
    )


def _of_inactive(
    change: Change, before: DataPlanVersion | None, after: DataPlanVersion | None
) -> Iterator[Impact]:
    """Judge a version that is active nowhere, as if it were activated: nothing of it takes effect yet."""
    nowhere = ActivatedEnvironment.NONE
    if before and after is None:
        rule = rules.VERSION_REMOVED
        reason = f"Version {before.version} is deleted; it was not active."
        yield Finding(rule, (), rule.producer, Consumer.SAFE, reason).impact(nowhere)
        return
    reference = before or _served_today(change)
    if reference and after:
        for finding in between(reference, after, f"once version {after.version} is active"):
            yield finding.impact(nowhere)


def _served_today(change: Change) -> DataPlanVersion | None:
    """Give the version that the activation of a new one would replace: that of production if there is one."""
    served = (change.latest.get(environment) for environment in _WORST_FIRST)
    return next((latest.before for latest in served if latest and latest.before), None)


def _remarks(before: DataPlanVersion | None, after: DataPlanVersion | None) -> Iterator[Impact]:
    if before is None or after is None:
        return
    environment = before.activated_environment or ActivatedEnvironment.NONE
    owner = f"version {after.version}"
    old, new = before.version_description or ABSENT, after.version_description or ABSENT
    if old != new:
        yield remark_finding(("version_description",), owner, old, new).impact(environment)
    for finding in setting_findings(before.extra, after.extra, (), owner):
        yield finding.impact(environment)
