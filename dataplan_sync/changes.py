"""The result of a comparison: a change set, its changes, and the fingerprint that says what was reviewed.

Renderers and `apply` read these without knowing how a difference was found. Nothing here does I/O.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from dataplan_sync.model import DataPlan, DataPlanKey, DataPlanVersion, DataPlanVersionKey

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dataplan_sync.model import ActivatedEnvironment, JSONValue, ObjectKey

FINGERPRINT_FORMAT: Final = 1
"""Part of every fingerprint: raised whenever the canonical form changes, so that old reviews stop counting."""
STATE_DIGITS: Final = 32
"""Hex digits of a `state_digest`."""


class Absent(Enum):
    """The type of `ABSENT`: JSON null is a value, so absence needs its own."""

    ABSENT = "absent"

    def __repr__(self) -> str:
        """Give the name by which code refers to it."""
        return "ABSENT"


ABSENT: Final[Literal[Absent.ABSENT]] = Absent.ABSENT


class ChangeKind(StrEnum):
    """What happens to an object."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"


class Origin(StrEnum):
    """Which side moved, leaf by leaf (design §5). Without a base, every difference counts as pending."""

    PENDING = "pending"
    DRIFT = "drift"
    CONFLICT = "conflict"
    CONVERGED = "converged"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One leaf that differs.

    `path` names things as people do: a data point by its printed identity, an attribute by its name, as in
    `("custom_event:other:Landing Button Click", "attributes", "size", "enum")`. Values are as their author wrote them.
    Being required is a property of the attribute: `(…, "attributes", "size", "required")`, true or absent.
    """

    path: tuple[str, ...]
    before: JSONValue | Absent
    after: JSONValue | Absent
    origin: Origin = Origin.PENDING
    shared: str | None = None
    """The shared definition that the leaf comes from in plan files, such as `shared/commerce.yaml#/price`; None where
    it is written in the data point itself, and where that is not known."""


Resource: TypeAlias = DataPlan | DataPlanVersion


@dataclass(frozen=True, slots=True)
class Latest:
    """The version that clients get in an environment when they name none: the latest that is active there.

    Without an active version data is not validated at all; the side is then None.
    """

    before: DataPlanVersion | None
    """As it is live."""
    after: DataPlanVersion | None
    """As it will be, once all changes of the data plan are applied."""


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to one object.

    `before` is the live object and `after` the desired one laid over it: what will be live afterwards.
    A data plan's own change carries no versions on either side: each version is a change by itself.
    For a new version `field_changes` describes it against `compared_with`, the highest version below it,
    or against nothing if there is none.
    """

    kind: ChangeKind
    key: ObjectKey
    before: Resource | None
    after: Resource | None
    field_changes: tuple[FieldChange, ...]
    fingerprint: str
    """SHA-256, 64 hex digits, of what was reviewed (design §5)."""
    continuations: tuple[str, ...] = ()
    """The fingerprints that this change has after each of our own ordered steps (design §7.3)."""
    compared_with: int | None = None
    live_digest: str = ""
    """What `state_digest` gives for the live object."""
    desired_digest: str = ""
    """What it gives for the object as it will be live: what this review wants, whatever is live now."""
    latest: Mapping[ActivatedEnvironment, Latest] = field(default_factory=dict)
    """For a version of a data plan that is live: what clients get in production and in development."""
    leaves_none: bool = False
    """For a version that is deleted and whose data plan stays: whether that would keep no version."""
    claim: str = ""
    """Who looks after the data plan, as its live description says (`ownership`); empty if that names nobody."""

    @property
    def data_plan_id(self) -> str:
        """The data plan that this change belongs to."""
        return self.key.data_plan_id


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """All changes between two states, in dependency order, and what was seen beside them."""

    workspace_id: int
    changes: tuple[Change, ...]
    unchanged: int = 0
    """Declared objects that are live as desired."""
    unmanaged: tuple[ObjectKey, ...] = ()
    """Objects that are live and not declared; they are never touched."""
    converged: int = 0
    """Leaves that git and live both moved to the same value since the base; they are no change."""
    left: tuple[tuple[ObjectKey, tuple[str, ...]], ...] = ()
    """Leaves that differ and are to stay as live has them, so that they are no part of the changes: the object and
    the name of each."""

    @property
    def fingerprint(self) -> str:
        """SHA-256, 64 hex digits, of the sorted fingerprints of the changes."""
        return set_fingerprint(change.fingerprint for change in self.changes)

    def count(self, kind: ChangeKind) -> int:
        """Count the changes of one kind."""
        return sum(1 for change in self.changes if change.kind is kind)


def set_fingerprint(fingerprints: Iterable[str]) -> str:
    """Give the fingerprint of a change set from those of its changes, whatever their order."""
    return hashlib.sha256("\n".join(sorted(fingerprints)).encode()).hexdigest()


def change_fingerprint(
    workspace_id: int,
    key: ObjectKey,
    kind: ChangeKind,
    *,
    live: str | Absent,
    desired: str | Absent,
) -> str:
    """Identify a change by all that a review of it depends on.

    Args:
        workspace_id: a review in one workspace says nothing about another.
        key: the object.
        kind: what happens to it.
        live: the text of the canonical live object (`canonical.text`), or ABSENT.
        desired: that of the canonical object that will be live, or ABSENT.

    Returns:
        SHA-256 as 64 hex digits.
    """
    return _digest(
        [FINGERPRINT_FORMAT, workspace_id, key_json(key), kind.value],
        _listed(live),
        _listed(desired),
    )


def state_digest(workspace_id: int, key: ObjectKey, state: str | Absent) -> str:
    """Identify one state of an object, so that what is live can be told from what a review wanted.

    Args:
        workspace_id: the workspace of the object.
        key: the object.
        state: the text of the canonical object (`canonical.text`), or ABSENT.

    Returns:
        The first 128 bits of a SHA-256, as 32 hex digits: a comment has to carry one for each object.
    """
    sides = () if state is ABSENT else (state,)
    return _digest([FINGERPRINT_FORMAT, workspace_id, key_json(key), "state"], *sides)[
        :STATE_DIGITS
    ]


def key_json(key: ObjectKey) -> list[JSONValue]:
    """Give an object key as JSON: the object's kind, its data plan and, for a version, its number."""
    match key:
        case DataPlanKey():
            return ["data_plan", key.data_plan_id]
        case DataPlanVersionKey():
            return ["data_plan_version", key.data_plan_id, key.version]


def _listed(side: str | Absent) -> str:
    return "[]" if side is ABSENT else f"[{side}]"


def _digest(parts: list[JSONValue], *texts: str) -> str:
    """Hash the JSON list of some values and, behind them, of values whose JSON text is known already."""
    head = (json.dumps(part, separators=(",", ":"), ensure_ascii=True) for part in parts)
    return hashlib.sha256(f"[{','.join((*head, *texts))}]".encode()).hexdigest()
