"""Comparing desired with live: data plan by data plan, data points matched by identity.

Objects are compared by canonical text first; DeepDiff is asked only about pairs that differ, because it costs
milliseconds a pair, and never about lists of data points, because it would pair a removed one with an added
one. This is the only module that knows DeepDiff: its results are copied into our own types at once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias, cast

from deepdiff import DeepDiff

from dataplan_sync import canonical, codec, field_paths, managed, ordering
from dataplan_sync.changes import (
    ABSENT,
    Absent,
    Change,
    ChangeKind,
    ChangeSet,
    FieldChange,
    change_fingerprint,
)
from dataplan_sync.model import DataPlan, DataPlanKey, DataPlanVersion, VersionDocument

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataplan_sync.changes import Resource
    from dataplan_sync.model import (
        DataPoint,
        JSONObject,
        JSONValue,
        ObjectKey,
        WorkspaceState,
    )

Side: TypeAlias = "JSONValue | Absent"


@dataclass(frozen=True, slots=True)
class DataPlanDifference:
    """What differs in one data plan."""

    changes: tuple[Change, ...]
    unchanged: int
    unmanaged: tuple[ObjectKey, ...]


def diff_states(desired: WorkspaceState, live: WorkspaceState, *, workspace_id: int) -> ChangeSet:
    """Compare two states of a workspace.

    One data plan of each side is loaded at a time and let go, unless it is part of a change.

    Args:
        desired: what should be live.
        live: what is.
        workspace_id: part of every fingerprint.

    Returns:
        What turns live into desired laid over live, in dependency order.

    Raises:
        DataplanSyncError: whatever the states' loaders raise.
    """
    changes: list[Change] = []
    unmanaged: list[ObjectKey] = [
        DataPlanKey(data_plan_id)
        for data_plan_id in live.data_plan_ids
        if data_plan_id not in desired.loaders
    ]
    unchanged = 0
    for data_plan_id in desired.data_plan_ids:
        wanted = desired.load(data_plan_id)
        if wanted is None:
            continue
        found = diff_data_plan(wanted, live.load(data_plan_id), workspace_id=workspace_id)
        changes.extend(found.changes)
        unmanaged.extend(found.unmanaged)
        unchanged += found.unchanged
    return ChangeSet(workspace_id, ordering.dependency_order(changes), unchanged, tuple(unmanaged))


def diff_data_plan(
    desired: DataPlan, live: DataPlan | None, *, workspace_id: int
) -> DataPlanDifference:
    """Compare one data plan and its versions."""
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
    found = [_compare(before, after, expected, workspace_id) for before, after in pairs]
    declared = {version.version for version in desired.versions}
    return DataPlanDifference(
        changes=tuple(change for change in found if change),
        unchanged=sum(1 for change in found if change is None),
        unmanaged=tuple(
            version.key for number, version in live_versions.items() if number not in declared
        ),
    )


def differences(before: Resource, after: Resource) -> tuple[FieldChange, ...]:
    """Name every leaf in which two states of one object differ: scalars first, then data points."""
    if isinstance(before, DataPlanVersion) and isinstance(after, DataPlanVersion):
        return (
            *_scalar_changes(_scalars(before), _scalars(after)),
            *_document_changes(before.version_document, after.version_document),
        )
    return tuple(_scalar_changes(_scalars(before), _scalars(after)))


def same(before: Resource | None, after: Resource | None) -> bool:
    """Tell whether two states of one object are equal in canonical form."""
    if before is None or after is None:
        return before is after
    return canonical.text(canonical.resource(before)) == canonical.text(canonical.resource(after))


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
        change = _change(None, after, tuple(_scalar_changes({}, _scalars(after))), workspace_id)
    else:
        below = max((number for number in expected if number < after.version), default=None)
        predecessor = expected[below].version_document if below is not None else None
        described = (
            *_scalar_changes({}, _scalars(after)),
            *_document_changes(predecessor, after.version_document),
        )
        change = replace(_change(None, after, described, workspace_id), compared_with=below)
    return replace(change, continuations=_continuations(change, workspace_id))


def _change(
    before: Resource | None,
    after: Resource,
    field_changes: tuple[FieldChange, ...],
    workspace_id: int,
) -> Change:
    kind = ChangeKind.UPDATE if before else ChangeKind.CREATE
    fingerprint = change_fingerprint(
        workspace_id,
        after.key,
        kind,
        live=canonical.resource(before) if before else ABSENT,
        desired=canonical.resource(after),
    )
    return Change(kind, after.key, before, after, field_changes, fingerprint)


def _continuations(change: Change, workspace_id: int) -> tuple[str, ...]:
    """Give the fingerprints under which a run that stopped between our own steps goes on (design §7.3)."""
    if change.after is None:
        return ()
    desired = canonical.resource(change.after)
    return tuple(
        change_fingerprint(
            workspace_id,
            change.key,
            ChangeKind.UPDATE,
            live=canonical.resource(state),
            desired=desired,
        )
        for state in ordering.intermediates(change)
    )


def _scalars(resource: Resource) -> JSONObject:
    """Give what an object holds beside its identity and its data points."""
    identity = {"data_plan_id", "version", "version_document"}
    return {
        key: value for key, value in canonical.resource(resource).items() if key not in identity
    }


def _scalar_changes(before: JSONObject, after: JSONObject) -> Iterator[FieldChange]:
    for key in (*before, *(key for key in after if key not in before)):
        old, new = _at(before, (key,)), _at(after, (key,))
        if _text(old) != _text(new):
            yield FieldChange((key,), old, new)


def _document_changes(
    before: VersionDocument | None, after: VersionDocument | None
) -> Iterator[FieldChange]:
    before, after = before or VersionDocument(()), after or VersionDocument(())
    yield from _scalar_changes(_extras(before), _extras(after))
    old_points, new_points = canonical.points_by_key(before), canonical.points_by_key(after)
    for key, point in new_points.items():
        yield from _data_point_changes(old_points.get(key), point, key[1])
    for key, point in old_points.items():
        if key not in new_points:
            yield FieldChange((_label(point, key[1]),), codec.encode_data_point(point), ABSENT)


def _extras(document: VersionDocument) -> JSONObject:
    return canonical.version_document(VersionDocument((), document.extra)) | {"data_points": []}


def _data_point_changes(
    before: DataPoint | None, after: DataPoint, occurrence: int
) -> Iterator[FieldChange]:
    label = _label(after, occurrence)
    if before is None:
        yield FieldChange((label,), ABSENT, codec.encode_data_point(after))
        return
    old, new = canonical.data_point(before), canonical.data_point(after)
    if canonical.text(old) == canonical.text(new):
        return
    for path in sorted(_leaf_paths(old, new)):
        name = (label, *field_paths.printed(path, after.match.type))
        yield FieldChange(name, _as_written(before, old, path), _as_written(after, new, path))


def _label(point: DataPoint, occurrence: int) -> str:
    return f"{point.match.key} ({occurrence + 1})" if occurrence else point.match.key


def _leaf_paths(before: JSONObject, after: JSONObject) -> set[tuple[str, ...]]:
    """Find where two unequal canonical data points differ; a list is one leaf, a required name is one too."""
    found = DeepDiff(
        before,
        after,
        view="tree",
        ignore_private_variables=False,  # an attribute may be called `__name`
        threshold_to_diff_deeper=0,  # leaves, however little two objects share
    )
    paths: set[tuple[str, ...]] = set()
    for items in found.values():
        for item in items:
            whole = cast("list[str | int]", item.path(output_format="list"))
            paths.update(_required_names(_above_lists(whole), before, after))
    return paths


def _above_lists(path: list[str | int]) -> tuple[str, ...]:
    names: list[str] = []
    for part in path:
        if not isinstance(part, str):
            break
        names.append(part)
    return tuple(names)


def _required_names(
    path: tuple[str, ...], before: JSONObject, after: JSONObject
) -> Iterator[tuple[str, ...]]:
    """Split a whole `required` that came or went into its names."""
    sides = (_at(before, path), _at(after, path))
    if not field_paths.is_required_list(path) or any(isinstance(side, list) for side in sides):
        yield path
        return
    for side in sides:
        if isinstance(side, dict):
            yield from ((*path, name) for name in side)


def _at(value: JSONValue, path: tuple[str, ...]) -> Side:
    for part in path:
        if not isinstance(value, dict) or part not in value:
            return ABSENT
        value = value[part]
    return value


def _as_written(point: DataPoint, canonical_point: JSONObject, path: tuple[str, ...]) -> Side:
    """Give a leaf as its author wrote it, in the author's order; a required name has only its canonical form."""
    leaf = _at(canonical_point, path)
    written = _at(codec.encode_data_point(point), path)
    return leaf if isinstance(leaf, Absent) or isinstance(written, Absent) else written


def _text(value: Side) -> str:
    return "" if isinstance(value, Absent) else canonical.text(value)
