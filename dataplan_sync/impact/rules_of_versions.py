"""The rules on data points as a whole, on versions and on data plans.

The starting point is the vendor's documentation: only unplanned data can be blocked, data is validated only where
a version is active, and a client that names no version gets the latest active one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync.impact.rules import Rule, catalogue
from dataplan_sync.impact.verdict import Consumer, Level, Producer

if TYPE_CHECKING:
    from collections.abc import Mapping

POINT_REMOVED: Final = Rule(
    "POINT_REMOVED",
    "A data point is removed: its events become unplanned.",
    Producer.DROP,
    Consumer.BREAKING,
    "{event} is removed: {when}, these events are unplanned and may be blocked (if blocking is on). "
    "They cannot be replayed.",
)
POINT_RENAMED: Final = Rule(
    "POINT_RENAMED",
    "A data point is removed and one that is much like it is added: events under the old name become unplanned.",
    Producer.DROP,
    Consumer.BREAKING,
    "{before} is renamed to {after}: {when}, events that still come as {before} are unplanned and may be "
    "blocked (if blocking is on). They cannot be replayed, and whoever reads them has to look for the new name.",
    in_development=Level.BREAKING,
)
POINT_ADDED: Final = Rule(
    "POINT_ADDED",
    "A data point is added: its events were unplanned until now.",
    Producer.NONE,
    Consumer.SAFE,
    "{event} is new: these events were unplanned until now.",
)
USER_DATA_PLANNED: Final = Rule(
    "USER_DATA_PLANNED",
    "User attributes or identities are planned for the first time: until now they were not validated.",
    Producer.DROP,
    Consumer.SAFE,
    "{event} are planned for the first time: until now they were not validated at all.",
)
USER_DATA_UNPLANNED: Final = Rule(
    "USER_DATA_UNPLANNED",
    "User attributes or identities are planned no longer: they are not validated any more.",
    Producer.NONE,
    Consumer.DANGEROUS,
    "{event} are no longer planned: they pass without any validation.",
)
ENV_RAISED: Final = Rule(
    "ENV_RAISED",
    "A version becomes active. It is compared with the version that clients get today; where there is none, "
    "validation begins.",
    Producer.DROP,
    Consumer.SAFE,
    "{it}",
    worst=Level.DANGEROUS,
)
ENV_LOWERED: Final = Rule(
    "ENV_LOWERED",
    "A version is no longer active: clients that name it lose validation, all others get the latest that is left.",
    Producer.NONE,
    Consumer.BREAKING,
    "{it}",
)
VERSION_REMOVED: Final = Rule(
    "VERSION_REMOVED",
    "A version is deleted, with the same effect as if it were lowered.",
    Producer.NONE,
    Consumer.BREAKING,
    "{it}",
)
PLAN_REMOVED: Final = Rule(
    "PLAN_REMOVED",
    "A data plan is deleted with its versions: its data is not validated any more.",
    Producer.NONE,
    Consumer.BREAKING,
    "{it}",
)
IN_PLACE_EDIT_ACTIVE: Final = Rule(
    "IN_PLACE_EDIT_ACTIVE",
    "The data points of a version that is active are edited: the edit is live at once. A new version is needed to "
    "keep the old one.",
    Producer.NONE,
    Consumer.DANGEROUS,
    "{it}",
    worst=Level.DANGEROUS,
    in_development=Level.SAFE,
)
DOC_CHANGED: Final = Rule(
    "DOC_CHANGED",
    "A name, a description or another remark changes.",
    Producer.NONE,
    Consumer.SAFE,
    "Only a name or a remark changes: {name} of {event}.",
)
SETTING_CHANGED: Final = Rule(
    "SETTING_CHANGED",
    "Something changes that this tool does not know.",
    Producer.UNKNOWN,
    Consumer.UNKNOWN,
    "{name} of {event} changes, and what it does is not known.",
)
HANDLING_CHANGED: Final = Rule(
    "HANDLING_CHANGED",
    "The version document's `settings` or `transformations` change: what mParticle does with data that fails.",
    Producer.NONE,
    Consumer.DANGEROUS,
    "{name} of {event} changes: what mParticle does with data that fails. Today that is set in its UI.",
)

RULES: Final[Mapping[str, Rule]] = catalogue(
    POINT_REMOVED,
    POINT_RENAMED,
    POINT_ADDED,
    USER_DATA_PLANNED,
    USER_DATA_UNPLANNED,
    ENV_RAISED,
    ENV_LOWERED,
    VERSION_REMOVED,
    PLAN_REMOVED,
    IN_PLACE_EDIT_ACTIVE,
    DOC_CHANGED,
    SETTING_CHANGED,
    HANDLING_CHANGED,
)
