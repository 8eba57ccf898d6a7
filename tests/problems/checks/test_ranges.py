from __future__ import annotations

import pytest

from dataplan_sync.problems.checks.ranges import check_schema
from tests.problems.checks.lint import schema_findings, schema_messages


@pytest.mark.parametrize(
    ("low", "high"),
    [
        ({"minimum": 2}, {"maximum": 1}),
        ({"minLength": 2}, {"maxLength": 1}),
        ({"minItems": 2}, {"maxItems": 1}),
        ({"minProperties": 2}, {"maxProperties": 1}),
        ({"minContains": 2}, {"maxContains": 1}),
        ({"exclusiveMinimum": 1}, {"maximum": 1}),
        ({"minimum": 1}, {"exclusiveMaximum": 1}),
        ({"exclusiveMinimum": 1.5}, {"exclusiveMaximum": 1.5}),
    ],
)
def test_limits_that_leave_nothing_are_reported_at_the_lower_one(low, high):
    (keyword,) = low

    assert schema_findings(check_schema, low | high) == [("empty-range", (keyword,))]


@pytest.mark.parametrize(
    "schema",
    [
        {"minimum": 1, "maximum": 1},
        {"minLength": 0, "maxLength": 0},
        {"exclusiveMinimum": 1, "maximum": 2},
        {"minimum": 2, "exclusiveMinimum": True, "maximum": 3},
        {"minimum": "2", "maximum": 1},
        {"maximum": 1},
    ],
)
def test_limits_that_leave_something_are_fine(schema):
    assert schema_findings(check_schema, schema) == []


@pytest.mark.parametrize(
    ("schema", "keyword"),
    [
        ({"type": "number", "maxLength": 5}, "maxLength"),
        ({"type": "boolean", "pattern": "^t"}, "pattern"),
        ({"type": ["string", "null"], "maximum": 5}, "maximum"),
        ({"type": "string", "uniqueItems": True}, "uniqueItems"),
        ({"type": "array", "properties": {}}, "properties"),
    ],
)
def test_a_keyword_for_another_type_is_reported(schema, keyword):
    assert schema_findings(check_schema, schema) == [("keyword-without-effect", (keyword,))]


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "integer", "minimum": 0, "multipleOf": 5},
        {"type": ["string", "number"], "minimum": 0, "maxLength": 9},
        {"type": "object", "properties": {}, "required": [], "additionalProperties": False},
        {"maxLength": 5, "minimum": 0},
        {"type": None, "minimum": 0},
    ],
)
def test_a_keyword_for_one_of_the_types_is_fine(schema):
    assert schema_findings(check_schema, schema) == []


def test_messages_name_keyword_type_and_limits():
    assert schema_messages(check_schema, {"type": "boolean", "minimum": 2, "maximum": 1.5}) == [
        "minimum 2 and maximum 1.5 leave no value between them; correct one of the two",
        "minimum says nothing about a value of type boolean; correct one of the two",
        "maximum says nothing about a value of type boolean; correct one of the two",
    ]
