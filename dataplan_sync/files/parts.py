"""The parts that a data plan is declared in, and putting them together each time that it is asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dataplan_sync.errors import InvalidPlanFilesError
from dataplan_sync.files.layout import read_unit
from dataplan_sync.files.pieces import forget
from dataplan_sync.files.reading import file_name
from dataplan_sync.files.text import printable
from dataplan_sync.model import DataPlan
from dataplan_sync.problems.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dataplan_sync.files.declaration import Declaration
    from dataplan_sync.files.place import Unit
    from dataplan_sync.files.source import Source
    from dataplan_sync.model import DataPlanVersion
    from dataplan_sync.problems.problem import Problem


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a data plan: where to read it, and what was read while there is room."""

    unit: Unit
    kept: Declaration | None


def load_data_plan(source: Source, data_plan_id: str, parts: Sequence[Part]) -> DataPlan:
    """Put a data plan together from its parts; those that were not kept are read again.

    Raises:
        InvalidPlanFilesError: files are, or have become, invalid.
    """
    data_plan = DataPlan(data_plan_id)
    versions: dict[int, DataPlanVersion] = {}
    named = False
    for part in parts:
        declaration = part.kept or _read_again(source, data_plan_id, part.unit)
        if declaration.data_plan is not None and not named:
            data_plan = declaration.data_plan
            named = True
        for version in declaration.versions:
            versions.setdefault(version.version, version)
    forget()
    return replace(data_plan, versions=tuple(versions[number] for number in sorted(versions)))


def _read_again(source: Source, data_plan_id: str, unit: Unit) -> Declaration:
    problems: list[Problem] = []
    declaration = read_unit(source, unit, problems)
    errors = [found for found in problems if found.severity is Severity.ERROR]
    if errors:
        first = min(errors, key=lambda found: (found.mark.file, found.mark.line, found.mark.column))
        message = f"{first}\nThe file changed while it was read, or was invalid before: run again."
        raise InvalidPlanFilesError(message)
    if declaration is None or declaration.data_plan_id != data_plan_id:
        file = printable(file_name(source, unit.first.path))
        message = f'{file} no longer declares the data plan "{data_plan_id}": run again.'
        raise InvalidPlanFilesError(message)
    return declaration
