from __future__ import annotations

import pytest

from dataplan_sync.events import DocumentValidator, Semantics, Verdict, validate_batch

CLICKED = {
    "type": "custom_event",
    "criteria": {"event_name": "Clicked", "custom_event_type": "other"},
}


def point(match, definition):
    return {"match": match, "validator": {"type": "json_schema", "definition": definition}}


def clicked(attributes, *, extra=False, required=()):
    """The definition of `Clicked` as the UI writes it, with these attributes."""
    custom = {
        "type": "object",
        "properties": attributes,
        "additionalProperties": extra,
        "required": list(required),
    }
    data = {"properties": {"custom_attributes": custom}, "required": ["custom_attributes"]}
    return {"data_points": [point(CLICKED, {"properties": {"data": data}})]}


def event(attributes=None, **data):
    described = {"event_name": "Clicked", "custom_event_type": "other", **data}
    if attributes is not None:
        described["custom_attributes"] = attributes
    return {"event_type": "custom_event", "data": described}


def batch(*events, **more):
    return {"events": list(events), **more}


def found(document, *events, **more):
    return [
        error
        for result in validate_batch(document, batch(*events, **more))
        for error in result["data"]["validation_errors"]
    ]


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


USERS = {
    "data_points": [
        point(
            {"type": "user_attributes", "criteria": {}},
            {
                "properties": {"$Age": {"type": "number"}},
                "additionalProperties": False,
                "required": ["$Age"],
            },
        ),
        point(
            {"type": "user_identities", "criteria": {}},
            {
                "properties": {
                    "email": {"format": "email"},
                    "customerid": {},
                    "facebookcustomaudienceid": {},
                    "other2": {},
                    "other10": {},
                },
                "additionalProperties": False,
            },
        ),
    ]
}


def test_user_attributes_and_identities_are_validated():
    results = validate_batch(
        USERS,
        {"user_attributes": {"$Zip": "1"}, "user_identities": {"google": "x", "email": "nobody"}},
    )
    assert [
        (
            result["data"]["match"],
            [
                (error["validation_error_type"], error["key"], error["error_pointer"])
                for error in result["data"]["validation_errors"]
            ],
        )
        for result in results
    ] == [
        (
            {"type": "user_attributes", "criteria": {}},
            [("missing_required", "$Age", "#"), ("unplanned", "$Zip", "#")],
        ),
        (
            {"type": "user_identities", "criteria": {}},
            [("unplanned", "google", "#"), ("invalid_value", "email", "#/email")],
        ),
    ]


def test_a_batch_spells_some_identities_differently():
    spelled = ("customer_id", "facebook_custom_audience_id", "other_id_2", "other_id_10")
    identities = {**dict.fromkeys(spelled, "1"), "email": None}
    assert validate_batch(USERS, {"user_identities": identities}) == []


def test_users_are_not_validated_where_the_document_does_not_plan_them():
    users = {"user_attributes": {"a": 1}, "user_identities": {"b": "2"}}
    assert validate_batch(clicked({}), {**users, "events": None}) == []


def test_a_source_message_is_named_where_the_event_has_one():
    (result,) = validate_batch(clicked({}), batch(event({"a": 1}, source_message_id="m-1")))
    assert result["data"]["validated_source_message_id"] == "m-1"


@pytest.mark.parametrize(
    ("definition", "pointer"),
    [
        ({"type": "text"}, "#/type"),
        ({"properties": {"a": {"pattern": 1}}}, "#/properties/a/pattern"),
        ({"$ref": "http://127.0.0.1:9/"}, "#/$ref"),
        (None, "#"),
    ],
)
def test_a_definition_that_cannot_be_used_is_said_to_be_none(definition, pointer):
    document = {"data_points": [point(CLICKED, definition)]}
    assert found(document, event()) == [
        {
            "validation_error_type": "unknown",
            "key": "Clicked",
            "error_pointer": "#",
            "expected": "a valid JSON Schema",
            "actual": f"an invalid one, at {pointer}",
        }
    ]


def test_of_two_data_points_with_one_match_the_last_counts():
    points = clicked({})["data_points"] + clicked({}, extra=True)["data_points"]
    assert found({"data_points": points}, event({"a": 1})) == []


def test_one_validator_serves_many_batches():
    validator = DocumentValidator(clicked({"a": {"type": "string"}}))
    first, second = batch(event({"a": "x"})), batch(event({"a": 1}))
    assert [len(validator.validate(sent)) for sent in (first, second, first)] == [0, 1, 0]


def test_each_event_has_a_verdict_and_so_have_planned_maps():
    document = {"data_points": clicked({})["data_points"] + USERS["data_points"]}
    sent = batch(event({}), event({"a": 1}), user_attributes={"$Age": 1}, user_identities={})
    verdicts = list(DocumentValidator(document).verdicts(sent))
    assert [(verdict.place, verdict.match_key, verdict.result is None) for verdict in verdicts] == [
        (("events", 0), "custom_event:other:Clicked", True),
        (("events", 1), "custom_event:other:Clicked", False),
        (("user_attributes",), "user_attributes", True),
        (("user_identities",), "user_identities", True),
    ]
    assert verdicts[0] == Verdict(("events", 0), "custom_event:other:Clicked", None)


@pytest.mark.parametrize("points", [None, {}, "x", [None, 1, {}, {"match": {}}, {"validator": {}}]])
def test_what_is_no_data_point_plans_nothing(points):
    assert [
        error["validation_error_type"] for error in found({"data_points": points}, event())
    ] == ["unplanned"]


def test_what_is_nested_too_deeply_is_not_looked_at():
    deep: list[object] = []
    for _ in range(2000):
        deep = [deep]
    (error,) = found(clicked({"a": {}}), event({"a": deep}))
    assert (error["validation_error_type"], error["key"]) == ("unknown", "Clicked")
