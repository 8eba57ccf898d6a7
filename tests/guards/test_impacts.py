from __future__ import annotations

from datetime import date

import pytest

from dataplan_sync.guards.impacts import REASON
from dataplan_sync.hazards import Permit
from dataplan_sync.impact.verdict import Level
from tests.builders import data_plan, version
from tests.guards.gates import accepting, configured, hazards, impact, key

LIVE = data_plan(version(2))
SHOP_2 = key("shop/2")
PATH = ("custom_event:other:Legacy Click",)


def found(*impacts, accepted=(), at=SHOP_2, continued=()):
    configuration = configured(accepted=accepted)
    return hazards(LIVE, LIVE, configuration, impacts={at: impacts}, continued=continued)


def test_a_breaking_finding_refuses_and_proposes_its_acceptance():
    (hazard,) = found(impact("POINT_REMOVED", *PATH))
    assert hazard.message == (
        "shop v2, POINT_REMOVED: Legacy Click is removed. To allow it, add at the end of dataplan-sync.yaml: accepted: "
        '[{rule: POINT_REMOVED, path: [shop, 2, "custom_event:other:Legacy Click"], '
        "reason: say here why this is wanted}]"
    )
    assert (hazard.rule, hazard.key) == ("breaking", SHOP_2)


@pytest.mark.parametrize("level", [Level.DANGEROUS, Level.UNKNOWN, Level.SAFE])
def test_what_is_not_breaking_refuses_nothing(level):
    assert found(impact("POINT_REMOVED", *PATH, level=level)) == ()


def test_what_was_accepted_refuses_nothing():
    assert (
        found(
            impact("POINT_REMOVED", *PATH),
            accepted=[accepting("POINT_REMOVED", "shop", "2", *PATH)],
        )
        == ()
    )


def test_a_proposal_binds_to_a_short_value():
    (hazard,) = found(impact("ENUM_VALUE_REMOVED", "size", "enum", after=["S", "NO"]))
    assert hazard.permit == Permit(
        ("accepted",),
        {
            "rule": "ENUM_VALUE_REMOVED",
            "path": ["shop", 2, "size", "enum"],
            "after": ["S", "NO"],
            "reason": REASON,
        },
    )
    (hazard,) = found(impact("ENUM_VALUE_REMOVED", "size", "enum", after=["long"] * 50))
    assert hazard.permit is not None
    assert isinstance(hazard.permit.value, dict)
    assert "after" not in hazard.permit.value


def test_a_finding_on_a_data_plan_is_proposed_without_a_version():
    (hazard,) = found(impact("PLAN_REMOVED"), at=key("shop"))
    assert hazard.permit == Permit(
        ("accepted",), {"rule": "PLAN_REMOVED", "path": ["shop"], "reason": REASON}
    )


def test_an_acceptance_that_lapsed_or_named_another_value_is_pointed_out():
    place = ("shop", "2", *PATH)
    expired = accepting("POINT_REMOVED", *place, expires=date(2026, 1, 31))
    (hazard,) = found(impact("POINT_REMOVED", *PATH), accepted=[expired])
    assert "It was accepted at dataplan-sync.yaml:9:5 until 2026-01-31." in hazard.message
    other = accepting("POINT_REMOVED", *place, after=1)
    (hazard,) = found(impact("POINT_REMOVED", *PATH, after=2), accepted=[other])
    assert "Another value of it is accepted at dataplan-sync.yaml:9:5." in hazard.message


def test_a_way_that_was_begun_under_a_review_is_not_judged_again():
    assert found(impact("POINT_REMOVED", *PATH), continued=[SHOP_2]) == ()
