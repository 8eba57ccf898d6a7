"""Which parts of a version come from shared definitions, as its parsed files tell.

Nothing of this is kept: it is asked for where something changes, and then the files are read again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dataplan_sync import canonical, field_paths
from dataplan_sync.files.definitions import Definitions
from dataplan_sync.files.layout import read_unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataplan_sync.files.document import Document
    from dataplan_sync.files.place import Unit
    from dataplan_sync.files.source import Source
    from dataplan_sync.files.spot import Spot
    from dataplan_sync.model import DataPlanVersionKey, JSONValue, SharedParts


def shared_parts(source: Source, unit: Unit, key: DataPlanVersionKey) -> SharedParts:
    """Tell of each part of a version which shared definition it comes from.

    Args:
        source: where the plan files come from.
        unit: the files that declare the version.
        key: the version.

    Returns:
        For each data point, by its printed identity, the parts of its definition, named as field changes name
        them, each with its definition; None for what is written in the data point itself.
    """
    definitions = Definitions(source)
    declaration = read_unit(source, unit, [], definitions=definitions)
    locate = declaration.locate if declaration else None
    versions = {version.key: version for version in declaration.versions} if declaration else {}
    document = versions[key].version_document if key in versions else None
    if locate is None or document is None:
        return {}
    found: dict[str, dict[tuple[str, ...], str | None]] = {}
    points = canonical.points_by_key(document)
    for index, ((_, occurrence), point) in enumerate(points.items()):
        base = ("data_plan_versions", key.version, "version_document", "data_points", index)
        spot = locate((*base, *field_paths.DEFINITION))
        found[field_paths.point_name(point.match.key, occurrence)] = {
            field_paths.printed(path, point.match.type): origin
            for path, origin in _origins(spot, definitions)
        }
    return found


def _origins(spot: Spot, definitions: Definitions) -> Iterator[tuple[tuple[str, ...], str | None]]:
    if spot.document.texts is None:
        return  # All of this file is its own.
    value: JSONValue = spot.document.value
    for step in spot.path:
        match value, step:
            case (dict(), str()) if step in value:
                value = value[step]
            case (list(), int()) if step < len(value):
                value = value[step]
            case _:
                return
    yield from _below(value, field_paths.DEFINITION, spot.document, definitions)


def _below(
    value: JSONValue, path: tuple[str, ...], document: Document, definitions: Definitions
) -> Iterator[tuple[tuple[str, ...], str | None]]:
    """Give the origin of each key in objects, and of each name that is required; other lists are one part."""
    if not isinstance(value, dict):
        return
    offsets = document.keys[id(value)]
    for key, item in value.items():
        here = (*path, key)
        if isinstance(item, list) and field_paths.is_required_list(here):
            places = document.items[id(item)]
            for name, offset in zip(item, places, strict=True):
                yield (*here, str(name)), definitions.origin_name(offset)
        else:
            yield here, definitions.origin_name(offsets[key])
            yield from _below(item, here, document, definitions)
