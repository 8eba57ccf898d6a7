from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dataplan_sync.configuration import Configuration
from dataplan_sync.guards import acceptance
from dataplan_sync.guards.acceptance import AcceptedImpact, Judgement
from dataplan_sync.impact.verdict import Level
from dataplan_sync.model import ActivatedEnvironment
from tests.guards.gates import TODAY, accepting, impact, key

SHOP_2 = key("shop/2")
LEGACY = impact("POINT_REMOVED", "custom_event:other:Legacy Click")
ENTRY = accepting("POINT_REMOVED", "shop", "2", "custom_event:other:Legacy Click")


def judge(entry, *impacts, at=SHOP_2):
    return acceptance.judge({at: impacts}, (entry,), today=TODAY)


def test_a_finding_is_accepted_by_its_rule_and_place():
    assert judge(ENTRY, LEGACY) == Judgement((AcceptedImpact(SHOP_2, LEGACY, ENTRY),), {SHOP_2: ()})


@pytest.mark.parametrize(
    "entry",
    [
        accepting("POINT_RENAMED", "shop", "2", "custom_event:other:Legacy Click"),
        accepting("POINT_REMOVED", "shop", "3", "custom_event:other:Legacy Click"),
        accepting("POINT_REMOVED", "shop", "2", "custom_event:other:Legacy"),
        accepting("POINT_REMOVED", "shop", "2"),
    ],
)
def test_another_rule_or_place_is_another_finding(entry):
    assert judge(entry, LEGACY) == Judgement((), {SHOP_2: (LEGACY,)}, unused=(entry,))


ATTRIBUTE = impact("TYPE_NARROWED", "custom_event:other:A", "attributes", "is_app")


@pytest.mark.parametrize(
    ("path", "counts"),
    [
        (("shop", "2", "*", "attributes", "is_app"), True),
        (("shop", "2", "*", "*", "is_app"), True),
        (("shop", "2", "custom_event:other:A", "attributes", "*"), True),
        (("shop", "2", "*", "attributes", "is_web"), False),
        (("shop", "2", "*", "is_app"), False),
        (("shop", "2", "*"), False),
        (("shop", "2", "*", "*", "*", "*"), False),
        (("shop", "2", "custom_event:*", "attributes", "is_app"), False),
        (("shop", "3", "*", "attributes", "is_app"), False),
    ],
)
def test_a_star_stands_for_exactly_one_whole_part(path, counts):
    judged = judge(accepting("TYPE_NARROWED", *path), ATTRIBUTE)
    assert bool(judged.accepted) is counts


def test_a_data_plan_has_no_version_in_its_path():
    removed = impact("PLAN_REMOVED")
    entry = accepting("PLAN_REMOVED", "shop")
    assert judge(entry, removed, at=key("shop")).open == {key("shop"): ()}


@pytest.mark.parametrize(
    ("accepted", "found", "same"),
    [
        (["S", "M"], ["M", "S"], True),
        (["S"], ["S", "M"], False),
        (1, 1.0, True),
        (True, 1, False),
        (None, None, True),
        ({"a": [1], "b": 2}, {"b": 2.0, "a": [1]}, True),
        ({"a": 1}, {"a": 2}, False),
    ],
)
def test_a_value_is_accepted_and_no_other(accepted, found, same):
    entry = accepting("ENUM_VALUE_REMOVED", "shop", "2", "size", after=accepted)
    judged = judge(entry, impact("ENUM_VALUE_REMOVED", "size", after=found))
    assert bool(judged.accepted) is same
    assert judged.unused == (() if same else (entry,))


def test_a_value_that_is_accepted_is_not_its_absence():
    entry = accepting("ENUM_VALUE_REMOVED", "shop", "2", "size", after=None)
    assert judge(entry, impact("ENUM_VALUE_REMOVED", "size")).accepted == ()


@pytest.mark.parametrize(("expires", "counts"), [(TODAY, True), (date(2026, 11, 23), False)])
def test_an_acceptance_counts_up_to_its_last_day(expires, counts):
    entry = accepting(ENTRY.rule, *ENTRY.path, expires=expires)
    judged = judge(entry, LEGACY)
    assert bool(judged.accepted) is counts
    assert judged.expired == (() if counts else (entry,))
    assert judged.unused == ()


def test_what_stops_nothing_can_be_accepted_too():
    assert judge(ENTRY, impact(*(LEGACY.rule, *LEGACY.path), level=Level.SAFE)).unused == ()


def test_notes_name_what_was_accepted_what_expired_and_what_is_unused():
    old = accepting("CLOSED", "shop", "2", "A", line=14, expires=date(2026, 1, 31))
    unused = accepting("OPENED", "shop", "2", "B", line=19)
    judged = acceptance.judge({SHOP_2: (LEGACY,)}, (ENTRY, old, unused), today=TODAY)
    accepted, expired, idle = acceptance.notes(judged, Configuration())
    assert accepted == (
        "accepted at dataplan-sync.yaml:9:5: POINT_REMOVED at shop / 2 / custom_event:other:Legacy Click: "
        "not sent any more"
    )
    assert expired == (
        "the acceptance at dataplan-sync.yaml:14:5 expired on 2026-01-31 and no longer counts: "
        "CLOSED at shop / 2 / A. Remove it from dataplan-sync.yaml, or give it a later day if it is still wanted."
    )
    assert idle == (
        "the acceptance at dataplan-sync.yaml:19:5 matches no finding: OPENED at shop / 2 / B. "
        "Remove it from dataplan-sync.yaml once its change is live."
    )


@pytest.mark.parametrize(
    ("environment", "accepted"),
    [
        (None, {"development", "production"}),
        (ActivatedEnvironment.DEVELOPMENT, {"development"}),
    ],
)
def test_what_is_accepted_for_development_is_asked_again_before_production(environment, accepted):
    entry = replace(ENTRY, environment=environment)
    found = {
        where.value
        for where in (ActivatedEnvironment.DEVELOPMENT, ActivatedEnvironment.PRODUCTION)
        if judge(entry, replace(LEGACY, environment=where)).accepted
    }
    assert found == accepted
