from __future__ import annotations

import pytest

from dataplan_sync.events.definitions import flaw
from dataplan_sync.events.semantics import Semantics

SERVER, SDK = Semantics.SERVER, Semantics.NODE_SDK


def deep(depth):
    schema: dict[str, object] = {}
    for _ in range(depth):
        schema = {"not": schema}
    return schema


@pytest.mark.parametrize("semantics", Semantics)
@pytest.mark.parametrize(
    ("definition", "path"),
    [
        ({}, None),
        (True, None),
        ({"required": [], "minLength": 0, "maxItems": 2.0}, None),
        ({"properties": {"a": {"enum": [None]}}, "unheardOf": {"type": "x"}}, None),
        (1, ()),
        ({"type": "text"}, ("type",)),
        ({"type": ["string", "string"]}, ("type",)),
        ({"type": {}}, ("type",)),
        ({"enum": []}, ("enum",)),
        ({"enum": "a"}, ("enum",)),
        ({"allOf": []}, ("allOf",)),
        ({"minLength": -1}, ("minLength",)),
        ({"maxLength": 1.5}, ("maxLength",)),
        ({"minItems": True}, ("minItems",)),
        ({"multipleOf": 0}, ("multipleOf",)),
        ({"minimum": "1"}, ("minimum",)),
        ({"required": ["a", "a"]}, ("required",)),
        ({"required": [1]}, ("required",)),
        ({"required": True}, ("required",)),
        ({"description": 1}, ("description",)),
        ({"format": 1}, ("format",)),
        ({"examples": {}}, ("examples",)),
        ({"uniqueItems": "yes"}, ("uniqueItems",)),
        ({"properties": []}, ("properties",)),
        ({"properties": {"a": {"items": [{"type": 1}]}}}, ("properties", "a", "items", 0, "type")),
        ({"additionalProperties": {"not": None}}, ("additionalProperties", "not")),
        ({"items": 1}, ("items",)),
        ({"dependencies": {"a": [1]}}, ("dependencies",)),
        ({"dependencies": {"a": {"type": 1}}}, ("dependencies", "a", "type")),
        ({"$ref": "#/definitions/a"}, ("$ref",)),
        ({"$ref": "#"}, ("$ref",)),
        ({"allOf": [{"$ref": "#"}]}, ("$ref",)),
        ({"$ref": "#/x", "x": {"type": 1}}, ("$ref",)),
        ({"definitions": {"a": {}}, "properties": {"b": {"$ref": "#/definitions/a"}}}, None),
        ({"properties": {"b": {"$ref": "#"}}}, None),
        ({"allOf": [{"type": "object"}], "properties": {"b": {"$ref": "#/allOf/0"}}}, None),
        ({"items": [{}, True], "properties": {"b": {"$ref": "#/items/7"}}}, ("$ref",)),
        (deep(200), ()),
    ],
)
def test_both_engines_agree_on(semantics, definition, path):
    assert flaw(definition, semantics) == path


@pytest.mark.parametrize(
    ("definition", "server", "sdk"),
    [
        ({"pattern": "("}, None, ("pattern",)),
        ({"patternProperties": {"(": {}}}, None, ("patternProperties",)),
        ({"format": "duration"}, None, ("format",)),
        ({"type": []}, None, ("type",)),
        ({"items": []}, None, ("items",)),
        ({"enum": ["BQ", "BQ"]}, None, ("enum",)),
        ({"enum": [[1], [1.0]]}, None, ("enum",)),
        ({"enum": [1, True]}, None, None),
        ({"exclusiveMinimum": True}, None, ("exclusiveMinimum",)),
        ({"$schema": "http://json-schema.org/draft-07/schema#"}, None, None),
        ({"$schema": "http://json-schema.org/draft-04/schema#"}, None, ("$schema",)),
        ({"writeOnly": 1, "deprecated": 1}, ("writeOnly",), None),
        ({"minContains": -1}, ("minContains",), None),
        ({"dependentRequired": {"a": 1}}, ("dependentRequired",), None),
        ({"$id": 1}, ("$id",), ("$id",)),
        ({"exclusiveMinimum": True, "const": 1}, (), ("exclusiveMinimum",)),
        (
            {"exclusiveMinimum": True, "properties": {"a": {"exclusiveMaximum": 1}}},
            (),
            ("exclusiveMinimum",),
        ),
        ({"id": "x", "contains": {}}, (), None),
        ({"id": "x", "minimum": 1}, None, None),
        ({"$schema": "http://json-schema.org/draft-04/schema", "const": 1}, (), ("$schema",)),
        ({"$schema": "http://json-schema.org/draft-06/schema", "if": {}}, (), ("$schema",)),
    ],
)
def test_the_engines_differ_on(definition, server, sdk):
    assert (flaw(definition, SERVER), flaw(definition, SDK)) == (server, sdk)
