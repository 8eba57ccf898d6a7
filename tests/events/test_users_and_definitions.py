from __future__ import annotations

import pytest

from dataplan_sync.events import DocumentValidator, Verdict, validate_batch
from tests.events.sending import CLICKED, batch, clicked, event, found, point

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
