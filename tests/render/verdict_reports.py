"""Reports whose changes do something to those who send or read the data."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dataplan_sync.changes import ABSENT
from dataplan_sync.impact.verdict import Consumer, Impact, Level, Producer, Witness
from tests.render.builders import (
    DEVELOPMENT,
    NONE,
    PRODUCTION,
    created,
    event,
    field,
    report,
    updated,
    version,
    workspace,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from dataplan_sync.model import ActivatedEnvironment, JSONObject
    from dataplan_sync.report import CommandReport

LEGACY: Final = "custom_event:other:Legacy Click"
SIZE: Final = ("product_action:purchase", "attributes", "size")


def witness(name: str, attributes: JSONObject, *errors: JSONObject, before: bool = True) -> Witness:
    data: JSONObject = {"event_name": name, "custom_attributes": attributes}
    sent: JSONObject = {"event_type": "custom_event", "data": data}
    return Witness(sent, attributes or {"event_name": name}, before, errors)


def removed(environment: ActivatedEnvironment, level: Level, identity: str = LEGACY) -> Impact:
    name = identity.rsplit(":", 1)[-1]
    return Impact(
        "POINT_REMOVED",
        (identity,),
        Producer.DROP,
        Consumer.BREAKING,
        level,
        environment,
        f"{name} is removed: these events are unplanned and may be blocked, if blocking is on. "
        "They cannot be replayed.",
        witness(name, {}, {"validation_error_type": "unplanned", "key": name}),
        before=event(name, {}),
    )


def enum_lost(environment: ActivatedEnvironment, level: Level) -> Impact:
    return Impact(
        "ENUM_VALUE_REMOVED",
        (*SIZE, "enum"),
        Producer.FLAG,
        Consumer.BREAKING,
        level,
        environment,
        'size of purchase no longer takes "XL".',
        witness("purchase", {"size": "XL"}, {"validation_error_type": "invalid_value"}),
        before=["M", "XL"],
        after=["M"],
    )


def widened(number: int) -> Impact:
    return Impact(
        "TYPE_WIDENED",
        (f"custom_event:other:Event {number}", "attributes", "amount", "type"),
        Producer.NONE,
        Consumer.DANGEROUS,
        Level.DANGEROUS,
        PRODUCTION,
        f"amount of Event {number} may now be text as well as a number.",
        witness(f"Event {number}", {"amount": "a"}, before=False),
        before="number",
        after=["number", "string"],
    )


def lowered() -> Impact:
    return Impact(
        "ENV_LOWERED",
        ("activated_environment",),
        Producer.NONE,
        Consumer.BREAKING,
        Level.BREAKING,
        PRODUCTION,
        "Version 2 is no longer active in production: clients that name no version get version 1.",
        before="production",
        after="development",
    )


def unclear() -> Impact:
    return Impact(
        "PATTERN_CHANGED",
        ("user_attributes", "attributes", "a|b <@org/team>", "pattern"),
        Producer.UNKNOWN,
        Consumer.UNKNOWN,
        Level.UNKNOWN,
        PRODUCTION,
        'a|b <@org/team> follows another pattern, "^\\d+$": what it no longer takes cannot be told.',
        before="^\\w+$",
        after="^\\d+$",
    )


def described() -> Impact:
    return Impact(
        "DOC_CHANGED",
        (LEGACY, "description"),
        Producer.NONE,
        Consumer.SAFE,
        Level.SAFE,
        PRODUCTION,
        "Only a description changes.",
        before=ABSENT,
        after="Old",
    )


def _report(environment: ActivatedEnvironment, *impacts: Impact, **options) -> CommandReport:
    live = version(active=environment)
    change = updated(live, field(LEGACY, before=event("Legacy Click", {})))
    return report("diff", workspace(change, impacts={live.key: impacts}, **options))


def verdict() -> CommandReport:
    return _report(
        PRODUCTION,
        *(removed(PRODUCTION, Level.BREAKING), enum_lost(PRODUCTION, Level.BREAKING)),
        *(lowered(), *(widened(number) for number in range(14)), unclear(), described()),
        notes=("dataplan-sync.yaml:7:5: nothing needs this acceptance any more; remove it",),
    )


def verdict_many() -> CommandReport:
    names = [f"custom_event:other:Event {number}" for number in range(5)]
    return _report(
        DEVELOPMENT, *(removed(DEVELOPMENT, Level.DANGEROUS, identity) for identity in names)
    )


def verdict_inactive() -> CommandReport:
    return _report(NONE, removed(NONE, Level.SAFE), enum_lost(NONE, Level.SAFE))


def verdict_safe() -> CommandReport:
    return _report(PRODUCTION, described())


def verdict_compared() -> CommandReport:
    """A new version is compared with the one that clients get; an edit of an older one reaches those that name it."""
    new = version(3, active=PRODUCTION)
    old = version(1, active=PRODUCTION)
    changes = (created(new, compared_with=2), updated(old, field(LEGACY, before=event("L", {}))))
    found = {
        new.key: (replace(enum_lost(PRODUCTION, Level.BREAKING), compared_with=1),),
        old.key: (
            replace(removed(PRODUCTION, Level.BREAKING), compared_with=1, by_name_only=True),
        ),
    }
    return report("diff", workspace(*changes, impacts=found))


VERDICT_REPORTS: Final[tuple[Callable[[], CommandReport], ...]] = (
    verdict,
    verdict_many,
    verdict_inactive,
    verdict_safe,
    verdict_compared,
)
