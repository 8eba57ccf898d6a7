"""Desired with the live side of some of its leaves: what git would say if it took over just those edits.

For conflicts that are left as live has them, and for drift that goes into the plan files. Works on the API's own
JSON, so that every leaf is taken as it is written there.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from dataplan_sync import canonical, codec, field_paths
from dataplan_sync.model import DataPlan, DataPlanVersion, VersionDocument

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dataplan_sync.canonical import PointKey
    from dataplan_sync.changes import Resource
    from dataplan_sync.differences import Place
    from dataplan_sync.model import DataPoint, JSONObject


def taken(desired: Resource, live: Resource, places: Iterable[Place]) -> Resource:
    """Give an object with the live side of some leaves.

    Args:
        desired: the object as git wants it.
        live: the same object as it is live.
        places: leaves in which they differ (`differences.leaves`).

    Returns:
        The object; of everything else it holds what desired holds, in the author's order.
    """
    places = tuple(places)
    own = [place.path for place in places if place.point is None]
    match desired, live:
        case DataPlan(), DataPlan():
            wire = _copied(
                codec.encode_data_plan_scalars(desired), codec.encode_data_plan_scalars(live), own
            )
            found = codec.decode_data_plan(wire, [])
            return replace(found, versions=desired.versions) if found else desired
        case DataPlanVersion(), DataPlanVersion():
            inner = [place for place in places if place.point is not None]
            return _version(desired, live, own, inner)
        case _:
            return desired


def _version(
    desired: DataPlanVersion,
    live: DataPlanVersion,
    own: Iterable[tuple[str, ...]],
    places: Iterable[Place],
) -> DataPlanVersion:
    wire = _copied(codec.encode_version(desired), codec.encode_version(live), own)
    found = codec.decode_version(wire, [], data_plan_id=desired.data_plan_id)
    document, there = desired.version_document, live.version_document
    if found is None or document is None or there is None:
        return found or desired
    points = _points(canonical.points_by_key(document), canonical.points_by_key(there), places)
    extra = found.version_document.extra if found.version_document else {}
    return replace(
        found,
        version_document=VersionDocument(points, extra),
        authorship=desired.authorship,
        quarantined=desired.quarantined,
    )


def _points(
    desired: dict[PointKey, DataPoint], live: dict[PointKey, DataPoint], places: Iterable[Place]
) -> tuple[DataPoint, ...]:
    found = dict(desired)
    for place in places:
        key = cast("PointKey", place.point)
        if key not in live:
            found.pop(key, None)
        elif not place.path or key not in found:
            found[key] = live[key]
        else:
            found[key] = _data_point(found[key], live[key], place.path)
    return tuple(found.values())


def _data_point(desired: DataPoint, live: DataPoint, path: tuple[str, ...]) -> DataPoint:
    wire = codec.encode_data_point(desired)
    if field_paths.is_required_list(path[:-1]):
        wire = _required(wire, path, is_required=_is_required(live, path))
    else:
        wire = _copied(wire, codec.encode_data_point(live), [path])
    (point,) = codec.decode_data_points([wire], [])
    return point


def _is_required(point: DataPoint, path: tuple[str, ...]) -> bool:
    value: object = canonical.data_point(point)
    for part in path:
        if not isinstance(value, dict) or part not in value:
            return False
        value = value[part]
    return True


def _required(wire: JSONObject, path: tuple[str, ...], *, is_required: bool) -> JSONObject:
    """Require or stop requiring one name; the others keep their order."""
    *above, keyword, name = path
    wire = deepcopy(wire)
    schema = _at(wire, above)
    listed = schema.get(keyword)
    names = [item for item in listed if item != name] if isinstance(listed, list) else []
    schema[keyword] = [*names, name] if is_required else names
    return wire


def _copied(wire: JSONObject, other: JSONObject, paths: Iterable[tuple[str, ...]]) -> JSONObject:
    wire = deepcopy(wire)
    for *above, key in paths:
        to, source = _at(wire, above), _at(other, above)
        if key in source:
            to[key] = source[key]
        else:
            to.pop(key, None)
    return wire


def _at(wire: JSONObject, path: Iterable[str]) -> JSONObject:
    """Give the object at a path; one that is not there is made."""
    for part in path:
        value = wire.setdefault(part, {})
        wire = value if isinstance(value, dict) else {}
    return wire
