"""What a repository says of rules in its `dataplan-sync.yaml`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dataplan_sync.problems.problem import Severity


@dataclass(frozen=True, slots=True)
class RuleSettings:
    """How a repository wants rules to be taken."""

    severities: Mapping[str, Severity | None] = field(default_factory=dict)
    """By the id of a rule; None turns it off. What is not in here keeps its own severity."""
    personal_data: tuple[str, ...] | None = None
    """The names that count as likely personal data; None for our own list."""
