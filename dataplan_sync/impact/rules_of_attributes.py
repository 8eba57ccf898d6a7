"""The rules on attributes: which there are, which must be sent, whether others are taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync.impact.rules import Rule, catalogue
from dataplan_sync.impact.verdict import Consumer, Level, Producer

if TYPE_CHECKING:
    from collections.abc import Mapping

ATTR_REMOVED_CLOSED: Final = Rule(
    "ATTR_REMOVED_CLOSED",
    "An attribute is removed where only listed attributes are planned.",
    Producer.DROP,
    Consumer.BREAKING,
    "{name} is removed from {event}, and only what is listed there is taken.",
)
ATTR_REMOVED_OPEN: Final = Rule(
    "ATTR_REMOVED_OPEN",
    "An attribute is removed where any attribute is taken.",
    Producer.NONE,
    Consumer.DANGEROUS,
    "{name} is no longer described for {event}: it still passes, whatever it holds.",
)
ATTR_REMOVED_TYPED: Final = Rule(
    "ATTR_REMOVED_TYPED",
    "An attribute is removed where one that is not listed must follow a schema: it must follow that now.",
    Producer.DROP,
    Consumer.BREAKING,
    "{name} is no longer described for {event}: it may now hold what attributes that are not listed there may hold.",
)
ATTR_RENAMED: Final = Rule(
    "ATTR_RENAMED",
    "An attribute is removed and one that is much like it is added, where only listed attributes are planned.",
    Producer.DROP,
    Consumer.BREAKING,
    "{before} of {event} is renamed to {after}.",
)
ATTR_ADDED_OPTIONAL: Final = Rule(
    "ATTR_ADDED_OPTIONAL",
    "An attribute is added that may be left out.",
    Producer.NONE,
    Consumer.SAFE,
    "{name} is new in {event} and may be left out.",
)
ATTR_ADDED_TYPED: Final = Rule(
    "ATTR_ADDED_TYPED",
    "An attribute that may be left out is added where others were taken: what was free is now checked. It is breaking "
    "only where data becomes unplanned.",
    Producer.DROP,
    Consumer.SAFE,
    "{name} is described for the first time in {event}: until now it could hold {free}.",
    without_loss=Level.DANGEROUS,
)
ATTR_ADDED_REQUIRED: Final = Rule(
    "ATTR_ADDED_REQUIRED",
    "An attribute is added that must be sent.",
    Producer.FLAG,
    Consumer.SAFE,
    "{name} is new in {event} and must be sent.",
)
ATTR_NOW_REQUIRED: Final = Rule(
    "ATTR_NOW_REQUIRED",
    "An attribute must be sent that could be left out.",
    Producer.FLAG,
    Consumer.SAFE,
    "{it} must now be sent.",
)
ATTR_NO_LONGER_REQUIRED: Final = Rule(
    "ATTR_NO_LONGER_REQUIRED",
    "An attribute may be left out that had to be sent.",
    Producer.NONE,
    Consumer.DANGEROUS,
    "{it} may now be left out: those who read it find gaps.",
)
CLOSED: Final = Rule(
    "CLOSED",
    "Attributes that are not listed are taken no longer.",
    Producer.DROP,
    Consumer.BREAKING,
    "Only the attributes that are listed for {it} are taken now.",
    in_development=Level.BREAKING,
)
OPENED: Final = Rule(
    "OPENED",
    "Attributes that are not listed are taken.",
    Producer.NONE,
    Consumer.DANGEROUS,
    "Any attribute of {it} is taken now, listed or not.",
)

RULES: Final[Mapping[str, Rule]] = catalogue(
    ATTR_REMOVED_CLOSED,
    ATTR_REMOVED_OPEN,
    ATTR_REMOVED_TYPED,
    ATTR_RENAMED,
    ATTR_ADDED_OPTIONAL,
    ATTR_ADDED_TYPED,
    ATTR_ADDED_REQUIRED,
    ATTR_NOW_REQUIRED,
    ATTR_NO_LONGER_REQUIRED,
    CLOSED,
    OPENED,
)
