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

    @property
    def harms_producers(self) -> bool:
        """Whether data that is sent today suffers."""
        return self.producer in {Producer.DROP, Producer.FLAG}

    def impact(self, environment: ActivatedEnvironment) -> Impact:
        """Say what it amounts to in an environment."""
        return Impact(
            self.rule.id,
            self.path,
            self.producer,
            self.consumer,
            level(self.rule, self.producer, self.consumer, environment),
            environment,
            self.reason,
            self.witness,
            self.before,
            self.after,
        )
