"""All that a running emulator remembers, in one place, so that it can be thrown away and begun anew."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dataplan_sync.emulator import wire
from dataplan_sync.emulator.faults import FaultList
from dataplan_sync.emulator.journal import Journal
from dataplan_sync.emulator.lag import ReadLag
from dataplan_sync.emulator.limits import RateLimits
from dataplan_sync.emulator.store import Store
from dataplan_sync.emulator.tokens import Tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from dataplan_sync.emulator.options import EmulatorOptions
    from dataplan_sync.emulator.records import DataPlanRecord


@dataclass(frozen=True, slots=True)
class EmulatorState:
    """One emulator's options and memory.

    Attributes:
        clock: gives seconds since the epoch.
    """

    options: EmulatorOptions
    clock: Callable[[], float]
    store: Store
    tokens: Tokens
    limits: RateLimits
    lag: ReadLag
    faults: FaultList
    journal: Journal

    def now(self) -> str:
        """Give the time as the API writes it."""
        return wire.timestamp(self.clock())

    @contextmanager
    def writing(self, workspace_id: int, data_plan_id: str) -> Iterator[DataPlanRecord | None]:
        """Store all writes to one data plan, or none of them when the block raises.

        Yields:
            The data plan as it is before the write; None when there is none.
        """
        with self.store.transaction():
            before = self.store.data_plan(workspace_id, data_plan_id)
            yield before
        self.lag.remember(workspace_id, self.store.key(data_plan_id), before)

    def reading(self, workspace_id: int, data_plan_id: str) -> DataPlanRecord | None:
        """Give a data plan as a read shows it."""
        now = self.store.data_plan(workspace_id, data_plan_id)
        return self.lag.view(workspace_id, self.store.key(data_plan_id), now)

    def close(self) -> None:
        """Close the store."""
        self.store.close()


def new_state(
    options: EmulatorOptions, *, db: Path | None, clock: Callable[[], float]
) -> EmulatorState:
    """Begin with no memory but what the database file holds.

    Raises:
        UsageError: the database file cannot be used.
    """
    return EmulatorState(
        options=options,
        clock=clock,
        store=Store(db, case_sensitive=options.case_sensitive_ids),
        tokens=Tokens(options, clock),
        limits=RateLimits(options, clock),
        lag=ReadLag(options, clock),
        faults=FaultList(),
        journal=Journal(),
    )
