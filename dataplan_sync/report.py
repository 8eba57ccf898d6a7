"""What a command found and did, as values: the input of every renderer and the source of the exit code.

One `CommandReport` holds everything that text, Markdown and JSON say, so the three cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dataplan_sync.changes import Change, ChangeSet
    from dataplan_sync.errors import Fault
    from dataplan_sync.hazards import Hazard
    from dataplan_sync.impact.verdict import Impact
    from dataplan_sync.model import Mark, ObjectKey
    from dataplan_sync.parity import Parity
    from dataplan_sync.problems.problem import Problem
    from dataplan_sync.traffic import Traffic


WORST_FIRST: Final = (7, 130, 1, 2, 6, 5, 4, 3, 0)
"""Of the exit codes of several workspaces, the first of these that occurs is the command's."""


def worst(exit_codes: Iterable[int]) -> int:
    """Give the exit code of a run over workspaces with these; 0 for none."""
    return min(exit_codes, key=WORST_FIRST.index, default=0)


class Outcome(StrEnum):
    """What became of a change."""

    APPLIED = "applied"
    """Read back and found as desired."""
    FAILED = "failed"
    """Refused by the API, or answered with success and not stored."""
    BLOCKED = "blocked"
    """Its parent failed."""
    NOT_ATTEMPTED = "not attempted"
    UNKNOWN = "unknown"
    """A write was sent, and neither its answer nor the live state could be had."""


@dataclass(frozen=True, slots=True)
class ChangeOutcome:
    """What became of one change, and why if it was not applied."""

    change: Change
    outcome: Outcome
    reason: str = ""
    stored: bool = False
    """Whether a write of this change was stored, even if not all of the change is live."""
    faults: tuple[Fault, ...] = ()
    """Where the API sees what it refused, as far as it said so."""
    stale: bool = False
    """Whether it was not written because live had moved since it was compared."""


@dataclass(frozen=True, slots=True)
class ApplyReport:
    """The ledger of an apply: every change of the change set with its outcome, in the order of the change set."""

    outcomes: tuple[ChangeOutcome, ...]
    interrupted: bool = False

    @property
    def exit_code(self) -> int:
        """0 all applied; 7 something was stored or may have been, and not all is applied; else 130, 6 or 1.

        6 stands for nothing else in the way than live that had moved: then a new look is all that is needed.
        """
        if all(outcome.outcome is Outcome.APPLIED for outcome in self.outcomes):
            return 0
        if any(
            outcome.stored or outcome.outcome in {Outcome.APPLIED, Outcome.UNKNOWN}
            for outcome in self.outcomes
        ):
            return 7
        if self.interrupted:
            return 130
        failed = [outcome for outcome in self.outcomes if outcome.outcome is Outcome.FAILED]
        return 6 if failed and all(outcome.stale for outcome in failed) else 1


class FileFate(StrEnum):
    """What `pull` did with a plan file."""

    WRITTEN = "written"
    MERGED = "merged"
    """Edited at some places, and otherwise left as it was."""
    UNCHANGED = "unchanged"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class PulledFile:
    """A plan file that `pull` looked after."""

    path: str
    fate: FileFate


@dataclass(frozen=True, slots=True)
class Checked:
    """What `validate` looked at, so that "nothing found" is told from "nothing looked at"."""

    data_plans: int
    versions: int
    data_points: int
    fixtures: int
    """Fixture events that were run."""
    files: tuple[str, ...] = ()
    """The names of all plan files and fixture files, as marks have them."""


@dataclass(frozen=True, slots=True)
class WorkspaceReport:
    """One workspace's part of a report."""

    workspace_id: int | None
    name: str
    exit_code: int = 0
    change_set: ChangeSet | None = None
    """None where the command makes no comparison or did not come that far."""
    apply_report: ApplyReport | None = None
    base: str = "none"
    """The commit of the base (design §5), or that drift is measured against; `none` if there is none."""
    base_note: str = ""
    """What that commit is, or why there is none; empty where no base is asked for."""
    problems: tuple[Problem, ...] = ()
    hazards: tuple[Hazard, ...] = ()
    impacts: Mapping[ObjectKey, tuple[Impact, ...]] = field(default_factory=dict)
    """What each change does to those who send and who read the data, worst first."""
    notes: tuple[str, ...] = ()
    """What is worth knowing and stops nothing: an acceptance that nothing needs, for instance."""
    marks: Mapping[ObjectKey, Mark] = field(default_factory=dict)
    """Where objects are declared."""
    repeated: tuple[str, ...] = ()
    """The options with which another command speaks of the same files and workspace."""
    files: tuple[PulledFile, ...] = ()
    """What `pull` did, file by file."""
    checked: Checked | None = None
    """What `validate` looked at; None for every other command."""
    errors: tuple[str, ...] = ()
    """Why the command stopped here, where it went on with other workspaces."""


@dataclass(frozen=True, slots=True)
class CommandReport:
    """All that one run of a command has to say."""

    command: str
    exit_code: int = 0
    errors: tuple[str, ...] = ()
    workspaces: tuple[WorkspaceReport, ...] = ()
    traffic: Traffic | None = None
    """What was sent to APIs; None where nothing was to be sent."""
    parity: Parity | None = None
    """What the workspaces differ in; None where nobody asked."""

    @property
    def all_errors(self) -> tuple[str, ...]:
        """Why the command stopped, anywhere; with several workspaces each error says in which."""
        own = tuple(
            f"workspace {found.name}: {error}"
            for found in self.workspaces
            for error in found.errors
        )
        return (*self.errors, *own)

    @property
    def has_stored(self) -> bool:
        """Whether a write was stored, or may have been: then the exit code must not say otherwise."""
        ledgers = [found.apply_report for found in self.workspaces if found.apply_report]
        return any(
            outcome.stored or outcome.outcome in {Outcome.APPLIED, Outcome.UNKNOWN}
            for ledger in ledgers
            for outcome in ledger.outcomes
        )
