"""A version in a file of its own: `mobile/versions/3.yaml`, the API's version JSON, the UI's export."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync import codec
from dataplan_sync.files.data_plan_id import check_agreement, stated_id
from dataplan_sync.files.declaration import Declaration, fault_problems
from dataplan_sync.files.rules import Rule
from dataplan_sync.files.spot import in_version, of_version_alone
from dataplan_sync.files.version_rules import version_number, version_problems
from dataplan_sync.model import DataPlanKey

if TYPE_CHECKING:
    from dataplan_sync.files.document import Document
    from dataplan_sync.files.place import Place
    from dataplan_sync.model import JSONObject
    from dataplan_sync.problems.problem import Problem
    from dataplan_sync.wire import Fault

_UNNUMBERED: Final = 1
"""Stands in for a number that is missing, so that all else that is wrong is found too."""


def read_version(
    document: Document, value: JSONObject, place: Place, problems: list[Problem]
) -> Declaration | None:
    """Read a file that holds one version.

    Args:
        document: the file.
        value: its value.
        place: what its path says; what it says may be left out of the content.
        problems: what is wrong is appended here.

    Returns:
        What the file declares; None where it is not known which version of which data plan it is.
    """
    if place.data_plan_id is None:
        data_plan_id = _stated_identity(document, value, problems)
    else:
        data_plan_id = place.data_plan_id
        check_agreement(document, value, data_plan_id, problems)
        check_number(document, value, place, problems)
    problems.extend(version_problems(document, value, ()))
    faults: list[Fault] = []
    version = codec.decode_version(
        value,
        faults,
        data_plan_id=data_plan_id or "",
        number=place.number or _UNNUMBERED,
        known=document.decoded,
    )
    problems.extend(fault_problems(document, faults))
    if data_plan_id is None or version is None:
        return None
    mark = document.mark(())
    return Declaration(
        data_plan_id=data_plan_id,
        data_plan=None,
        versions=(version,),
        marks={DataPlanKey(data_plan_id): mark, version.key: mark},
        size=document.size,
        locate=of_version_alone(version.version, in_version(document, value, ())),
    )


def check_number(
    document: Document, value: JSONObject, place: Place, problems: list[Problem]
) -> None:
    """Check that a number in the content, where there is one, is the number in the path."""
    number = version_number(value)
    if number is not None and number != place.number:
        message = (
            f"version is {number}, but the path says {place.number}; "
            "rename the file or folder, or leave version out"
        )
        problems.append(document.problem(Rule.PATH_MISMATCH, message, ("version",)))


def _stated_identity(document: Document, value: JSONObject, problems: list[Problem]) -> str | None:
    missing = [key for key in ("data_plan_id", "version") if value.get(key) is None]
    if missing:
        message = (
            f"this is a version on its own, without {' and '.join(missing)}; add what is missing, "
            "or move the file to <data_plan_id>/versions/<version>.yaml"
        )
        problems.append(document.problem(Rule.INCOMPLETE_VERSION, message))
    data_plan_id = stated_id(document, value, problems)
    return None if missing else data_plan_id
