from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from dataplan_sync import diff, differences, ordering
from dataplan_sync.changes import Change, ChangeKind, Resource
from dataplan_sync.model import ActivatedEnvironment, DataPlan, DataPlanVersion, ObjectKey
from dataplan_sync.ordering import StepKind
from tests.builders import custom_event, data_plan, version
from tests.strategies import data_plans

CREATE_PLAN, UPDATE_PLAN = StepKind.CREATE_DATA_PLAN, StepKind.UPDATE_DATA_PLAN
CREATE, UPDATE, ENVIRONMENT = (
    StepKind.CREATE_VERSION,
    StepKind.UPDATE_VERSION,
    StepKind.SET_ENVIRONMENT,
)


def changes(desired, live):
    return diff.diff_data_plan(desired, live, workspace_id=1).changes


def deletion(resource):
    return Change(ChangeKind.DELETE, resource.key, resource, None, (), "f")


def told(steps):
    return [(step.kind, str(step.key)) for step in steps]


def test_a_new_data_plan_comes_with_its_lowest_version_and_is_activated_last():
    desired = data_plan(
        version(3, environment="development"), version(1, environment="production"), version(2)
    )
    steps = ordering.steps(changes(desired, None))
    assert told(steps) == [
        (CREATE_PLAN, "shop"),
        (CREATE, "shop v2"),
        (CREATE, "shop v3"),
        (ENVIRONMENT, "shop v1"),
        (ENVIRONMENT, "shop v3"),
    ]
    assert steps[0].after == replace(desired, versions=(version(1),))
    assert [str(change.key) for change in steps[0].changes] == ["shop", "shop v1"]


def test_a_new_data_plan_without_versions_is_created_alone():
    assert told(ordering.steps(changes(data_plan(), None))) == [(CREATE_PLAN, "shop")]


def test_a_raised_environment_follows_the_edit_it_activates():
    live = data_plan(version(1))
    desired = data_plan(version(1, custom_event("A"), environment="production"))
    edit, activate = ordering.steps(changes(desired, live))
    assert (edit.kind, activate.kind) == (UPDATE, ENVIRONMENT)
    assert edit.after == version(1, custom_event("A"))
    assert activate.before == edit.after


def test_a_lowered_environment_precedes_the_edit_it_unlocks():
    live = data_plan(version(1, environment="production"))
    desired = data_plan(version(1, custom_event("A")))
    lower, edit = ordering.steps(changes(desired, live))
    assert (lower.kind, edit.kind) == (ENVIRONMENT, UPDATE)
    assert lower.after == version(1)
    assert edit.before == lower.after


def test_versions_are_activated_before_others_are_deactivated():
    live = data_plan(version(1, environment="production"), version(2))
    desired = data_plan(version(1), version(2, environment="production"))
    steps = ordering.steps(changes(desired, live))
    assert told(steps) == [(ENVIRONMENT, "shop v2"), (ENVIRONMENT, "shop v1")]


def test_an_edit_that_leaves_the_environment_alone_is_one_step():
    live = data_plan(version(1, environment="development"), name="Old")
    desired = data_plan(version(1, custom_event("A"), environment="development"))
    assert told(ordering.steps(changes(desired, live))) == [
        (UPDATE_PLAN, "shop"),
        (UPDATE, "shop v1"),
    ]


def test_deletions_come_last_and_a_data_plan_goes_with_all_its_versions():
    live = data_plan(version(1), version(2))
    own = deletion(replace(live, versions=()))
    new = changes(data_plan(data_plan_id="web"), None)
    ordered = ordering.dependency_order([own, *map(deletion, live.versions), *new])
    assert [str(change.key) for change in ordered] == ["web", "shop v2", "shop v1", "shop"]
    (step,) = ordering.steps([change for change in ordered if change.data_plan_id == "shop"])
    assert (step.kind, str(step.key)) == (StepKind.DELETE_DATA_PLAN, "shop")
    assert [str(change.key) for change in step.changes] == ["shop", "shop v2", "shop v1"]


def test_versions_of_a_data_plan_that_stays_are_deleted_one_by_one_from_the_highest():
    live = data_plan(version(1), version(2), version(3))
    new = changes(data_plan(version(4), *live.versions), live)
    steps = ordering.steps([*map(deletion, live.versions[:2]), *new])
    assert told(steps) == [
        (CREATE, "shop v4"),
        (StepKind.DELETE_VERSION, "shop v2"),
        (StepKind.DELETE_VERSION, "shop v1"),
    ]


def test_a_version_that_stays_active_in_production_is_set_aside_while_it_is_edited():
    live = data_plan(version(1, environment="production", description="Old"))
    desired = data_plan(version(1, custom_event("A"), environment="production", description="New"))
    (change,) = changes(desired, live)
    lower, edit, raised = ordering.steps([change])
    aside = version(1, environment="development", description="Old")
    edited = version(1, custom_event("A"), environment="development", description="New")
    assert [(step.before, step.after) for step in (lower, edit, raised)] == [
        (live.versions[0], aside),
        (aside, edited),
        (edited, desired.versions[0]),
    ]
    assert told((lower, edit, raised)) == [
        (ENVIRONMENT, "shop v1"),
        (UPDATE, "shop v1"),
        (ENVIRONMENT, "shop v1"),
    ]
    assert not lower.if_it_fails, "nothing has happened yet"
    assert "may not be back in production" in edit.if_it_fails
    assert raised.if_it_fails == edit.if_it_fails
    assert ordering.intermediates(change) == (aside, edited)


def test_a_description_is_edited_in_production_in_one_step():
    live = data_plan(version(1, environment="production"))
    desired = data_plan(version(1, environment="production", description="New"))
    assert told(ordering.steps(changes(desired, live))) == [(UPDATE, "shop v1")]


def test_groups_hold_one_data_plan_each():
    both = [*changes(data_plan(version(1)), None), *changes(data_plan(data_plan_id="app"), None)]
    groups = [
        (name, [str(change.key) for change in group])
        for name, group in ordering.data_plan_groups(both)
    ]
    assert groups == [("app", ["app"]), ("shop", ["shop", "shop v1"])]


@pytest.mark.parametrize(
    ("before", "after", "states"),
    [
        (None, version(1), []),
        (None, version(1, environment="production"), [version(1)]),
        (version(1), version(1, environment="production"), []),
        (
            version(1),
            version(1, custom_event("A"), environment="development"),
            [version(1, custom_event("A"))],
        ),
    ],
)
def test_intermediates_are_the_states_between_our_own_steps(before, after, states):
    live = data_plan(before) if before else data_plan()
    (change,) = changes(data_plan(after), live)
    assert list(ordering.intermediates(change)) == states


def without_versions(resource):
    return replace(resource, versions=()) if isinstance(resource, DataPlan) else resource


@given(data_plans(), data_plans(live=True))
def test_each_step_starts_where_the_last_one_on_its_object_ended(desired, live):
    found = changes(desired, live)
    seen = {change.key: change.before for change in found}
    for step in ordering.steps(found):
        assert differences.same(step.before, seen[step.key])
        seen[step.key] = step.after
    for change in found:
        assert differences.same(seen[change.key], change.after)


@given(data_plans(), data_plans(live=True))
def test_no_document_is_sent_to_a_version_that_is_active_in_production(desired, live):
    for step in ordering.steps(changes(desired, live)):
        before, after = step.before, step.after
        if not (isinstance(before, DataPlanVersion) and isinstance(after, DataPlanVersion)):
            continue
        if before.activated_environment is ActivatedEnvironment.PRODUCTION:
            kept = replace(after, version_document=before.version_document)
            assert differences.same(kept, after)


@given(data_plans())
def test_a_new_data_plans_steps_lead_to_what_is_desired(desired):
    found = changes(desired, None)
    seen: dict[ObjectKey, Resource | None] = {}
    for step in ordering.steps(found):
        assert differences.same(step.before, seen.get(step.key))
        seen[step.key] = step.after
        if isinstance(step.after, DataPlan):
            seen.update({one.key: one for one in step.after.versions})
    for change in found:
        assert differences.same(without_versions(seen[change.key]), change.after)


@given(data_plans())
def test_nothing_is_active_before_everything_is_created(desired):
    steps = ordering.steps(changes(desired, None))
    kinds = [step.kind for step in steps]
    assert kinds == sorted(kinds, key=[CREATE_PLAN, CREATE, ENVIRONMENT].index)
    for step in steps:
        if isinstance(step.after, DataPlanVersion) and step.kind is CREATE:
            assert step.after.activated_environment is ActivatedEnvironment.NONE
