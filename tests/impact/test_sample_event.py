from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dataplan_sync import codec
from dataplan_sync.events import DocumentValidator
from dataplan_sync.events.definitions import flaw
from dataplan_sync.events.semantics import Semantics
from dataplan_sync.impact.sample_event import batch, embedded, sample
from dataplan_sync.model import DataPoint, DataPointMatch, DataPointValidator, VersionDocument
from tests.impact.schemas import ANY_SCHEMAS

CLICK = DataPointMatch("custom_event", {"event_name": "Click", "custom_event_type": "other"})
IMPRESSION = DataPointMatch("product_impression", {})
MATCHES = [
    CLICK,
    DataPointMatch("screen_view", {"screen_name": "Home: start"}),
    DataPointMatch("product_action", {"action": "purchase"}),
    DataPointMatch("promotion_action", {"action": "view"}),
    IMPRESSION,
    DataPointMatch("application_state_transition", {"application_transition_type": "exit"}),
    DataPointMatch("session_start", {}),
]
MAPS = [DataPointMatch("user_attributes", {}), DataPointMatch("user_identities", {})]
SIZES = {
    "type": "object",
    "properties": {"size": {"enum": ["S", "XL"]}, "count": {"type": "integer", "minimum": 3}},
    "required": ["count"],
    "additionalProperties": False,
}
ATTRIBUTES = ("data", "custom_attributes")
SIZE = (*ATTRIBUTES, "size")


def point(match, definition):
    return DataPoint(match, DataPointValidator("json_schema", definition))


def planned(match, custom_attributes, **data):
    """A data point as the UI writes it, with some rules on `data` beside the custom attributes."""
    properties = {"custom_attributes": custom_attributes, **data.pop("properties", {})}
    return point(
        match,
        {
            "properties": {
                "data": {"required": ["custom_attributes"], "properties": properties, **data}
            }
        },
    )


def at(event, path):
    for step in path:
        event = event[step]
    return event


def errors(data_point, event):
    document = codec.encode_document(VersionDocument((data_point,)))
    return DocumentValidator(document).validate(batch(data_point, event))


@pytest.mark.parametrize("match", MATCHES, ids=lambda match: match.type)
def test_an_event_of_each_type_is_planned_and_accepted(match):
    data_point = planned(match, SIZES)
    event = sample(data_point)
    assert event is not None
    assert list(event) == ["event_type", "data"]
    assert at(event, ATTRIBUTES) == {"count": 3}
    assert errors(data_point, event) == []


@pytest.mark.parametrize("match", MATCHES, ids=lambda match: match.type)
def test_an_event_holds_the_value_beside_all_that_is_required(match):
    data_point = planned(match, SIZES)
    event = embedded(data_point, SIZE, "XL")
    assert event is not None
    assert at(event, ATTRIBUTES) == {"size": "XL", "count": 3}
    assert errors(data_point, event) == []


@pytest.mark.parametrize("match", MAPS, ids=lambda match: match.type)
def test_for_users_it_is_the_map_itself(match):
    data_point = point(match, SIZES)
    assert sample(data_point) == {"count": 3}
    held = embedded(data_point, ("size",), "S")
    assert held == {"count": 3, "size": "S"}
    assert batch(match, held) == {match.type: held}
    assert errors(data_point, held) == []


def test_an_event_as_small_as_it_can_be():
    assert sample(point(CLICK, {})) == {
        "event_type": "custom_event",
        "data": {"event_name": "Click", "custom_event_type": "other"},
    }
    assert sample(point(IMPRESSION, {})) == {
        "event_type": "commerce_event",
        "data": {"product_impressions": []},
    }


def test_other_members_of_data_follow_the_definition_too():
    data_point = planned(
        CLICK,
        SIZES,
        properties={
            "event_name": {"const": "Click"},
            "custom_event_type": {"type": "string"},
            "currency_code": {"type": "string", "pattern": "^[A-Z]{3}$"},
        },
        required=["event_name", "currency_code", "custom_attributes"],
        additionalProperties=False,
    )
    event = embedded(data_point, SIZE, "S")
    assert event is not None
    assert errors(data_point, event) == []


def test_holds_a_value_in_a_list_of_products():
    product = {"type": "object", "properties": {"price": {"type": "number"}}, "required": ["id"]}
    action = {"type": "object", "properties": {"products": {"type": "array", "items": product}}}
    data_point = planned(
        DataPointMatch("product_action", {"action": "purchase"}),
        {"type": "object"},
        properties={"product_action": action},
    )
    event = embedded(data_point, ("data", "product_action", "products", 1, "price"), 9.5)
    assert event is not None
    assert at(event, ("data", "product_action", "products", 1)) == {"id": "a", "price": 9.5}
    assert errors(data_point, event) == []


def test_holds_a_string_where_only_the_server_reads_a_number():
    data_point = planned(CLICK, SIZES)
    event = embedded(data_point, ("data", "custom_attributes", "count"), "5")
    assert event is not None
    assert at(event, ATTRIBUTES) == {"count": "5"}
    assert errors(data_point, event) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        pytest.param(SIZE, "M", id="refused by the definition"),
        pytest.param(("data", "custom_attributes", "colour"), "red", id="not planned"),
        pytest.param(("data", "event_name"), "Tap", id="of another data point"),
        pytest.param(SIZE, None, id="null is dropped"),
        pytest.param(("data", "other"), {"a": None}, id="a null in it is dropped"),
        pytest.param(("data", "custom_attributes", 0), 1, id="an object is no list"),
    ],
)
def test_there_is_no_event_for_a_value_that_cannot_be_there(path, value):
    assert embedded(planned(CLICK, SIZES), path, value) is None


def test_null_can_be_in_a_list():
    data_point = planned(CLICK, {"properties": {"tags": {"type": "array"}}})
    event = embedded(data_point, ("data", "custom_attributes", "tags", 0), None)
    assert event is not None
    assert at(event, ATTRIBUTES) == {"tags": [None]}
    assert errors(data_point, event) == []


@pytest.mark.parametrize(
    "data_point",
    [
        pytest.param(point(CLICK, False), id="accepts nothing"),
        pytest.param(planned(CLICK, False), id="required and impossible"),
        pytest.param(point(CLICK, {"properties": {"event_type": {"const": "x"}}}), id="other type"),
        pytest.param(point(DataPointMatch("unknown", {}), {}), id="matches nothing"),
        pytest.param(
            point(DataPointMatch("screen_view", {"screen_name": ""}), {}), id="empty criterion"
        ),
        pytest.param(
            point(DataPointMatch("custom_event", {"event_name": "A"}), {}), id="criterion missing"
        ),
        pytest.param(
            point(IMPRESSION, {"properties": {"data": {"required": ["product_action"]}}}),
            id="requires what makes it another event",
        ),
    ],
)
def test_there_is_no_event_where_none_can_occur(data_point):
    assert sample(data_point) is None


@settings(max_examples=150)
@given(st.sampled_from([*MATCHES, *MAPS]), ANY_SCHEMAS)
def test_every_event_is_accepted_by_our_validation(match, schema):
    path = ("size",) if match in MAPS else SIZE
    definition = {"type": "object", "properties": {"size": schema}, "required": ["size"]}
    data_point = point(match, definition) if match in MAPS else planned(match, definition)
    assume(flaw(data_point.validator.definition, Semantics.SERVER) is None)
    event = sample(data_point)
    if event is not None:
        assert errors(data_point, event) == []
        assert embedded(data_point, path, at(event, path)) is not None
