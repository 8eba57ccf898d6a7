"""Which findings somebody has accepted, and which acceptances no longer serve.

An acceptance binds to one rule at one place and, if it gives one, to one value: another value is a new finding.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dataplan_sync.changes import Absent
from dataplan_sync.model import DataPlanVersionKey

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from dataplan_sync.configuration import Acceptance, Configuration
    from dataplan_sync.impact.verdict import Impact
    from dataplan_sync.model import JSONValue, ObjectKey


@dataclass(frozen=True, slots=True)
class AcceptedImpact:
    """A finding that stops nothing, because somebody has accepted it."""

    key: ObjectKey
    impact: Impact
    acceptance: Acceptance


@dataclass(frozen=True, slots=True)
class Judgement:
    """Findings and acceptances, held against each other."""

    accepted: tuple[AcceptedImpact, ...] = ()
    open: Mapping[ObjectKey, tuple[Impact, ...]] = field(default_factory=dict)
    """The findings that nobody has accepted, in the order in which they came."""
    unused: tuple[Acceptance, ...] = ()
    """Acceptances that match no finding."""
    expired: tuple[Acceptance, ...] = ()


def judge(
    impacts: Mapping[ObjectKey, tuple[Impact, ...]], accepted: Sequence[Acceptance], *, today: date
) -> Judgement:
    """Hold findings against acceptances.

    Args:
        impacts: the findings on each object.
        accepted: the entries of the configuration.
        today: an acceptance counts up to and including the day on which it expires.
    """
    valid = [entry for entry in accepted if not entry.expires or entry.expires >= today]
    taken: list[AcceptedImpact] = []
    left: dict[ObjectKey, tuple[Impact, ...]] = {}
    for key, found in impacts.items():
        pairs = [(impact, _acceptance_of(key, impact, valid)) for impact in found]
        left[key] = tuple(impact for impact, entry in pairs if entry is None)
        taken.extend(AcceptedImpact(key, impact, entry) for impact, entry in pairs if entry)
    return Judgement(
        accepted=tuple(taken),
        open=left,
        unused=tuple(entry for entry in valid if not _serves(entry, impacts)),
        expired=tuple(entry for entry in accepted if entry not in valid),
    )


def place(key: ObjectKey, impact: Impact) -> tuple[str, ...]:
    """Give the path by which an acceptance names a finding."""
    number = (str(key.version),) if isinstance(key, DataPlanVersionKey) else ()
    return (key.data_plan_id, *number, *impact.path)


def notes(judgement: Judgement, configuration: Configuration) -> Iterator[str]:
    """Say what was accepted, and which entries can go."""
    for one in judgement.accepted:
        entry = one.acceptance
        yield f"accepted at {entry.mark}: {_named(entry)}: {entry.reason}"
    for entry in judgement.expired:
        yield (
            f"the acceptance at {entry.mark} expired on {entry.expires} and no longer counts: {_named(entry)}. "
            f"Remove it from {configuration.file}, or give it a later day if it is still wanted."
        )
    for entry in judgement.unused:
        yield (
            f"the acceptance at {entry.mark} matches no finding: {_named(entry)}. "
            f"Remove it from {configuration.file} once its change is live."
        )


def _named(entry: Acceptance) -> str:
    return f"{entry.rule} at {' / '.join(entry.path)}"


def _acceptance_of(
    key: ObjectKey, impact: Impact, accepted: Sequence[Acceptance]
) -> Acceptance | None:
    return next((entry for entry in accepted if _matches(entry, key, impact)), None)


def _serves(entry: Acceptance, impacts: Mapping[ObjectKey, tuple[Impact, ...]]) -> bool:
    return any(_matches(entry, key, impact) for key, found in impacts.items() for impact in found)


def _matches(entry: Acceptance, key: ObjectKey, impact: Impact) -> bool:
    """Tell whether an acceptance is about a finding; `*` in its path stands for any one part."""
    found = place(key, impact)
    return (
        entry.rule == impact.rule
        and len(entry.path) == len(found)
        and all(part in {"*", name} for part, name in zip(entry.path, found, strict=True))
        and (isinstance(entry.after, Absent) or _same(entry.after, impact.after))
        and entry.environment in {None, impact.environment}
    )


def _same(accepted: JSONValue, found: JSONValue | Absent) -> bool:
    """Tell whether a value is the one that was accepted, whatever the order of its items."""
    return not isinstance(found, Absent) and _text(accepted) == _text(found)


def _text(value: JSONValue) -> str:
    match value:
        case dict():
            members = sorted(f"{json.dumps(key)}:{_text(item)}" for key, item in value.items())
            return f"{{{','.join(members)}}}"
        case list():
            return f"[{','.join(sorted(map(_text, value)))}]"
        case float() if value.is_integer():
            return json.dumps(int(value))
        case _:
            return json.dumps(value)
