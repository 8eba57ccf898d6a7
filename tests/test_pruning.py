"""Deletions as `diff` makes them: what they hold, and that nothing else is ever deleted."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from dataplan_sync import diff
from dataplan_sync.changes import ABSENT, ChangeKind, FieldChange
from dataplan_sync.codec import encode_data_point
from dataplan_sync.model import (
    ActivatedEnvironment,
    DataPlanKey,
    DataPlanVersionKey,
    WorkspaceState,
)
from tests.builders import custom_event, data_plan, version
from tests.strategies import data_plans

EVENT = custom_event("A")
APP = data_plan(version(1, data_plan_id="app"), data_plan_id="app")


def state(*plans):
    return WorkspaceState({plan.data_plan_id: partial(replace, plan) for plan in plans})


def compare(desired, live, *deletable):
    return diff.diff_states(state(*desired), state(*live), workspace_id=1, deletable=deletable)


def test_a_deletion_names_all_that_is_lost():
    live = data_plan(version(1, EVENT, environment="development", description="x"), version(2))
    (change,) = compare(
        [replace(live, versions=live.versions[1:])], [live], live.versions[0].key
    ).changes
    assert (change.kind, change.before, change.after) == (ChangeKind.DELETE, live.versions[0], None)
    assert change.field_changes == (
        FieldChange(("version_description",), "x", ABSENT),
        FieldChange(("activated_environment",), "development", ABSENT),
        FieldChange(("custom_event:other:A",), encode_data_point(EVENT), ABSENT),
    )
    assert not change.leaves_none


def test_a_deletion_says_what_clients_get_afterwards():
    live = data_plan(version(1, environment="development"), version(2, environment="development"))
    changes = compare(
        [replace(live, versions=live.versions[:1])], [live], live.versions[1].key
    ).changes
    latest = changes[0].latest[ActivatedEnvironment.DEVELOPMENT]
    assert (latest.before, latest.after) == (live.versions[1], live.versions[0])


def test_what_is_to_be_deleted_is_not_unmanaged_any_more():
    live = data_plan(version(1), version(2), version(3))
    kept = replace(live, versions=live.versions[2:])
    change_set = compare([kept], [live, APP], live.versions[0].key)
    assert change_set.unmanaged == (DataPlanKey("app"), DataPlanVersionKey("shop", 2))
    assert compare([kept], [live, APP], APP.key).unmanaged == tuple(
        version.key for version in live.versions[:2]
    )


def test_only_what_is_listed_of_undeclared_data_plans_is_loaded():
    def refuse():
        raise AssertionError

    live = WorkspaceState(
        {"shop": partial(replace, data_plan()), "big": refuse, "app": partial(replace, APP)}
    )
    change_set = diff.diff_states(
        state(data_plan()), live, workspace_id=1, deletable=[APP.versions[0].key]
    )
    assert [(str(change.key), change.leaves_none) for change in change_set.changes] == [
        ("app v1", True)
    ]
    assert change_set.unmanaged == (DataPlanKey("app"), DataPlanKey("big"))


def test_a_deletion_is_reviewed_with_what_it_deletes():
    before, after = data_plan(version(1), version(2)), data_plan(version(1, EVENT), version(2))
    kept = replace(before, versions=before.versions[1:])
    key = before.versions[0].key
    first, second = (compare([kept], [live], key).changes[0] for live in (before, after))
    assert first.fingerprint != second.fingerprint


KEYS = st.one_of(
    st.just(DataPlanKey("shop")),
    st.builds(DataPlanVersionKey, st.just("shop"), st.integers(1, 5)),
)


@given(st.none() | data_plans(), data_plans(live=True), st.sets(KEYS))
def test_only_what_is_live_listed_and_not_declared_is_deleted(desired, live, deletable):
    found = compare([desired] if desired else [], [live], *deletable)
    deleted = {change.key for change in found.changes if change.kind is ChangeKind.DELETE}
    objects = {live.key, *(version.key for version in live.versions)}
    declared = {desired.key, *(version.key for version in desired.versions)} if desired else set()
    whole = live.key in deletable and not desired
    assert deleted == {
        key for key in objects if key not in declared and (whole or key in deletable)
    }
    assert found.changes == tuple(
        sorted(found.changes, key=lambda change: change.kind is ChangeKind.DELETE)
    )
