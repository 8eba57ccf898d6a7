"""The keys of the short form: which there are, what each match type takes, and where in a definition they lead.

Expansion and compression both follow this one table, in opposite directions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dataplan_sync.model import MatchType

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Group:
    """A group of attributes or fields: an object in the event, or the objects of a list."""

    name: str
    """What the event calls it; empty for a definition that is the group itself."""
    fields: str | None
    """The key of the short form that maps the names of its fields to their schemas."""
    additional: str | None
    """The key that says whether it may hold more than these."""
    is_list: bool = False
    has_action: bool = False
    """Whether it repeats the action, as text, which the short form need not say."""
    parts: tuple[Group, ...] = ()
    """The groups within it."""

    @property
    def within(self) -> Iterator[Group]:
        """The groups within it, at any depth."""
        for part in self.parts:
            yield part
            yield from part.within

    @property
    def keys(self) -> Iterator[str]:
        """All keys of the short form that speak of the group or of those within it."""
        yield from (key for key in (self.fields, self.additional) if key)
        for part in self.parts:
            yield from part.keys


_ATTRIBUTES: Final = Group("custom_attributes", "attributes", "additional_attributes")
_PRODUCTS: Final = Group(
    "products",
    "products",
    "additional_product_fields",
    is_list=True,
    parts=(Group("custom_attributes", "product_attributes", "additional_product_attributes"),),
)
_PRODUCT_ACTION: Final = Group(
    "product_action",
    "transaction",
    "additional_transaction_fields",
    has_action=True,
    parts=(_PRODUCTS,),
)
_PROMOTION_ACTION: Final = Group(
    "promotion_action",
    None,
    None,
    has_action=True,
    parts=(Group("promotions", "promotions", "additional_promotion_fields", is_list=True),),
)
_IMPRESSIONS: Final = Group(
    "product_impressions",
    MatchType.PRODUCT_IMPRESSION,
    "additional_impression_fields",
    is_list=True,
    parts=(_PRODUCTS,),
)


@dataclass(frozen=True, slots=True)
class Kind:
    """What the short form of a match type looks like. Its first key is the match type."""

    type: MatchType
    criterion: str | None
    """What the value of the first key is; None where it is the fields of a group."""
    groups: tuple[Group, ...]
    further_criteria: tuple[str, ...] = ()

    @property
    def is_bare(self) -> bool:
        """Whether the definition is the group itself, and not that of an event with `data` in it."""
        return self.groups[0].name == ""

    @property
    def keys(self) -> tuple[str, ...]:
        """All keys that a data point of this match type can have."""
        groups = (key for group in self.groups for key in group.keys)
        keys = (self.type.value, *self.further_criteria, "description", *groups, DEFINITION)
        return tuple(dict.fromkeys(keys))


DEFINITION: Final = "definition"
"""The key for what no other key can say: a JSON merge patch (RFC 7396) over the definition that they make."""

_KINDS: Final = (
    Kind(MatchType.CUSTOM_EVENT, "event_name", (_ATTRIBUTES,), ("custom_event_type",)),
    Kind(MatchType.SCREEN_VIEW, "screen_name", (_ATTRIBUTES,)),
    Kind(MatchType.PRODUCT_ACTION, "action", (_ATTRIBUTES, _PRODUCT_ACTION)),
    Kind(MatchType.PROMOTION_ACTION, "action", (_ATTRIBUTES, _PROMOTION_ACTION)),
    Kind(MatchType.PRODUCT_IMPRESSION, None, (_ATTRIBUTES, _IMPRESSIONS)),
    Kind(
        MatchType.USER_ATTRIBUTES,
        None,
        (Group("", MatchType.USER_ATTRIBUTES, "additional_attributes"),),
    ),
    Kind(
        MatchType.USER_IDENTITIES,
        None,
        (Group("", MatchType.USER_IDENTITIES, "additional_attributes"),),
    ),
)

KINDS: Final[Mapping[str, Kind]] = {kind.type.value: kind for kind in _KINDS}
"""Each match type by the key that begins it."""


def _within(groups: tuple[Group, ...]) -> Iterator[Group]:
    for group in groups:
        yield group
        yield from _within(group.parts)


_GROUPS: Final = tuple(group for kind in _KINDS for group in _within(kind.groups))
FIELDS_KEYS: Final = frozenset(group.fields for group in _GROUPS if group.fields)
"""The keys whose value maps names to schemas."""
ADDITIONAL_KEYS: Final = frozenset(group.additional for group in _GROUPS if group.additional)
"""The keys whose value may be a schema."""

FULL_KEYS: Final = ("match", "validator")
"""The keys by which the full form is known."""

SHORT_KEYS: Final[tuple[str, ...]] = tuple(
    key
    for key in dict.fromkeys(key for kind in _KINDS for key in kind.keys)
    if key != "description"
)
"""The keys by which the short form is known; `description` belongs to both."""

FIELD_KEYS: Final[frozenset[str]] = frozenset(
    group.fields
    for kind in _KINDS
    for outer in kind.groups
    for group in (outer, *outer.within)
    if group.fields
)
"""The keys that map the names of attributes or fields to their schemas."""
