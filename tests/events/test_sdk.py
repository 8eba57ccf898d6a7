"""What the vendor's SDK finds; `peers/` compares it with the SDK itself."""

from __future__ import annotations

import pytest

from dataplan_sync.events import Semantics, validate_batch
from tests.events.strategies import batch, document


def results(definition, attributes, **more):
    sent = batch(attributes) | more
    return validate_batch(document(definition), sent, semantics=Semantics.NODE_SDK)


def errors(definition, attributes):
    return [
        error
        for result in results(definition, attributes)
        for error in result["data"]["validation_errors"]
    ]


AT = "#/data/custom_attributes"


@pytest.mark.parametrize(
    ("schema", "value", "keyword", "kind", "expected", "actual"),
    [
        ({"type": "number"}, "7", "type", "invalid_value", "should be number", "7"),
        (
            {"type": ["string", "null"]},
            True,
            "type",
            "invalid_value",
            "should be string,null",
            "true",
        ),
        ({"type": "integer"}, 1.5, "type", "invalid_value", "should be integer", 1.5),
        (
            {"const": 1},
            [1.0, None],
            "const",
            "invalid_value",
            "should be equal to constant",
            "[1,null]",
        ),
        ({"maximum": 2.0}, 3, "maximum", "invalid_value", "should be <= 2", 3),
        ({"minimum": 1e21}, 3, "minimum", "invalid_value", "should be >= 1e+21", 3),
        (
            {"exclusiveMaximum": 2, "maximum": 2},
            2,
            "exclusiveMaximum",
            "invalid_value",
            "should be < 2",
            2,
        ),
        ({"exclusiveMinimum": 2, "minimum": 3}, 2, "minimum", "invalid_value", "should be >= 3", 2),
        ({"multipleOf": 0.1}, 0.3, "multipleOf", "invalid_value", "should be multiple of 0.1", 0.3),
        (
            {"maxLength": 1},
            "ab",
            "maxLength",
            "invalid_value",
            "should NOT be longer than 1 characters",
            "ab",
        ),
        ({"pattern": "^a"}, "b", "pattern", "invalid_value", 'should match pattern "^a"', "b"),
        ({"format": "uuid"}, "b", "format", "invalid_value", 'should match format "uuid"', "b"),
        ({"minItems": 1}, [], "minItems", "unknown", "should NOT have fewer than 1 items", "[]"),
        (
            {"uniqueItems": True},
            [1, "1", 1.0],
            "uniqueItems",
            "unknown",
            "should NOT have duplicate items (items ## 0 and 2 are identical)",
            '[1,"1",1]',
        ),
        ({"not": {}}, 1, "not", "unknown", "should NOT be valid", 1),
        (False, 1, "false schema", "unknown", "boolean schema is false", 1),
        (
            {"dependencies": {"b": ["c", "d"]}},
            {"b": 1, "c": 1},
            "dependencies",
            "missing_required",
            "should have properties c, d when property b is present",
            '{"b":1,"c":1}',
        ),
    ],
)
def test_errors_have_the_sentences_of_ajv(schema, value, keyword, kind, expected, actual):
    assert errors({"properties": {"a": schema}}, {"a": value}) == [
        {
            "actual": actual,
            "error_pointer": f"{AT}/a",
            "schema_keyword": keyword,
            "key": "a",
            "validation_error_type": kind,
            "expected": expected,
        }
    ]


def test_of_what_is_missing_the_key_is_the_parents():
    assert errors({"required": ["size"]}, {}) == [
        {
            "error_pointer": AT,
            "schema_keyword": "required",
            "key": "custom_attributes",
            "validation_error_type": "missing_required",
            "expected": "size",
        }
    ]


def test_what_is_unplanned_is_named_twice():
    assert errors({"additionalProperties": False}, {"a": 1}) == [
        {
            "actual": "a",
            "error_pointer": AT,
            "schema_keyword": "additionalProperties",
            "key": "a",
            "validation_error_type": "unplanned",
        }
    ]


def test_everything_is_looked_at():
    schema = {"type": "string", "enum": ["a"], "minLength": 9}
    found = errors({"properties": {"a": schema}}, {"a": "b"})
    assert [error["schema_keyword"] for error in found] == ["minLength", "enum"]


def test_a_name_that_is_no_pointer_shows_the_value_of_its_parent():
    (error,) = errors({"properties": {"a/b": {"type": "null"}}}, {"a/b": 1})
    assert (error["error_pointer"], error["actual"]) == (f"{AT}/a~1b", '{"a/b":1}')


def test_a_definition_that_does_not_compile_is_said_to_be_none():
    assert errors({"format": "duration"}, {}) == [
        {
            "validation_error_type": "unknown",
            "error_pointer": "#",
            "actual": "Invalid JSON Schema",
            "key": "Sent",
        }
    ]


@pytest.mark.parametrize(
    "validator", [{"type": "other", "definition": False}, {"type": "json_schema"}]
)
def test_a_validator_that_is_no_json_schema_accepts_events(validator):
    planned = document({})
    planned["data_points"][0]["validator"] = validator
    assert validate_batch(planned, batch(1), semantics=Semantics.NODE_SDK) == []


def test_planned_user_attributes_are_looked_at_even_if_none_are_sent():
    planned = document({"required": ["a"]}, kind="user_attributes")
    (result,) = validate_batch(planned, {"events": []}, semantics=Semantics.NODE_SDK)
    (error,) = result["data"]["validation_errors"]
    assert error == {
        "error_pointer": "#",
        "schema_keyword": "required",
        "validation_error_type": "missing_required",
        "expected": "a",
    }


def test_empty_user_attributes_are_no_schema():
    planned = document({}, kind="user_attributes")
    (result,) = validate_batch(planned, {}, semantics=Semantics.NODE_SDK)
    assert result["data"]["validation_errors"][0]["actual"] == "Invalid JSON Schema"


def test_user_attributes_and_identities_that_nothing_plans_are_not_looked_at():
    sent = {"user_attributes": {"a": 1}, "user_identities": {"b": 1}}
    assert results({}, {}, **sent) == []


@pytest.mark.parametrize(
    ("event", "match", "key"),
    [
        (
            {"event_type": "custom_event", "data": {"event_name": "Typed"}},
            {
                "type": "custom_event",
                "criteria": {"event_name": "Typed", "custom_event_type": "other"},
            },
            "Typed",
        ),
        (
            {"event_type": "custom_event", "data": {}},
            {
                "type": "custom_event",
                "criteria": {"event_name": "Custom Event", "custom_event_type": "other"},
            },
            "custom_event",
        ),
        ({"event_type": "custom_event"}, None, "unknown"),
        (
            {"event_type": "screen_view"},
            {"type": "screen_view", "criteria": {"screen_name": ""}},
            "screen_view",
        ),
        (
            {"event_type": "screen_view", "data": {"screen_name": 7}},
            {"type": "screen_view", "criteria": {"screen_name": 7}},
            7,
        ),
        (
            {"event_type": "screen_view", "data": {}},
            {"type": "screen_view", "criteria": {}},
            "screen_view",
        ),
        ({"event_type": "session_start"}, {"type": "session_start"}, "session_start"),
        (
            {"event_type": "application_state_transition", "data": None},
            {
                "type": "application_state_transition",
                "criteria": {"application_transition_type": "unknown"},
            },
            "application_state_transition",
        ),
        (
            {"event_type": "commerce_event", "data": {"product_action": {"action": "click"}}},
            {"type": "product_action", "criteria": {"action": "click"}},
            "commerce_event",
        ),
        (
            {"event_type": "commerce_event", "data": {"promotion_action": {}}},
            {"type": "promotion_action", "criteria": {}},
            "commerce_event",
        ),
        (
            {"event_type": "commerce_event", "data": {"product_impressions": []}},
            {"type": "product_impression"},
            "commerce_event",
        ),
        ({"event_type": "commerce_event", "data": {}}, None, "unknown"),
        ({"event_type": "user_attributes", "data": {}}, None, "unknown"),
        ({"event_type": 7}, None, "unknown"),
    ],
)
def test_an_event_that_nothing_plans_gets_a_match_of_its_own(event, match, key):
    (result,) = validate_batch(
        {"data_points": []}, {"events": [event]}, semantics=Semantics.NODE_SDK
    )
    unplanned = {"validation_error_type": "unplanned", "key": key, "error_pointer": "#"}
    named = {} if match is None else {"match": match}
    assert result["data"] == {**named, "validation_errors": [unplanned]}


@pytest.mark.parametrize(
    ("name", "key"),
    [(True, "true"), (1.0, "1"), ([1, None], "1,"), ({}, "[object Object]"), (None, "")],
)
def test_names_are_joined_as_javascript_does(name, key):
    planned = document({})
    planned["data_points"][0]["match"] = {"type": "screen_view", "criteria": {"screen_name": key}}
    sent = {"event_type": "screen_view", "data": {"screen_name": name}}
    assert validate_batch(planned, {"events": [sent]}, semantics=Semantics.NODE_SDK) == []


def test_a_large_number_is_shown_as_the_double_that_it_becomes():
    (error,) = errors({"properties": {"a": {"maximum": 1}}}, {"a": 10**25 + 1})
    assert error["actual"] == 1e25


def test_an_infinity_is_shown_as_text():
    (error,) = errors({"properties": {"a": {"maximum": 1}}}, {"a": float("inf")})
    assert error["actual"] == "Infinity"


def test_what_is_nested_too_deeply_is_not_looked_at():
    deep: list[object] = []
    for _ in range(2000):
        deep = [deep]
    assert [error["validation_error_type"] for error in errors({}, {"a": deep})] == ["unknown"]
