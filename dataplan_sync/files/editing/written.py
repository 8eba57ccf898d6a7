"""Where the files of a data plan say what: the place of each version, its own fields and its data points."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dataplan_sync.files.definitions import Definitions
from dataplan_sync.files.expanding import read_expanded
from dataplan_sync.files.form import Form, form_of
from dataplan_sync.files.place import Role
from dataplan_sync.files.reading import read_document
from dataplan_sync.files.version_rules import version_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dataplan_sync.files.place import Unit
    from dataplan_sync.files.source import Source
    from dataplan_sync.model import JSONObject, JSONValue
    from dataplan_sync.problems.problem import Problem
    from dataplan_sync.wire import Path


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a file below the plans directory."""

    file: str
    path: Path


@dataclass(frozen=True, slots=True)
class WrittenPoint:
    """A data point in a file."""

    at: Spot
    written: JSONObject
    """As the file has it."""
    declared: JSONObject
    """What that means, as the API's object."""


@dataclass(frozen=True, slots=True)
class WrittenVersion:
    """A version in its files."""

    number: int
    at: Spot | None
    """Where its own fields are; None if no file has any."""
    fields: JSONObject
    points: tuple[WrittenPoint, ...]
    end: Spot | None
    """Where another data point is added."""


@dataclass(frozen=True, slots=True)
class WrittenDataPlan:
    """A data plan in its files."""

    at: Spot | None = None
    """Where its own fields are; None if only versions of it are written."""
    fields: JSONObject = field(default_factory=dict)
    end: Spot | None = None
    """Where another version is added; None if versions have files of their own."""
    versions: Mapping[int, WrittenVersion] = field(default_factory=dict)


def written_data_plan(source: Source, units: Iterable[Unit]) -> WrittenDataPlan:
    """Find where the files of a data plan say what.

    Args:
        source: where the files come from.
        units: the files that declare the data plan, without errors in them.
    """
    definitions = Definitions(source)
    found = WrittenDataPlan()
    versions: dict[int, WrittenVersion] = {}
    for unit in units:
        if unit.first.role in {Role.VERSION_SCALARS, Role.DATA_POINTS}:
            version = _spread(source, unit, definitions)
            versions.setdefault(version.number, version)
            continue
        place = unit.first
        pair = _read(source, place.path, definitions)
        if pair is None:
            continue
        written, declared = pair
        if form_of(declared) is Form.DATA_PLAN or place.role is Role.DATA_PLAN:
            found = _data_plan(place.path, written, declared, versions)
        else:
            number = version_number(declared) or place.number or 0
            versions.setdefault(number, _version(Spot(place.path, ()), number, written, declared))
    return WrittenDataPlan(found.at, found.fields, found.end, versions)


def _data_plan(
    file: str,
    written: JSONObject,
    declared: JSONObject,
    versions: dict[int, WrittenVersion],
) -> WrittenDataPlan:
    key = "data_plan_versions"
    for index, (own, meant) in enumerate(_pairs(written.get(key), declared.get(key))):
        number = version_number(meant)
        if number is not None:
            at = Spot(file, (key, index))
            versions.setdefault(number, _version(at, number, own, meant))
    listed = written.get(key)
    end = Spot(file, (key, len(listed))) if isinstance(listed, list) else None
    return WrittenDataPlan(Spot(file, ()), written, end)


def _version(at: Spot, number: int, written: JSONObject, declared: JSONObject) -> WrittenVersion:
    holder: Path = ()
    own, meant = written, declared
    nested, meant_nested = written.get("version_document"), declared.get("version_document")
    if "data_points" not in written and isinstance(nested, dict) and isinstance(meant_nested, dict):
        holder, own, meant = ("version_document",), nested, meant_nested
    path = (*at.path, *holder, "data_points")
    points = _points(at.file, path, own.get("data_points"), meant.get("data_points"))
    end = Spot(at.file, (*path, len(points))) if isinstance(own.get("data_points"), list) else None
    return WrittenVersion(number, at, written, points, end)


def _spread(source: Source, unit: Unit, definitions: Definitions) -> WrittenVersion:
    at: Spot | None = None
    fields: JSONObject = {}
    points: list[WrittenPoint] = []
    end: Spot | None = None
    for place in unit.places:
        pair = _read_any(source, place.path, definitions)
        match place.role, pair:
            case Role.VERSION_SCALARS, (dict() as own, _):
                at, fields = Spot(place.path, ()), own
            case Role.DATA_POINTS, (list() as own, meant):
                points.extend(_points(place.path, (), own, meant))
                end = Spot(place.path, (len(own),))
            case _:
                pass
    return WrittenVersion(unit.first.number or 0, at, fields, tuple(points), end)


def _points(
    file: str, path: Path, written: JSONValue, declared: JSONValue
) -> tuple[WrittenPoint, ...]:
    return tuple(
        WrittenPoint(Spot(file, (*path, index)), own, meant)
        for index, (own, meant) in enumerate(_pairs(written, declared))
    )


def _pairs(written: JSONValue, declared: JSONValue) -> Sequence[tuple[JSONObject, JSONObject]]:
    """Give the objects of two lists side by side: without errors, an expansion keeps each in its place."""
    own = written if isinstance(written, list) else []
    meant = declared if isinstance(declared, list) else []
    return [
        (first, second)
        for first, second in zip(own, meant, strict=False)
        if isinstance(first, dict) and isinstance(second, dict)
    ]


def _read(
    source: Source, file: str, definitions: Definitions
) -> tuple[JSONObject, JSONObject] | None:
    match _read_any(source, file, definitions):
        case (dict() as own, dict() as meant):
            return own, meant
        case _:
            return None


def _read_any(
    source: Source, file: str, definitions: Definitions
) -> tuple[JSONValue, JSONValue] | None:
    """Give the value of a file as it is written, and what it means."""
    problems: list[Problem] = []
    written = read_document(source, file, problems)
    declared = read_expanded(source, file, definitions, problems)
    return (written.value, declared.value) if written and declared else None
