from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dataplan_sync.impact.counterexample import Undecided, counterexample
from dataplan_sync.impact.node import ANYTHING, NOTHING, Kind
from dataplan_sync.impact.parsing import Parser
from tests.impact.schemas import ANY_SCHEMAS, VALUES

KEYWORDS = [
    "type", "enum", "const", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
    "multipleOf", "minLength", "maxLength", "pattern", "format", "minItems", "maxItems",
    "uniqueItems", "items", "additionalItems", "contains", "minProperties", "maxProperties",
    "properties", "required", "additionalProperties", "propertyNames", "patternProperties", "$ref",
    "allOf", "not", "if", "dependencies", "description", "definitions", "x-owner",
]  # fmt: skip
ODD = st.one_of(
    VALUES,
    ANY_SCHEMAS,
    st.sampled_from([float("nan"), float("inf"), -1, 10**400, 1e-300, "(", "(a+)+$", "date"]),
)


def digests(*schemas):
    parser = Parser()
    return [parser.parse(schema).digest for schema in schemas]


def lost(before, after):
    return counterexample(before, after)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, True),
        ({"minLength": 0, "required": [], "description": "x"}, True),
        ({"type": ["string", "null"]}, {"type": ["null", "string"], "title": "x"}),
        ({"enum": [1, "a"]}, {"enum": ["a", 1.0, 1]}),
        ({"items": {}, "additionalProperties": True}, {}),
        ({"const": 2}, {"enum": [2, 3], "const": 2.0}),
        ({"not": {}, "description": "x"}, {"not": {}}),
        ({"$ref": "#", "description": "x"}, {"$ref": "#"}),
    ],
)
def test_schemas_that_say_the_same_have_one_digest(one, other):
    first, second = digests(one, other)
    assert first == second


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"const": 1}, {"const": True}),
        ({"minimum": 1}, {"exclusiveMinimum": 1}),
        ({"minLength": 1}, {"minItems": 1}),
        ({"items": {"type": "null"}}, {"additionalProperties": {"type": "null"}}),
        ({"items": {"type": "null"}}, {"items": [{"type": "null"}]}),
        ({"required": ["a"]}, {"properties": {"a": {}}}),
        ({"pattern": "a"}, {"format": "a"}),
        ({"minLength": "1"}, {"minLength": "2"}),
    ],
)
def test_schemas_that_say_something_else_do_not(one, other):
    first, second = digests(one, other)
    assert first != second


def test_whole_numbers_are_numbers():
    node = Parser().parse({"type": "integer"})
    assert node.kinds == {Kind.NUMBER}
    assert node.numbers.step == 1
    assert Parser().parse({"type": ["integer", "number"]}).numbers.step is None


def test_boolean_schemas():
    assert (Parser().parse(schema=True), Parser().parse(schema=False)) == (ANYTHING, NOTHING)


@pytest.mark.parametrize(
    ("schema", "keyword"),
    [
        ({"type": "strng"}, "type"),
        ({"type": []}, "type"),
        ({"type": [1]}, "type"),
        ({"enum": "a"}, "enum"),
        ({"minimum": True}, "minimum"),
        ({"maximum": float("nan")}, "maximum"),
        ({"exclusiveMinimum": True}, "exclusiveMinimum"),
        ({"multipleOf": 0}, "multipleOf"),
        ({"maxLength": -1}, "maxLength"),
        ({"minItems": 1.5}, "minItems"),
        ({"uniqueItems": 1}, "uniqueItems"),
        ({"required": True}, "required"),
        ({"required": [1]}, "required"),
        ({"properties": []}, "properties"),
        ({"items": 1}, "schema"),
        ({"additionalProperties": "false"}, "schema"),
    ],
)
def test_what_is_malformed_is_compared_with_itself_only(schema, keyword):
    held = {"properties": {"a": schema}}
    assert lost(held, {**held, "description": "x"}) is None
    result = lost({"properties": {"a": {}}}, held)
    assert result == Undecided(
        f'the keyword "{keyword}" has a value that JSON Schema does not allow'
    )


@settings(max_examples=200)
@given(*[st.dictionaries(st.sampled_from(KEYWORDS), ODD, max_size=4)] * 2)
@example({"const": float("nan")}, {"type": float("nan")})
def test_no_schema_is_too_odd(before, after):
    assert lost(before, before) is None
    lost(before, after)
