"""Edits in place: told even where they change nothing, and told of those alone who name the version."""

from __future__ import annotations

from dataclasses import replace

from dataplan_sync.model import DataPointMatch
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


def test_an_edit_in_place_without_any_effect_is_told_and_safe():
    listed, other = (point({"a": {"const": "v1", "enum": ["v1", more]}}) for more in ("v2", "v3"))
    live = data_plan(version(1, listed, environment="production"))
    assert lines(data_plan(version(1, other, environment=None)), live) == {
        "shop v1 IN_PLACE_EDIT_ACTIVE safe in production"
    }


def test_a_version_that_is_only_described_anew_is_not_edited_in_place():
    described = replace(version(1, TEXT, environment="production"), version_description="New")
    live = data_plan(version(1, TEXT, environment="production"))
    assert lines(data_plan(described), live) == {"shop v1 DOC_CHANGED safe in production"}


def test_a_loss_below_a_higher_active_version_is_breaking_for_those_who_name_it():
    above = version(2, TEXT, environment="production")
    live = data_plan(version(1, TEXT, LEGACY, environment="production"), above)
    desired = data_plan(version(1, TEXT, environment="production"), above)
    (impacts,) = assessed(desired, live).values()
    assert [(impact.rule, impact.level, impact.by_name_only) for impact in impacts] == [
        ("POINT_REMOVED", "breaking", True),
        ("IN_PLACE_EDIT_ACTIVE", "dangerous", True),
    ]


def test_an_edit_below_a_higher_active_version_says_whom_it_hits():
    above = version(2, TEXT, environment="production")
    live = data_plan(version(1, TEXT, environment="production"), above)
    desired = data_plan(version(1, NUMBER, environment="production"), above)
    (impacts,) = assessed(desired, live).values()
    assert [
        (impact.rule, impact.producer, impact.level, impact.by_name_only, impact.compared_with)
        for impact in impacts
    ] == [
        ("TYPE_CHANGED", "flag", "dangerous", True, 1),
        ("IN_PLACE_EDIT_ACTIVE", "none", "dangerous", True, None),
    ]
    for impact in impacts:
        assert impact.reason.endswith("Only clients that name version 1 are affected.")
