from __future__ import annotations

import json

from dataplan_sync.events import DocumentValidator, Semantics
from dataplan_sync.events.tally import BatchPlace, Tally
from dataplan_sync.model import DataPlanVersionKey
from dataplan_sync.render.checked_events import render_json, render_text
from tests.events.strategies import document

DOCUMENT = document(
    {
        "properties": {
            "size": {"enum": ["S"]},
            "list": {"minItems": 1},
            "pair": {"items": [{}], "additionalItems": False},
        },
        "required": ["size"],
        "additionalProperties": False,
    }
)


def event(attributes):
    data = {"event_name": "Sent", "custom_event_type": "other", "custom_attributes": attributes}
    return {"event_type": "custom_event", "data": data}


def tally(*events, semantics=Semantics.SERVER):
    tally = Tally()
    verdicts = DocumentValidator(DOCUMENT, semantics=semantics).verdicts({"events": list(events)})
    tally.add(BatchPlace("sent.jsonl", 3, None), verdicts)
    return tally


WRONG = event({"size": "L", "list": [], "pair": [1, 2], "é\u202e": 1})
EMPTY = event({})
GOOD = event({"size": "S"})
FOREIGN = {"event_type": "screen_view", "data": {"screen_name": "Home"}}


def test_text_says_of_each_refused_event_where_and_what():
    assert render_text(tally(GOOD, WRONG, EMPTY, FOREIGN)) == (
        "sent.jsonl:3 events[1] custom_event:other:Sent\n"
        "    #/data/custom_attributes unplanned: é⟨U+202E⟩ is not planned [additionalProperties]\n"
        '    #/data/custom_attributes/size invalid_value: ["S"], found L [enum]\n'
        "    #/data/custom_attributes/list unknown: this does not hold [minItems]\n"
        "    #/data/custom_attributes/pair unplanned: pair is not planned [additionalItems]\n"
        "sent.jsonl:3 events[2] custom_event:other:Sent\n"
        "    #/data/custom_attributes missing_required: size is missing [required]\n"
        "sent.jsonl:3 events[3] screen_view::Home\n"
        "    # unplanned: no data point plans this event\n"
        "\n"
        "       1 accepted        2 refused   custom_event:other:Sent\n"
        "       0 accepted        1 refused   screen_view::Home\n"
        "1 batch with 4 events: 1 accepted, 3 refused\n"
    )


def test_text_has_the_sentences_of_the_sdk_as_they_are():
    text = render_text(tally(WRONG, semantics=Semantics.NODE_SDK))
    assert (
        "size invalid_value: should be equal to one of the allowed values, found L [enum]" in text
    )
    assert "pair unplanned: an item is not planned [additionalItems]" in text


def test_text_without_a_refused_event_is_counts_alone():
    counted = tally(GOOD)
    counted.add(BatchPlace("sent.jsonl", 4, None), [])
    assert render_text(counted) == (
        "       1 accepted        0 refused   custom_event:other:Sent\n2 batches with 1 event: 1 accepted, 0 refused\n"
    )


def test_what_is_counted_is_said():
    counted = Tally()
    planned = document({"maxProperties": 1}, kind="user_attributes")
    validator = DocumentValidator(planned)
    for number in range(2):
        sent = {
            "events": [{"event_type": "profile"}],
            "user_attributes": dict.fromkeys("ab"[number:], 1),
        }
        counted.add(BatchPlace("sent.jsonl", number, None), validator.verdicts(sent))
    assert render_text(counted).splitlines()[-1] == (
        "2 batches with 2 events and 2 user_attributes: "
        "1 accepted, 1 refused, 2 not held against data plans (profile)"
    )


def test_json_is_one_document():
    counted = tally(GOOD, FOREIGN, {"event_type": "session_end", "data": {}})
    text = render_json(
        counted,
        DataPlanVersionKey("shop", 2),
        Semantics.SERVER,
        exit_code=1,
        errors=["a.json: gone"],
        notes=["a note"],
    )
    assert json.loads(text) == {
        "format_version": 1,
        "command": "check-events",
        "exit_code": 1,
        "errors": ["a.json: gone"],
        "workspaces": [],
        "data_plan_id": "shop",
        "version": 2,
        "semantics": "server",
        "notes": ["a note"],
        "summary": {
            "batches": 1,
            "events": 3,
            "user_attributes": 0,
            "user_identities": 0,
            "accepted": 1,
            "refused": 1,
            "not_held": 1,
        },
        "data_points": [
            {"match_key": "custom_event:other:Sent", "accepted": 1, "refused": 0},
            {"match_key": "screen_view::Home", "accepted": 0, "refused": 1},
        ],
        "results": [
            {
                "file": "sent.jsonl",
                "line": 3,
                "index": None,
                "event": "events[1]",
                "match_key": "screen_view::Home",
                "result": counted.refusals[0].verdict.result,
            }
        ],
    }


def test_json_keeps_half_a_surrogate_pair():
    text = render_json(
        tally(event({"size": "\ud83d"})),
        DataPlanVersionKey("shop", 2),
        Semantics.SERVER,
        exit_code=1,
        errors=(),
        notes=(),
    )
    (result,) = json.loads(text.encode())["results"]
    assert result["result"]["data"]["validation_errors"][0]["actual"] == "\ud83d"
