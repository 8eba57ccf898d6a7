from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataplan_sync import canonical
from dataplan_sync.model import ActivatedEnvironment, DataPlanVersion
from tests.builders import custom_event, data_plan, document, user_attributes, version
from tests.strategies import SCHEMAS, data_plans


def text(value):
    return canonical.text(canonical.resource(value))


EQUAL_SCHEMAS = [
    ({"enum": ["b", "a"]}, {"enum": ["a", "b"]}),
    ({"type": ["null", "string"]}, {"type": ["string", "null"]}),
    ({"required": ["b", "a"]}, {"required": ["a", "b"]}),
    ({"required": []}, {}),
    ({"minimum": 1}, {"minimum": 1.0}),
    ({"description": ""}, {}),
    ({"description": None}, {}),
    ({"items": {"required": ["b", "a"]}}, {"items": {"required": ["a", "b"]}}),
    ({"items": [{"enum": [2, 1]}]}, {"items": [{"enum": [1, 2]}]}),
]


@pytest.mark.parametrize(("one", "other"), EQUAL_SCHEMAS)
def test_what_design_5_ignores_is_equal(one, other):
    first, second = custom_event("A", {"size": one}), custom_event("A", {"size": other})
    assert canonical.data_point(first) == canonical.data_point(second)


DIFFERENT_SCHEMAS = [
    ({"const": True}, {"const": 1}),
    ({"const": None}, {}),
    ({"const": "1"}, {"const": 1}),
    ({"enum": ["a", "a"]}, {"enum": ["a"]}),
    ({"type": "string"}, {"type": ["string"]}),
    ({"examples": ["b", "a"]}, {"examples": ["a", "b"]}),
    ({"type": "object"}, {}),
    ({"required": ["a", "a"]}, {"required": ["a"]}),
    ({"required": True}, {}),
    ({"title": ""}, {}),
]


@pytest.mark.parametrize(("one", "other"), DIFFERENT_SCHEMAS)
def test_everything_else_in_a_definition_is_the_authors(one, other):
    first, second = (
        canonical.data_point(custom_event("A", {"size": schema})) for schema in (one, other)
    )
    assert canonical.text(first) != canonical.text(second)


@pytest.mark.parametrize("name", ["required", "enum", "type", "description"])
def test_an_attribute_named_like_a_keyword_is_no_keyword(name):
    one = custom_event("A", {name: {"type": "array", "items": [{"const": 1}, {"const": 2}]}})
    other = custom_event("A", {name: {"type": "array", "items": [{"const": 2}, {"const": 1}]}})
    assert canonical.data_point(one) != canonical.data_point(other)
    assert name in str(canonical.data_point(one))


def test_a_description_that_is_no_text_is_kept():
    point = custom_event("A", {"size": {"description": {"odd": 1}}})
    assert "odd" in canonical.text(canonical.data_point(point))


def test_the_root_type_object_that_the_ui_adds_does_not_count():
    one, other = user_attributes({}, type="object"), user_attributes({})
    assert canonical.data_point(one) == canonical.data_point(other)


def test_null_criteria_count_as_absent():
    one = custom_event("A")
    other = custom_event("A")
    other.match.criteria["screen_name"] = None
    assert canonical.data_point(one) == canonical.data_point(other)


def test_order_of_data_points_does_not_count():
    points = [custom_event("A"), custom_event("B"), user_attributes({})]
    assert text(version(1, *points)) == text(version(1, *reversed(points)))


def test_an_empty_description_is_no_description():
    assert text(version(1, description="")) == text(version(1, description=None))
    assert text(data_plan(description="")) == text(data_plan(description=None))


def test_an_environment_that_is_not_said_is_none():
    assert text(version(1, environment=None)) == text(version(1, environment="none"))


def test_a_second_bearer_of_an_identity_is_counted_apart():
    points = canonical.points_by_key(document(custom_event("A"), custom_event("A", {"b": {}})))
    identity = ("custom_event", "other", "A")
    assert list(points) == [(identity, 0), (identity, 1)]


def test_a_version_without_a_document_differs_from_an_empty_one():
    listed = DataPlanVersion("shop", 1, activated_environment=ActivatedEnvironment.NONE)
    assert text(listed) != text(version(1))


def shuffled(value, seed):
    """Reorder all object keys, and the lists in which order means nothing."""
    if isinstance(value, dict):
        items = [
            (
                key,
                sorted(item, key=repr)
                if key in ("enum", "type", "required") and isinstance(item, list)
                else shuffled(item, seed),
            )
            for key, item in value.items()
        ]
        random.Random(seed).shuffle(items)
        return dict(items)
    return value


@given(SCHEMAS, st.integers())
def test_key_order_never_counts(schema, seed):
    once = canonical.text(canonical.schema(schema))
    assert canonical.text(canonical.schema(shuffled(schema, seed))) == once


@given(data_plans(live=True))
def test_the_canonical_form_leaves_its_argument_alone(plan):
    before = repr(plan)
    canonical.data_plan(plan)
    for one in plan.versions:
        canonical.version(one)
    assert repr(plan) == before
