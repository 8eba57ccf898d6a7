from __future__ import annotations

import pytest

from dataplan_sync.problems.checks.schema_validity import check_schema
from tests.problems.checks.lint import schema_findings, schema_messages


@pytest.mark.parametrize(
    ("keyword", "value", "flaw"),
    [
        (
            "type",
            "text",
            '"text" does not exist; use one of string, number, integer, boolean, object, array, null',
        ),
        ("type", "String", '"String" does not exist; did you mean "string"?'),
        ("type", None, 'holds null, which is no type; write "null" in quotes'),
        ("type", ["string", None], 'holds null, which is no type; write "null" in quotes'),
        ("type", ["string", "string"], 'lists "string" more than once; keep one'),
        ("type", [], "lists no type, so no value is allowed; list one, or remove the key"),
        ("type", {}, "must be the name of a type or a list of names, not an object"),
        ("enum", [], "lists nothing, so no value is allowed; list the values, or remove the key"),
        ("enum", "S", "must be a list, not text"),
        ("minLength", -1, "must be a whole number from 0, not -1"),
        ("maxItems", 1.5, "must be a whole number from 0, not 1.5"),
        ("maxProperties", "3", "must be a whole number, not text"),
        ("minContains", True, "must be a whole number, not true or false"),
        ("multipleOf", 0, "must be above 0, not 0"),
        ("multipleOf", "2", "must be a number, not text"),
        ("minimum", "0", "must be a number, not text"),
        ("maximum", True, "must be a number, not true or false"),
        ("exclusiveMaximum", "0", "must be a number, not text"),
        ("required", ["a", "b", "a"], 'lists "a" more than once; keep one'),
        ("required", ["a", 1], "must hold nothing but names, not a number; put it in quotes"),
        ("required", "a", "must be a list, not text"),
        ("required", True, "must be a list of names beside properties, not true or false"),
        ("description", 5, "must be text, not a number; put it in quotes"),
        ("description", None, "has no value; write a text, or remove the key"),
        ("title", ["a"], "must be text, not a list; put it in quotes"),
        ("format", 1, "must be text, not a number; put it in quotes"),
        ("pattern", 1, "must be text, not a number; put it in quotes"),
        ("$comment", 1, "must be text, not a number; put it in quotes"),
        ("examples", "a", "must be a list, not text"),
        ("uniqueItems", "yes", "must be true or false, not text"),
        ("readOnly", 1, "must be true or false, not a number"),
        ("additionalProperties", "false", "must be a schema, true or false, not text"),
        ("items", "string", "must be a schema, true or false, not text"),
        ("items", [{}, "string"], "must hold nothing but schemas"),
        ("contains", None, "must be a schema, true or false, not nothing"),
        ("properties", ["a"], "must be an object of names and schemas, not a list"),
    ],
)
def test_a_value_that_a_keyword_cannot_have_is_reported_at_the_keyword(keyword, value, flaw):
    schema = {keyword: value}

    assert schema_findings(check_schema, schema) == [("invalid-schema", (keyword,))]
    assert schema_messages(check_schema, schema) == [f"{keyword} {flaw}"]


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "integer", "minimum": -1, "maximum": 1.5, "multipleOf": 0.1},
        {"type": ["string", "null"], "enum": [None], "const": None, "default": None},
        {"minLength": 0, "maxLength": 3.0},
        {"required": [], "properties": {}, "additionalProperties": False},
        {"properties": {"a": True, "b": {}}, "items": [{}, False], "contains": True},
        {"exclusiveMinimum": True, "exclusiveMaximum": 3},
        {"description": "", "title": "", "examples": [], "uniqueItems": False},
    ],
)
def test_what_the_engine_takes_is_fine(schema):
    assert schema_findings(check_schema, schema) == []


@pytest.mark.parametrize("keyword", ["properties", "definitions", "$defs"])
def test_a_name_without_a_schema_is_reported_at_the_name(keyword):
    names: dict[str, dict[str, str] | None] = {"note": None, "size": {}}
    schema = {keyword: names}

    assert schema_findings(check_schema, schema) == [("invalid-schema", (keyword, "note"))]
    assert schema_messages(check_schema, schema) == [
        '"note" must be a schema, not nothing; write {} for any value'
    ]
