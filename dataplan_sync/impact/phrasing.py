"""What a finding on a definition says: one or two sentences for somebody who is no programmer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dataplan_sync.changes import Absent
from dataplan_sync.impact import rules_of_attributes as attributes
from dataplan_sync.impact import rules_of_values as values
from dataplan_sync.impact.counterexample import Undecided
from dataplan_sync.impact.proof import Proven, Unproven
from dataplan_sync.impact.schema_change import keywords
from dataplan_sync.impact.verdict import Producer
from dataplan_sync.model import MatchType

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dataplan_sync.impact.proof import Proof
    from dataplan_sync.impact.rules import Rule
    from dataplan_sync.impact.schema_change import Place, Schema, SchemaChange, Side
    from dataplan_sync.model import DataPointMatch, JSONValue

_LISTED: Final = 5
"""How many values a sentence names."""
_LONG: Final = 60
"""Characters of a value that a sentence shows."""
_CONTAINERS: Final = frozenset(("data", "custom_attributes"))
"""Names on the way to an attribute that nobody calls an attribute."""
_MAPS: Final[Mapping[str, tuple[str, str]]] = {
    MatchType.USER_ATTRIBUTES: ("the user attributes", "the user attribute"),
    MatchType.USER_IDENTITIES: ("the user identities", "the user identity"),
}
_COMMERCE: Final[Mapping[str, str]] = {
    MatchType.PRODUCT_ACTION: "product action",
    MatchType.PROMOTION_ACTION: "promotion action",
    MatchType.PRODUCT_IMPRESSION: "the product impression",
}
_TYPES: Final[Mapping[str, str]] = {
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "an object",
    "null": "null",
}
_LIMITS: Final[Mapping[str, tuple[str, str]]] = {
    "minimum": ("at least {}", "any number"),
    "exclusiveMinimum": ("more than {}", "any number"),
    "maximum": ("at most {}", "any number"),
    "exclusiveMaximum": ("less than {}", "any number"),
    "multipleOf": ("a multiple of {}", "any number"),
    "minLength": ("at least {} characters", "any number of characters"),
    "maxLength": ("at most {} characters", "any number of characters"),
    "minItems": ("at least {} entries", "any number of entries"),
    "maxItems": ("at most {} entries", "any number of entries"),
    "minProperties": ("at least {} entries", "any number of entries"),
    "maxProperties": ("at most {} entries", "any number of entries"),
}
_PARTNERS: Final[Mapping[str, str]] = {
    "minimum": "exclusiveMinimum",
    "exclusiveMinimum": "minimum",
    "maximum": "exclusiveMaximum",
    "exclusiveMaximum": "maximum",
}
"""Limits of the same side."""
_SENT: Final = (attributes.ATTR_NOW_REQUIRED, attributes.ATTR_NO_LONGER_REQUIRED)
_FLAGGED: Final[Mapping[Rule, str]] = {
    **dict.fromkeys(
        (attributes.ATTR_ADDED_REQUIRED, attributes.ATTR_NOW_REQUIRED),
        "{data} without it are reported as invalid",
    ),
    **dict.fromkeys(
        (attributes.ATTR_REMOVED_CLOSED, values.ENUM_VALUE_REMOVED),
        "data that still holds it is reported as invalid",
    ),
}
"""What a violation is, by rule."""
_BLOCKED: Final[Mapping[Rule, str]] = {
    **dict.fromkeys(
        (attributes.ATTR_REMOVED_CLOSED, attributes.ATTR_RENAMED),
        "it may be blocked where it is still sent (if blocking is on), and cannot be replayed",
    ),
    attributes.CLOSED: "all others may be blocked (if blocking is on), and cannot be replayed",
}
"""What is lost, by rule."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Words for the changes of one data point."""

    match: DataPointMatch
    when: str
    """From when on they hold, in the middle of a sentence: `once version 3 is active`."""

    @property
    def event(self) -> str:
        """The data point as people call it."""
        return event_name(self.match)

    def of_point(self, rule: Rule, **words: str) -> str:
        """Say what a rule on a whole data point says."""
        return _sentence(rule.reason.format(event=self.event, when=self.when, **words))

    def of_change(self, rule: Rule, change: SchemaChange, proof: Proof, *, effect: bool) -> str:
        """Say what changes in a definition, and what that does to data that is sent today.

        Args:
            rule: the rule that applies.
            change: where and what.
            proof: what became of the search for data that is accepted before and not after.
            effect: whether the change accepts anything less or more at all.
        """
        old, new = _sides(change)
        told = rule.reason.format(
            it=self._thing(change),
            event=self._owner(change),
            name=_leaf_name(change),
            before=_words(change, change.before, old, absent="no limit"),
            after=_words(change, change.after, new),
            lost=_values(_without(_allowed(old), _allowed(new))),
            gained=_values(_without(_allowed(new), _allowed(old))),
            free=_free(old),
            surprise=f": {rule.surprise}" if effect and rule.surprise else "",
        )
        return _sentence(f"{told}{self.effect(rule, proof, any_effect=effect)}")

    def effect(self, rule: Rule, proof: Proof, *, any_effect: bool = True) -> str:
        """Say what a change does to data that is sent today: a sentence with a space in front, or nothing.

        Args:
            rule: the rule that applies.
            proof: what became of the search for data that is accepted before and not after.
            any_effect: whether the change accepts anything less or more at all.
        """
        when = _sentence(self.when)
        match proof:
            case Proven(_, Producer.DROP):
                lost = _BLOCKED.get(
                    rule,
                    "what is not listed there may be blocked (if blocking is on), and cannot be replayed",
                )
                return f" {when}, {lost}."
            case Proven():
                flagged = _FLAGGED.get(rule, "data that holds anything else is reported as invalid")
                known = self.match.type in _MAPS
                data = self.event.removeprefix("the ") if known else "events"
                return f" {when}, {flagged.format(data=data)}."
            case Undecided(reason):
                return f" Whether data that is sent today still passes cannot be told: {reason}."
            case Unproven():
                return (
                    " No event can show it: nulls are left out before validation, and text that reads as a "
                    "number or as true or false passes as one."
                )
            case _:
                return "" if any_effect else " What is accepted stays the same."

    def _thing(self, change: SchemaChange) -> str:
        place = change.place
        if change.rule in _SENT:
            return self._named(change.path[-1])
        if change.rule in (attributes.CLOSED, attributes.OPENED):
            return self._called(place, len(place.data) - 1)
        last = len(place.data) - 1
        if last in place.invented:
            return f"any other attribute of {self._called(place, last)}"
        entry = "each entry of " if place.data and isinstance(place.data[-1], int) else ""
        return f"{entry}{self._called(place, len(place.data))}"

    def _owner(self, change: SchemaChange) -> str:
        """Name what an attribute that comes or goes belongs to."""
        place = change.place
        added = change.rule is attributes.ATTR_ADDED_REQUIRED
        return self._called(place, len(place.data) - (0 if added else 1))

    def _called(self, place: Place, length: int) -> str:
        """Name the innermost attribute within the first steps to a place."""
        for index in reversed(range(length)):
            step = place.data[index]
            if index in place.invented:
                return f"any attribute of {self._called(place, index)}"
            if isinstance(step, str) and step not in _CONTAINERS:
                return self._named(step)
        return self.event

    def _named(self, name: str) -> str:
        if self.match.type in _MAPS:
            return f"{_MAPS[self.match.type][1]} {name}"
        return f"{name} of {self.event}"


def event_name(match: DataPointMatch) -> str:
    """Name the data that a match is about, as people call it."""
    if match.type in _MAPS:
        return _MAPS[match.type][0]
    name = match.identity[-1]
    if match.type in _COMMERCE:
        return " ".join(dict.fromkeys((_COMMERCE[match.type], name))).replace(f" {match.type}", "")
    return name or match.key


def _leaf_name(change: SchemaChange) -> str:
    return change.path[-1] if change.path else "the definition"


def _words(change: SchemaChange, side: Side, schema: Schema, *, absent: str | None = None) -> str:
    leaf = _leaf_name(change)
    if leaf in _LIMITS:
        return _limit(leaf, schema) or absent or _LIMITS[leaf][1]
    if isinstance(side, Absent):
        return "anything"
    if leaf == "type":
        kinds = side if isinstance(side, list) else [side]
        return " or ".join(_TYPES.get(str(kind), str(kind)) for kind in kinds)
    if change.rule is attributes.ATTR_RENAMED and isinstance(side, str):
        return side
    return _value(side)


def _limit(leaf: str, schema: Schema) -> str:
    """Say a limit as a schema has it; one that leaves out its end counts as well."""
    limits = keywords(schema)
    names = [name for name in (leaf, _PARTNERS.get(leaf, leaf)) if name in limits]
    told = [_LIMITS[name][0].format(_value(limits[name])) for name in dict.fromkeys(names)]
    return (
        " and ".join(told)
        .replace(" 1 characters", " 1 character")
        .replace(" 1 entries", " 1 entry")
    )


def _sides(change: SchemaChange) -> tuple[Schema, Schema]:
    """Give the schemas before and after, as far as this change goes."""
    if change.lost:
        return change.lost.wide, change.lost.narrow
    if change.gained:
        return change.gained.narrow, change.gained.wide
    return True, True


def _free(schema: Schema) -> str:
    """Say what an attribute could hold that was not listed."""
    return "what attributes that are not listed may hold" if keywords(schema) else "anything"


def _allowed(schema: Schema) -> list[JSONValue]:
    """Give the values that a schema allows by a list, by naming the only one, or by both."""
    limits = keywords(schema)
    constants = [limits["const"]] if "const" in limits else None
    listed = limits.get("enum", constants)
    if not isinstance(listed, list):
        return []
    return listed if constants is None else _without(listed, _without(listed, constants))


def _without(some: list[JSONValue], others: list[JSONValue]) -> list[JSONValue]:
    # JSON text keeps true apart from 1.
    known = {json.dumps(value, sort_keys=True) for value in others}
    return [value for value in some if json.dumps(value, sort_keys=True) not in known]


def _values(some: list[JSONValue]) -> str:
    shown = [_value(value) for value in some[:_LISTED]]
    if len(some) > _LISTED:
        return f"{', '.join(shown)} and {len(some) - _LISTED} more"
    return " or ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))


def _value(value: JSONValue) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONG else f"{text[:_LONG]}…"


def _sentence(text: str) -> str:
    """Begin with a capital where the first word is ours; names keep their case."""
    ours = text.startswith(("the ", "once ", "as ", "any ", "each "))
    return text[:1].upper() + text[1:] if ours else text
