"""Names that mParticle and its SDKs take for something else than they are.

iOS strips `_` from names of screens and lower-cases types of events before it looks for the data point (vendor's
`MPDataPlanFilter.m`), so two data points that differ in nothing else are one there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from dataplan_sync.model import MatchType
from dataplan_sync.problems.checks import examples
from dataplan_sync.problems.checks.version_view import by_schema
from dataplan_sync.problems.problem import Severity
from dataplan_sync.problems.rule import Finding, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataplan_sync.model import DataPlan, DataPointMatch
    from dataplan_sync.problems.checks.version_view import VersionView
    from dataplan_sync.problems.rule import Example
    from dataplan_sync.wire import Path

_SLUG: Final = re.compile(r"[a-z0-9][a-z0-9_-]*", re.ASCII)
_NAMED: Final = ("event_name", "screen_name")
_JOINERS: Final = str.maketrans("", "", "\u200c\u200d")
"""Invisible, and at home in Persian words and in emoji."""


def _screens(*names: str) -> Example:
    matches = (f'{{type: screen_view, criteria: {{screen_name: "{name}"}}}}' for name in names)
    return examples.data_plan("".join(map(examples.bare, matches)))


ID_FORM: Final = Rule(
    id="data-plan-id-form",
    severity=Severity.WARNING,
    sentence="The id of a data plan is not in the form that mParticle itself gives: a-z, 0-9, _ and -.",
    advice="Use lower case and _ for a new data plan; an id that is live cannot change, so ignore the rule there.",
    failing=examples.data_plan(
        examples.bare("{type: product_impression}"), data_plan_id="Shop.Web"
    ),
    passing=examples.data_plan(
        examples.bare("{type: product_impression}"), data_plan_id="shop_web"
    ),
)
IOS_COLLISION: Final = Rule(
    id="ios-collision",
    severity=Severity.WARNING,
    sentence="Two data points are one on iOS, which takes _ out of screen names and lower-cases event types.",
    advice="Keep one of the two, or rename one so that more than _ tells them apart.",
    failing=_screens("check_out", "checkout"),
    passing=_screens("checkout_start", "checkout_end"),
)
UNTRIMMED_NAME: Final = Rule(
    id="untrimmed-name",
    severity=Severity.WARNING,
    sentence="A name begins or ends with a space, or holds a character that cannot be seen; mParticle trims nothing.",
    advice="Take it out here and in the app, unless apps already send it that way.",
    failing=_screens("Home "),
    passing=_screens("Home"),
)
RULES: Final = (ID_FORM, IOS_COLLISION, UNTRIMMED_NAME)


def check_data_plan_id(data_plan: DataPlan) -> Iterator[Finding]:
    """Find an id that mParticle would not have given itself."""
    if not _SLUG.fullmatch(data_plan.data_plan_id):
        message = (
            f'data_plan_id "{data_plan.data_plan_id}" is not in the form that mParticle gives ids; '
            "use a-z, 0-9, _ and -"
        )
        yield Finding(ID_FORM, message, ("data_plan_id",))


def check_version(view: VersionView) -> Iterator[Finding]:
    """Find names that are read otherwise than they are written."""
    yield from _collisions(view)
    for placed in view.points:
        for criterion in _NAMED:
            name = placed.point.match.criteria.get(criterion)
            if isinstance(name, str):
                yield from _untrimmed(name, (*placed.path, "match", "criteria", criterion))
    for (_, name), uses in view.uses.items():
        if any(_untrimmed(name, ())):
            for attribute in by_schema(uses):
                yield from _untrimmed(name, attribute.path)


def _collisions(view: VersionView) -> Iterator[Finding]:
    first: dict[tuple[str, ...], str] = {}
    for placed in view.points:
        match = placed.point.match
        other = first.setdefault(_on_ios(match), placed.name)
        if other != placed.name:
            message = (
                f"{placed.name} and {other} are one data point on iOS; keep one, or rename one"
            )
            yield Finding(IOS_COLLISION, message, (*placed.path, "match"))


def _on_ios(match: DataPointMatch) -> tuple[str, ...]:
    kind, *names = match.identity
    if kind == MatchType.CUSTOM_EVENT:
        return (kind, names[0].lower(), *names[1:])
    return (kind, *(name.replace("_", "") for name in names))


def _untrimmed(name: str, path: Path) -> Iterator[Finding]:
    if name != name.strip():
        message = f'"{name}" begins or ends with a space, which mParticle keeps; take it out'
        yield Finding(UNTRIMMED_NAME, message, path)
    elif not name.isprintable() and not name.translate(_JOINERS).isprintable():
        message = f"{name!a} holds a character that cannot be seen; take it out"
        yield Finding(UNTRIMMED_NAME, message, path)
