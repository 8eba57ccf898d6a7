"""When a change takes effect, and for whom: in place, by a new version, by raising and by lowering."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dataplan_sync.changes import Change, ChangeKind, ChangeSet, Latest
from dataplan_sync.impact.assess import assess, assess_all
from dataplan_sync.model import (
    ActivatedEnvironment,
    DataPlanKey,
    DataPlanVersionKey,
    DataPointMatch,
)
from tests.builders import data_plan, version
from tests.impact.points import assessed, point

LEGACY = point({}, match=DataPointMatch("screen_view", {"screen_name": "Legacy"}))
TEXT, NUMBER = point({"size": {"type": "string"}}), point({"size": {"type": "number"}})


def lines(desired, live):
    """Each impact in a line: version, rule, level and environment."""
    return {
        f"{key} {impact.rule} {impact.level} in {impact.environment}"
        for key, impacts in assessed(desired, live).items()
        for impact in impacts
    }


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        (
            "production",
            {
                "shop v1 POINT_REMOVED breaking in production",
                "shop v1 IN_PLACE_EDIT_ACTIVE dangerous in production",
            },
        ),
        (
            "development",
            {
                "shop v1 POINT_REMOVED dangerous in development",
                "shop v1 IN_PLACE_EDIT_ACTIVE safe in development",
            },
        ),
        ("none", {"shop v1 POINT_REMOVED safe in none"}),
    ],
)
def test_an_edit_in_place_takes_effect_where_the_version_is_active(environment, told):
    live = data_plan(version(1, TEXT, LEGACY, environment=environment))
    assert lines(data_plan(version(1, TEXT, environment=None)), live) == told


def test_an_edit_in_place_of_remarks_alone_is_safe():
    described = replace(TEXT, description="Clicked")
    live = data_plan(version(1, TEXT, environment="production"))
    assert lines(data_plan(version(1, described, environment=None)), live) == {
        "shop v1 DOC_CHANGED safe in production",
        "shop v1 IN_PLACE_EDIT_ACTIVE safe in production",
    }


def test_a_new_version_is_compared_with_what_clients_get_today_and_not_with_the_one_below_it():
    below = [version(1, TEXT, LEGACY, environment="production"), version(2, TEXT)]
    desired = data_plan(*below, version(3, TEXT, environment="production"))
    assert lines(desired, data_plan(*below)) == {
        "shop v3 POINT_REMOVED breaking in production",
        "shop v3 ENV_RAISED safe in production",
    }


def test_an_edit_and_a_raise_at_once_are_compared_with_what_clients_get_today():
    first = version(1, TEXT, LEGACY, environment="production")
    live = data_plan(first, version(2, TEXT, LEGACY, environment="none"))
    desired = data_plan(first, version(2, NUMBER, environment="production"))
    assert lines(desired, live) == {
        "shop v2 POINT_REMOVED breaking in production",
        "shop v2 TYPE_CHANGED breaking in production",
        "shop v2 ENV_RAISED safe in production",
    }


def test_clients_in_development_are_told_of_only_where_they_get_something_else():
    below = [
        version(1, TEXT, LEGACY, environment="production"),
        version(2, NUMBER, LEGACY, environment="development"),
    ]
    desired = data_plan(*below, version(3, TEXT, environment="production"))
    assert lines(desired, data_plan(*below)) == {
        "shop v3 POINT_REMOVED breaking in production",
        "shop v3 ENV_RAISED safe in production",
        "shop v3 TYPE_CHANGED dangerous in development",
    }


def test_clients_in_development_are_told_of_what_is_worse_for_them_than_in_production():
    def colour(*types):
        return point({"color": {"type": list(types)}})

    below = [
        version(1, colour("string", "null"), environment="production"),
        version(2, colour("string", "integer"), environment="development"),
    ]
    desired = data_plan(*below, version(3, colour("string"), environment="production"))
    (impacts,) = assessed(desired, data_plan(*below)).values()
    assert [
        (impact.rule, impact.producer, impact.environment, impact.compared_with)
        for impact in impacts
    ] == [
        ("TYPE_NARROWED", "flag", "development", 2),
        ("TYPE_NARROWED", "none", "production", 1),
        ("ENV_RAISED", "none", "production", None),
    ]


def test_the_first_active_version_begins_validation():
    live, desired = (
        data_plan(version(1, TEXT)),
        data_plan(version(1, TEXT, environment="production")),
    )
    ((impact,),) = assessed(desired, live).values()
    assert (impact.rule, impact.producer, impact.level) == ("ENV_RAISED", "drop", "dangerous")
    assert (impact.before, impact.after, impact.witness) == ("none", "production", None)
    assert impact.reason == (
        "Version 1 becomes active in production, where nothing is validated yet: validation of this data plan "
        "begins, and what is not planned may be blocked (if blocking is on)."
    )


def test_raising_below_a_higher_active_version_hits_only_clients_that_name_it():
    above = version(2, TEXT, environment="production")
    live = data_plan(version(1, NUMBER), above)
    desired = data_plan(version(1, NUMBER, environment="production"), above)
    ((impact,),) = assessed(desired, live).values()
    assert (impact.rule, impact.level) == ("ENV_RAISED", "dangerous")
    assert impact.reason.endswith("Only clients that name version 1 are affected.")


@pytest.mark.parametrize("left", ["none", "development"])
def test_lowering_the_only_active_version_ends_validation(left):
    live = data_plan(version(1, TEXT, environment="production"))
    ((impact,),) = assessed(data_plan(version(1, TEXT, environment=left)), live).values()
    assert (impact.rule, impact.level, impact.before, impact.after) == (
        "ENV_LOWERED",
        "breaking",
        "production",
        left,
    )
    assert impact.reason == (
        "Version 1 is no longer active in production: no data of this data plan is validated there any more."
    )


def test_lowering_lets_clients_fall_to_the_version_before_and_compares_with_it():
    first = version(1, TEXT, environment="production")
    live = data_plan(first, version(2, TEXT, LEGACY, environment="production"))
    assert lines(data_plan(first, version(2, TEXT, LEGACY, environment="none")), live) == {
        "shop v2 ENV_LOWERED breaking in production",
        "shop v2 POINT_REMOVED breaking in production",
    }


def test_retiring_a_version_that_a_new_one_replaces_is_dangerous_for_those_who_name_it():
    live = data_plan(version(1, TEXT, environment="production"))
    desired = data_plan(version(1, TEXT), version(2, TEXT, environment="production"))
    assert lines(desired, live) == {
        "shop v1 ENV_LOWERED dangerous in production",
        "shop v2 ENV_RAISED safe in production",
    }


def test_a_new_version_that_stays_inactive_shows_what_its_activation_would_do():
    served = version(1, TEXT, LEGACY, environment="production")
    new = version(2, TEXT)
    latest = {ActivatedEnvironment.PRODUCTION: Latest(served, served)}
    change = Change(ChangeKind.CREATE, new.key, None, new, (), "f", latest=latest)
    (impact,) = assess(change)
    assert (impact.rule, impact.producer, impact.consumer) == ("POINT_REMOVED", "drop", "breaking")
    assert (impact.level, impact.environment) == ("safe", "none")
    assert impact.witness


def test_a_new_version_that_replaces_nothing_has_no_impact():
    new = version(2, TEXT)
    assert assess(Change(ChangeKind.CREATE, new.key, None, new, (), "f")) == ()


def test_a_version_whose_document_is_not_known_is_not_compared():
    live = data_plan(replace(version(1, TEXT, environment="production"), version_document=None))
    desired = data_plan(version(1, TEXT, environment=None), version(2, environment="production"))
    assert lines(desired, live) == {"shop v2 ENV_RAISED safe in production"}


@pytest.mark.parametrize(
    ("environment", "level"),
    [("production", "breaking"), ("development", "dangerous"), ("none", "safe")],
)
def test_deleting_a_data_plan_counts_where_it_is_active(environment, level):
    whole = data_plan(version(1, TEXT, environment=environment))
    (impact,) = assess(Change(ChangeKind.DELETE, DataPlanKey("shop"), whole, None, (), "f"))
    assert (impact.rule, impact.level, impact.environment) == ("PLAN_REMOVED", level, environment)


def test_deleting_a_data_plan_looks_at_the_versions_that_go_with_it():
    gone = version(1, TEXT, environment="production")
    latest = {ActivatedEnvironment.PRODUCTION: Latest(gone, None)}
    changes = (
        Change(ChangeKind.DELETE, gone.key, gone, None, (), "v", latest=latest),
        Change(ChangeKind.DELETE, DataPlanKey("shop"), data_plan(), None, (), "p"),
    )
    found = assess_all(ChangeSet(1, changes))
    assert {key: [impact.rule for impact in impacts] for key, impacts in found.items()} == {
        gone.key: ["VERSION_REMOVED"],
        DataPlanKey("shop"): ["PLAN_REMOVED"],
    }
    assert found[DataPlanKey("shop")][0].reason == (
        "The data plan shop is deleted with all its versions: its data is not validated any more, and it was in "
        "production."
    )


def test_deleting_a_version_that_clients_get_lets_them_fall_to_the_one_before():
    served, left = (
        version(2, TEXT, LEGACY, environment="development"),
        version(1, TEXT, environment="development"),
    )
    latest = {ActivatedEnvironment.DEVELOPMENT: Latest(served, left)}
    change = Change(ChangeKind.DELETE, served.key, served, None, (), "f", latest=latest)
    assert [(impact.rule, impact.level) for impact in assess(change)] == [
        ("POINT_REMOVED", "dangerous"),
        ("VERSION_REMOVED", "dangerous"),
    ]


def test_deleting_a_version_that_is_active_nowhere_is_safe():
    old = version(1, TEXT)
    (impact,) = assess(Change(ChangeKind.DELETE, old.key, old, None, (), "f"))
    assert (impact.rule, impact.level, impact.path) == ("VERSION_REMOVED", "safe", ())


def test_remarks_on_a_version_are_safe_and_unknown_keys_are_unknown():
    live = data_plan(version(1, TEXT, environment="production", description="Old"))
    desired = data_plan(
        version(1, TEXT, environment=None, description="New", extra={"x_mode": "strict"})
    )
    found = assessed(desired, live)[DataPlanVersionKey("shop", 1)]
    assert [(impact.rule, impact.path, impact.level) for impact in found] == [
        ("SETTING_CHANGED", ("x_mode",), "unknown"),
        ("DOC_CHANGED", ("version_description",), "safe"),
    ]


def test_settings_of_a_document_are_for_somebody_to_look_at():
    live = data_plan(version(1, TEXT, environment="production"))
    (only,) = live.versions
    strict = replace(only.version_document, extra={"settings": {"a": 1}, "transformations": None})
    desired = data_plan(replace(only, version_document=strict))
    assert lines(desired, live) == {
        "shop v1 HANDLING_CHANGED dangerous in production",
        "shop v1 IN_PLACE_EDIT_ACTIVE dangerous in production",
    }
