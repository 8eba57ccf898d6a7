"""What `dataplan-sync.yaml` says: policy, accepted findings, severities of rules. `files` reads it.

Holds no secret and never will: credentials come from the environment.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from dataplan_sync.changes import ABSENT
from dataplan_sync.problems.rule_settings import RuleSettings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dataplan_sync.changes import Absent
    from dataplan_sync.model import ActivatedEnvironment, JSONValue, Mark, ObjectKey

DEFAULT_FILE: Final = "dataplan-sync.yaml"
"""Looked for in the current directory."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How much one apply may take away before somebody has to say so."""

    deletions: int = 5
    """Data plans and versions that one apply may delete."""
    deleted_fraction: float = 0.3
    """Share of the live data plans and versions that one apply may delete."""
    removed_fraction: float = 0.3
    """Share of a version's data points that one apply may remove."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What an apply may do. The defaults are the safe ones."""

    prune: bool = False
    """Whether anything may be deleted at all."""
    allow_delete: tuple[ObjectKey, ...] = ()
    """What is deleted where it is live and not declared; a data plan goes with its versions."""
    allow_production_edit: bool = False
    """Whether the document of a version that is active in production may be replaced."""
    allow_empty: bool = False
    """Whether a plans directory without any plan file is valid."""
    allow_raise_several: bool = False
    """Whether one apply may raise two versions of one data plan."""
    allow_lower: bool = False
    """Whether an apply may lower the environment of a version."""
    require_review: bool = False
    """Whether the action applies only what was reviewed on a pull request."""
    thresholds: Thresholds = Thresholds()

    @property
    def deletable(self) -> frozenset[ObjectKey]:
        """The objects that an apply deletes where they are live and not declared."""
        return frozenset(self.allow_delete) if self.prune else frozenset()


@dataclass(frozen=True, slots=True)
class Acceptance:
    """An `accepted:` entry: a finding that somebody has looked at and wants all the same."""

    rule: str
    path: tuple[str, ...]
    """Data plan, version where there is one, then the path of the impact."""
    reason: str
    mark: Mark
    expires: date | None = None
    """The last day on which it counts."""
    after: JSONValue | Absent = ABSENT
    """If given, the value that was accepted: another one is a new finding."""
    environment: ActivatedEnvironment | None = None
    """`development`: accepted there alone, so that it is asked again before production. None: everywhere."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """All of `dataplan-sync.yaml`, or its defaults where there is none."""

    file: str = DEFAULT_FILE
    """What messages call it."""
    plans: str | None = None
    """The directory of the plan files, seen from the current directory; None where the file does not say."""
    policy: Policy = Policy()
    accepted: tuple[Acceptance, ...] = ()
    rules: RuleSettings = field(default_factory=RuleSettings)
    marks: Mapping[tuple[str, ...], Mark] = field(default_factory=dict)
    """Where its sections and their keys stand, such as `("policy", "prune")`: for advice on what to change."""
