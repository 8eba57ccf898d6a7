"""From what the API refuses to the line that says it: data plan, version, `match_key` and `schema_pointer`.

Plan files are read again for this, because places are not kept: a refusal is rare, and then a second well spent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from dataplan_sync import codec
from dataplan_sync.files.layout import read_unit
from dataplan_sync.files.place import units
from dataplan_sync.model import DataPlanVersionKey

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataplan_sync.files.declaration import Declaration
    from dataplan_sync.files.source import Source
    from dataplan_sync.model import DataPlanVersion, JSONValue, Mark, ObjectKey
    from dataplan_sync.wire import Path


def locate(
    source: Source, key: ObjectKey, match_key: str | None = None, schema_pointer: str | None = None
) -> Mark | None:
    """Find where plan files say what the API speaks of.

    Args:
        source: where the plan files come from.
        key: the data plan or the version that was sent.
        match_key: the data point, as the vendor's SDK prints its match (`custom_event:other:Landing Button Click`).
        schema_pointer: a JSON pointer into its definition, with or without `#` in front, or into the whole
            version where it starts at `version_document` or `data_points`.

    Returns:
        The place; of as much of the pointer as the files have. None where no file declares the object, or the
        version in it has no such data point.
    """
    declaration = next(_declarations(source, key), None)
    if declaration is None or declaration.locate is None:
        return None
    if isinstance(key, DataPlanVersionKey):
        version = next(each for each in declaration.versions if each.key == key)
        parts = _parts(schema_pointer or "")
        within = _path_in_version(version, match_key, parts)
        if within is None:
            return None
        return declaration.locate(("data_plan_versions", key.version, *within)).mark
    return None if match_key else declaration.marks[key]


def _declarations(source: Source, key: ObjectKey) -> Iterator[Declaration]:
    """Read the units that can declare an object, in path order, and give those that do."""
    for unit in units(source.paths()):
        if unit.first.data_plan_id not in {None, key.data_plan_id}:
            continue
        declaration = read_unit(source, unit, [])
        if declaration is not None and _declares(declaration, key):
            yield declaration


def _declares(declaration: Declaration, key: ObjectKey) -> bool:
    if isinstance(key, DataPlanVersionKey):
        return any(version.key == key for version in declaration.versions)
    return declaration.data_plan_id == key.data_plan_id and declaration.data_plan is not None


def _path_in_version(
    version: DataPlanVersion, match_key: str | None, parts: tuple[str, ...]
) -> Path | None:
    """Give the path of what is spoken of; None if a data point is named that the version does not have."""
    wire = codec.encode_version(version)
    if parts[:1] == ("data_points",):
        parts = ("version_document", *parts)
    if parts[:1] == ("version_document",):
        return tuple(_along(wire, parts))
    if match_key is None:
        return ()
    points = version.version_document.data_points if version.version_document else ()
    index = next((i for i, point in enumerate(points) if point.match.key == match_key), None)
    if index is None:
        return None
    if parts and parts[0] not in {"match", "validator"}:
        inner = parts[1:] if parts[0] == "definition" else parts
        parts = ("validator", "definition", *inner)
    return tuple(_along(wire, ("version_document", "data_points", str(index), *parts)))


def _along(value: JSONValue, parts: tuple[str, ...]) -> Iterator[str | int]:
    """Turn the parts of a pointer into keys and indexes, as the value has objects and lists."""
    for part in parts:
        match value:
            case list() if part.isdecimal() and int(part) < len(value):
                yield int(part)
                value = value[int(part)]
            case dict() if part in value:
                yield part
                value = value[part]
            case _:
                return


def _parts(pointer: str) -> tuple[str, ...]:
    """Split a JSON pointer (RFC 6901); behind `#` it is percent-encoded."""
    told = unquote(pointer[1:]) if pointer.startswith("#") else pointer
    parts = told.strip("/").split("/") if told.strip("/") else []
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in parts)
