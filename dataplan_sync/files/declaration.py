"""What files declare of one data plan: its own fields, versions of it, or both, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dataplan_sync.files.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dataplan_sync.files.document import Document
    from dataplan_sync.model import DataPlan, DataPlanVersion, Mark, ObjectKey
    from dataplan_sync.problems.problem import Problem
    from dataplan_sync.wire import Fault


@dataclass(frozen=True, slots=True)
class Declaration:
    """What the files of one unit declare."""

    data_plan_id: str

    data_plan: DataPlan | None
    """The data plan's own fields, without its versions; None where the files hold a version alone."""

    versions: tuple[DataPlanVersion, ...]
    """Each number once; the first of a number is kept."""

    marks: Mapping[ObjectKey, Mark]
    """Where each of these is declared, and the data plan too where only a version of it is."""

    size: int
    """Characters of text that it was read from."""


def fault_problems(document: Document, faults: Iterable[Fault]) -> list[Problem]:
    """Make problems of what the codec found wrong in a document."""
    return [document.problem(Rule(fault.kind.value), fault.message, fault.path) for fault in faults]
