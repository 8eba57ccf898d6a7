"""Applying a change set: its steps in dependency order, data plans side by side, and a ledger of every change.

Apply decides nothing. What is applied is exactly the change set, guards and reviews have been asked before, and
whatever happens to one change is an entry in the report rather than an exception (design §7).
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias

from dataplan_sync import ordering, write
from dataplan_sync.changes import ChangeKind
from dataplan_sync.model import DataPlanKey
from dataplan_sync.report import ApplyReport, ChangeOutcome, Outcome

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Sequence

    from dataplan_sync.changes import Change, ChangeSet
    from dataplan_sync.model import ObjectKey
    from dataplan_sync.mparticle.client import MParticleClient
    from dataplan_sync.ordering import Step
    from dataplan_sync.write import Patience, StepResult

CONCURRENCY: Final = 8
"""Data plans that are applied side by side."""

Watcher: TypeAlias = "Callable[[Step, StepResult | None], None]"
"""Told of each step before it is sent (without a result) and after; called from several threads."""


def apply_changes(
    change_set: ChangeSet,
    client: MParticleClient,
    *,
    patience: Patience,
    watcher: Watcher,
    stop: threading.Event,
    concurrency: int = CONCURRENCY,
) -> ApplyReport:
    """Apply a change set.

    Args:
        change_set: what is applied, exactly.
        client: reaches the workspace.
        patience: how long each write is read back.
        watcher: told of every step, for a progress display.
        stop: once set, no further write begins; the ones in flight are finished.
        concurrency: how many data plans are applied side by side.

    Returns:
        The outcome of every change, in the order of the change set. Deletions are attempted only after all
        else was applied.
    """
    ledger = _Ledger()
    run = partial(_run_data_plan, ledger, client, patience=patience, watcher=watcher, stop=stop)
    kept = [change for change in change_set.changes if change.kind is not ChangeKind.DELETE]
    deleted = [change for change in change_set.changes if change.kind is ChangeKind.DELETE]
    with ThreadPoolExecutor(max_workers=concurrency, thread_name_prefix="apply") as executor:
        for _ in executor.map(run, (group for _, group in ordering.data_plan_groups(kept))):
            pass
        if all(ledger.outcome(change).outcome is Outcome.APPLIED for change in kept):
            for _ in executor.map(run, (group for _, group in ordering.data_plan_groups(deleted))):
                pass
    outcomes = tuple(ledger.outcome(change) for change in change_set.changes)
    return ApplyReport(outcomes, interrupted=stop.is_set())


def _run_data_plan(
    ledger: _Ledger,
    client: MParticleClient,
    changes: Sequence[Change],
    *,
    patience: Patience,
    watcher: Watcher,
    stop: threading.Event,
) -> None:
    """Carry out the steps of one data plan until one of them is not applied."""
    steps = ordering.steps(changes)
    for position, step in enumerate(steps):
        if stop.is_set():
            ledger.leave(steps[position:], "the run was interrupted")
            return
        watcher(step, None)
        result = write.perform(step, client, patience)
        ledger.enter(step, result, more=_served(steps[position + 1 :]))
        watcher(step, result)
        if result.outcome is not Outcome.APPLIED:
            ledger.leave(
                steps[position + 1 :], f"{step.kind} {step.key} came first and {result.outcome}"
            )
            return


def _served(steps: Sequence[Step]) -> frozenset[ObjectKey]:
    """Give the objects that later steps still write."""
    return frozenset(change.key for step in steps for change in step.changes)


@dataclass(slots=True)
class _Ledger:
    """What has become of each change so far; every data plan's thread writes its own entries."""

    entries: dict[ObjectKey, ChangeOutcome] = field(default_factory=dict)

    def enter(self, step: Step, result: StepResult, *, more: frozenset[ObjectKey]) -> None:
        """Note the result of a step for the changes that it serves; `more` still needs further steps."""
        for change in step.changes:
            outcome = result.outcome
            if change.key in result.applied:
                outcome = Outcome.NOT_ATTEMPTED if change.key in more else Outcome.APPLIED
            elif change is not step.changes[0] and not result.stored and outcome is Outcome.FAILED:
                outcome = Outcome.BLOCKED
            stored = result.stored or self._stored(change)
            reason = "" if change.key in result.applied else result.reason
            self.entries[change.key] = ChangeOutcome(change, outcome, reason, stored)

    def leave(self, steps: Sequence[Step], reason: str) -> None:
        """Note the steps that are not attempted any more."""
        for step in steps:
            for change in step.changes:
                failed = self.entries.get(change.key)
                if failed and failed.outcome is not Outcome.NOT_ATTEMPTED:
                    continue
                outcome = Outcome.BLOCKED if self._parent_failed(change) else Outcome.NOT_ATTEMPTED
                self.entries[change.key] = ChangeOutcome(
                    change, outcome, reason, self._stored(change)
                )

    def outcome(self, change: Change) -> ChangeOutcome:
        """Give what became of a change; one that no step has touched was not attempted."""
        untouched = ChangeOutcome(change, Outcome.NOT_ATTEMPTED, "something else was not applied")
        return self.entries.get(change.key, untouched)

    def _stored(self, change: Change) -> bool:
        entry = self.entries.get(change.key)
        return bool(entry and entry.stored)

    def _parent_failed(self, change: Change) -> bool:
        parent = self.entries.get(DataPlanKey(change.data_plan_id))
        return (
            parent is not None
            and parent.change.kind is ChangeKind.CREATE
            and parent.outcome in (Outcome.FAILED, Outcome.UNKNOWN)
        )
