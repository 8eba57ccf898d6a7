from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from dataplan_sync import differences, managed
from dataplan_sync.model import ActivatedEnvironment
from tests.builders import custom_event, data_plan, document, version
from tests.strategies import data_plans


def test_scalars_that_git_leaves_out_stay_as_live_has_them():
    desired = data_plan(name=None, description=None)
    live = data_plan(name="Shop", description="Sold here")
    assert managed.data_plan_over(desired, live) == live


def test_an_empty_description_in_git_clears_the_live_one():
    live = version(1, description="old")
    result = managed.version_over(version(1, description=""), live)
    assert result.version_description == ""


def test_a_new_version_without_an_environment_gets_none():
    result = managed.version_over(version(1, environment=None), None)
    assert result.activated_environment is ActivatedEnvironment.NONE


def test_a_new_data_plan_without_a_name_is_called_by_its_id():
    assert managed.data_plan_over(data_plan(name=None), None) == data_plan(name="shop")


def test_keys_that_only_live_has_are_carried():
    live_point = custom_event("A", description="live", extra={"x_live": 1})
    live_point = replace(live_point, match=replace(live_point.match, extra={"x_match": 1}))
    live = replace(
        version(1, live_point, extra={"x_version": 1}),
        version_document=document(live_point, settings={"a": 1}, x_both="live"),
    )
    desired = replace(
        version(1, replace(custom_event("A"), description=None)),
        version_document=document(
            replace(custom_event("A"), description=None), custom_event("B"), x_both="git"
        ),
    )
    result = managed.version_over(desired, live)
    assert result.extra == {"x_version": 1}
    assert result.version_document is not None
    assert result.version_document.extra == {"settings": {"a": 1}, "x_both": "git"}
    first, second = result.version_document.data_points
    assert (first.description, first.extra, first.match.extra) == (
        "live",
        {"x_live": 1},
        {"x_match": 1},
    )
    assert second == custom_event("B")


def test_data_points_that_only_live_has_are_not_carried():
    live = version(1, custom_event("A"), custom_event("Old"))
    result = managed.version_over(version(1, custom_event("A")), live)
    assert result.version_document == document(custom_event("A"))


def test_a_listed_live_version_without_its_document_takes_the_desired_one():
    live = replace(version(1), version_document=None)
    result = managed.version_over(version(1, custom_event("A")), live)
    assert result.version_document == document(custom_event("A"))


@given(data_plans(live=True))
def test_live_laid_over_itself_is_live(live):
    assert differences.same(managed.data_plan_over(live, live), replace(live, versions=()))
    for one in live.versions:
        assert managed.version_over(one, one) == one


@given(data_plans(), data_plans(live=True))
def test_laying_over_twice_changes_nothing_more(desired, live):
    once = managed.data_plan_over(desired, live)
    assert managed.data_plan_over(desired, once) == once
    for wanted in desired.versions:
        first = managed.version_over(wanted, live.version(wanted.version))
        assert differences.same(managed.version_over(wanted, first), first)
