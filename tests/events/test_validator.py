from __future__ import annotations

import pytest

from dataplan_sync.events import DocumentValidator, Semantics, Verdict, validate_batch
from tests.events.sending import CLICKED, batch, clicked, event, found, point


def test_an_event_that_follows_the_document_gives_no_result():
    document = clicked({"size": {"enum": ["S", "NO"]}}, required=["size"])
    assert validate_batch(document, batch(event({"size": "NO"}))) == []


def test_an_event_that_nothing_plans_is_unplanned():
    sent = {"event_type": "screen_view", "data": {"screen_name": "Home", "event_id": 9}}
    assert validate_batch(clicked({}), batch(sent)) == [
        {
            "event_type": "validation_result",
            "data": {
                "match": {"type": "screen_view", "criteria": {"screen_name": "Home"}},
                "validation_errors": [
                    {"validation_error_type": "unplanned", "key": "Home", "error_pointer": "#"}
                ],
                "validated_event_id": 9,
            },
        }
    ]


@pytest.mark.parametrize(
    ("sent", "key"),
    [
        (event(custom_event_type="search"), "Clicked"),
        (event(event_name="clicked"), "clicked"),
        (
            {"event_type": "commerce_event", "data": {"product_action": {"action": "click"}}},
            "commerce_event",
        ),
        ({"event_type": "invented", "data": {}}, "unknown"),
    ],
)
def test_an_unplanned_event_is_named(sent, key):
    assert found(clicked({}), sent) == [
        {"validation_error_type": "unplanned", "key": key, "error_pointer": "#"}
    ]


NOT_INCLUDED = (
    "session_start",
    "session_end",
    "application_state_transition",
    "pre_attribution",
    "breadcrumb",
    "crash_report",
    "first_run",
    "network_performance",
    "opt_out",
    "profile",
    "push_message",
    "push_reaction",
    "push_registration",
    "uninstall",
    "user_attribute_change",
    "user_identity_change",
)


@pytest.mark.parametrize("kind", NOT_INCLUDED)
def test_what_data_planning_does_not_include_is_reported_by_the_sdk_alone(kind):
    sent = batch({"event_type": kind, "data": {}})
    validator = DocumentValidator(clicked({}))
    assert list(validator.verdicts(sent)) == [Verdict(("events", 0), kind, None, is_held=False)]
    assert len(validate_batch(clicked({}), sent, semantics=Semantics.NODE_SDK)) == 1


def test_what_is_planned_all_the_same_is_validated():
    document = {"data_points": [point({"type": "session_end"}, {"required": ["x"]})]}
    assert [error["key"] for error in found(document, {"event_type": "session_end"})] == ["x"]


def test_a_data_point_of_unknown_type_plans_nothing():
    document = {"data_points": [point({"type": "unknown", "criteria": {}}, {})]}
    assert len(found(document, {"event_type": "invented", "data": {}})) == 1


@pytest.mark.parametrize("properties", [{"properties": {"size": {}}}, {}])
def test_every_unplanned_attribute_is_named(properties):
    custom = {"additionalProperties": False, **properties}
    data = {"properties": {"custom_attributes": custom}}
    document = {"data_points": [point(CLICKED, {"properties": {"data": data}})]}
    assert found(document, event({"a": 1, "b~/": 2})) == [
        {
            "validation_error_type": "unplanned",
            "key": name,
            "error_pointer": "#/data/custom_attributes",
            "schema_keyword": "additionalProperties",
            "actual": name,
        }
        for name in ("a", "b~/")
    ]


@pytest.mark.parametrize(
    ("sent", "pointer", "missing"),
    [
        (event({}), "#/data/custom_attributes", "size"),
        (event(), "#/data", "custom_attributes"),
        (event({"size": None}), "#/data/custom_attributes", "size"),
    ],
)
def test_what_is_missing_is_named(sent, pointer, missing):
    assert found(clicked({"size": {}}, required=["size"]), sent) == [
        {
            "validation_error_type": "missing_required",
            "key": missing,
            "error_pointer": pointer,
            "schema_keyword": "required",
            "expected": missing,
        }
    ]


@pytest.mark.parametrize(
    ("schema", "value", "keyword", "expected", "actual"),
    [
        ({"type": "number"}, "one", "type", "number", "string"),
        ({"type": "string"}, 1, "type", "string", "integer"),
        ({"type": "string"}, 1.5, "type", "string", "number"),
        ({"type": "string"}, True, "type", "string", "boolean"),
        ({"type": ["null", "string"]}, {}, "type", "null or string", "object"),
        ({"type": "boolean"}, [None], "type", "boolean", "array"),
        ({"enum": ["S", "Ö"]}, "X", "enum", '["S", "Ö"]', "X"),
        ({"const": 3}, 4, "const", "3", "4"),
        ({"pattern": "^\\d+$"}, "x", "pattern", "^\\d+$", "x"),
        ({"format": "ipv4"}, "x", "format", "ipv4", "x"),
        ({"minLength": 2}, "x", "minLength", "2", "x"),
        ({"maxLength": 2}, "xxx", "maxLength", "2", "xxx"),
        ({"minimum": 2}, 1, "minimum", "2", "1"),
        ({"maximum": 2}, 3, "maximum", "2", "3"),
        ({"exclusiveMinimum": 2}, 2, "exclusiveMinimum", "2", "2"),
        ({"exclusiveMaximum": 2}, 2, "exclusiveMaximum", "2", "2"),
        ({"multipleOf": 2}, 3, "multipleOf", "2", "3"),
    ],
)
def test_an_invalid_value_is_named_with_what_was_expected(schema, value, keyword, expected, actual):
    found_type = found(clicked({"a/b": schema}), event({"a/b": value}))
    assert [
        {**error, "expected": str(error["expected"]).removesuffix(".0")} for error in found_type
    ] == [
        {
            "validation_error_type": "invalid_value",
            "key": "a/b",
            "error_pointer": "#/data/custom_attributes/a~1b",
            "schema_keyword": keyword,
            "expected": expected,
            "actual": actual,
        }
    ]


@pytest.mark.parametrize(
    ("schema", "value", "keyword", "kind"),
    [
        ({"minItems": 2}, [1], "minItems", "unknown"),
        ({"uniqueItems": True}, [1, 1], "uniqueItems", "unknown"),
        ({"contains": {"const": 2}}, [1], "contains", "unknown"),
        (False, 1, "none", "unknown"),
        ({"items": [{}], "additionalItems": False}, [1, 2], "additionalItems", "unplanned"),
    ],
)
def test_other_keywords_are_named_without_a_value(schema, value, keyword, kind):
    assert found(clicked({"a": schema}), event({"a": value})) == [
        {
            "validation_error_type": kind,
            "key": "a",
            "error_pointer": "#/data/custom_attributes/a",
            "schema_keyword": keyword,
        }
    ]


def test_an_error_at_the_root_is_named_after_the_event():
    document = {"data_points": [point(CLICKED, {"type": "string"})]}
    assert [(error["key"], error["error_pointer"]) for error in found(document, event())] == [
        ("Clicked", "#")
    ]


def test_nulls_are_dropped_but_not_inside_lists():
    schema = {"items": {"properties": {"name": {"type": "string"}}}}
    document = clicked({"products": schema, "note": {"type": "string"}})
    errors = found(document, event({"note": None, "products": [{"name": None}]}))
    assert [(error["error_pointer"], error["actual"]) for error in errors] == [
        ("#/data/custom_attributes/products/0/name", "null")
    ]
