"""The schema of the events that a data point is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import jsonschema_rs
import pytest

from dataplan_sync.impact.event_schema import event_schema, with_schema_at
from dataplan_sync.model import DataPointMatch

if TYPE_CHECKING:
    from dataplan_sync.model import JSONObject

CLICK = DataPointMatch("custom_event", {"event_name": "Click", "custom_event_type": "other"})
VIEW = DataPointMatch("promotion_action", {"action": "view"})
PURCHASE = DataPointMatch("product_action", {"action": "purchase"})
IMPRESSION = DataPointMatch("product_impression", {})


def click(**data):
    named = {"event_name": "Click", "custom_event_type": "other", **data}
    return {"event_type": "custom_event", "data": named}


def commerce(**data):
    return {"event_type": "commerce_event", "data": data}


def accepts(match, definition, value):
    return jsonschema_rs.Draft7Validator(event_schema(match, definition)).is_valid(value)


@pytest.mark.parametrize(
    ("match", "value"),
    [
        (CLICK, click()),
        (CLICK, click(custom_attributes={"a": 1})),
        (PURCHASE, commerce(product_action={"action": "purchase", "products": []})),
        (VIEW, commerce(promotion_action={"action": "view"})),
        (IMPRESSION, commerce(product_impressions=[])),
        (DataPointMatch("user_attributes", {}), {"age": 1}),
    ],
)
def test_it_accepts_what_matches(match, value):
    assert accepts(match, {}, value)


@pytest.mark.parametrize(
    ("match", "value"),
    [
        (CLICK, 5),
        (CLICK, {"event_type": "custom_event"}),
        (CLICK, click(event_name="Tap")),
        (CLICK, commerce(event_name="Click", custom_event_type="other")),
        (PURCHASE, commerce(product_action={"action": "refund"})),
        (PURCHASE, commerce(product_action="purchase")),
        (VIEW, commerce(promotion_action={"action": "view"}, product_action={})),
        (IMPRESSION, commerce(promotion_action={})),
        (DataPointMatch("user_attributes", {}), ["age"]),
    ],
)
def test_it_refuses_what_does_not_match(match, value):
    assert not accepts(match, {}, value)


@pytest.mark.parametrize(
    "definition",
    [
        False,
        {"properties": {"data": False}},
        {"properties": {"data": {"properties": {"event_name": {"const": "Tap"}}}}},
        {"properties": {"data": {"properties": {"event_name": False}}}},
        {"additionalProperties": False, "properties": {"data": {}}},
    ],
)
def test_a_definition_that_contradicts_its_match_accepts_nothing(definition):
    assert not accepts(CLICK, definition, click())


def test_what_a_definition_says_goes_on_to_hold():
    same = {"const": "Click", "minLength": 1}
    custom = {"properties": {"a": {"type": "string"}}}
    data = {"properties": {"event_name": same, "custom_attributes": custom}, "required": ["x"]}
    definition = {"properties": {"data": data}}
    assert accepts(CLICK, definition, click(x=1, custom_attributes={"a": "b"}))
    assert not accepts(CLICK, definition, click(custom_attributes={"a": "b"}))
    assert not accepts(CLICK, definition, click(x=1, custom_attributes={"a": 1}))
    assert not accepts(CLICK, definition, click(x=1, custom_attributes=1))


def test_a_schema_is_put_in_place_and_what_is_missing_on_the_way_is_added():
    definition: JSONObject = {"properties": {"a": {"type": "array"}}, "required": ["a"]}
    at = ("properties", "a", "items", "properties", "b")
    assert with_schema_at(definition, at, node=False) == {
        "properties": {"a": {"type": "array", "items": {"properties": {"b": False}}}},
        "required": ["a"],
    }
