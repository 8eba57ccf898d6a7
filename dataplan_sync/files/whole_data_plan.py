"""A data plan in one file, with or without its versions: `shop.yaml`, `mobile/plan.yaml`, the API's JSON."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from dataplan_sync import codec
from dataplan_sync.files.data_plan_id import check_agreement, stated_id
from dataplan_sync.files.declaration import Declaration, fault_problems
from dataplan_sync.files.rules import Rule
from dataplan_sync.files.spot import in_data_plan
from dataplan_sync.files.version_rules import version_number, version_problems
from dataplan_sync.model import DataPlanKey, DataPlanVersionKey

if TYPE_CHECKING:
    from dataplan_sync.files.document import Document
    from dataplan_sync.files.place import Place
    from dataplan_sync.model import JSONObject, JSONValue, Mark, ObjectKey
    from dataplan_sync.problems.problem import Problem
    from dataplan_sync.wire import Fault

_VERSIONS: Final = "data_plan_versions"
_UNNAMED: Final = "unnamed"


def read_data_plan(
    document: Document, value: JSONObject, place: Place, problems: list[Problem]
) -> Declaration | None:
    """Read a file that holds a data plan.

    Args:
        document: the file.
        value: its value.
        place: what its path says; the id, if it says one, may be left out of the content.
        problems: what is wrong is appended here.

    Returns:
        What the file declares; None where it is not known of which data plan.
    """
    data_plan_id = _id(document, value, place, problems)
    faults: list[Fault] = []
    named: JSONObject = {**value, "data_plan_id": data_plan_id or _UNNAMED}
    data_plan = codec.decode_data_plan(named, faults, known=document.decoded)
    problems.extend(fault_problems(document, faults))
    marks = _version_marks(document, data_plan_id or _UNNAMED, value.get(_VERSIONS), problems)
    if data_plan is None or data_plan_id is None:
        return None
    versions = {version.version: version for version in reversed(data_plan.versions)}
    return Declaration(
        data_plan_id=data_plan_id,
        data_plan=replace(data_plan, versions=()),
        versions=tuple(versions[number] for number in sorted(versions)),
        marks={DataPlanKey(data_plan_id): document.mark(("data_plan_id",)), **marks},
        size=document.size,
        locate=in_data_plan(document, value),
    )


def _id(document: Document, value: JSONObject, place: Place, problems: list[Problem]) -> str | None:
    if place.data_plan_id is not None:
        check_agreement(document, value, place.data_plan_id, problems)
        return place.data_plan_id
    if value.get("data_plan_id") is None:
        stem = PurePosixPath(place.path).stem
        message = (
            f'the data plan has no id; add "data_plan_id: {stem}", or the id it has in mParticle'
        )
        problems.append(document.problem(Rule.MISSING_DATA_PLAN_ID, message))
        return None
    return stated_id(document, value, problems)


def _version_marks(
    document: Document, data_plan_id: str, versions: JSONValue, problems: list[Problem]
) -> dict[ObjectKey, Mark]:
    """Check the versions one by one, and give where each number is declared first."""
    marks: dict[ObjectKey, Mark] = {}
    for index, version in enumerate(versions if isinstance(versions, list) else []):
        if not isinstance(version, dict):
            continue
        path = (_VERSIONS, index)
        problems.extend(version_problems(document, version, path))
        number = version_number(version)
        if number is None:
            continue
        key = DataPlanVersionKey(data_plan_id, number)
        if key in marks:
            message = f"version {number} is already declared at {marks[key]}; keep one"
            problems.append(document.problem(Rule.DUPLICATE_VERSION, message, path))
        marks.setdefault(key, document.mark(path))
    return marks
