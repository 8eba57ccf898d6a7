"""What differs between two states of one object, leaf by leaf, data points matched by identity.

DeepDiff is asked only about pairs of data points that differ, because it costs milliseconds a pair, and never
about lists of data points, because it would pair a removed one with an added one. This is the only module that
knows DeepDiff: its results are copied into our own types at once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, TypeAlias, cast

from deepdiff import DeepDiff

from dataplan_sync import canonical, codec, field_paths
from dataplan_sync.changes import ABSENT, Absent, FieldChange
from dataplan_sync.model import DataPlanVersion, VersionDocument

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dataplan_sync.canonical import PointKey
    from dataplan_sync.changes import Resource
    from dataplan_sync.model import DataPoint, JSONObject, JSONValue

Side: TypeAlias = "JSONValue | Absent"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a leaf is in the canonical form of an object."""

    path: tuple[str, ...]
    """Keys from the root of the object, or of the data point; empty for a whole data point."""
    point: PointKey | None = None
    """The data point that the leaf is in; None for what an object holds beside its data points."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One leaf that differs, with its place and the name that people know it by."""

    place: Place
    name: tuple[str, ...]
    before: Side
    """As its author wrote it, as is `after`."""
    after: Side

    @property
    def field_change(self) -> FieldChange:
        """Give the leaf as a change set shows it."""
        return FieldChange(self.name, self.before, self.after)


def differences(before: Resource, after: Resource) -> tuple[FieldChange, ...]:
    """Name every leaf in which two states of one object differ: scalars first, then data points."""
    return tuple(leaf.field_change for leaf in leaves(before, after))


def leaves(before: Resource, after: Resource) -> Iterator[Leaf]:
    """Find every leaf in which two states of one object differ: scalars first, then data points."""
    yield from _scalar_leaves(_scalars(before), _scalars(after))
    if isinstance(before, DataPlanVersion) and isinstance(after, DataPlanVersion):
        yield from _document_leaves(before.version_document, after.version_document)


def created(after: Resource, predecessor: VersionDocument | None = None) -> tuple[FieldChange, ...]:
    """Describe a new object: its scalars against nothing, its data points against those of a predecessor."""
    return tuple(leaf.field_change for leaf in _created(after, predecessor))


def reader(resource: Resource | None) -> Callable[[Place], Side]:
    """Give a function that reads the canonical value at a place of an object, ABSENT where there is none."""
    if resource is None:
        return lambda _: ABSENT
    whole = canonical.resource(resource)
    document = resource.version_document if isinstance(resource, DataPlanVersion) else None
    points = canonical.points_by_key(document) if document else {}

    @cache
    def point_at(key: PointKey) -> Side:
        return canonical.data_point(points[key]) if key in points else ABSENT

    def read(place: Place) -> Side:
        return _at(whole if place.point is None else point_at(place.point), place.path)

    return read


def equal(one: Side, other: Side) -> bool:
    """Tell whether two canonical values are the same; JSON's true is not its 1, and null is not nothing."""
    return _text(one) == _text(other)


def same(before: Resource | None, after: Resource | None) -> bool:
    """Tell whether two states of one object are equal in canonical form."""
    if before is None or after is None:
        return before is after
    if isinstance(before, DataPlanVersion) and isinstance(after, DataPlanVersion):
        return _same_versions(before, after)
    return canonical.resource_text(before) == canonical.resource_text(after)


def _same_versions(before: DataPlanVersion, after: DataPlanVersion) -> bool:
    old, new = before.version_document, after.version_document
    if before.version != after.version or _text(_scalars(before)) != _text(_scalars(after)):
        return False
    if old is None or new is None:
        return old is new
    old_points, new_points = canonical.points_by_key(old), canonical.points_by_key(new)
    return (
        old_points.keys() == new_points.keys()
        and _text(_extras(old)) == _text(_extras(new))
        and all(_same_points(point, new_points[key]) for key, point in old_points.items())
    )


def _same_points(before: DataPoint, after: DataPoint) -> bool:
    return (
        before is after
        or canonical.is_written_alike(before, after)
        or canonical.data_point_text(before) == canonical.data_point_text(after)
    )


def _created(after: Resource, predecessor: VersionDocument | None) -> Iterator[Leaf]:
    yield from _scalar_leaves({}, _scalars(after))
    if isinstance(after, DataPlanVersion):
        yield from _document_leaves(predecessor, after.version_document)


def _scalars(resource: Resource) -> JSONObject:
    """Give what an object holds beside its identity and its data points."""
    identity = {"data_plan_id", "version", "version_document"}
    bare = (
        replace(resource, version_document=None)
        if isinstance(resource, DataPlanVersion)
        else resource
    )
    return {key: value for key, value in canonical.resource(bare).items() if key not in identity}


def _scalar_leaves(before: JSONObject, after: JSONObject, *above: str) -> Iterator[Leaf]:
    for key in (*before, *(key for key in after if key not in before)):
        old, new = _at(before, (key,)), _at(after, (key,))
        if not equal(old, new):
            yield Leaf(Place((*above, key)), (key,), old, new)


def _document_leaves(
    before: VersionDocument | None, after: VersionDocument | None
) -> Iterator[Leaf]:
    before, after = before or VersionDocument(()), after or VersionDocument(())
    yield from _scalar_leaves(_extras(before), _extras(after), "version_document")
    old_points, new_points = canonical.points_by_key(before), canonical.points_by_key(after)
    for key, point in new_points.items():
        yield from _data_point_leaves(old_points.get(key), point, key)
    for key, point in old_points.items():
        if key not in new_points:
            name = (_label(point, key[1]),)
            yield Leaf(Place((), key), name, codec.encode_data_point(point), ABSENT)


def _extras(document: VersionDocument) -> JSONObject:
    return canonical.version_document(VersionDocument((), document.extra)) | {"data_points": []}


def _data_point_leaves(before: DataPoint | None, after: DataPoint, key: PointKey) -> Iterator[Leaf]:
    label = _label(after, key[1])
    if before is None:
        yield Leaf(Place((), key), (label,), ABSENT, codec.encode_data_point(after))
        return
    if _same_points(before, after):
        return
    old, new = canonical.data_point(before), canonical.data_point(after)
    for path in sorted(_leaf_paths(old, new)):
        name = (label, *field_paths.printed(path, after.match.type))
        sides = _as_written(before, old, path), _as_written(after, new, path)
        yield Leaf(Place(path, key), name, *sides)


def _label(point: DataPoint, occurrence: int) -> str:
    return field_paths.point_name(point.match.key, occurrence)


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


def _at(value: Side, path: tuple[str, ...]) -> Side:
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
