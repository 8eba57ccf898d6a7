"""What carries out a difference, however it was consented to: compare, ask the gate, write, account for it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import TYPE_CHECKING

from dataplan_sync import review
from dataplan_sync.apply import apply_changes
from dataplan_sync.changes import ChangeKind
from dataplan_sync.cli import workspace
from dataplan_sync.cli.base import Base
from dataplan_sync.cli.progress import watching
from dataplan_sync.errors import RefusedChangeSetError, StaleChangeSetError
from dataplan_sync.files.locating import locate
from dataplan_sync.guards import conflicts
from dataplan_sync.guards.advice import in_one_piece
from dataplan_sync.model import DataPlan, DataPlanVersionKey
from dataplan_sync.ordering import count_steps
from dataplan_sync.write import Patience

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dataplan_sync.changes import ChangeSet
    from dataplan_sync.cli.console import Console
    from dataplan_sync.cli.signals import Shield
    from dataplan_sync.configuration import Configuration
    from dataplan_sync.desired import LoadedPlans
    from dataplan_sync.files.source import Source
    from dataplan_sync.impact.verdict import Impact
    from dataplan_sync.model import ObjectKey
    from dataplan_sync.mparticle.client import MParticleClient
    from dataplan_sync.report import ApplyReport, ChangeOutcome, CommandReport, WorkspaceReport
    from dataplan_sync.review import Review
    from dataplan_sync.settings import Settings


@dataclass(frozen=True, slots=True)
class Applying:
    """One workspace with its plan files, loaded and connected."""

    console: Console
    settings: Settings
    configuration: Configuration
    source: Source
    loaded: LoadedPlans
    client: MParticleClient
    way_on: Callable[[ChangeSet], str] = review.by_command
    """Says how to go on after a refusal, by the means that there are."""
    base: Base = field(default_factory=lambda: Base(""))

    def compare(self) -> ChangeSet:
        """Compare plan files with what is live now.

        Raises:
            ApiError: live could not be fetched.
        """
        policy = self.configuration.policy
        return workspace.compare(
            self.client,
            self.loaded,
            self.settings,
            deletable=policy.deletable,
            base=self.base.state,
            left=policy.left,
        )

    def judged(
        self,
        change_set: ChangeSet,
        reviewed: Review | None,
        impacts: Mapping[ObjectKey, tuple[Impact, ...]] | None = None,
    ) -> WorkspaceReport:
        """Report on a change set: what it does (if that is not known already), and what speaks against it."""
        continued = (
            review.continued(change_set, reviewed, own_author=self.client.author)
            if reviewed
            else frozenset()
        )
        begun = replace(
            workspace.begun_in(self.settings, self.loaded),
            base=self.base.sha,
            base_note=self.base.note,
        )
        found = workspace.judged(
            begun, change_set, self.configuration, continued=continued, impacts=impacts
        )
        ours = review.wanted_earlier(change_set, reviewed) if reviewed else frozenset()
        hazards = [
            one for one in found.hazards if not (one.rule == conflicts.RULE and one.key in ours)
        ]
        return replace(found, hazards=tuple(hazards))

    def refusal(
        self,
        found: WorkspaceReport,
        change_set: ChangeSet,
        *,
        reviewed: Review | None,
        fingerprint: str | None,
    ) -> CommandReport | None:
        """Ask the review and the guards; None if nothing speaks against the change set.

        Raises:
            UsageError: the fingerprint is none.
        """
        objections: list[str | None] = []
        if fingerprint is not None:
            objections.append(
                review.fingerprint_objection(change_set, fingerprint, way_on=self.way_on)
            )
        if reviewed is not None:
            author = self.client.author
            objections.append(
                review.objection(change_set, reviewed, own_author=author, way_on=self.way_on)
            )
        stale = [objection for objection in objections if objection]
        if stale:
            refused = replace(found, exit_code=StaleChangeSetError.exit_code)
            return workspace.report_on("apply", refused, *stale)
        if fingerprint is not None:
            # Whoever names the fingerprint has decided on exactly this difference.
            decided = tuple(one for one in found.hazards if one.rule != conflicts.RULE)
            found = replace(found, hazards=decided)
        if found.hazards:
            in_conflict = any(one.rule == conflicts.RULE for one in found.hazards)
            error = StaleChangeSetError if in_conflict else RefusedChangeSetError
            refused = replace(found, exit_code=error.exit_code)
            return workspace.report_on("apply", refused, *self._all_permits(found))
        return None

    def carry_out(
        self, found: WorkspaceReport, change_set: ChangeSet, shield: Shield
    ) -> CommandReport:
        """Apply a change set that nothing speaks against; from here on no signal ends the run."""
        shield.raised, shield.finished = True, False
        with watching(self.console, count_steps(change_set.changes)) as watcher:
            applied = apply_changes(
                change_set,
                self.client,
                patience=Patience(limit=self.settings.read_back_timeout),
                watcher=watcher,
                stop=shield.stop,
                concurrency=self.settings.concurrency,
            )
        shield.finished = True
        placed = self._placed(applied)
        return workspace.report_on(
            "apply", replace(found, exit_code=placed.exit_code, apply_report=placed)
        )

    def _all_permits(self, found: WorkspaceReport) -> tuple[str, ...]:
        """Say in one piece what would allow several hazards; for one, its own message says it."""
        said = in_one_piece(found.hazards, self.configuration)
        return (said,) if said else ()

    def _placed(self, applied: ApplyReport) -> ApplyReport:
        """Say of what the API refused where it stands in the plan files."""
        placed = (
            self._with_place(outcome, _sent_key(outcome, applied.outcomes))
            if outcome.faults
            else outcome
            for outcome in applied.outcomes
        )
        return replace(applied, outcomes=tuple(placed))

    def _with_place(self, outcome: ChangeOutcome, key: ObjectKey) -> ChangeOutcome:
        """Put each place beside the message that it belongs to; in front of all where there is only one."""
        places = [
            (fault, mark)
            for fault in outcome.faults
            if (mark := locate(self.source, key, fault.match_key, fault.schema_pointer))
        ]
        reason, at, loose = outcome.reason, 0, list[str]()
        for fault, mark in places:
            where = f"({' '.join(filter(None, (fault.match_key, fault.schema_pointer)))})"
            found = reason.find(where, at) if len(outcome.faults) > 1 else -1
            if found < 0:
                loose.append(str(mark))
                continue
            told = f"({mark}: {where[1:]}"
            reason, at = reason[:found] + told + reason[found + len(where) :], found + len(told)
        front = ", ".join(dict.fromkeys(loose))
        return replace(outcome, reason=f"{front}: {reason}" if front else reason)


def _sent_key(outcome: ChangeOutcome, outcomes: Sequence[ChangeOutcome]) -> ObjectKey:
    """Give the object whose data points were sent: a new data plan comes with its lowest new version."""
    change = outcome.change
    if isinstance(change.after, DataPlan) and change.kind is ChangeKind.CREATE:
        new = [
            other.change.key
            for other in outcomes
            if isinstance(other.change.key, DataPlanVersionKey)
            and other.change.kind is ChangeKind.CREATE
            and other.change.data_plan_id == change.data_plan_id
        ]
        return min(new, key=attrgetter("version"), default=change.key)
    return change.key
