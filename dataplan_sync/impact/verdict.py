"""A verdict on a change: what becomes of data that is sent today, and of what is built on it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from dataplan_sync.changes import ABSENT

if TYPE_CHECKING:
    from dataplan_sync.changes import Absent
    from dataplan_sync.model import ActivatedEnvironment, JSONObject, JSONValue


class Producer(StrEnum):
    """What becomes of data that is sent today."""

    DROP = "drop"
    """It becomes unplanned: mParticle may block it, and blocked data cannot be replayed. Whether blocking is on,
    the API does not tell."""
    FLAG = "flag"
    """It is reported as a violation, and never blocked."""
    UNKNOWN = "unknown"
    NONE = "none"


class Consumer(StrEnum):
    """What becomes of that which is built on the data: tables, dashboards, audiences."""

    BREAKING = "breaking"
    DANGEROUS = "dangerous"
    UNKNOWN = "unknown"
    SAFE = "safe"


class Level(StrEnum):
    """What both sides amount to in the environment where the change takes effect; the gate goes by it."""

    BREAKING = "breaking"
    DANGEROUS = "dangerous"
    UNKNOWN = "unknown"
    SAFE = "safe"


@dataclass(frozen=True, slots=True)
class Witness:
    """A concrete event that one side accepts and the other does not, checked by our own event validation."""

    event: JSONObject
    """As in a batch: `{event_type, data}`; for attributes of users `{user_attributes: {...}}`."""
    excerpt: JSONObject
    """The part of it that matters, for people: `{"size": "XL"}`."""
    accepted_before: bool
    """True: accepted before and not after. False: the other way round."""
    errors: tuple[JSONObject, ...]
    """What validation says of it on the side that does not accept it, in the vendor's shape."""


@dataclass(frozen=True, slots=True)
class Impact:
    """One verdict: a rule, the place, the effect on both sides, and the reason in plain words."""

    rule: str
    """A stable id, such as `ENUM_VALUE_REMOVED`."""
    path: tuple[str, ...]
    """As in `FieldChange.path`: the data point's printed identity, then attributes by name."""
    producer: Producer
    consumer: Consumer
    level: Level
    environment: ActivatedEnvironment
    """Where it takes effect as soon as the change is applied; `none` while the version is active nowhere."""
    reason: str
    """One sentence for somebody who is no programmer."""
    witness: Witness | None = None
    before: JSONValue | Absent = ABSENT
    after: JSONValue | Absent = ABSENT
    compared_with: int | None = None
    """The version whose data points this one's are compared with: the one that clients get in that environment today,
    or the same version where it is edited in place. None where nothing is compared: an activation, a deletion."""
    by_name_only: bool = False
    """Whether only those clients are affected that name the version; all others get another one."""
