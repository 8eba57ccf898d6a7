"""Verdicts in words, for text and Markdown alike: what a change set does, worst first, alike ones told once.

Text here is free of control characters but not escaped for Markdown.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from dataplan_sync.changes import Absent
from dataplan_sync.impact.verdict import Consumer, Level, Producer
from dataplan_sync.model import ActivatedEnvironment, DataPlanVersionKey, MatchType
from dataplan_sync.render import data_points
from dataplan_sync.render.escape import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dataplan_sync.impact.verdict import Impact, Witness
    from dataplan_sync.model import ObjectKey
    from dataplan_sync.report import WorkspaceReport

NAMED: Final = 3
"""Up to how many data points a sentence names; more are counted."""
LISTED: Final = 12
"""How many data points a group names."""
EXCERPT: Final = 160
"""Characters of a witness that a line shows."""

SIGNS: Final = {Level.BREAKING: "✖", Level.DANGEROUS: "⚠", Level.UNKNOWN: "?", Level.SAFE: "○"}
"""What stands in front of a finding. A safe one that is listed has no effect yet: its version is not active."""
_LEVELS: Final = tuple(Level)
_PRODUCERS: Final = tuple(Producer)
_CONSUMERS: Final = tuple(Consumer)
_MATCH_TYPES: Final = frozenset(MatchType)
_PEOPLE: Final[Mapping[str, str]] = {
    MatchType.USER_ATTRIBUTES: "user attributes",
    MatchType.USER_IDENTITIES: "user identities",
}


class _Kind(StrEnum):
    """What a sentence says of data points, worst first; each is told once, in the first that fits."""

    LOSS = "{} may lose data"
    VIOLATION = "Data of {} that is valid today will be reported as invalid"
    BREAK = "What is built on {} may break"
    UNKNOWN = "What happens to {} cannot be judged"
    SURPRISE = "Those who read {} may see something new"


@dataclass(frozen=True, slots=True)
class Group:
    """Findings of one rule that are alike in everything but the data point."""

    key: ObjectKey
    impacts: tuple[Impact, ...]

    @property
    def first(self) -> Impact:
        """The one that speaks for all."""
        return self.impacts[0]

    @property
    def names(self) -> tuple[str, ...]:
        """The data points, as people call them."""
        return tuple(dict.fromkeys(_name(impact) for impact in self.impacts))

    @property
    def text(self) -> str:
        """What is found, in sentences."""
        return " ".join(filter(None, (visible(self.first.reason), self.others)))

    @property
    def compared(self) -> str:
        """What it is compared with, `compared with version 1`; empty for an edit of the version itself."""
        number = self.first.compared_with
        own = self.key.version if isinstance(self.key, DataPlanVersionKey) else None
        return "" if number is None or number == own else f"compared with version {number}"

    @property
    def others(self) -> str:
        """The data points beside the first, `The same in A, B and 3 more`; empty if there are none."""
        names = self.names[1:]
        if not names:
            return ""
        more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
        return f"The same in {', '.join(names[:LISTED])}{more}."


def groups(workspace: WorkspaceReport) -> tuple[Group, ...]:
    """Group the findings of a workspace that somebody has to look at, worst first.

    A finding at the level safe is among them if it would have an effect were its version active.
    """
    found: dict[object, list[Impact]] = {}
    keys: dict[object, ObjectKey] = {}
    for key, impacts in workspace.impacts.items():
        for impact in filter(_matters, impacts):
            likeness = (key, _likeness(impact))
            keys[likeness] = key
            found.setdefault(likeness, []).append(impact)
    grouped = [Group(keys[likeness], tuple(members)) for likeness, members in found.items()]
    return tuple(sorted(grouped, key=lambda group: _rank(group.first)))


def sentences(
    workspace: WorkspaceReport, *, with_losses: bool = True
) -> Iterator[tuple[Level, str]]:
    """Say in whole sentences what a change set does, worst first, each with the level that colours it.

    Args:
        workspace: a workspace's part of a report.
        with_losses: False where what may lose data is told by itself.
    """
    told = [impact for group in groups(workspace) for impact in group.impacts]
    said = [
        sentence
        for environment in reversed(ActivatedEnvironment)
        for by_name_only in (False, True)
        for sentence in _sentences(
            [
                impact
                for impact in told
                if impact.environment is environment and impact.by_name_only is by_name_only
            ],
            f"{' for clients that name that version' * by_name_only}{effect_from(environment)}",
            with_losses=with_losses,
        )
    ]
    yield from sorted(said, key=lambda sentence: _LEVELS.index(sentence[0]))
    if workspace.impacts and not told:
        yield Level.SAFE, "Nothing that is sent or read today is affected."


def losses(workspace: WorkspaceReport) -> int:
    """Count the data points that may lose data as soon as the change set is applied."""
    dropped = [
        (key, impact.path[:1])
        for key, impacts in workspace.impacts.items()
        for impact in impacts
        if impact.producer is Producer.DROP and impact.level is not Level.SAFE
    ]
    return len(set(dropped))


def count(workspace: WorkspaceReport, level: Level) -> int:
    """Count the findings of a level."""
    return sum(
        impact.level is level for impacts in workspace.impacts.values() for impact in impacts
    )


def place(group: Group, workspace: WorkspaceReport) -> str:
    """Name the object of a finding where several objects have some, `shop v2: `; empty otherwise."""
    bearers = [key for key, impacts in workspace.impacts.items() if any(map(_matters, impacts))]
    return f"{visible(str(group.key))}: " if len(bearers) > 1 else ""


def for_producers(impact: Impact) -> str:
    """Say what becomes of data that is sent today."""
    match impact.producer:
        case Producer.DROP:
            return "may be dropped"
        case Producer.FLAG:
            return "flagged"
        case Producer.UNKNOWN:
            return "cannot be told"
        case Producer.NONE:
            return "no effect"


def for_consumers(impact: Impact) -> str:
    """Say what becomes of what is built on the data."""
    match impact.consumer:
        case Consumer.BREAKING:
            return "breaks"
        case Consumer.DANGEROUS:
            return "may surprise"
        case Consumer.UNKNOWN:
            return "cannot be told"
        case Consumer.SAFE:
            return "no effect"


def proof(witness: Witness) -> str:
    """Give a witness in a line: `{"size": "XL"} was accepted, and is not any more`."""
    text = visible(json.dumps(witness.excerpt, ensure_ascii=False))
    shown = text if len(text) <= EXCERPT else f"{text[:EXCERPT]}…"
    if witness.accepted_before:
        return f"{shown} was accepted, and is not any more"
    return f"{shown} was not accepted, and is now"


def _matters(impact: Impact) -> bool:
    return (
        impact.level is not Level.SAFE
        or impact.producer is not Producer.NONE
        or impact.consumer is not Consumer.SAFE
    )


def _likeness(impact: Impact) -> str:
    sides = [[] if isinstance(side, Absent) else [side] for side in (impact.before, impact.after)]
    whole_point = len(impact.path) == 1
    return json.dumps(
        [
            impact.rule,
            # What is said of a data point as a whole is told of each by itself.
            *(impact.path if whole_point else impact.path[1:]),
            impact.producer,
            impact.consumer,
            impact.level,
            impact.environment,
            *([] if whole_point else sides),
        ],
        sort_keys=True,
    )


def _rank(impact: Impact) -> tuple[int, int, int, tuple[str, ...]]:
    return (
        _LEVELS.index(impact.level),
        _PRODUCERS.index(impact.producer),
        _CONSUMERS.index(impact.consumer),
        impact.path,
    )


def _sentences(
    impacts: Sequence[Impact], when: str, *, with_losses: bool
) -> Iterator[tuple[Level, str]]:
    for impact in impacts:
        if not _is_of_data_point(impact):
            yield impact.level, impact.reason
    found: dict[_Kind, dict[str, Level]] = {kind: {} for kind in _Kind}
    for impact in filter(_is_of_data_point, impacts):
        levels = found[_kind(impact)]
        worst = min(impact.level, levels.get(impact.path[0], Level.SAFE), key=_LEVELS.index)
        levels[impact.path[0]] = worst
    told: set[str] = set()
    for kind, levels in found.items():
        here = [point for point in levels if point not in told]
        told.update(here)
        if here and (with_losses or kind is not _Kind.LOSS):
            worst = min((levels[point] for point in here), key=_LEVELS.index)
            yield worst, f"{kind.value.format(_subject(here))}{when}."


def _is_of_data_point(impact: Impact) -> bool:
    """Tell a finding on a data point from one on a version or a data plan as such."""
    return bool(impact.path) and impact.path[0].partition(":")[0] in _MATCH_TYPES


def _kind(impact: Impact) -> _Kind:
    match impact.producer, impact.consumer:
        case Producer.DROP, _:
            return _Kind.LOSS
        case Producer.FLAG, _:
            return _Kind.VIOLATION
        case _, Consumer.BREAKING:
            return _Kind.BREAK
        case (Producer.UNKNOWN, _) | (_, Consumer.UNKNOWN):
            return _Kind.UNKNOWN
        case _:
            return _Kind.SURPRISE


def _subject(points: Sequence[str]) -> str:
    names = [_point_name(point) for point in points]
    if len(names) == 1:
        return names[0]
    if len(names) <= NAMED:
        return f"{', '.join(names[:-1])} and {names[-1]}"
    return f"{len(names)} events"


def effect_from(environment: ActivatedEnvironment) -> str:
    """Say where and from when on a finding counts, to be put behind a sentence."""
    if environment is ActivatedEnvironment.NONE:
        return ", once that version is activated"
    return f" in {environment} as soon as this is applied"


def _name(impact: Impact) -> str:
    return _point_name(impact.path[0]) if impact.path else ""


def _point_name(identity: str) -> str:
    return _PEOPLE.get(identity) or visible(data_points.name_and_kind(identity)[0])
