"""Read-after-write lag: reads that still show what was there before a write, as from a replica."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from dataplan_sync.emulator.options import EmulatorOptions
    from dataplan_sync.emulator.records import DataPlanRecord


@dataclass(slots=True)
class _Old:
    """A state that is over, and how long it is still shown."""

    record: DataPlanRecord | None
    until: float
    reads: int


class ReadLag:
    """Remembers the state before each write for as long as reads may show it.

    Args:
        clock: gives seconds.
    """

    def __init__(self, options: EmulatorOptions, clock: Callable[[], float]) -> None:
        self._seconds = options.lag_seconds
        self._reads = options.lag_reads
        self._clock = clock
        self._old: dict[tuple[int, str], list[_Old]] = {}

    def remember(self, workspace_id: int, key: str, before: DataPlanRecord | None) -> None:
        """Keep the state of a data plan before a write; None when there was no such data plan."""
        if self._seconds or self._reads:
            old = _Old(before, self._clock() + self._seconds, self._reads)
            self._old.setdefault((workspace_id, key), []).append(old)

    def view(
        self, workspace_id: int, key: str, now: DataPlanRecord | None
    ) -> DataPlanRecord | None:
        """Give the state of a data plan that a read shows; it counts as a read."""
        waiting = self._old.get((workspace_id, key), [])
        while waiting:
            oldest = waiting[0]
            if oldest.until > self._clock():
                return oldest.record
            if oldest.reads > 0:
                oldest.reads -= 1
                return oldest.record
            waiting.pop(0)
        return now

    def view_all(self, workspace_id: int, now: dict[str, DataPlanRecord]) -> list[DataPlanRecord]:
        """Give the data plans that a list shows, oldest first; `now` is the truth, by the store's key."""
        keys = [
            *now,
            *(key for owner, key in self._old if owner == workspace_id and key not in now),
        ]
        shown = [self.view(workspace_id, key, now.get(key)) for key in keys]
        return sorted(
            (record for record in shown if record is not None),
            key=lambda record: str(record.fields["created_on"]),
        )
