from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from hypothesis import given

from dataplan_sync import diff, differences, managed
from dataplan_sync.changes import ABSENT, ChangeKind, FieldChange
from dataplan_sync.model import (
    ActivatedEnvironment,
    DataPlan,
    DataPlanKey,
    DataPlanVersionKey,
    WorkspaceState,
)
from tests.builders import custom_event, data_plan, user_attributes, version
from tests.strategies import data_plans


def compare(desired, live):
    return diff.diff_data_plan(desired, live, workspace_id=1)


def fields(desired, live):
    (change,) = compare(desired, live).changes
    return list(change.field_changes)


def test_changing_the_type_of_an_attribute_shows_exactly_that_leaf():
    live = data_plan(version(1, custom_event("A", {"x": {"type": "string"}, "y": {}})))
    desired = data_plan(version(1, custom_event("A", {"x": {"type": "number"}, "y": {}})))
    assert fields(desired, live) == [
        FieldChange(("custom_event:other:A", "attributes", "x", "type"), "string", "number")
    ]


def test_an_added_a_removed_and_an_edited_data_point_are_not_mixed_up():
    gone, new = custom_event("Gone", {"x": {}}), custom_event("New", {"x": {}})
    live = data_plan(version(1, custom_event("A", {"x": {}}), gone))
    desired = data_plan(version(1, new, custom_event("A", {})))
    assert [
        (change.path, change.before is ABSENT, change.after is ABSENT)
        for change in fields(desired, live)
    ] == [
        (("custom_event:other:New",), True, False),
        (("custom_event:other:A", "attributes", "x"), False, True),
        (("custom_event:other:Gone",), False, True),
    ]


def test_one_event_name_under_two_types_is_two_data_points():
    live = data_plan(version(1, custom_event("A", kind="other")))
    desired = data_plan(
        version(1, custom_event("A", kind="other"), custom_event("A", kind="media"))
    )
    assert [change.path for change in fields(desired, live)] == [("custom_event:media:A",)]


LEAVES = [
    ({"enum": ["L", "S"]}, {"enum": ["S", "M"]}, [("enum", ["L", "S"], ["S", "M"])]),
    ({"type": "string"}, {"type": ["string", "null"]}, [("type", "string", ["string", "null"])]),
    ({"const": None}, {}, [("const", None, ABSENT)]),
    ({"const": 1}, {"const": True}, [("const", 1, True)]),
    ({"items": {"type": "string"}}, {"items": True}, [("items", {"type": "string"}, True)]),
    ({"minimum": 1}, {"maximum": 2}, [("maximum", ABSENT, 2), ("minimum", 1, ABSENT)]),
    ({"pattern": "^a.b$"}, {"pattern": "^a\\.b$"}, [("pattern", "^a.b$", "^a\\.b$")]),
]


@pytest.mark.parametrize(("before", "after", "leaves"), LEAVES)
def test_leaves_are_named_with_what_their_authors_wrote(before, after, leaves):
    live = data_plan(version(1, custom_event("A", {"x": before})))
    desired = data_plan(version(1, custom_event("A", {"x": after})))
    prefix = ("custom_event:other:A", "attributes", "x")
    assert fields(desired, live) == [
        FieldChange((*prefix, keyword), old, new) for keyword, old, new in leaves
    ]


def test_becoming_required_is_a_leaf_of_the_attribute():
    live = data_plan(version(1, custom_event("A", {"x": {}, "y": {}}, required=["x"])))
    desired = data_plan(version(1, custom_event("A", {"x": {}, "y": {}}, required=["y"])))
    prefix = ("custom_event:other:A", "attributes")
    assert fields(desired, live) == [
        FieldChange((*prefix, "x", "required"), before=True, after=ABSENT),
        FieldChange((*prefix, "y", "required"), before=ABSENT, after=True),
    ]


def test_a_required_list_that_appears_whole_is_split_into_its_names():
    live = data_plan(version(1, custom_event("A", {"x": {}})))
    desired = data_plan(version(1, custom_event("A", {"x": {}}, required=["x"])))
    assert fields(desired, live) == [
        FieldChange(("custom_event:other:A", "attributes", "x", "required"), ABSENT, after=True)
    ]


def test_names_that_look_private_are_compared_too():
    live = data_plan(version(1, custom_event("A", {"__x": {"type": "string"}})))
    desired = data_plan(version(1, custom_event("A", {"__x": {"type": "number"}})))
    assert [change.path[-2:] for change in fields(desired, live)] == [("__x", "type")]


def test_objects_that_share_little_are_still_compared_leaf_by_leaf():
    before = {"a": 1, **{f"old{n}": n for n in range(20)}}
    after = {"a": 2, **{f"new{n}": n for n in range(20)}}
    live = data_plan(version(1, user_attributes({"x": {"default": before}})))
    desired = data_plan(version(1, user_attributes({"x": {"default": after}})))
    assert len(fields(desired, live)) == 41


def test_scalars_come_before_data_points():
    live = data_plan(version(1, description="a"))
    desired = data_plan(version(1, custom_event("A"), environment="development", description="b"))
    assert [change.path for change in fields(desired, live)] == [
        ("version_description",),
        ("activated_environment",),
        ("custom_event:other:A",),
    ]


def test_a_new_data_plan_and_its_versions_are_changes_of_their_own():
    found = compare(data_plan(version(1), version(2)), None)
    assert [(change.kind, str(change.key)) for change in found.changes] == [
        (ChangeKind.CREATE, "shop"),
        (ChangeKind.CREATE, "shop v1"),
        (ChangeKind.CREATE, "shop v2"),
    ]
    assert found.changes[0].field_changes == (FieldChange(("data_plan_name",), ABSENT, "Shop"),)


def test_a_new_version_is_described_against_the_highest_version_below_it():
    live = data_plan(version(1), version(2, custom_event("A")), version(5, custom_event("Z")))
    desired = data_plan(version(3, custom_event("A"), custom_event("B")))
    (change,) = compare(desired, live).changes
    assert change.compared_with == 2
    assert [field.path for field in change.field_changes] == [
        ("activated_environment",),
        ("custom_event:other:B",),
    ]


def test_a_first_version_is_described_against_nothing():
    live = data_plan(version(5, custom_event("A")))
    (change,) = compare(data_plan(version(3, custom_event("A"))), live).changes
    assert change.compared_with is None
    assert change.field_changes[-1].before is ABSENT


def test_live_versions_that_are_not_declared_are_unmanaged():
    found = compare(data_plan(version(2)), data_plan(version(1), version(2)))
    assert found.changes == ()
    assert found.unmanaged == (DataPlanVersionKey("shop", 1),)
    assert found.unchanged == 2


def test_a_continuation_is_the_fingerprint_of_the_change_that_is_left_between_our_steps():
    wanted = data_plan(version(1, custom_event("A"), environment="production"))
    created = compare(wanted, None).changes[1]
    halfway = data_plan(version(1, custom_event("A")))
    (left,) = compare(wanted, halfway).changes
    assert created.continuations == (left.fingerprint,)


def states(*plans):
    return WorkspaceState({plan.data_plan_id: partial(replace, plan) for plan in plans})


def test_states_are_compared_data_plan_by_data_plan():
    desired = states(data_plan(version(1)), data_plan(data_plan_id="app"))
    live = states(data_plan(version(1)), data_plan(data_plan_id="old"))
    found = diff.diff_states(desired, live, workspace_id=7)
    assert [str(change.key) for change in found.changes] == ["app"]
    assert (found.unchanged, found.unmanaged, found.workspace_id) == (2, (DataPlanKey("old"),), 7)


def test_only_declared_data_plans_are_loaded_and_each_once():
    loaded = []

    def loading(plan):
        def load():
            loaded.append(plan.data_plan_id)
            return plan

        return load

    live = WorkspaceState(
        {"shop": loading(data_plan()), "old": loading(data_plan(data_plan_id="old"))}
    )
    diff.diff_states(states(data_plan()), live, workspace_id=1)
    assert loaded == ["shop"]


def test_a_fingerprint_depends_on_the_workspace():
    one = diff.diff_states(states(data_plan()), states(), workspace_id=1)
    other = diff.diff_states(states(data_plan()), states(), workspace_id=2)
    assert one.fingerprint != other.fingerprint


@given(data_plans(live=True))
def test_nothing_differs_from_itself(plan):
    assert compare(plan, plan).changes == ()


def carried_out(changes, live: DataPlan | None) -> DataPlan:
    """Lay the `after` sides of changes over live, as an apply does."""
    versions = {one.version: one for one in live.versions} if live else {}
    own = live
    for change in changes:
        if isinstance(change.after, DataPlan):
            own = change.after
        else:
            versions[change.after.version] = change.after
    assert own is not None
    return replace(own, versions=tuple(versions[number] for number in sorted(versions)))


@given(data_plans(), data_plans(live=True))
def test_applying_the_difference_gives_desired_laid_over_live_and_nothing_is_left(desired, live):
    after = carried_out(compare(desired, live).changes, live)
    assert compare(desired, after).changes == ()
    assert differences.same(replace(after, versions=()), managed.data_plan_over(desired, live))
    for number in {one.version for one in live.versions} - {
        one.version for one in desired.versions
    }:
        assert after.version(number) == live.version(number)


@given(data_plans())
def test_creating_leaves_nothing_to_do(desired):
    assert compare(desired, carried_out(compare(desired, None).changes, None)).changes == ()


@given(data_plans(live=True), data_plans(live=True))
def test_every_difference_has_a_leaf_and_no_leaf_has_equal_sides(desired, live):
    for change in compare(desired, live).changes:
        if change.kind is ChangeKind.UPDATE:
            assert change.field_changes
        for field in change.field_changes:
            assert repr(field.before) != repr(field.after)
        paths = [field.path for field in change.field_changes]
        assert len(paths) == len(set(paths))


def test_an_environment_that_live_does_not_say_counts_as_none():
    live = replace(version(1), activated_environment=None)
    desired = version(1, environment=ActivatedEnvironment.NONE)
    assert compare(data_plan(desired), data_plan(live)).changes == ()
