"""Which removed and added data points are one data point, renamed.

Only custom events and screen views have names of their own; an action of commerce is one of a fixed list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync import canonical
from dataplan_sync.impact import names
from dataplan_sync.impact.schema_change import keywords, schema
from dataplan_sync.model import MatchType

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dataplan_sync.model import DataPoint, JSONObject

_NAMED: Final = frozenset((MatchType.CUSTOM_EVENT, MatchType.SCREEN_VIEW))
_ALIKE: Final = 0.7
"""From here on two data points are one. Unrelated names of a few words are alike to about 0.4."""
_TELLING: Final = 2
"""With fewer attributes than this, being equal in them says nothing."""

Signature = frozenset[tuple[str, str]]


def renames(
    removed: Iterable[DataPoint], added: Iterable[DataPoint], kept: Iterable[DataPoint]
) -> Mapping[str, DataPoint]:
    """Pair removed data points with added ones that are much like them, each with at most one, if only one can be.

    Args:
        removed: data points that only the side before has.
        added: data points that only the side after has.
        kept: all others; attributes that many events share do not make two of them one.

    Returns:
        The added data point by the printed identity of the removed one.
    """
    old = {point.match.key: point for point in removed if point.match.type in _NAMED}
    new = {point.match.key: point for point in added if point.match.type in _NAMED}
    if not old or not new:
        return {}
    common = {_signature(point) for point in kept}
    scores = {
        (one, other): score
        for one, before in old.items()
        for other, after in new.items()
        if (score := _score(before, after, common)) >= _ALIKE
    }
    return {one: new[other] for one, other in names.paired(scores).items()}


def _score(before: DataPoint, after: DataPoint, common: set[Signature]) -> float:
    if before.match.type != after.match.type:
        return 0.0
    one, other = before.match.identity[-1], after.match.identity[-1]
    by_name = 1.0 if names.respelled(one, other) else names.likeness(one, other)
    old, new = _signature(before), _signature(after)
    if min(len(old), len(new)) < _TELLING or {old, new} & common:
        # With nothing else to go by, the name alone has to say it.
        return by_name if names.respelled(one, other) or _extends(one, other) else 0.0
    if old == new:
        return max(_ALIKE, by_name)
    return 0.6 * _overlap(old, new) + 0.4 * by_name


def _extends(one: str, other: str) -> bool:
    """Tell whether one name is the other with a word more or less."""
    short, long = sorted((one.casefold().split(), other.casefold().split()), key=len)
    return len(short) > 1 and set(short) < set(long)


def _signature(point: DataPoint) -> Signature:
    """Give a data point's attributes with what they may hold, descriptions aside."""
    definition: JSONObject = point.validator.definition
    data = _properties(_properties(definition).get("data"))
    attributes = _properties(data.get("custom_attributes"))
    return frozenset(
        (
            name,
            _text(
                {key: item for key, item in keywords(schema(value)).items() if key != "description"}
            ),
        )
        for name, value in attributes.items()
    )


def _overlap(one: Signature, other: Signature) -> float:
    """Give the share of attributes that both have; one that holds something else counts half."""
    old, new = dict(one), dict(other)
    both = old.keys() & new.keys()
    alike = sum(1.0 if old[name] == new[name] else 0.5 for name in both)
    return alike / len(old.keys() | new.keys())


def _properties(value: object) -> JSONObject:
    found = value.get("properties") if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}


def _text(value: JSONObject) -> str:
    return canonical.text(canonical.schema(value))
