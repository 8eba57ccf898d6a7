from __future__ import annotations

import pytest
from hypothesis import assume, given

from dataplan_sync.guards.edits import production_notes
from tests.builders import custom_event, data_plan, version
from tests.guards.gates import changes_of, configured, events, hazards, rules
from tests.strategies import data_plans

EVENT = custom_event("A")
ACTIVE = data_plan(version(1, environment="production"))
EDITED = data_plan(version(1, EVENT, environment="production"))


def test_the_document_of_a_version_that_is_active_in_production_is_not_edited():
    (hazard,) = hazards(EDITED, ACTIVE)
    assert (hazard.rule, str(hazard.key)) == ("production-edit", "shop v1")
    assert hazard.message == (
        "shop v1 is active in production, and a version that is active there is not edited: better declare a new "
        "version, or pass --allow-production-edit for a single run. "
        "To allow it, add at the end of dataplan-sync.yaml: policy: {allow_production_edit: true}"
    )
    assert rules(EDITED, ACTIVE, configured(allow_production_edit=True)) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            version(1, environment="production"),
            version(1, environment="production", description="x"),
        ),
        (
            version(1, environment="development"),
            version(1, custom_event("A"), environment="production"),
        ),
        (version(1, environment="development"), version(1, EVENT, environment="development")),
    ],
)
def test_other_edits_are_not_held_up(before, after):
    assert rules(data_plan(after), data_plan(before)) == []


def test_an_edit_in_production_is_announced_with_what_it_means_meanwhile():
    (note,) = production_notes(changes_of([EDITED], [ACTIVE]))
    assert note.startswith("shop v1 is edited while it is active in production")
    lowered = data_plan(version(1, EVENT, environment="development"))
    assert list(production_notes(changes_of([lowered], [ACTIVE]))) == []


@given(data_plans().filter(lambda plan: plan.versions))
def test_creating_a_data_plan_is_no_hazard(desired):
    assert rules(desired, None) == []


@given(data_plans(live=True))
def test_what_is_live_as_declared_is_no_hazard(live):
    assert rules(live, live) == []


@given(data_plans(live=True), data_plans(live=True))
def test_with_everything_allowed_no_edit_is_a_hazard(desired, live):
    assume(desired.versions)
    allowed = configured(
        allow_production_edit=True,
        allow_raise_several=True,
        allow_lower=True,
        thresholds={"removed_fraction": 1.0},
    )
    assert rules(desired, live, allowed) == []


def test_a_new_data_plan_needs_a_version():
    (hazard,) = hazards(data_plan(), None)
    assert (hazard.rule, str(hazard.key), hazard.permit) == ("no-version", "shop", None)
    assert rules(data_plan(name="New"), data_plan()) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [("production", "development"), ("production", "none"), ("development", "none")],
)
def test_lowering_an_environment_has_to_be_allowed(before, after):
    live = data_plan(version(1, environment=before))
    desired = data_plan(version(1, environment=after))
    (hazard,) = hazards(desired, live)
    assert (hazard.rule, str(hazard.key)) == ("lowered", "shop v1")
    assert f"from {before} to {after}" in hazard.message
    assert rules(desired, live, configured(allow_lower=True)) == []
    assert rules(live, desired) == []


def test_raising_two_versions_of_one_data_plan_has_to_be_allowed():
    live = data_plan(version(1), version(2))
    both = data_plan(version(1, environment="development"), version(2, environment="production"))
    (hazard,) = hazards(both, live)
    assert (hazard.rule, str(hazard.key)) == ("raised-several", "shop")
    assert hazard.message.startswith("shop v1 and shop v2 would be raised in one apply")
    assert rules(both, live, configured(allow_raise_several=True)) == []


def test_a_new_version_that_is_active_counts_as_raised():
    live = data_plan(version(1))
    new = version(2, environment="development")
    assert rules(data_plan(version(1, environment="development"), new), live) == [
        ("raised-several", "shop")
    ]
    assert rules(data_plan(version(1), new), live) == []


def test_one_version_of_each_of_two_data_plans_may_be_raised():
    live = [data_plan(version(1)), data_plan(version(1, data_plan_id="app"), data_plan_id="app")]
    raised = [
        data_plan(version(1, environment="development")),
        data_plan(version(1, environment="development", data_plan_id="app"), data_plan_id="app"),
    ]
    assert rules(raised, live) == []


TEN = events(*"ABCDEFGHIJ")


@pytest.mark.parametrize(("removed", "refused"), [(3, False), (4, True), (10, True)])
def test_more_than_three_in_ten_data_points_are_not_removed_at_once(removed, refused):
    live = data_plan(version(1, *TEN))
    desired = data_plan(version(1, *TEN[removed:]))
    assert rules(desired, live) == ([("many-removed", "shop v1")] if refused else [])


def test_the_limit_that_a_refusal_asks_for_allows_it():
    live = data_plan(version(1, *TEN[:7]))
    desired = data_plan(version(1, *TEN[4:7]))
    (hazard,) = hazards(desired, live)
    assert hazard.message == (
        "shop v1 would no longer have 4 of its 7 data points: more than 30%. "
        "To allow it, add at the end of dataplan-sync.yaml: policy: {thresholds: {removed_fraction: 0.58}}"
    )
    assert rules(desired, live, configured(thresholds={"removed_fraction": 0.58})) == []
    assert rules(desired, live, configured(thresholds={"removed_fraction": 0.57})) != []


@pytest.mark.parametrize("environment", ["development", "production"])
def test_a_new_version_is_held_against_what_clients_get_today(environment):
    today = version(1, *TEN, environment=environment)
    desired = data_plan(today, version(2, *TEN[5:], environment=environment))
    (hazard,) = hazards(desired, data_plan(today))
    assert hazard.message.startswith(
        "shop v2 would no longer have 5 of the 10 data points of shop v1, which clients get today: more than 30%. To"
    )


@pytest.mark.parametrize(
    "desired",
    [
        data_plan(version(1, *TEN, environment="production"), version(2)),
        data_plan(
            version(1, *TEN, environment="production"), version(2, environment="development")
        ),
        data_plan(version(3, *TEN, environment="production"), version(2, environment="production")),
    ],
    ids=["active nowhere", "active elsewhere", "not what clients get"],
)
def test_a_new_version_that_clients_do_not_get_takes_nothing_away(desired):
    live = data_plan(
        version(1, *TEN, environment="production"), version(3, *TEN, environment="production")
    )
    assert rules(desired, live) == []


def test_a_way_that_was_begun_under_a_review_is_not_judged_again():
    live = data_plan(version(1, *TEN, environment="development"), version(2, *TEN))
    desired = data_plan(
        version(1, environment="production"), version(2, *TEN, environment="development")
    )
    assert rules(desired, live) == [("raised-several", "shop"), ("many-removed", "shop v1")]
    first = [change.key for change in changes_of([desired], [live]).changes][:1]
    assert rules(desired, live, continued=first) == []


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (("production",), ("none",), "no version is active there any more"),
        (("production", "production"), ("production", "none"), "get version 1 then"),
        (("production", "production"), ("none", "production"), "clients that name this version"),
    ],
)
def test_lowering_says_what_clients_get_then(before, after, said):
    live, desired = (
        data_plan(*(version(number, environment=one) for number, one in enumerate(side, 1)))
        for side in (before, after)
    )
    (message,) = [one.message for one in hazards(desired, live) if one.rule == "lowered"]
    assert said in message
