"""A JSON Schema taken apart: what it says of values of each type, and what we cannot compare in general.

The search for counterexamples reads schemas only in this form. Keywords outside the comparable fragment become
`Opaque` constraints: they can often be tested on a value, but two of them cannot be compared, except for being
the same. A schema that is malformed, or whose keywords reach into each other in ways we do not follow
(`$ref`, `patternProperties`), is opaque as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol

from dataplan_sync.impact.number_range import NumberRange

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from dataplan_sync.impact.sameness import Key
    from dataplan_sync.model import JSONValue


class Kind(StrEnum):
    """The kinds of JSON value; `integer` is a number whose range has a step of 1."""

    STRING = "string"
    NUMBER = "number"
    BOOLEAN = "boolean"
    ARRAY = "array"
    OBJECT = "object"
    NULL = "null"


@dataclass(frozen=True, slots=True)
class Opaque:
    """A constraint that cannot be compared with another one, only with itself."""

    keyword: str
    digest: Hashable
    """Two constraints are the same when their digests are."""
    argument: JSONValue = None
    binds: Kind | None = None
    """The kind of value that it constrains; None: any."""
    malformed: bool = False
    """True: its value is none that JSON Schema allows, so nobody can tell what the schema means."""
    node: Node | None = None
    """What one item has to be, for `contains`."""


@dataclass(frozen=True, slots=True)
class Lengths:
    """How many characters, items or members there may be."""

    low: int = 0
    high: int | None = None

    def __contains__(self, length: int) -> bool:
        """Tell whether a length is allowed."""
        return self.low <= length and (self.high is None or length <= self.high)

    def both(self, other: Lengths) -> Lengths:
        """Give the lengths that both allow."""
        highs = [high for high in (self.high, other.high) if high is not None]
        return Lengths(max(self.low, other.low), min(highs, default=None))

    def outside(self, other: Lengths) -> tuple[Lengths, ...]:
        """Give the ranges of lengths that the other one does not allow."""
        ranges = [self.both(Lengths(0, other.low - 1))]
        if other.high is not None:
            ranges.append(self.both(Lengths(other.high + 1)))
        return tuple(each for each in ranges if each.high is None or each.low <= each.high)


@dataclass(frozen=True, slots=True)
class Node:
    """One schema with all that is below it."""

    digest: Hashable
    """Nodes of the same digest accept the same values."""
    kinds: frozenset[Kind] = frozenset(Kind)
    enum: Mapping[Key, JSONValue] | None = None
    """The values that `enum` and `const` both allow, by their keys."""
    numbers: NumberRange = field(default_factory=NumberRange)
    characters: Lengths = field(default_factory=Lengths)
    items: Lengths = field(default_factory=Lengths)
    unique: bool = False
    positions: tuple[Node, ...] = ()
    """Of the first items, one by one."""
    rest: Node | None = None
    """Of the items after those; None: anything."""
    members: Lengths = field(default_factory=Lengths)
    required: frozenset[str] = frozenset()
    properties: Mapping[str, Node] = field(default_factory=dict)
    additional: Node | None = None
    """Of members that `properties` does not name; None: anything."""
    names: Node | None = None
    """Of the members' names; None: any name."""
    opaque: tuple[Opaque, ...] = ()

    def item(self, position: int) -> Node:
        """Give the schema of the item at a position."""
        if position < len(self.positions):
            return self.positions[position]
        return self.rest or ANYTHING

    def member(self, name: str) -> Node:
        """Give the schema of the member with a name."""
        return self.properties.get(name) or self.additional or ANYTHING


LARGEST: Final = {
    "minLength": 1_000_000,
    "maxLength": 1_000_000,
    "minItems": 2_000,
    "maxItems": 2_000,
    "minProperties": 2_000,
    "maxProperties": 2_000,
}
"""Bounds on lengths up to which a value is built to try."""
ANYTHING: Final = Node("anything")
NOTHING: Final = Node("nothing", kinds=frozenset())


class Find(Protocol):
    """Finds values that some schemas accept and another one does not."""

    def __call__(
        self, before: tuple[Node, ...], after: Node | None, limit: int, /
    ) -> Sequence[JSONValue]:
        """Give `limit` distinct values that all of `before` accept and `after` does not, or all if there are fewer.

        None as `after` accepts nothing.
        """
