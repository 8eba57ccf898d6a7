"""A version spread over the files of a folder: `mobile/versions/3/*.yaml`."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dataplan_sync import codec
from dataplan_sync.files.data_plan_id import check_agreement
from dataplan_sync.files.declaration import Declaration, fault_problems
from dataplan_sync.files.expanding import read_expanded
from dataplan_sync.files.lone_version import check_number
from dataplan_sync.files.place import Role
from dataplan_sync.files.reading import file_problem
from dataplan_sync.files.rules import Rule
from dataplan_sync.files.spot import Spot, decoded_indexes, in_spread_version, of_version_alone
from dataplan_sync.files.version_rules import data_point_problems
from dataplan_sync.model import DataPlanKey, DataPlanVersion, VersionDocument
from dataplan_sync.wire import describe

if TYPE_CHECKING:
    from dataplan_sync.files.definitions import Definitions
    from dataplan_sync.files.document import Document
    from dataplan_sync.files.place import Place, Unit
    from dataplan_sync.files.source import Source
    from dataplan_sync.files.version_rules import Seen
    from dataplan_sync.model import DataPoint, Identity, Mark
    from dataplan_sync.problems.problem import Problem
    from dataplan_sync.wire import Fault


@dataclass(slots=True)
class _Parts:
    """What has been read of one version so far."""

    version: DataPlanVersion
    home: Document | None = None
    """The file with the version's own fields, or else the first."""
    scalars_at: Mark | None = None
    points: list[DataPoint] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)
    seen: dict[Identity, Seen] = field(default_factory=dict)
    size: int = 0


def read_spread_version(
    source: Source, unit: Unit, definitions: Definitions, problems: list[Problem]
) -> Declaration:
    """Read a version whose data points are spread over files, one file after the other.

    Args:
        source: where the files come from.
        unit: the files of the version's folder, whose name and place tell the data plan and the number.
        definitions: gives what references lead to.
        problems: what is wrong is appended here.

    Returns:
        The version with the data points of all files, in path order.
    """
    data_plan_id, number = unit.first.data_plan_id or "", unit.first.number or 0
    parts = _Parts(DataPlanVersion(data_plan_id, number))
    for place in unit.places:
        document = read_expanded(source, place.path, definitions, problems)
        if document is None:
            continue
        parts.size += document.size
        parts.home = parts.home or document
        if place.role is Role.VERSION_SCALARS:
            _read_scalars(document, place, parts, problems)
        else:
            _read_points(document, parts, problems)
    first = file_problem(source, unit.first.path, Rule.MISSING_DATA_POINTS, _NO_POINTS)
    if all(place.role is Role.VERSION_SCALARS for place in unit.places):
        problems.append(first)
    mark = parts.home.mark(()) if parts.home else first.mark
    document_extra = parts.version.version_document.extra if parts.version.version_document else {}
    version = replace(
        parts.version, version_document=VersionDocument(tuple(parts.points), document_extra)
    )
    return Declaration(
        data_plan_id=data_plan_id,
        data_plan=None,
        versions=(version,),
        marks={DataPlanKey(data_plan_id): mark, version.key: mark},
        size=parts.size,
        locate=of_version_alone(number, in_spread_version(parts.home, parts.spots))
        if parts.home
        else None,
    )


_NO_POINTS = "the version has no data points; add a file beside this one, with [] if that is meant"


def _read_scalars(document: Document, place: Place, parts: _Parts, problems: list[Problem]) -> None:
    value = document.value
    if not isinstance(value, dict):
        message = f"version.yaml holds the fields of a version, not {describe(value)}"
        problems.append(document.problem(Rule.UNKNOWN_FORM, message))
        return
    if parts.scalars_at:
        message = f"the version's fields are already given at {parts.scalars_at}; keep one file"
        problems.append(document.problem(Rule.DUPLICATE_VERSION, message))
        return
    parts.home, parts.scalars_at = document, document.mark(())
    for key in ("data_points", "version_document"):
        if key in value:
            message = f"{key} does not belong in version.yaml; move the list to a file beside it"
            problems.append(document.problem(Rule.DATA_POINTS_TWICE, message, (key,)))
    check_agreement(document, value, parts.version.data_plan_id, problems)
    check_number(document, value, place, problems)
    faults: list[Fault] = []
    version = codec.decode_version(
        {**value, "data_points": []},
        faults,
        data_plan_id=parts.version.data_plan_id,
        number=parts.version.version,
    )
    problems.extend(fault_problems(document, faults))
    if version is not None:
        parts.version = replace(version, version=parts.version.version)


def _read_points(document: Document, parts: _Parts, problems: list[Problem]) -> None:
    value = document.value
    if not isinstance(value, list):
        message = (
            f"a file in this folder is a list of data points, not {describe(value)}; "
            "only version.yaml is an object"
        )
        problems.append(document.problem(Rule.UNKNOWN_FORM, message))
        return
    faults: list[Fault] = []
    parts.points.extend(codec.decode_data_points(value, faults, known=document.decoded))
    parts.spots.extend(Spot(document, (index,)) for index in decoded_indexes(value))
    problems.extend(fault_problems(document, faults))
    problems.extend(data_point_problems(document, value, (), parts.seen))
