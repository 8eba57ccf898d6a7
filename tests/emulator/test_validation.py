from __future__ import annotations

import pytest

from tests.emulator.requests import data_plan, document, messages, point

BATCH: dict[str, list[object]] = {"events": []}


def validate(api, **body):
    return api.post("/plans/validate", json=body)


def test_only_failures_are_answered_beside_the_batch_as_it_was_sent(api):
    batch = (
        '{ "environment":"development","mpid":1.50,"events":['
        '{"event_type":"custom_event","data":{"event_name":"Clicked","custom_event_type":"other"}},'
        '{"event_type":"custom_event","data":{"event_name":"Typed","custom_event_type":"other"}}]}'
    )
    answer = api.post(
        "/plans/validate",
        content=f'{{"document": {{"data_points": []}}, "batch": {batch}}}',
    )
    assert answer.status_code == 200
    assert answer.text.endswith(f',"batch":{batch}}}')
    assert [
        item["data"]["match"]["criteria"]["event_name"] for item in answer.json()["results"]
    ] == [
        "Clicked",
        "Typed",
    ]
    planned = document(point("Clicked"), point("Typed"))
    assert validate(api, document=planned, batch=answer.json()["batch"]).json()["results"] == []


def test_nothing_is_stored(api):
    api.post("/plans", json=data_plan())
    before = api.get("/plans").text
    validate(api, document=document(point()), batch=BATCH)
    assert api.get("/plans").text == before


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, "A required value was missing."),
        ({"document": document()}, "A required value was missing."),
        ({"batch": BATCH, "document": None}, "A required value was missing."),
        ({"batch": BATCH, "document": []}, "Invalid Document."),
        ({"batch": [], "document": document()}, "Invalid Event Batch."),
        ({"batch": {"events": {}}, "document": document()}, "Invalid Event Batch."),
        ({"batch": {"events": ["x"]}, "document": document()}, "Invalid Event Batch."),
        ({"batch": {"events": [{"data": {}}]}, "document": document()}, "Invalid Event Batch."),
        (
            {"batch": {"events": [{"event_type": "x", "data": []}]}, "document": document()},
            None,
        ),
        (
            {"batch": {"events": [{"event_type": "x", "data": [1]}]}, "document": document()},
            "Invalid Event Batch.",
        ),
        ({"batch": {"user_attributes": []}, "document": document()}, "Invalid Event Batch."),
        ({"batch": BATCH, "document": {}}, "Invalid data plan document."),
        ({"batch": BATCH, "document": {"data_points": {}}}, "Invalid data plan document."),
        ({"batch": BATCH, "document": document(1)}, "Invalid data plan document."),
        ({"batch": BATCH, "document": document(point(), point())}, "Invalid data plan document."),
        (
            {"batch": BATCH, "document": document(point(definition={"allOf": []}))},
            "Invalid data plan document.",
        ),
    ],
)
def test_what_is_wrong_with_a_request_is_said_in_the_words_of_the_vendor(api, body, message):
    answer = validate(api, **body)
    assert answer.status_code == (400 if message else 200)
    if message:
        assert messages(answer) == [message]


def test_a_document_may_have_too_many_data_points(start):
    answer = validate(start(max_points=1), document=document(point("A"), point("B")), batch=BATCH)
    assert messages(answer) == ["Data plan exceeds maximum of 1 with 2 data points."]


def test_the_account_may_be_configured_wrongly(api, server):
    body = {"errors": [{"message": "Account configuration error."}]}
    server.inject(
        {"kind": "status", "status": 400, "body": body, "match": {"path_regex": "validate"}}
    )
    assert messages(validate(api, document=document(), batch=BATCH)) == [
        "Account configuration error."
    ]


def test_events_that_data_planning_does_not_include_are_not_reported(api):
    kinds = ("session_start", "application_state_transition", "pre_attribution", "invented")
    batch = {"events": [{"event_type": kind, "data": {}} for kind in kinds]}
    results = validate(api, document=document(), batch=batch).json()["results"]
    assert [result["data"]["match"] for result in results] == [{"type": "unknown"}]


def test_text_that_spells_a_number_is_one(api):
    custom = {"properties": {"size": {"type": "integer", "maximum": 9}}}
    definition = {"properties": {"data": {"properties": {"custom_attributes": custom}}}}
    data = {"event_name": "Clicked", "custom_event_type": "other"}
    batch = {
        "events": [
            {"event_type": "custom_event", "data": {**data, "custom_attributes": {"size": size}}}
            for size in ("7", "7.5", "70")
        ]
    }
    answer = validate(api, document=document(point("Clicked", definition=definition)), batch=batch)
    assert [
        error["schema_keyword"]
        for result in answer.json()["results"]
        for error in result["data"]["validation_errors"]
    ] == ["type", "maximum"]
