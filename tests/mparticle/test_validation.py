"""Batches held against a document by the API, and its answer as values."""

from __future__ import annotations

import json

import httpx
import pytest

from dataplan_sync import codec
from dataplan_sync.errors import RejectedError, UnexpectedAnswerError
from dataplan_sync.model import DataPointMatch
from dataplan_sync.mparticle.validation import (
    ValidationError,
    ValidationResult,
    ValidationResults,
)
from tests import builders, fake_api
from tests.mparticle.planning_api import PLANS, FakePlanningApi, client

DOCUMENT = builders.document(builders.custom_event("Click", {"size": {"type": "number"}}))
BATCH = {"environment": "development", "events": []}
MATCH = DataPointMatch("custom_event", {"event_name": "Click", "custom_event_type": "other"})
RESULT = {
    "event_type": "validation_result",
    "data": {
        "match": {
            "type": "custom_event",
            "criteria": {"event_name": "Click", "custom_event_type": "other"},
        },
        "validation_errors": [
            {
                "validation_error_type": "invalid_value",
                "key": "size",
                "error_pointer": "#/data/custom_attributes/size",
                "expected": "number",
                "actual": "string",
                "schema_keyword": "type",
            },
            {"validation_error_type": "unplanned", "key": "x", "action_expected": "drop_event"},
            {},
        ],
        "validated_source_message_id": "m-1",
    },
}


def validate(answer):
    api = FakePlanningApi(answer)
    return api, client(api).validate_batch(DOCUMENT, BATCH)


def test_a_batch_is_sent_with_the_document_and_the_findings_come_back_typed():
    api, found = validate(fake_api.json({"results": [RESULT], "batch": BATCH}))

    assert api.sent == [
        (
            "POST",
            f"{PLANS}/validate",
            {"document": codec.encode_document(DOCUMENT), "batch": BATCH},
        )
    ]
    pointer = "#/data/custom_attributes/size"
    assert found == ValidationResults(
        (
            ValidationResult(
                (
                    ValidationError("invalid_value", "size", pointer, "number", "string", "type"),
                    ValidationError("unplanned", "x", action_expected="drop_event"),
                    ValidationError("unknown"),
                ),
                MATCH,
            ),
        )
    )
    assert (found.ok, found.batch, found.results[0].wire) == (False, BATCH, RESULT)


@pytest.mark.parametrize(
    "answer", [{}, {"results": []}, {"results": [{"data": {"match": None}}], "batch": None}]
)
def test_no_error_means_ok(answer):
    assert validate(fake_api.json(answer))[1].ok is True


def test_it_stores_nothing_and_is_repeated():
    api = FakePlanningApi(httpx.ReadTimeout(""), fake_api.json({"results": []}))

    assert client(api).validate_batch(DOCUMENT, BATCH).results == ()
    assert len(api.requests) == 2


def test_a_refusal_gives_the_reason():
    with pytest.raises(RejectedError, match=r"Invalid Event Batch\.") as caught:
        validate(fake_api.errors("Invalid Event Batch."))

    assert caught.value.messages == ("Invalid Event Batch.",)


@pytest.mark.parametrize(
    ("answer", "place"),
    [
        ([], "the answer: this must be an object"),
        ({"results": {}}, "results: results must be a list"),
        ({"results": [1]}, "results/0: this must be an object"),
        ({"results": [{}]}, "results/0: data is missing"),
        ({"results": [{"data": {"match": 1}}]}, "results/0/data/match: match must be an object"),
        ({"results": [{"data": {"match": {}}}]}, "results/0/data/match: type is missing"),
        (
            {"results": [{"data": {"validation_errors": [1]}}]},
            "results/0/data/validation_errors/0: this must be an object",
        ),
    ],
)
def test_an_answer_that_is_not_as_documented_names_the_place(answer, place):
    with pytest.raises(UnexpectedAnswerError) as caught:
        validate(fake_api.json(json.loads(json.dumps(answer))))

    assert f"not as documented: at {place}" in str(caught.value)
