"""What a run over many batches found: each refused event with its place, and counts per data point."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dataplan_sync.events.validator import Verdict


@dataclass(frozen=True, slots=True)
class BatchPlace:
    """Where a batch was read."""

    file: str
    line: int | None
    """The line of JSON Lines."""
    index: int | None
    """The place in a list of batches, from 0."""

    def __str__(self) -> str:
        """Give the form for people: `sent.jsonl:3`, `sent.json[0]`."""
        if self.line is not None:
            return f"{self.file}:{self.line}"
        return self.file if self.index is None else f"{self.file}[{self.index}]"


@dataclass(frozen=True, slots=True)
class Refusal:
    """An event, or the user attributes or identities of a batch, that does not follow the data plan."""

    place: BatchPlace
    verdict: Verdict


@dataclass(slots=True)
class Tally:
    """Counts while batches go by, and keeps what was refused."""

    batches: int = 0
    accepted: Counter[str] = field(default_factory=Counter)
    """By the data point, as the vendor prints it."""
    refused: Counter[str] = field(default_factory=Counter)
    refusals: list[Refusal] = field(default_factory=list)
    not_held: Counter[str] = field(default_factory=Counter)
    """By the type of the event: what the server does not hold against data plans."""
    parts: Counter[str] = field(default_factory=Counter)
    """By the member of the batch: `events`, `user_attributes`, `user_identities`."""

    def add(self, place: BatchPlace, verdicts: Iterable[Verdict]) -> None:
        """Add the verdicts on a batch."""
        self.batches += 1
        for verdict in verdicts:
            self.parts[str(verdict.place[0])] += 1
            if not verdict.is_held:
                self.not_held[verdict.match_key] += 1
            elif verdict.result is None:
                self.accepted[verdict.match_key] += 1
            else:
                self.refused[verdict.match_key] += 1
                self.refusals.append(Refusal(place, verdict))

    @property
    def match_keys(self) -> list[str]:
        """All data points that were met or needed, sorted."""
        return sorted({*self.accepted, *self.refused})
