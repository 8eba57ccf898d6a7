"""What the gate refuses: change sets that would do more harm than a reviewer can see.

Findings are values; whether they stop a run is decided where the run is composed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dataplan_sync.changes import ChangeKind
from dataplan_sync.model import ActivatedEnvironment, DataPlan, DataPlanVersion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataplan_sync.changes import Change, ChangeSet
    from dataplan_sync.model import ObjectKey


@dataclass(frozen=True, slots=True)
class Hazard:
    """One reason not to apply a change set; the message ends with what would allow it."""

    rule: str
    """A stable id in kebab case."""
    key: ObjectKey
    message: str


def find_hazards(change_set: ChangeSet, *, allow_production_edit: bool = False) -> Iterator[Hazard]:
    """Find every reason not to apply a change set.

    Args:
        change_set: what would be applied.
        allow_production_edit: whether the document of a version that is active in production may change.

    Yields:
        Hazards in the order of the changes.
    """
    for change in change_set.changes:
        if not allow_production_edit and _edits_production(change):
            yield Hazard(
                rule="production-edit",
                key=change.key,
                message=(
                    f"{change.key} is active in production, and a version that is active there is not edited: "
                    "declare a new version instead, or pass --allow-production-edit to send the edit anyway."
                ),
            )
        if _creates_without_version(change, change_set):
            yield Hazard(
                rule="no-version",
                key=change.key,
                message=(
                    f"{change.key} is new and declares no version, which the API may not accept: "
                    "declare at least one version of it."
                ),
            )


def _edits_production(change: Change) -> bool:
    before, after = change.before, change.after
    if change.kind is not ChangeKind.UPDATE or not isinstance(before, DataPlanVersion):
        return False
    edited = any(field.path[0] not in _SCALARS for field in change.field_changes)
    return (
        before.activated_environment is ActivatedEnvironment.PRODUCTION and edited and bool(after)
    )


def _creates_without_version(change: Change, change_set: ChangeSet) -> bool:
    if change.kind is not ChangeKind.CREATE or not isinstance(change.after, DataPlan):
        return False
    siblings = [other for other in change_set.changes if other.data_plan_id == change.data_plan_id]
    return len(siblings) == 1


_SCALARS = ("version_description", "activated_environment")
