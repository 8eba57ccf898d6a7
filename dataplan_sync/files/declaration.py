"""What files declare of one data plan: its own fields, versions of it, or both, and where."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dataplan_sync.files.rules import Rule
from dataplan_sync.model import DataPlan

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dataplan_sync.files.document import Document
    from dataplan_sync.files.spot import Locator
    from dataplan_sync.model import DataPlanVersion, Mark, ObjectKey
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

    locate: Locator | None = field(default=None, compare=False, repr=False)
    """Gives the places of paths from the data plan; None where no file could be read, or none are needed any
    more: it holds the parsed files, which are a multiple of what they declare."""

    @property
    def whole(self) -> DataPlan:
        """The data plan as far as these files declare it."""
        data_plan = self.data_plan or DataPlan(self.data_plan_id)
        return replace(data_plan, versions=self.versions)


def fault_problems(document: Document, faults: Iterable[Fault]) -> list[Problem]:
    """Make problems of what the codec found wrong in a document."""
    return [document.problem(Rule(fault.kind.value), fault.message, fault.path) for fault in faults]
