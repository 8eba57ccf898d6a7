"""How the server reads definitions, where it is not what JSON Schema says."""

from __future__ import annotations

import pytest

from dataplan_sync.events import validate_batch
from tests.events.strategies import batch, document


def broken(schema, value):
    definition = {"properties": {"a": schema}}
    return [
        error.get("schema_keyword", error["validation_error_type"])
        for result in validate_batch(document(definition), batch({"a": value}))
        for error in result["data"]["validation_errors"]
    ]


NUMBER_OF_2019 = r"^-?\d+(\.\d+)?([eE][+-]?\d+)?$"
BOOLEAN_OF_2019 = "^([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])$"


@pytest.mark.parametrize(
    ("pattern", "text", "keywords"),
    [
        ("b", "abc", []),
        ("^b", "abc", ["pattern"]),
        ("(", "(", ["pattern"]),
        ("a.c", "a\nc", []),
        ("c$", "abc\n", []),
        (NUMBER_OF_2019, ".5", []),
        (NUMBER_OF_2019, "five", ["pattern"]),
        (BOOLEAN_OF_2019, "tRuE", []),
        (BOOLEAN_OF_2019, "yes", ["pattern"]),
    ],
)
def test_patterns(pattern, text, keywords):
    assert broken({"pattern": pattern}, text) == keywords


@pytest.mark.parametrize(
    ("name", "text", "keywords"),
    [
        ("date-time", "2020-01-01", []),
        ("date-time", "2020-01-01T10:00:00", []),
        ("date-time", "2020-01-01T10:00", ["format"]),
        ("email", "a_b@example.com", ["format"]),
        ("hostname", "ab", []),
        ("hostname", "a", ["format"]),
        ("invented", "anything", []),
    ],
)
def test_formats(name, text, keywords):
    assert broken({"format": name}, text) == keywords


@pytest.mark.parametrize("text", ["é", "😀"])
def test_lengths_are_counted_in_code_points(text):
    assert broken({"maxLength": 1}, text) == []
    assert broken({"minLength": 2}, text) == ["minLength"]


@pytest.mark.parametrize(
    ("schema", "value", "keywords"),
    [
        ({"minimum": 3, "exclusiveMinimum": True}, 3, ["exclusiveMinimum"]),
        ({"minimum": 3, "exclusiveMinimum": False}, 3, []),
        ({"exclusiveMaximum": True}, 3, []),
        ({"minimum": 3, "exclusiveMinimum": 3}, 3, ["exclusiveMinimum"]),
        ({"contains": {"const": 1}, "minContains": 2}, [1, 2], ["contains"]),
        ({"contains": {"const": 1}, "maxContains": 1}, [1, 1], ["contains"]),
        ({"contains": {"const": 1}, "minContains": 0}, [], []),
        ({"dependentRequired": {"b": ["c"]}}, {"b": 1}, ["dependencies"]),
        ({"dependentSchemas": {"b": {"maxProperties": 1}}}, {"b": 1, "c": 1}, ["maxProperties"]),
        ({"multipleOf": 0.1}, 0.3, []),
        ({"multipleOf": 0.01}, 4.35, ["multipleOf"]),
        ({"required": ["b"]}, {"b": None}, ["required"]),
        (
            {"items": [{"minimum": 3}], "additionalItems": {"minimum": 5}},
            [1, 4, 6],
            ["minimum"] * 2,
        ),
        ({"items": [{"minimum": 3}]}, [3, "x"], []),
        ({"items": [{}, {}], "additionalItems": False}, [1], []),
        ({"uniqueItems": False}, [1, 1], []),
        ({"uniqueItems": True}, [{"a": 1}, [1], "1", 1, None, True], []),
        ({"uniqueItems": True}, ["a", {"a": [1]}, "b", {"a": [1.0]}], ["uniqueItems"]),
        ({"contains": {"minimum": 3}}, [1, 3], []),
        ({"maxProperties": 1, "minProperties": 1}, {"b": 1}, []),
        ({"minProperties": 1}, {}, ["minProperties"]),
        ({"additionalProperties": {"minimum": 3}}, {"b": 1}, ["minimum"]),
        ({"items": False}, [1], ["none"]),
        ({"unheardOf": 1}, 1, []),
    ],
)
def test_keywords(schema, value, keywords):
    assert broken(schema, value) == keywords


@pytest.mark.parametrize(
    ("schema", "value", "keywords"),
    [
        ({"anyOf": [{"type": "string"}, {"minimum": 3}]}, 1, ["anyOf"]),
        ({"oneOf": [{}, {"minimum": 3}]}, 3, ["oneOf"]),
        ({"oneOf": [{"maximum": 0}, {"minimum": 3}]}, 3, []),
        ({"allOf": [{"minimum": 3}, {"multipleOf": 2}]}, 1, ["minimum", "multipleOf"]),
        ({"not": {}}, 1, ["not"]),
        ({"if": {"minimum": 3}, "then": {"multipleOf": 2}}, 5, ["multipleOf", "if"]),
        ({"if": {"minimum": 3}, "then": {"multipleOf": 2}}, 4, []),
        ({"anyOf": [{"type": "string"}, {"minimum": 3}]}, 3, []),
        ({"not": {"minimum": 3}}, 1, []),
        ({"patternProperties": {"^b": {}}, "additionalProperties": False}, {"b": 1}, []),
        ({"patternProperties": {"^b": {"minimum": 3}}}, {"c": 1}, []),
        ({"dependencies": {"b": ["c"], "d": {"not": {}}}}, {"e": 1}, []),
        ({"propertyNames": {"maxLength": 1}}, {"b": 1}, []),
        ({"if": {"minimum": 3}, "else": {"multipleOf": 2}}, 1, ["multipleOf", "if"]),
        ({"patternProperties": {"^b": {"minimum": 3}, "(": False}}, {"b": 1}, ["minimum"]),
        (
            {"dependencies": {"b": ["c"], "d": {"not": {}}}},
            {"b": 1, "d": 1},
            ["dependencies", "not"],
        ),
        ({"propertyNames": {"maxLength": 1}}, {"bc": 1}, ["propertyNames"]),
    ],
)
def test_keywords_that_mparticle_does_not_support_are_evaluated(schema, value, keywords):
    assert broken(schema, value) == keywords


def test_a_reference_within_the_definition_is_followed():
    node = {"properties": {"next": {"$ref": "#/definitions/node"}, "n": {"type": "integer"}}}
    definition = {
        "definitions": {"node": node, "a/b": {"minimum": 3}},
        "properties": {"a": {"$ref": "#/definitions/node"}, "b": {"$ref": "#/definitions/a~1b"}},
    }
    wire = document(definition, kind="user_attributes")
    sent = {"user_attributes": {"a": {"next": {"next": {"n": 1.5}}}, "b": 1}}
    (result,) = validate_batch(wire, sent)
    assert [error["error_pointer"] for error in result["data"]["validation_errors"]] == [
        "#/a/next/next/n",
        "#/b",
    ]
