"""Changes of an object's attributes: which are listed, which must be sent, whether others are taken.

What a schema says of one attribute by name is one schema: its own if it is listed, else the one for all others. So
adding or removing an attribute is an exchange of two schemas like any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from dataplan_sync.changes import ABSENT
from dataplan_sync.impact import names
from dataplan_sync.impact import rules_of_attributes as rules
from dataplan_sync.impact.schema_change import (
    Exchange,
    NodePair,
    SchemaChange,
    keyword,
    keywords,
    same,
    schema,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataplan_sync.impact.rules import Rule
    from dataplan_sync.impact.schema_change import Place, Schema
    from dataplan_sync.model import JSONObject, JSONValue

_UNLISTED: Final = "another_attribute"


class _Presence(Enum):
    """What an object's schema makes of an attribute."""

    LISTED = auto()
    OPEN = auto()
    """Not listed, and taken."""
    CLOSED = auto()
    """Not listed, and not taken."""


@dataclass(frozen=True, slots=True)
class ObjectPair:
    """What two definitions say of one object."""

    before: JSONObject
    after: JSONObject
    place: Place
    containers: frozenset[str] = frozenset()
    """Attributes that the Events API itself defines as objects; they are compared whether they are listed or not."""

    @property
    def listed(self) -> tuple[str, ...]:
        """The attributes that either side lists, as the side after orders them."""
        return tuple({**_properties(self.after), **_properties(self.before)})

    def is_container(self, name: str) -> bool:
        """Tell whether both sides may have a certain container."""
        return name in self.containers and all(
            of_attribute(side, name) is not False for side in (self.before, self.after)
        )


def attribute_changes(pair: ObjectPair) -> Iterator[SchemaChange]:
    """Find the attributes that come, go, are renamed or change in having to be sent, then the unlisted ones."""
    renamed = _renamed(pair)
    for old, new in renamed.items():
        yield _removal(pair, old, rename=new)
    arrived: set[str] = set(renamed.values())
    for name in pair.listed:
        if name in renamed or name in arrived or pair.is_container(name):
            continue
        change = _arrival_or_removal(pair, name)
        if change:
            yield change
            if change.rule is rules.ATTR_ADDED_REQUIRED:
                arrived.add(name)
    inherited = {new for old, new in renamed.items() if old in _required(pair.before)}
    yield from _required_changes(pair, skip=arrived - (set(renamed.values()) - inherited))
    yield from _unlisted_changes(pair)


def inner_pairs(pair: ObjectPair) -> Iterator[NodePair]:
    """Give the attributes that both sides describe, and the schemas for the unlisted ones."""
    for name in pair.listed:
        both = _presence(pair.before, name) is _presence(pair.after, name) is _Presence.LISTED
        if both or pair.is_container(name):
            yield NodePair(
                of_attribute(pair.before, name),
                of_attribute(pair.after, name),
                pair.place.attribute(name),
            )
    before, after = _rest(pair.before), _rest(pair.after)
    if before is not False and after is not False:
        yield NodePair(before, after, pair.place.unlisted(_fresh(pair)))


def of_attribute(node: JSONObject, name: str) -> Schema:
    """Give what a schema says of one attribute by name."""
    listed = _properties(node)
    return schema(listed[name]) if name in listed else _rest(node)


def _arrival_or_removal(pair: ObjectPair, name: str) -> SchemaChange | None:
    match _presence(pair.before, name), _presence(pair.after, name):
        case _Presence.LISTED, _Presence.LISTED:
            return None
        case _Presence.LISTED, _:
            return _removal(pair, name)
        case _, _Presence.LISTED:
            return _arrival(pair, name)
        case one, other if one is not other:
            # `false` as an attribute's schema where others are taken, or the other way round.
            closed = other is _Presence.CLOSED
            rule = rules.ATTR_REMOVED_CLOSED if closed else rules.ATTR_ADDED_OPTIONAL
            return _of_attribute(pair, name, rule)
        case _:
            return None


def _removal(pair: ObjectPair, name: str, rename: str | None = None) -> SchemaChange:
    if rename:
        return _of_attribute(pair, name, rules.ATTR_RENAMED, sides=(name, rename))
    if _presence(pair.after, name) is _Presence.CLOSED:
        return _of_attribute(pair, name, rules.ATTR_REMOVED_CLOSED)
    limited = bool(keywords(_rest(pair.after)))
    rule = rules.ATTR_REMOVED_TYPED if limited else rules.ATTR_REMOVED_OPEN
    return _of_attribute(pair, name, rule)


def _arrival(pair: ObjectPair, name: str) -> SchemaChange:
    if name in _required(pair.after) and name not in _required(pair.before):
        return SchemaChange(
            rules.ATTR_ADDED_REQUIRED,
            pair.place.attribute(name).path,
            pair.place,
            ABSENT,
            of_attribute(pair.after, name),
            lost=Exchange(pair.before, _requiring(pair.before, name)),
            missing=name,
        )
    if _presence(pair.before, name) is _Presence.CLOSED:
        return _of_attribute(pair, name, rules.ATTR_ADDED_OPTIONAL)
    return _of_attribute(pair, name, rules.ATTR_ADDED_TYPED, without_loss=rules.ATTR_ADDED_OPTIONAL)


def _of_attribute(
    pair: ObjectPair,
    name: str,
    rule: Rule,
    *,
    sides: tuple[JSONValue, JSONValue] | None = None,
    without_loss: Rule | None = None,
) -> SchemaChange:
    place = pair.place.attribute(name)
    before, after = of_attribute(pair.before, name), of_attribute(pair.after, name)
    old, new = _properties(pair.before), _properties(pair.after)
    shown = sides or (keyword(old, name), keyword(new, name))
    return SchemaChange(
        rule,
        place.path,
        place,
        *shown,
        lost=Exchange(before, after),
        without_loss=without_loss,
    )


def _required_changes(pair: ObjectPair, skip: set[str]) -> Iterator[SchemaChange]:
    before, after = _required(pair.before), _required(pair.after)
    for name in after:
        if name not in before and name not in skip:
            yield SchemaChange(
                rules.ATTR_NOW_REQUIRED,
                (*pair.place.path, "required", name),
                pair.place,
                ABSENT,
                after=True,
                lost=Exchange(pair.before, _requiring(pair.before, name)),
                missing=name,
            )
    for name in before:
        gone = _presence(pair.after, name) is not _presence(pair.before, name)
        if name not in after and not gone:
            yield SchemaChange(
                rules.ATTR_NO_LONGER_REQUIRED,
                (*pair.place.path, "required", name),
                pair.place,
                before=True,
                after=ABSENT,
                gained=Exchange(pair.after, _requiring(pair.after, name)),
                missing=name,
            )


def _unlisted_changes(pair: ObjectPair) -> Iterator[SchemaChange]:
    before, after = _rest(pair.before), _rest(pair.after)
    if (before is False) == (after is False):
        return
    closed = after is False
    place = pair.place.unlisted(_fresh(pair))
    yield SchemaChange(
        rules.CLOSED if closed else rules.OPENED,
        place.path,
        place,
        keyword(pair.before, "additionalProperties"),
        keyword(pair.after, "additionalProperties"),
        lost=Exchange(before, after) if closed else None,
        gained=None if closed else Exchange(after, before),
    )


def _renamed(pair: ObjectPair) -> dict[str, str]:
    """Pair attributes that go with ones that come: alike in name and equal in what they may hold.

    Only where nothing unlisted is taken on either side: elsewhere both names go on to pass.
    """
    if _rest(pair.before) is not False or _rest(pair.after) is not False:
        return {}
    old, new = _properties(pair.before), _properties(pair.after)
    scores = {
        (name, other): names.likeness(name, other)
        for name in old.keys() - new.keys()
        for other in new.keys() - old.keys()
        if names.respelled(name, other) and same(_undescribed(old[name]), _undescribed(new[other]))
    }
    return names.paired(scores)


def _undescribed(value: JSONValue) -> Schema:
    return {name: item for name, item in keywords(schema(value)).items() if name != "description"}


def _presence(node: JSONObject, name: str) -> _Presence:
    described = of_attribute(node, name)
    if described is False:
        return _Presence.CLOSED
    return _Presence.LISTED if name in _properties(node) else _Presence.OPEN


def _properties(node: JSONObject) -> JSONObject:
    listed = node.get("properties")
    return listed if isinstance(listed, dict) else {}


def _required(node: JSONObject) -> tuple[str, ...]:
    required = node.get("required")
    return (
        tuple(item for item in required if isinstance(item, str))
        if isinstance(required, list)
        else ()
    )


def _requiring(node: JSONObject, name: str) -> JSONObject:
    return {**node, "required": [*_required(node), name]}


def _rest(node: JSONObject) -> Schema:
    return schema(node.get("additionalProperties", True))


def _fresh(pair: ObjectPair) -> str:
    name = _UNLISTED
    while name in pair.listed:
        name = f"{name}_"
    return name
