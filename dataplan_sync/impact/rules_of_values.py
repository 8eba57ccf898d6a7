"""The rules on values: what an attribute may hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync.impact.rules import Rule, catalogue
from dataplan_sync.impact.verdict import Consumer, Producer

if TYPE_CHECKING:
    from collections.abc import Mapping

TYPE_NARROWED: Final = Rule(
    "TYPE_NARROWED",
    "An attribute takes fewer types.",
    Producer.FLAG,
    Consumer.BREAKING,
    "{it} takes {after} only, no longer {before}.",
)
TYPE_CHANGED: Final = Rule(
    "TYPE_CHANGED",
    "An attribute takes another type.",
    Producer.FLAG,
    Consumer.BREAKING,
    "{it} takes {after} instead of {before}.",
)
TYPE_WIDENED: Final = Rule(
    "TYPE_WIDENED",
    "An attribute takes more types.",
    Producer.NONE,
    Consumer.DANGEROUS,
    "{it} takes {after}, no longer only {before}{surprise}.",
    surprise="the type of its column may change",
)
ENUM_VALUE_REMOVED: Final = Rule(
    "ENUM_VALUE_REMOVED",
    "A value is taken off the list of values.",
    Producer.FLAG,
    Consumer.BREAKING,
    "{it} no longer takes {lost}.",
)
ENUM_VALUE_ADDED: Final = Rule(
    "ENUM_VALUE_ADDED",
    "A value is added to the list of values.",
    Producer.NONE,
    Consumer.DANGEROUS,
    "{it} also takes {gained}{surprise}.",
    surprise="those who read it may not expect that",
)
CONST_CHANGED: Final = Rule(
    "CONST_CHANGED",
    "The only value of an attribute becomes another one.",
    Producer.FLAG,
    Consumer.BREAKING,
    "{it} must now be {after}, no longer {before}.",
)
VALUES_LIMITED: Final = Rule(
    "VALUES_LIMITED",
    "An attribute gets a list of values that had none.",
    Producer.FLAG,
    Consumer.SAFE,
    "{it} now takes only {gained}.",
)
VALUES_FREED: Final = Rule(
    "VALUES_FREED",
    "The list of values is dropped.",
    Producer.NONE,
    Consumer.DANGEROUS,
    "{it} no longer takes only {lost}.",
)
RANGE_TIGHTENED: Final = Rule(
    "RANGE_TIGHTENED",
    "A number must lie in a smaller range.",
    Producer.FLAG,
    Consumer.SAFE,
    "{it} must now be {after} (before: {before}).",
)
RANGE_LOOSENED: Final = Rule(
    "RANGE_LOOSENED",
    "A number may lie in a wider range.",
    Producer.NONE,
    Consumer.DANGEROUS,
    "{it} may now be {after} (before: {before}).",
)
MULTIPLE_TIGHTENED: Final = Rule(
    "MULTIPLE_TIGHTENED",
    "A number must be a multiple of something else than before.",
    Producer.FLAG,
    Consumer.SAFE,
    "{it} must now be {after} (before: {before}).",
)
MULTIPLE_LOOSENED: Final = Rule(
    "MULTIPLE_LOOSENED",
    "A number may be in between what it had to be a multiple of.",
    Producer.NONE,
    Consumer.DANGEROUS,
    "{it} may now be {after} (before: {before}).",
)
LENGTH_TIGHTENED: Final = Rule(
    "LENGTH_TIGHTENED",
    "A text must have a length of a smaller range.",
    Producer.FLAG,
    Consumer.SAFE,
    "{it} must now have {after} (before: {before}).",
)
LENGTH_LOOSENED: Final = Rule(
    "LENGTH_LOOSENED",
    "A text may have a length of a wider range.",
    Producer.NONE,
    Consumer.DANGEROUS,
    "{it} may now have {after} (before: {before}).",
)
COUNT_TIGHTENED: Final = Rule(
    "COUNT_TIGHTENED",
    "A list or an object must have a number of entries of a smaller range.",
    Producer.FLAG,
    Consumer.SAFE,
    "{it} must now have {after} (before: {before}).",
)
COUNT_LOOSENED: Final = Rule(
    "COUNT_LOOSENED",
    "A list or an object may have a number of entries of a wider range.",
    Producer.NONE,
    Consumer.DANGEROUS,
    "{it} may now have {after} (before: {before}).",
)
UNIQUE_ADDED: Final = Rule(
    "UNIQUE_ADDED",
    "The entries of a list must differ.",
    Producer.FLAG,
    Consumer.SAFE,
    "The entries of {it} must now differ from each other.",
)
UNIQUE_REMOVED: Final = Rule(
    "UNIQUE_REMOVED",
    "The entries of a list may repeat.",
    Producer.NONE,
    Consumer.DANGEROUS,
    "The entries of {it} may now repeat.",
)
PATTERN_ADDED: Final = Rule(
    "PATTERN_ADDED",
    "A text must follow a pattern.",
    Producer.FLAG,
    Consumer.SAFE,
    "{it} must now follow the pattern {after}.",
)
PATTERN_CHANGED: Final = Rule(
    "PATTERN_CHANGED",
    "A text must follow another pattern.",
    Producer.FLAG,
    Consumer.UNKNOWN,
    "{it} must now follow the pattern {after} instead of {before}.",
)
PATTERN_REMOVED: Final = Rule(
    "PATTERN_REMOVED",
    "A text need not follow a pattern.",
    Producer.NONE,
    Consumer.DANGEROUS,
    "{it} need no longer follow the pattern {before}.",
)
FORMAT_ADDED: Final = Rule(
    "FORMAT_ADDED",
    "A text must have a format.",
    Producer.FLAG,
    Consumer.SAFE,
    "{it} must now have the format {after}.",
)
FORMAT_CHANGED: Final = Rule(
    "FORMAT_CHANGED",
    "A text must have another format.",
    Producer.FLAG,
    Consumer.DANGEROUS,
    "{it} must now have the format {after} instead of {before}.",
)
FORMAT_REMOVED: Final = Rule(
    "FORMAT_REMOVED",
    "A text need not have a format.",
    Producer.NONE,
    Consumer.DANGEROUS,
    "{it} need no longer have the format {before}.",
)
SCHEMA_TIGHTENED: Final = Rule(
    "SCHEMA_TIGHTENED",
    "Less is taken than before, for a reason that no other rule explains.",
    Producer.DROP,
    Consumer.SAFE,
    "Less is taken for {it} than before ({name}).",
)
SCHEMA_CHANGED: Final = Rule(
    "SCHEMA_CHANGED",
    "What is taken changes in a way that no other rule explains.",
    Producer.NONE,
    Consumer.DANGEROUS,
    "What is taken for {it} changes ({name}).",
)

RULES: Final[Mapping[str, Rule]] = catalogue(
    TYPE_NARROWED,
    TYPE_CHANGED,
    TYPE_WIDENED,
    ENUM_VALUE_REMOVED,
    ENUM_VALUE_ADDED,
    CONST_CHANGED,
    VALUES_LIMITED,
    VALUES_FREED,
    RANGE_TIGHTENED,
    RANGE_LOOSENED,
    MULTIPLE_TIGHTENED,
    MULTIPLE_LOOSENED,
    LENGTH_TIGHTENED,
    LENGTH_LOOSENED,
    COUNT_TIGHTENED,
    COUNT_LOOSENED,
    UNIQUE_ADDED,
    UNIQUE_REMOVED,
    PATTERN_ADDED,
    PATTERN_CHANGED,
    PATTERN_REMOVED,
    FORMAT_ADDED,
    FORMAT_CHANGED,
    FORMAT_REMOVED,
    SCHEMA_TIGHTENED,
    SCHEMA_CHANGED,
)
