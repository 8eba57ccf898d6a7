"""Descriptions that nobody wrote: one finding for each version, since a new team has hundreds to write."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from dataplan_sync.problems.checks import examples
from dataplan_sync.problems.checks.version_view import Attribute, parts
from dataplan_sync.problems.checks.wording import first_few
from dataplan_sync.problems.problem import Severity
from dataplan_sync.problems.rule import Finding, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dataplan_sync.problems.checks.version_view import PlacedPoint, VersionView

MISSING_DESCRIPTION: Final = Rule(
    id="missing-description",
    severity=Severity.WARNING,
    sentence="A data point has no description; the vendor's Smartype stops where the key is absent.",
    advice="Say in a sentence when the app sends it.",
    failing=examples.data_plan(examples.bare("{type: product_impression}", description='""')),
    passing=examples.data_plan(examples.bare("{type: product_impression}")),
)
UNDESCRIBED_ATTRIBUTES: Final = Rule(
    id="undescribed-attributes",
    severity=Severity.WARNING,
    sentence="Attributes of a version are described in none of its data points.",
    advice="Describe each once, where it is declared; say units, and what an absent value means.",
    failing=examples.data_plan(examples.event("properties:\n  size: {type: string}")),
    passing=examples.data_plan(
        examples.event("properties:\n  size: {type: string, description: As on the label}")
    ),
)
RULES: Final = (MISSING_DESCRIPTION, UNDESCRIBED_ATTRIBUTES)


def check_version(view: VersionView) -> Iterator[Finding]:
    """Find data points and attributes without a description."""
    silent = [placed for placed in view.points if not (placed.point.description or "").strip()]
    if silent:
        paths = [placed.path for placed in silent]
        yield Finding.at_places(MISSING_DESCRIPTION, paths, partial(_told_points, silent))
    yield from _undescribed(view)


def _undescribed(view: VersionView) -> Iterator[Finding]:
    silent = {key for key, uses in view.uses.items() if not any(map(_is_described, uses))}
    if silent:
        places = [
            Attribute(placed, told)
            for placed in view.points
            for told in parts(placed.point).attributes
            if told.key in silent
        ]
        tell = partial(_told_attributes, places, view.version.version)
        yield Finding.at_places(UNDESCRIBED_ATTRIBUTES, [found.path for found in places], tell)


def _is_described(use: Attribute) -> bool:
    return bool(use.told.schema.get("description"))


def _told_points(silent: Sequence[PlacedPoint], indexes: Sequence[int]) -> str:
    names = first_few([silent[index].name for index in indexes])
    return f"{_count(len(indexes), 'data point')} without a description: {names}. Say when the app sends them"


def _told_attributes(places: Sequence[Attribute], version: int, indexes: Sequence[int]) -> str:
    """Count each attribute once, however many data points have it."""
    distinct = dict.fromkeys(places[index].told.key for index in indexes)
    names = first_few([name for _, name in distinct])
    return f"{_count(len(distinct), 'attribute')} of version {version} without a description: {names}. Describe each where it is declared"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
