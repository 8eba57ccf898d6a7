"""Changes of the keywords that say what a single value may be.

Keywords are looked at one family at a time: the wide schema of an exchange is the whole schema before, the narrow one
is the same with the family's keywords taken from the schema after. A value that the second refuses is refused by
those keywords and therefore by the schema after; a value that no family refuses is not refused at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dataplan_sync.impact import rules_of_values as rules
from dataplan_sync.impact import rules_of_versions
from dataplan_sync.impact.counterexample import counterexample
from dataplan_sync.impact.schema_change import Exchange, SchemaChange, keyword, same

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dataplan_sync.impact.rules import Rule
    from dataplan_sync.impact.schema_change import NodePair, Place
    from dataplan_sync.model import JSONObject


@dataclass(frozen=True, slots=True)
class _Family:
    """Keywords that limit one property of a value together."""

    keywords: tuple[str, ...]
    tightened: Rule
    loosened: Rule
    both: Rule | None = None
    """The rule for a change that both takes and gives; None: two findings."""
    added: Rule | None = None
    """The rule where there was no such keyword before, if it has one of its own."""
    removed: Rule | None = None
    """The rule where there is no such keyword after, if it has one of its own."""


_TYPE: Final = _Family(("type",), rules.TYPE_NARROWED, rules.TYPE_WIDENED, rules.TYPE_CHANGED)
_VALUES: Final = _Family(
    ("enum", "const"),
    rules.ENUM_VALUE_REMOVED,
    rules.ENUM_VALUE_ADDED,
    added=rules.VALUES_LIMITED,
    removed=rules.VALUES_FREED,
)
_CONST: Final = _Family(
    ("const", "enum"), rules.CONST_CHANGED, rules.CONST_CHANGED, both=rules.CONST_CHANGED
)
_LIMITS: Final = (
    *(
        _Family(names, rules.RANGE_TIGHTENED, rules.RANGE_LOOSENED)
        for names in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum"))
    ),
    _Family(("multipleOf",), rules.MULTIPLE_TIGHTENED, rules.MULTIPLE_LOOSENED),
    *(
        _Family((name,), rules.LENGTH_TIGHTENED, rules.LENGTH_LOOSENED)
        for name in ("minLength", "maxLength")
    ),
    *(
        _Family((name,), rules.COUNT_TIGHTENED, rules.COUNT_LOOSENED)
        for name in ("minItems", "maxItems", "minProperties", "maxProperties")
    ),
    _Family(("uniqueItems",), rules.UNIQUE_ADDED, rules.UNIQUE_REMOVED),
    _Family(
        ("pattern",),
        rules.PATTERN_CHANGED,
        rules.PATTERN_CHANGED,
        both=rules.PATTERN_CHANGED,
        added=rules.PATTERN_ADDED,
        removed=rules.PATTERN_REMOVED,
    ),
    _Family(
        ("format",),
        rules.FORMAT_CHANGED,
        rules.FORMAT_CHANGED,
        both=rules.FORMAT_CHANGED,
        added=rules.FORMAT_ADDED,
        removed=rules.FORMAT_REMOVED,
    ),
)
REMARKS: Final = (
    "title",
    "description",
    "default",
    "examples",
    "$comment",
    "$id",
    "id",
    "$schema",
    "readOnly",
    "writeOnly",
    "deprecated",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "definitions",
    "$defs",
)
"""Keywords that limit nothing. `definitions` would only by `$ref`, which the API does not support."""
_STRUCTURE: Final = ("properties", "required", "additionalProperties", "items", "additionalItems")
"""Keywords that are compared part by part elsewhere."""
_EXPLAINED: Final = frozenset(
    (
        *_TYPE.keywords,
        *_VALUES.keywords,
        *(name for family in _LIMITS for name in family.keywords),
        *REMARKS,
        *_STRUCTURE,
    )
)


def keyword_changes(before: JSONObject, after: JSONObject, place: Place) -> Iterator[SchemaChange]:
    """Find what changes in the keywords of two schemas for one place.

    Where the type becomes a different one, nothing else is told of the value: all of it follows from that.
    """
    yield from remark_changes(before, after, place)
    typed = list(_family_changes(_TYPE, before, after, place))
    yield from typed
    if any(change.rule is rules.TYPE_CHANGED for change in typed):
        return
    for family in (_CONST if _changes_constant(before, after) else _VALUES, *_LIMITS):
        yield from _family_changes(family, before, after, place)
    yield from _unexplained(before, after, place)


def _changes_constant(before: JSONObject, after: JSONObject) -> bool:
    """Tell whether one only value becomes another; where it stays, a list beside it may still change."""
    both = "const" in before and "const" in after
    return both and bool(_changed(("const",), before, after))


def remark_changes(before: JSONObject, after: JSONObject, place: Place) -> Iterator[SchemaChange]:
    """Find the remarks that change: keywords that limit nothing."""
    for name in _changed(REMARKS, before, after):
        if before.get(name) or after.get(name):
            yield SchemaChange(
                rules_of_versions.DOC_CHANGED,
                (*place.path, name),
                place,
                keyword(before, name),
                keyword(after, name),
            )


def whole_change(pair: NodePair) -> SchemaChange:
    """Give the change of a schema that is looked at as a whole."""
    before, after, place = pair.before, pair.after, pair.place
    return SchemaChange(
        rules.SCHEMA_TIGHTENED,
        place.path,
        place,
        before,
        after,
        lost=Exchange(before, after),
        gained=Exchange(after, before),
        without_loss=rules.SCHEMA_CHANGED,
    )


def _family_changes(
    family: _Family, before: JSONObject, after: JSONObject, place: Place
) -> Iterator[SchemaChange]:
    changed = _changed(family.keywords, before, after)
    if not changed:
        return
    old, new = _only(family.keywords, before), _only(family.keywords, after)
    lost = Exchange(before, _with(before, family.keywords, after))
    gained = Exchange(after, _with(after, family.keywords, before))
    loses, gains = counterexample(old, new) is not None, counterexample(new, old) is not None
    name = changed[0]
    sides = (keyword(before, name), keyword(after, name))
    path = (*place.path, name)
    if loses and gains and family.both and old and new:
        yield SchemaChange(family.both, path, place, *sides, lost, gained, limits=True)
        return
    if loses:
        rule = family.added if family.added and not old else family.tightened
        yield SchemaChange(rule, path, place, *sides, lost=lost, limits=True)
    if gains:
        rule = family.removed if family.removed and not new else family.loosened
        yield SchemaChange(rule, path, place, *sides, gained=gained, limits=True)


def _unexplained(before: JSONObject, after: JSONObject, place: Place) -> Iterator[SchemaChange]:
    others = [name for name in {**before, **after} if name not in _EXPLAINED]
    if isinstance(before.get("items"), list) or isinstance(after.get("items"), list):
        others += ["items", "additionalItems"]
    changed = _changed(others, before, after)
    if changed:
        yield SchemaChange(
            rules.SCHEMA_TIGHTENED,
            (*place.path, changed[0]),
            place,
            keyword(before, changed[0]),
            keyword(after, changed[0]),
            lost=Exchange(before, _with(before, others, after)),
            gained=Exchange(after, _with(after, others, before)),
            without_loss=rules.SCHEMA_CHANGED,
        )


def _changed(names: Iterable[str], before: JSONObject, after: JSONObject) -> list[str]:
    return [
        name
        for name in names
        if (name in before or name in after)
        and not same(_only((name,), before), _only((name,), after))
    ]


def _only(names: Iterable[str], schema: JSONObject) -> JSONObject:
    return {name: schema[name] for name in names if name in schema}


def _with(schema: JSONObject, names: Iterable[str], other: JSONObject) -> JSONObject:
    """Give a schema with some keywords as another one has them."""
    names = tuple(names)
    kept: JSONObject = {name: value for name, value in schema.items() if name not in names}
    return {**kept, **_only(names, other)}
