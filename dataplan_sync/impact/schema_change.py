"""The nouns of comparing two definitions: a place in both, a pair of schemas there, and a change with its rule."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from dataplan_sync import canonical
from dataplan_sync.changes import ABSENT

if TYPE_CHECKING:
    from dataplan_sync.changes import Absent
    from dataplan_sync.impact.rules import Rule
    from dataplan_sync.model import JSONObject, JSONValue

Schema: TypeAlias = "JSONObject | bool"
Side: TypeAlias = "JSONValue | Absent"


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a definition, and in the data that it describes."""

    path: tuple[str, ...] = ()
    """Keys from the root of the definition, as they are told to people."""
    at: tuple[str, ...] = ()
    """Keys from the root of a definition to where a schema would bind just this place."""
    data: tuple[str | int, ...] = ()
    """Keys and indexes from the root of what is validated."""
    invented: frozenset[int] = frozenset()
    """Which of the keys stand for any that no list names."""

    def attribute(self, name: str) -> Place:
        """Give the place of an attribute of the object here."""
        step = ("properties", name)
        return Place((*self.path, *step), (*self.at, *step), (*self.data, name), self.invented)

    def unlisted(self, name: str) -> Place:
        """Give the place of an attribute that no list names; it stands for all such."""
        invented = self.invented | {len(self.data)}
        path = (*self.path, "additionalProperties")
        return replace(self.attribute(name), path=path, invented=invented)

    def entry(self) -> Place:
        """Give the place of an entry of the list here; the first one stands for all."""
        step = ("items",)
        return Place((*self.path, *step), (*self.at, *step), (*self.data, 0), self.invented)


@dataclass(frozen=True, slots=True)
class Exchange:
    """Two schemas for one place: has the first a value that the second has not?"""

    wide: Schema
    narrow: Schema


@dataclass(frozen=True, slots=True)
class NodePair:
    """What two definitions say of one place."""

    before: Schema
    after: Schema
    place: Place


@dataclass(frozen=True, slots=True)
class SchemaChange:
    """One change between two definitions, and what has to be asked to know its effect."""

    rule: Rule
    path: tuple[str, ...]
    """The leaf, from the root of the definition."""
    place: Place
    """Where the exchanges apply."""
    before: Side
    after: Side
    lost: Exchange | None = None
    """Its counterexample is data that is accepted before and not after. None: there can be none."""
    gained: Exchange | None = None
    """Its counterexample is data that is accepted after and not before. None: nobody asks."""
    without_loss: Rule | None = None
    """The rule that applies instead if nothing is lost."""
    missing: str | None = None
    """The attribute whose absence is all that the change is about."""
    limits: bool = False
    """Whether the change is about the value at the place alone, whatever is in it."""


def schema(value: Side) -> Schema:
    """Read a schema; what is none accepts everything, as an absent one does."""
    return value if isinstance(value, dict | bool) else True


def keywords(value: Schema) -> JSONObject:
    """Give the keywords of a schema that is not `false`."""
    return value if isinstance(value, dict) else {}


def keyword(value: JSONObject, name: str) -> Side:
    """Give the value of a keyword, or ABSENT."""
    return value.get(name, ABSENT)


def same(one: Schema, other: Schema) -> bool:
    """Tell whether two schemas are equal in canonical form."""
    return identical(one, other) or _text(one) == _text(other)


def identical(one: object, other: object) -> bool:
    """Tell whether two JSON values are written alike, key by key; it is much faster than `same`."""
    # The text keeps true apart from 1, which `==` does not.
    return one is other or repr(one) == repr(other)


def _text(value: Schema) -> str:
    return canonical.text(canonical.schema(value) if isinstance(value, dict) else value)
