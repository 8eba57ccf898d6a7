"""Applying a change set: its steps in dependency order, data plans side by side, and a ledger of every change.

Apply decides nothing. What is applied is exactly the change set, guards and reviews have been asked before, and
whatever happens to one change is an entry in the report rather than an exception (design §7).
"""

from __future__ import annotations

import threading
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias

from dataplan_sync import ordering, rereading, write
from dataplan_sync.changes import ChangeKind
from dataplan_sync.model import DataPlanKey
from dataplan_sync.ordering import StepKind
from dataplan_sync.report import ApplyReport, ChangeOutcome, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dataplan_sync.changes import Change, ChangeSet
    from dataplan_sync.model import ObjectKey
    from dataplan_sync.mparticle.client import MParticleClient
    from dataplan_sync.ordering import Step
    from dataplan_sync.write import Patience, StepResult

CONCURRENCY: Final = 8
"""Data plans that are applied side by side."""

PATROL: Final = 0.2
"""Seconds between two looks at whether the run is to be abandoned."""

_CUT_OFF: Final = "the run was cut off while this write was under way"

Watcher: TypeAlias = "Callable[[Step, StepResult | None], None]"
"""Told of each step before it is sent (without a result) and after; called from several threads."""


@dataclass(slots=True)
class Stop:
    """How a run is asked to end early."""

    asked: threading.Event = field(default_factory=threading.Event)
    """Once set, no further write begins; the ones in flight are finished and read back."""
    abandoned: threading.Event = field(default_factory=threading.Event)
    """Once set, the ones in flight are not waited for either."""


def apply_changes(
    change_set: ChangeSet,
    client: MParticleClient,
    *,
    patience: Patience,
    watcher: Watcher,
    stop: Stop,
    concurrency: int = CONCURRENCY,
) -> ApplyReport:
    """Apply a change set.

    Args:
        change_set: what is applied, exactly.
        client: reaches the workspace.
        patience: how long each write is read back.
        watcher: told of every step, for a progress display.
        stop: asks to end early. What is abandoned in flight has the outcome unknown, and its threads may outlive
            the call.
        concurrency: how many data plans are applied side by side.

    Returns:
        The outcome of every change, in the order of the change set. Deletions are attempted only after all
        else was applied.
    """
    ledger = _Ledger()
    run = partial(_run_data_plan, ledger, client, patience=patience, watcher=watcher, stop=stop)
    kept = [change for change in change_set.changes if change.kind is not ChangeKind.DELETE]
    deleted = [change for change in change_set.changes if change.kind is ChangeKind.DELETE]
    executor = ThreadPoolExecutor(max_workers=concurrency, thread_name_prefix="apply")
    try:
        _run_groups(executor, run, kept, stop)
        if all(ledger.outcome(change).outcome is Outcome.APPLIED for change in kept):
            _run_groups(executor, run, deleted, stop)
    finally:
        executor.shutdown(wait=not stop.abandoned.is_set(), cancel_futures=True)
    outcomes = tuple(ledger.outcome(change) for change in change_set.changes)
    return ApplyReport(outcomes, interrupted=stop.asked.is_set())


def _run_groups(
    executor: ThreadPoolExecutor,
    run: Callable[[Sequence[Change]], None],
    changes: Sequence[Change],
    stop: Stop,
) -> None:
    """Run data plans side by side until all are done, or what is in flight is given up."""
    pending = {executor.submit(run, group) for _, group in ordering.data_plan_groups(changes)}
    while pending and not stop.abandoned.is_set():
        done, pending = wait(pending, timeout=PATROL, return_when=FIRST_COMPLETED)
        for future in done:
            future.result()


def _run_data_plan(
    ledger: _Ledger,
    client: MParticleClient,
    changes: Sequence[Change],
    *,
    patience: Patience,
    watcher: Watcher,
    stop: Stop,
) -> None:
    """Carry out the steps of one data plan until one of them is not applied."""
    steps = ordering.steps(changes)
    for position, step in enumerate(steps):
        if stop.asked.is_set():
            ledger.leave(steps[position:], _said("the run was interrupted", step.if_it_fails))
            return
        ledger.begin(step)
        watcher(step, None)
        result = (
            None if _is_fresh(step, steps[:position]) else rereading.look(step, client, patience)
        )
        result = result or write.perform(step, client, patience)
        ledger.enter(step, result, more=_served(steps[position + 1 :]))
        watcher(step, result)
        if result.outcome is not Outcome.APPLIED:
            ledger.leave(
                steps[position + 1 :], f"{step.kind} {step.key} came first and {result.outcome}"
            )
            return


def _is_fresh(step: Step, done: Sequence[Step]) -> bool:
    """Tell whether what a step writes was read a moment ago: by the step before, or as part of a new data plan."""
    return any(
        step.key in {change.key for change in earlier.changes}
        or earlier.kind is StepKind.CREATE_DATA_PLAN
        for earlier in done
    )


def _said(*sentences: str) -> str:
    """Join what is known of a failure."""
    return "; ".join(sentence.removesuffix(".") for sentence in sentences if sentence)


def _served(steps: Sequence[Step]) -> frozenset[ObjectKey]:
    """Give the objects that later steps still write."""
    return frozenset(change.key for step in steps for change in step.changes)


@dataclass(slots=True)
class _Ledger:
    """What has become of each change so far; every data plan's thread writes its own entries."""

    entries: dict[ObjectKey, ChangeOutcome] = field(default_factory=dict)

    def begin(self, step: Step) -> None:
        """Note that a step is under way: should nobody wait for its result, that is all that is known of it."""
        for change in step.changes:
            reason = _said(_CUT_OFF, step.if_it_fails)
            self.entries[change.key] = ChangeOutcome(
                change, Outcome.UNKNOWN, reason, self._stored(change)
            )

    def enter(self, step: Step, result: StepResult, *, more: frozenset[ObjectKey]) -> None:
        """Note the result of a step for the changes that it serves; `more` still needs further steps."""
        for change in step.changes:
            outcome = result.outcome
            if change.key in result.applied:
                outcome = Outcome.NOT_ATTEMPTED if change.key in more else Outcome.APPLIED
            elif change is not step.changes[0] and not result.stored and outcome is Outcome.FAILED:
                outcome = Outcome.BLOCKED
            stored = result.stored or self._stored(change)
            done = change.key in result.applied
            reason = "" if done else _said(result.reason, step.if_it_fails)
            self.entries[change.key] = ChangeOutcome(
                change,
                outcome,
                reason,
                stored,
                () if done else result.faults,
                stale=result.stale and outcome is Outcome.FAILED,
            )

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
