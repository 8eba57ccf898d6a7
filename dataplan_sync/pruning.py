"""Deletions: of what is live and not declared, and only where somebody has listed it.

What is not declared stays as it is (design §4), so a deletion is never the consequence of a file that is missing.
`diff` asks for these changes with the objects that `dataplan-sync.yaml` lists; whether they may be carried out
is the gate's to say.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dataplan_sync import canonical, differences
from dataplan_sync.changes import (
    ABSENT,
    Change,
    ChangeKind,
    FieldChange,
    change_fingerprint,
    state_digest,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from dataplan_sync.changes import Resource
    from dataplan_sync.model import DataPlan, DataPlanVersion, ObjectKey


def deletions(
    resources: Iterable[Resource], workspace_id: int, *, leaves_none: bool
) -> Iterator[Change]:
    """Make the changes that delete live objects of one data plan.

    Args:
        resources: the objects; a data plan without its versions, for each of them is a change by itself.
        workspace_id: part of every fingerprint.
        leaves_none: whether the data plan would stay and keep no version.

    Yields:
        Changes that describe all that is lost.
    """
    for resource in resources:
        yield replace(_deletion(resource, workspace_id), leaves_none=leaves_none)


def left(
    versions: Iterable[DataPlanVersion], doomed: Iterable[DataPlanVersion]
) -> tuple[DataPlanVersion, ...]:
    """Give the versions that are not deleted."""
    numbers = {version.version for version in doomed}
    return tuple(version for version in versions if version.version not in numbers)


def doomed_versions(
    desired: DataPlan, live: DataPlan | None, deletable: Collection[ObjectKey]
) -> tuple[DataPlanVersion, ...]:
    """Give the live versions of a declared data plan that are not declared and may be deleted."""
    declared = {version.version for version in desired.versions}
    return tuple(
        version
        for version in (live.versions if live else ())
        if version.version not in declared and version.key in deletable
    )


def _deletion(resource: Resource, workspace_id: int) -> Change:
    lost = tuple(
        FieldChange(field.path, field.after, ABSENT) for field in differences.created(resource)
    )
    key, live = resource.key, canonical.resource_text(resource)
    return Change(
        ChangeKind.DELETE,
        key,
        resource,
        None,
        lost,
        change_fingerprint(workspace_id, key, ChangeKind.DELETE, live=live, desired=ABSENT),
        live_digest=state_digest(workspace_id, key, live),
        desired_digest=state_digest(workspace_id, key, ABSENT),
    )
