"""A finding: a rule that applies somewhere, whatever the environment, and the impact that it is in one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dataplan_sync.changes import ABSENT
from dataplan_sync.impact.rules import level
from dataplan_sync.impact.verdict import Consumer, Impact, Producer

if TYPE_CHECKING:
    from dataplan_sync.impact.rules import Rule
    from dataplan_sync.impact.schema_change import Side
    from dataplan_sync.impact.verdict import Witness
    from dataplan_sync.model import ActivatedEnvironment


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that applies at a place, with its effect on both sides."""

    rule: Rule
    path: tuple[str, ...]
    producer: Producer
    consumer: Consumer
    reason: str
    witness: Witness | None = None
    before: Side = ABSENT
    after: Side = ABSENT
    compared_with: int | None = None
    by_name_only: bool = False

    @property
    def harms_producers(self) -> bool:
        """Whether data that is sent today suffers."""
        return self.producer in {Producer.DROP, Producer.FLAG}

    def impact(self, environment: ActivatedEnvironment) -> Impact:
        """Say what it amounts to in an environment."""
        sides, by_name_only = (self.producer, self.consumer), self.by_name_only
        return Impact(
            self.rule.id,
            self.path,
            *sides,
            level(self.rule, *sides, environment, by_name_only=by_name_only),
            environment,
            self.reason,
            self.witness,
            self.before,
            self.after,
            self.compared_with,
            by_name_only,
        )
