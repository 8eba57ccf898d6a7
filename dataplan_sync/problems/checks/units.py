"""What a description says a value is measured in, or written as: the part of it that can contradict another one.

Two wordings of one meaning are no contradiction, and most descriptions are short, so that nothing else in them can
be compared for certain. `second` and the like are left out: they count things as often as they measure them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_TIME: Final = {
    "in microseconds": r"microseconds",
    "in milliseconds": r"milliseconds|millis|msecs?|ms",
    "in seconds": r"seconds|secs",
    "in minutes": r"minutes|mins",
    "in hours": r"hours",
    "in days": r"days",
}
_MONEY: Final = {
    "in cents": r"cents|minor units?",
    "in pence": r"pence",
    "in dollars": r"dollars|usd",
    "in euros": r"euros?|eur",
    "in pounds": r"gbp",
    "in yen": r"yen|jpy",
}
_TAX: Final = {
    "with tax": r"(?:with|including|includes|incl\.?|after) (?:sales )?(?:tax(?:es)?|vat)|gross",
    "without tax": r"(?:without|excluding|excludes|excl\.?|before) (?:sales )?(?:tax(?:es)?|vat)|net",
}
_LENGTH: Final = {
    "in millimetres": r"millimet(?:re|er)s|mm",
    "in centimetres": r"centimet(?:re|er)s|cm",
    "in metres": r"met(?:re|er)s",
    "in kilometres": r"kilomet(?:re|er)s|km",
    "in inches": r"inches",
    "in feet": r"feet",
    "in miles": r"miles",
}
_MASS: Final = {
    "in grams": r"gram(?:me)?s",
    "in kilograms": r"kilogram(?:me)?s|kg",
    "in pounds": r"lbs?",
    "in ounces": r"ounces|oz",
}
_DATA: Final = {
    "in bytes": r"bytes",
    "in kilobytes": r"kilobytes|kb",
    "in megabytes": r"megabytes|mb",
}
_ZONE: Final = {"in UTC": r"utc|gmt", "in local time": r"local time"}
_SHARE: Final = {"as a percentage": r"percent(?:age)?|%", "as a fraction": r"fraction|0 to 1|0-1"}
_TIMESTAMP: Final = {"as ISO 8601": r"iso[- ]?8601", "as Unix time": r"unix|epoch"}


def _compiled(words: Mapping[str, str]) -> Mapping[str, re.Pattern[str]]:
    return {
        unit: re.compile(rf"(?<!\w)(?:{word})(?!\w)", re.IGNORECASE) for unit, word in words.items()
    }


_QUANTITIES: Final = tuple(
    map(_compiled, (_TIME, _MONEY, _TAX, _LENGTH, _MASS, _DATA, _ZONE, _SHARE, _TIMESTAMP))
)
"""For each quantity its units, as messages call them, and how to see one in a description."""
QUANTITIES: Final = range(len(_QUANTITIES))
"""The quantities that are told apart."""


@lru_cache(maxsize=4096)
def units_in(description: str) -> tuple[str, ...]:
    """Give the unit that a description names of each quantity; nothing where it names none or more than one."""
    return tuple(_unit_in(description, units) for units in _QUANTITIES)


def _unit_in(description: str, units: Mapping[str, re.Pattern[str]]) -> str:
    named = [unit for unit, pattern in units.items() if pattern.search(description)]
    return named[0] if len(named) == 1 else ""
