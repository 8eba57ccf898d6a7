"""What differs between two states of one object, leaf by leaf, data points matched by identity.

DeepDiff is asked only about pairs of data points that differ, because it costs milliseconds a pair, and never
about lists of data points, because it would pair a removed one with an added one. This is the only module that
knows DeepDiff: its results are copied into our own types at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, cast

from deepdiff import DeepDiff

from dataplan_sync import canonical, codec, field_paths
from dataplan_sync.changes import ABSENT, Absent, FieldChange
from dataplan_sync.model import DataPlanVersion, VersionDocument

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataplan_sync.changes import Resource
    from dataplan_sync.model import DataPoint, JSONObject, JSONValue

Side: TypeAlias = "JSONValue | Absent"


def differences(before: Resource, after: Resource) -> tuple[FieldChange, ...]:
    """Name every leaf in which two states of one object differ: scalars first, then data points."""
    if isinstance(before, DataPlanVersion) and isinstance(after, DataPlanVersion):
        return (
            *_scalar_changes(_scalars(before), _scalars(after)),
            *_document_changes(before.version_document, after.version_document),
        )
    return tuple(_scalar_changes(_scalars(before), _scalars(after)))


def created(after: Resource, predecessor: VersionDocument | None = None) -> tuple[FieldChange, ...]:
    """Describe a new object: its scalars against nothing, its data points against those of a predecessor."""
    scalars = _scalar_changes({}, _scalars(after))
    if isinstance(after, DataPlanVersion):
        return (*scalars, *_document_changes(predecessor, after.version_document))
    return tuple(scalars)


def same(before: Resource | None, after: Resource | None) -> bool:
    """Tell whether two states of one object are equal in canonical form."""
    if before is None or after is None:
        return before is after
    return canonical.text(canonical.resource(before)) == canonical.text(canonical.resource(after))


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
        _with_whole_lists(before),
        _with_whole_lists(after),
        view="tree",
        ignore_private_variables=False,  # an attribute may be called `__name`
        threshold_to_diff_deeper=0,  # leaves, however little two objects share
    )
    paths: set[tuple[str, ...]] = set()
    for items in found.values():
        for item in items:
            names = cast("list[str]", item.path(output_format="list"))
            paths.update(_required_names(tuple(names), before, after))
    return paths


def _with_whole_lists(value: JSONValue) -> JSONValue:
    """Put the text of a list in its place: inside of lists DeepDiff takes false for 0 and true for 1."""
    match value:
        case dict():
            return {name: _with_whole_lists(item) for name, item in value.items()}
        case list():
            # No text that a user wrote is equal to it: JSON text escapes NUL.
            return f"\0{canonical.text(value)}"
        case _:
            return value


def _required_names(
    path: tuple[str, ...], before: JSONObject, after: JSONObject
) -> Iterator[tuple[str, ...]]:
    """Split a whole `required` that came or went into its names; anything but a list of names is one leaf."""
    sides = (_at(before, path), _at(after, path))
    names = all(isinstance(side, dict | Absent) for side in sides)
    if not field_paths.is_required_list(path) or not names:
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
