"""Descriptions that nobody wrote: one finding for each version, since a new team has hundreds to write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync.problems.checks import examples
from dataplan_sync.problems.checks.wording import first_few
from dataplan_sync.problems.problem import Severity
from dataplan_sync.problems.rule import Finding, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataplan_sync.problems.checks.version_view import Attribute, Carrier, VersionView

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
        names = first_few([placed.name for placed in silent])
        message = f"{_count(len(silent), 'data point')} without a description: {names}. Say when the app sends them"
        yield Finding(MISSING_DESCRIPTION, message, silent[0].path)
    yield from _undescribed(view)


def _undescribed(view: VersionView) -> Iterator[Finding]:
    described = {
        (found.carrier, found.name) for found in view.attributes if found.schema.get("description")
    }
    undescribed: dict[tuple[Carrier, str], Attribute] = {}
    for found in view.attributes:
        key = (found.carrier, found.name)
        if key not in described:
            undescribed.setdefault(key, found)
    if undescribed:
        first, *_ = places = tuple(undescribed.values())
        names = first_few([found.name for found in places])
        message = f"{_count(len(places), 'attribute')} of version {view.version.version} without a description: {names}. Describe each where it is declared"
        yield Finding(UNDESCRIBED_ATTRIBUTES, message, first.path)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
