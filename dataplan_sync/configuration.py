"""What `dataplan-sync.yaml` says: workspaces, policy, accepted findings, severities of rules. `files` reads it.

Holds no secret and never will: it names the variables and files in which credentials are.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from dataplan_sync.changes import ABSENT, Origin
from dataplan_sync.credentials import USUAL, Credentials
from dataplan_sync.overlay import NOTHING, Overlay
from dataplan_sync.problems.rule_settings import RuleSettings
from dataplan_sync.scope import EVERYTHING, Scope

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dataplan_sync.changes import Absent
    from dataplan_sync.model import ActivatedEnvironment, JSONValue, Mark, ObjectKey

DEFAULT_FILE: Final = "dataplan-sync.yaml"
"""Looked for in the current directory."""


class OnConflict(StrEnum):
    """Who wins where git and live both moved a field, differently."""

    GIT = "git"
    """What git says is applied, and the edit in live is lost."""
    LIVE = "live"
    """What live has stays, until somebody takes it over into the plan files."""


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
    on_conflict: OnConflict | None = None
    """Who wins a conflict; None refuses it."""
    require_review: bool = False
    """Whether the action applies only what was reviewed on a pull request."""
    owner: str | None = None
    """Who looks after these data plans, written behind their descriptions; None: nothing is written."""
    take_over: tuple[str, ...] = ()
    """Data plans that may be changed although somebody else claims them."""
    thresholds: Thresholds = Thresholds()

    @property
    def deletable(self) -> frozenset[ObjectKey]:
        """The objects that an apply deletes where they are live and not declared."""
        return frozenset(self.allow_delete) if self.prune else frozenset()

    @property
    def left(self) -> frozenset[Origin]:
        """The origins of fields that an apply leaves as live has them."""
        return frozenset({Origin.CONFLICT} if self.on_conflict is OnConflict.LIVE else ())


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
class ConfiguredWorkspace:
    """A workspace as the file describes it."""

    name: str
    workspace_id: int
    credentials: Credentials = USUAL
    scope: Scope = EVERYTHING
    policy: Policy = Policy()
    """Its own over the general one, key by key."""
    overlay: Overlay = NOTHING
    """What is otherwise there than the plan files say."""


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
    workspaces: tuple[ConfiguredWorkspace, ...] = ()
    """In the order of the file, which is the order in which they are worked on."""
    policy_keys: tuple[str, ...] = ("policy",)
    """Where the policy of the workspace at hand stands in the file, for advice."""
    marks: Mapping[tuple[str, ...], Mark] = field(default_factory=dict)
    """Where its sections and their keys stand, such as `("policy", "prune")`: for advice on what to change."""

    def of(self, workspace: ConfiguredWorkspace) -> Configuration:
        """Give what holds in one workspace; of what may be deleted, only what it is about."""
        own = replace(
            workspace.policy, allow_delete=workspace.scope.keys(workspace.policy.allow_delete)
        )
        return replace(self, policy=own, policy_keys=("workspaces", workspace.name, "policy"))
