from __future__ import annotations

import pytest

from dataplan_sync.problems.checks.values import check_schema
from tests.problems.checks.lint import schema_findings, schema_messages


@pytest.mark.parametrize(
    ("schema", "rule"),
    [
        ({"type": "number", "enum": ["2"]}, "value-as-text"),
        ({"type": "integer", "enum": [1, "-2e3"]}, "value-as-text"),
        ({"type": ["number", "null"], "enum": ["2.5", None]}, "value-as-text"),
        ({"type": "boolean", "enum": ["True", "false"]}, "value-as-text"),
        ({"type": "integer", "enum": ["2.5"]}, "impossible-value"),
        ({"type": "number", "enum": ["1_000"]}, "impossible-value"),
        ({"type": "number", "enum": ["S"]}, "impossible-value"),
        ({"type": "boolean", "enum": ["1"]}, "impossible-value"),
        ({"type": "string", "enum": ["S", None]}, "impossible-value"),
        ({"type": "string", "enum": [True]}, "impossible-value"),
        ({"type": "integer", "enum": [1.5]}, "impossible-value"),
        ({"type": ["string", "null"], "enum": [[], "S"]}, "impossible-value"),
        ({"type": "array", "enum": [{}]}, "impossible-value"),
    ],
)
def test_members_that_the_type_refuses_are_reported(schema, rule):
    assert schema_findings(check_schema, schema) == [(rule, ("enum",))]


@pytest.mark.parametrize(
    ("schema", "keyword", "refused"),
    [
        ({"type": "number", "minimum": 2, "enum": [1, 2, 3]}, "minimum 2", "1"),
        ({"type": "number", "maximum": 2, "enum": [1, 2, 3]}, "maximum 2", "3"),
        ({"exclusiveMinimum": 1, "enum": [1, 2]}, "exclusiveMinimum 1", "1"),
        ({"exclusiveMaximum": 2, "enum": [1, 2]}, "exclusiveMaximum 2", "2"),
        ({"type": "string", "minLength": 2, "enum": ["S", "XL"]}, "minLength 2", '"S"'),
        ({"type": "string", "maxLength": 1, "enum": ["S", "XL"]}, "maxLength 1", '"XL"'),
        ({"type": "string", "pattern": "^[SM]$", "enum": ["S", "XL"]}, "pattern ^[SM]$", '"XL"'),
    ],
)
def test_members_that_a_limit_refuses_are_reported(schema, keyword, refused):
    assert schema_findings(check_schema, schema) == [("impossible-value", ("enum",))]
    assert schema_messages(check_schema, schema) == [
        f"enum holds {refused}, which {keyword} refuses; correct one of the two"
    ]


@pytest.mark.parametrize(
    "schema",
    [
        {"minimum": 2, "enum": ["S", True, None, 2]},
        {"exclusiveMinimum": True, "minimum": 1, "enum": [1]},
        {"minLength": 2, "enum": [1, "XL"]},
        {"type": "string", "pattern": "(", "enum": ["S"]},
        {"type": "string", "pattern": 1, "enum": ["S"]},
        {"type": "string", "pattern": "S", "minLength": "2", "enum": ["S", "XS"]},
    ],
)
def test_limits_of_other_types_and_limits_that_are_none_refuse_nothing(schema):
    assert schema_findings(check_schema, schema) == []


def test_a_value_of_the_wrong_type_is_reported_once():
    schema = {"type": "number", "minimum": 5, "enum": ["S", 7]}
    assert schema_findings(check_schema, schema) == [("impossible-value", ("enum",))]


def test_a_constant_is_looked_at_as_a_member_is():
    assert schema_findings(check_schema, {"type": "number", "const": "2"}) == [
        ("value-as-text", ("const",))
    ]
    assert schema_findings(check_schema, {"type": "string", "const": 2}) == [
        ("impossible-value", ("const",))
    ]


@pytest.mark.parametrize(
    "schema",
    [
        {"enum": ["2", 2, None, True]},
        {"type": "number", "enum": [1, 2.0]},
        {"type": "integer", "enum": [2.0]},
        {"type": ["string", "number"], "enum": ["2", 2]},
        {"type": ["string", "null"], "enum": ["null", None]},
        {"type": "string", "enum": ["NO", "null", "1"]},
        {"type": None, "enum": [1]},
        {"type": "string", "enum": "no list"},
        {"enum": [1, True, "1", 1.5]},
    ],
)
def test_members_that_can_be_are_fine(schema):
    assert schema_findings(check_schema, schema) == []


@pytest.mark.parametrize(
    ("members", "places"),
    [(["S", "M", "S", "S"], [2, 3]), ([1, 2, 1], [2]), ([{"a": 1, "b": 2}, {"b": 2, "a": 1}], [1])],
)
def test_a_repeated_member_is_reported_at_its_second_place_and_on(members, places):
    assert schema_findings(check_schema, {"enum": members}) == [
        ("repeated-enum-member", ("enum", place)) for place in places
    ]


def test_messages_name_the_first_value_and_count_the_others():
    assert schema_messages(check_schema, {"type": "number", "enum": ["2", "7", "9"]}) == [
        'enum holds "2" and 2 more as text, so the number itself is refused; write it without quotes'
    ]
    assert schema_messages(check_schema, {"type": "string", "const": None}) == [
        "const holds null, which the type string refuses; correct one of the two"
    ]
