from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataplan_sync import canonical, diff, live_side, managed, origins
from dataplan_sync.changes import ABSENT, Absent, ChangeKind, Origin
from dataplan_sync.differences import leaves
from dataplan_sync.field_paths import is_required_list
from dataplan_sync.model import DataPlanKey, DataPlanVersion, DataPlanVersionKey, WorkspaceState
from tests.builders import custom_event, data_plan, version
from tests.strategies import DATA_POINTS, DOCUMENTS, EXTRAS

PENDING, DRIFT, CONFLICT = Origin.PENDING, Origin.DRIFT, Origin.CONFLICT


def compare(base, desired, live, **options):
    return diff.diff_data_plan(desired, live, workspace_id=1, base=origins.objects(base), **options)


def told(base, desired, live, **options):
    """Every field of every change by name, with its origin."""
    return {
        (change.key, *field.path): field.origin
        for change in compare(base, desired, live, **options).changes
        for field in change.field_changes
    }


def of_attribute(base, desired, live):
    """The origins in one data point whose only attribute has these schemas; None for no such attribute."""
    sides = (
        data_plan(version(1, custom_event("A", {} if schema is None else {"x": schema})))
        for schema in (base, desired, live)
    )
    return {path[2:]: origin for path, origin in told(*sides).items()}


@pytest.mark.parametrize(
    ("base", "desired", "live", "expected"),
    [
        ("a", "a", "a", None),
        ("a", "b", "a", PENDING),
        ("a", "a", "b", DRIFT),
        ("a", "b", "c", CONFLICT),
        ("a", "b", "b", Origin.CONVERGED),
        (ABSENT, "b", "b", Origin.CONVERGED),
        (ABSENT, "a", ABSENT, PENDING),
        (ABSENT, ABSENT, "a", DRIFT),
        ("a", ABSENT, "a", PENDING),
        ("a", "a", ABSENT, DRIFT),
        ("a", ABSENT, "b", CONFLICT),
        (None, ABSENT, None, PENDING),
        (True, 1, True, PENDING),
        (1, True, 0, CONFLICT),
    ],
)
def test_the_side_that_differs_from_the_base_has_moved(base, desired, live, expected):
    assert origins.origin_of(base, desired, live) is expected


@pytest.mark.parametrize(
    ("base", "desired", "live", "expected"),
    [
        ({"type": "string"}, {"type": "number"}, {"type": "string"}, {("attributes", "x", "type"): PENDING}),
        ({"type": "string"}, {"type": "string"}, {"type": "number"}, {("attributes", "x", "type"): DRIFT}),
        ({"type": "string"}, {"type": "number"}, {"type": "boolean"}, {("attributes", "x", "type"): CONFLICT}),
        ({"type": "string"}, None, {"type": "string"}, {("attributes", "x"): PENDING}),
        ({"type": "string"}, None, {"type": "number"}, {("attributes", "x"): CONFLICT}),
        ({"type": "string"}, {"type": "number"}, None, {("attributes", "x"): CONFLICT}),
        (None, None, {"type": "string"}, {("attributes", "x"): DRIFT}),
        (None, {"type": "string"}, {"type": "number"}, {("attributes", "x", "type"): CONFLICT}),
        (
            {"enum": [1]},
            {"enum": [1], "description": "ours"},
            {"enum": [1, 2]},
            {("attributes", "x", "description"): PENDING, ("attributes", "x", "enum"): DRIFT},
        ),
    ],
)  # fmt: skip
def test_each_leaf_is_told_apart(base, desired, live, expected):
    assert of_attribute(base, desired, live) == expected


def test_what_both_sides_changed_alike_is_no_change_and_is_counted():
    base = data_plan(version(1, custom_event("A", {"x": {"type": "string"}})))
    both = data_plan(version(1, custom_event("A", {"x": {"type": "number"}}), custom_event("B")))
    found = compare(base, both, both)
    assert (found.changes, found.converged) == ((), 2)


def test_what_converged_beside_a_change_is_counted_too():
    base = data_plan(version(1, custom_event("A", {"x": {"type": "string"}})))
    live = data_plan(version(1, custom_event("A", {"x": {"type": "number"}})))
    desired = data_plan(version(1, custom_event("A", {"x": {"type": "number"}}, ["x"])))
    assert told(base, desired, live) == {
        (DataPlanVersionKey("shop", 1), "custom_event:other:A", "attributes", "x", "required"): PENDING
    }  # fmt: skip
    assert compare(base, desired, live).converged == 1


def test_what_git_did_not_manage_at_the_base_is_no_edit_of_anybody():
    base, desired = data_plan(name=None), data_plan(name="Ours")
    live = data_plan(name="Theirs", description="Sold here", extra={"x_note": 1})
    assert told(base, desired, live) == {(DataPlanKey("shop"), "data_plan_name"): PENDING}


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        (None, {PENDING}),
        (version(1, custom_event("A")), {DRIFT}),
        (version(1, custom_event("Old")), {CONFLICT}),
    ],
    ids=["never declared", "deleted in live", "deleted in live and edited in git"],
)
def test_an_object_that_is_not_live_is_new_or_was_deleted_there(base, expected):
    desired = data_plan(version(1, custom_event("A")))
    found = told(data_plan(*[base] if base else []), desired, data_plan())
    assert set(found.values()) == expected


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        (None, {PENDING}),
        (version(1, custom_event("A")), {PENDING}),
        (version(1, custom_event("Old")), {CONFLICT}),
    ],
    ids=["never declared", "as it was", "deleted in git and edited in live"],
)
def test_a_deletion_of_what_somebody_edited_is_a_conflict(base, expected):
    key = DataPlanVersionKey("shop", 1)
    live = data_plan(version(1, custom_event("A")), version(2))
    found = told(
        data_plan(*[base] if base else [], version(2)),
        data_plan(version(2)),
        live,
        deletable=[key],
    )
    assert {path[0] for path in found} == {key}
    assert set(found.values()) == expected


def test_one_number_given_to_two_versions_is_a_conflict():
    ours, theirs = (version(2, custom_event(name), environment="none") for name in "AB")
    found = told(data_plan(), data_plan(ours), data_plan(theirs))
    assert found == {
        (ours.key, "custom_event:other:A"): PENDING,
        (ours.key, "custom_event:other:B"): DRIFT,
    }
    ours, theirs = (version(2, custom_event("A", {"x": {"type": kind}})) for kind in ("string", "number"))  # fmt: skip
    assert set(told(data_plan(), data_plan(ours), data_plan(theirs)).values()) == {CONFLICT}


@pytest.mark.parametrize(
    ("base", "desired", "live"),
    [
        (None, version(2, environment="development"), version(2, environment="none")),
        (
            version(2, environment="production"),
            version(2, custom_event("A"), environment="production"),
            version(2, environment="development"),
        ),
        (
            version(2, environment="none"),
            version(2, custom_event("A"), environment="production"),
            version(2, custom_event("A"), environment="none"),
        ),
    ],
    ids=["created, not active yet", "set aside for an edit", "edited, not active yet"],
)
def test_what_our_own_steps_leave_on_the_way_is_no_edit_of_anybody(base, desired, live):
    found = told(data_plan(*[base] if base else []), data_plan(desired), data_plan(live))
    assert set(found.values()) == {PENDING}


def test_leaves_that_are_left_as_live_has_them_are_no_part_of_the_change_set():
    base = data_plan(version(1, custom_event("A", {"x": {"enum": [1]}, "y": {}})))
    desired = data_plan(version(1, custom_event("A", {"x": {"enum": [1, 2]}, "y": {"type": "string"}})))  # fmt: skip
    live = data_plan(version(1, custom_event("A", {"x": {"enum": [1, 3]}, "y": {}})))
    (change,) = compare(base, desired, live, left=[CONFLICT]).changes
    merged = version(1, custom_event("A", {"x": {"enum": [1, 3]}, "y": {"type": "string"}}))
    assert change.after == merged
    assert [field.origin for field in change.field_changes] == [PENDING]
    assert compare(live, desired, live, left=[CONFLICT]) == compare(live, desired, live)


def test_without_a_base_every_difference_counts_as_pending():
    desired, live = data_plan(version(1, custom_event("A"))), data_plan(version(1))
    (change,) = diff.diff_data_plan(desired, live, workspace_id=1).changes
    assert {field.origin for field in change.field_changes} == {PENDING}


def test_a_workspace_is_told_apart_data_plan_by_data_plan():
    def state(**plans):
        return WorkspaceState({key: partial(replace, plan) for key, plan in plans.items()})

    key = DataPlanKey("gone")
    gone = data_plan(data_plan_id="gone", name="Old")
    found = diff.diff_states(
        state(shop=data_plan(name="A", description="same")),
        state(
            shop=data_plan(name="B", description="same"), gone=replace(gone, data_plan_name="New")
        ),
        workspace_id=1,
        deletable=[key],
        base=state(shop=data_plan(name="A"), gone=gone),
    )
    assert [
        (change.key, change.kind, {field.origin for field in change.field_changes})
        for change in found.changes
    ] == [
        (DataPlanKey("shop"), ChangeKind.UPDATE, {DRIFT}),
        (key, ChangeKind.DELETE, {CONFLICT}),
    ]
    assert found.converged == 0


@given(DOCUMENTS, DOCUMENTS)
def test_merging_nothing_is_nothing(ours, theirs):
    git, api = (
        data_plan(replace(version(1), version_document=document)) for document in (ours, theirs)
    )
    assert compare(api, api, api) == diff.DataPlanDifference((), 2, ())
    assert set(told(api, git, api).values()) <= {PENDING}
    assert set(told(git, git, api).values()) <= {DRIFT}


@given(st.data(), DOCUMENTS, DOCUMENTS)
def test_edits_of_different_leaves_never_conflict(data, one, other):
    """Git and live each make some of the edits between two documents, and none of them both."""
    was, edited = (replace(version(1), version_document=document) for document in (one, other))
    edited = managed.version_over(edited, was)
    places = [leaf.place for leaf in leaves(was, edited)]
    who = {place: data.draw(st.sampled_from([PENDING, DRIFT, None])) for place in places}
    git, api = (
        live_side.taken(was, edited, [place for place in places if who[place] is side])
        for side in (PENDING, DRIFT)
    )
    assert isinstance(git, DataPlanVersion)
    assert isinstance(api, DataPlanVersion)
    git = managed.version_over(git, api)
    found = {leaf.place: origin for leaf, origin in origins.moved(git, api, was)}
    assert found == {leaf.place: who[leaf.place] for leaf in leaves(api, git)}


def reference(base, desired, live, *, path=()):
    """The leaves and their origins as dictionaries have them, without any library and without any shortcut."""
    if is_required_list(path[1:]) and {type(desired), type(live)} <= {dict, Absent}:
        desired, live = ({} if side is ABSENT else side for side in (desired, live))
    if isinstance(desired, dict) and isinstance(live, dict):
        below = base if isinstance(base, dict) else {}
        for key in {**desired, **live}:
            sides = [side.get(key, ABSENT) for side in (below, desired, live)]
            yield from reference(*sides, path=(*path, key))
    elif as_text(desired) != as_text(live):
        if as_text(base) == as_text(live):
            yield path, PENDING
        elif as_text(base) == as_text(desired):
            yield path, DRIFT
        else:
            yield path, CONFLICT


def points_of(side):
    return side.version_document.data_points


def as_text(value):
    return "absent" if value is ABSENT else canonical.text(value)


@given(st.lists(st.tuples(DATA_POINTS, EXTRAS), min_size=3, max_size=3))
def test_classification_agrees_with_a_naive_reference(sides):
    match = sides[0][0].match
    was, git, api = (version(1, replace(point, match=match), extra=extra) for point, extra in sides)
    git, was = managed.version_over(git, api), managed.version_over(was, api)
    trees = [{**canonical.version(side), "version_document": None} for side in (was, git, api)]
    points = [canonical.data_point(point) for side in (was, git, api) for point in points_of(side)]
    expected = {**dict(reference(*trees)), **dict(reference(*points, path=("point",)))}
    assert {
        (("point",) if leaf.place.point else ()) + leaf.place.path: origin
        for leaf, origin in origins.moved(git, api, was)
    } == expected
