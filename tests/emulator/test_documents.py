from __future__ import annotations

import pytest

from dataplan_sync.emulator.options import Strictness, UnsupportedKeyword
from tests.emulator.requests import data_plan, document, messages, point, version


def send(api, *points):
    return api.post("/plans", json=data_plan(version(1, *points)))


@pytest.mark.parametrize(
    ("definition", "pointer", "keyword"),
    [
        ({"$ref": "#/x"}, "#/$ref", "$ref"),
        (
            {"properties": {"data": {"properties": {"a": {"anyOf": []}}}}},
            "#/properties/data/properties/a/anyOf",
            "anyOf",
        ),
        ({"items": [{}, {"not": {}}]}, "#/items/1/not", "not"),
        ({"properties": {"a/b~": {"not": {}}}}, "#/properties/a~1b~0/not", "not"),
        ({"additionalProperties": {"if": {}}}, "#/additionalProperties/if", "if"),
        (
            {"definitions": {"a": {"patternProperties": {}}}},
            "#/definitions/a/patternProperties",
            "patternProperties",
        ),
    ],
)
def test_an_unsupported_keyword_is_refused_with_its_place(api, definition, pointer, keyword):
    answer = send(api, point("Clicked", definition))
    assert answer.status_code == 400
    assert {
        "message": f"The keyword '{keyword}' is not supported.",
        "match_key": "custom_event:other:Clicked",
        "error_type": "unsupported_keyword",
        "schema_pointer": pointer,
        "keyword": keyword,
    } in answer.json()["errors"]
    assert api.get("/plans").json() == []


def test_an_unsupported_keyword_can_be_ignored(start):
    api = start(unsupported_keyword=UnsupportedKeyword.IGNORE)
    assert send(api, point(definition={"anyOf": [{"type": "object"}]})).status_code == 200


def test_an_attribute_may_be_called_like_a_keyword(api):
    named = {"properties": {"not": {"type": "string"}, "if": {}}, "default": {"anyOf": []}}
    assert send(api, point(definition=named)).status_code == 200


def test_a_match_key_may_occur_once(api):
    answer = send(api, point("A"), point("B"), point("A"))
    assert answer.json() == {
        "errors": [
            {
                "message": "Duplicate match key 'custom_event:other:A'.",
                "match_key": "custom_event:other:A",
                "error_type": "duplicate_match_key",
            }
        ]
    }


def test_a_duplicate_match_key_can_be_accepted(start):
    api = start(duplicate_match_key=Strictness.ACCEPT)
    assert send(api, point("A"), point("A")).status_code == 200


@pytest.mark.parametrize(
    ("definition", "pointer", "keyword"),
    [
        ({"type": "text"}, "#/type", "type"),
        ({"properties": {"a": {"required": "x"}}}, "#/properties/a/required", "required"),
        ({"properties": {"a": {"maxLength": -1}}}, "#/properties/a/maxLength", "maxLength"),
        ({"properties": {"a/~": {"type": 1}}}, "#/properties/a~1~0/type", "type"),
    ],
)
def test_an_invalid_definition_is_refused_with_its_place(api, definition, pointer, keyword):
    assert send(api, point("A", definition)).json()["errors"] == [
        {
            "message": "The definition is no valid schema.",
            "match_key": "custom_event:other:A",
            "error_type": "invalid_definition",
            "schema_pointer": pointer,
            "keyword": keyword,
        }
    ]


@pytest.mark.parametrize(
    "definition",
    [
        {"properties": {"a": {"pattern": "(unclosed"}}},
        {"properties": {"a": {"enum": ["BQ", "BQ"]}}, "required": []},
        {"properties": {"a": {"format": "house-number"}, "b": {"invented": 1}}},
        {"$schema": "https://unknown.example/schema"},
    ],
)
def test_what_the_server_only_shrugs_at_is_stored(api, definition):
    assert send(api, point(definition=definition)).status_code == 200


def test_an_invalid_definition_can_be_accepted(start):
    api = start(invalid_definition=Strictness.ACCEPT)
    assert send(api, point(definition={"type": "text"})).status_code == 200


def test_the_number_of_data_points_is_limited(start):
    api = start(max_points=2)
    assert send(api, point("A"), point("B")).status_code == 200
    answer = api.patch(
        "/plans/shop/versions/1",
        json={"version_document": document(point("A"), point("B"), point("C"))},
    )
    assert messages(answer) == ["Data plan exceeds maximum of 2 with 3 data points."]


@pytest.mark.parametrize(
    ("changed", "problem", "key"),
    [
        ("x", "it must be an object.", "unknown"),
        (
            point(validator=None),
            "validator.type must be json_schema.",
            "custom_event:other:Clicked",
        ),
        (
            point(validator={"type": "json_schema"}),
            "validator.definition must be an object.",
            "custom_event:other:Clicked",
        ),
        (
            point(match={"type": "session_start", "criteria": {}}),
            (
                "match.type must be one of custom_event, screen_view, product_action, promotion_action, "
                "product_impression, user_attributes, user_identities, unknown."
            ),
            "session_start",
        ),
        (
            point(match={"type": ["custom_event"]}),
            (
                "match.type must be one of custom_event, screen_view, product_action, promotion_action, "
                "product_impression, user_attributes, user_identities, unknown."
            ),
            "unknown",
        ),
        (point(match={"type": "screen_view"}), "match.criteria must be an object.", "unknown"),
        (
            point(match={"type": "screen_view", "criteria": {}}),
            "match.criteria.screen_name must be a string.",
            "screen_view::",
        ),
    ],
)
def test_a_misshapen_data_point_is_refused(api, changed, problem, key):
    assert send(api, point("A"), changed).json()["errors"] == [
        {
            "message": f"Data point 1: {problem}",
            "match_key": key,
            "error_type": "invalid_data_point",
        }
    ]


def test_data_points_must_be_a_list(api):
    answer = api.post("/plans", json=data_plan({"version_document": {"data_points": {}}}))
    assert messages(answer) == ["Invalid data plan document."]
