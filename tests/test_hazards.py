from __future__ import annotations

import pytest

from dataplan_sync.changes import ChangeSet
from dataplan_sync.hazards import find_hazards
from tests.builders import custom_event, data_plan, version
from tests.test_ordering import changes


def rules(desired, live, *, allow=False):
    found = find_hazards(ChangeSet(1, changes(desired, live)), allow_production_edit=allow)
    return [(hazard.rule, str(hazard.key)) for hazard in found]


def test_the_document_of_a_version_that_is_active_in_production_is_not_edited():
    live = data_plan(version(1, environment="production"))
    desired = data_plan(version(1, custom_event("A"), environment="production"))
    assert rules(desired, live) == [("production-edit", "shop v1")]
    assert rules(desired, live, allow=True) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (version(1, environment="production"), version(1, environment="development")),
        (
            version(1, environment="production"),
            version(1, environment="production", description="x"),
        ),
        (
            version(1, environment="development"),
            version(1, custom_event("A"), environment="production"),
        ),
    ],
)
def test_other_edits_are_not_held_up(before, after):
    assert rules(data_plan(after), data_plan(before)) == []


def test_a_new_version_that_starts_in_production_is_no_edit():
    assert rules(data_plan(version(1, custom_event("A"), environment="production")), None) == []


def test_a_new_data_plan_needs_a_version():
    assert rules(data_plan(), None) == [("no-version", "shop")]
    assert rules(data_plan(name="New"), data_plan()) == []


def test_a_hazard_says_what_would_allow_it():
    live = data_plan(version(1, environment="production"))
    desired = data_plan(version(1, custom_event("A"), environment="production"))
    (hazard,) = find_hazards(ChangeSet(1, changes(desired, live)))
    assert "--allow-production-edit" in hazard.message
