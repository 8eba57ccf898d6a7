"""Laws of verdicts over random pairs of definitions: no loss goes unsaid, and none is said that cannot be shown."""

from __future__ import annotations

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from dataplan_sync import codec
from dataplan_sync.events import DocumentValidator
from dataplan_sync.impact import sample_event
from dataplan_sync.impact.verdict import Consumer, Level, Producer
from dataplan_sync.model import DataPointMatch
from tests.impact import schemas
from tests.impact.points import CLICK, impacts, of_custom_attributes, of_map, point

_PURCHASE = DataPointMatch("product_action", {"action": "purchase"})
_OBJECTS = st.fixed_dictionaries(
    {"type": st.just("object")},
    optional={
        "properties": st.dictionaries(schemas.NAMES, schemas.typed_schemas(1), max_size=3),
        "required": st.lists(schemas.NAMES, max_size=2, unique=True),
        "additionalProperties": st.one_of(st.booleans(), schemas.typed_schemas(0)),
        "minProperties": schemas.SMALL,
        "maxProperties": schemas.SMALL,
    },
)


@st.composite
def point_pairs(draw):
    """One data point before and after: an attribute that changes, all attributes, or a map of a user's."""
    match draw(st.sampled_from(["attribute", "attributes", "map"])):
        case "attribute":
            before, after = draw(schemas.schema_pairs())
            match = draw(st.sampled_from([CLICK, _PURCHASE]))
            closed = draw(st.booleans())
            return point({"a": before}, match=match, closed=closed), point(
                {"a": after},
                match=match,
                closed=closed,
                required=draw(st.sampled_from([(), ("a",)])),
            )
        case "attributes":
            before = draw(_OBJECTS)
            after = draw(st.one_of(_OBJECTS, schemas.edited(before)))
            assume(isinstance(after, dict) and after.get("type") == "object")
            return of_custom_attributes(before), of_custom_attributes(after)
        case _:
            before = draw(_OBJECTS)
            return of_map(before), of_map(draw(_OBJECTS))


def _holding(data_point, value):
    if data_point.match.type == "user_attributes":
        return value
    if data_point.match == CLICK:
        data = {"event_name": "Click", "custom_event_type": "other"}
        return {"event_type": "custom_event", "data": {**data, "custom_attributes": value}}
    bought = {"product_action": {"action": "purchase"}, "custom_attributes": value}
    return {"event_type": "commerce_event", "data": bought}


def _accepts(data_point, event):
    return not _errors(data_point, event)


def _errors(data_point, event):
    """The types of all errors in an event of a data point."""
    document = {"data_points": [codec.encode_data_point(data_point)]}
    results = DocumentValidator(document).validate(sample_event.batch(data_point, event))
    errors = (error for result in results for error in result["data"]["validation_errors"])
    return {error["validation_error_type"] for error in errors}


def _events(data, before, after):
    values = schemas.values_near(_custom(before), _custom(after))
    names = st.sampled_from(["a", "b", "c", "fresh"])
    drawn = data.draw(st.lists(st.dictionaries(names, values, max_size=3), max_size=8))
    return [_holding(before, value) for value in drawn]


def _custom(data_point):
    definition = data_point.validator.definition
    if data_point.match.type == "user_attributes":
        return definition
    return definition["properties"]["data"]["properties"]["custom_attributes"]


@settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
@given(point_pairs(), st.data())
def test_a_change_without_a_verdict_of_loss_refuses_no_event(pair, data):
    before, after = pair
    found = impacts([before], [after])
    assume(all(impact.producer is Producer.NONE for impact in found))
    for event in _events(data, before, after):
        assert not _accepts(before, event) or _accepts(after, event)


@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
@given(point_pairs(), st.data())
def test_a_change_without_a_verdict_of_drop_makes_no_event_unplanned(pair, data):
    before, after = pair
    found = impacts([before], [after])
    assume(all(impact.producer is not Producer.DROP for impact in found))
    for event in _events(data, before, after):
        assert not _accepts(before, event) or "unplanned" not in _errors(after, event)


@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
@given(point_pairs())
def test_each_verdict_is_of_the_kind_that_its_witness_shows(pair):
    before, after = pair
    for impact in impacts([before], [after]):
        if impact.producer in {Producer.DROP, Producer.FLAG}:
            first = impact.witness.errors[0]["validation_error_type"]
            kinds = {error["validation_error_type"] for error in impact.witness.errors}
            lost = impact.producer is Producer.DROP
            assert "unplanned" in kinds if lost else first != "unplanned"


@settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
@given(point_pairs())
def test_each_verdict_of_loss_or_break_is_shown_by_its_witness(pair):
    before, after = pair
    for impact in impacts([before], [after]):
        harmful = impact.producer in {Producer.DROP, Producer.FLAG}
        if not harmful and impact.consumer is not Consumer.BREAKING:
            continue
        witness = impact.witness
        event = witness.event.get("user_attributes", witness.event)
        assert (_accepts(before, event), _accepts(after, event)) == (
            witness.accepted_before,
            not witness.accepted_before,
        )
        assert witness.accepted_before or not harmful
        assert witness.errors


@settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
@given(point_pairs())
def test_nothing_is_unknown_where_all_keywords_are_ordinary(pair):
    before, after = pair
    found = impacts([before], [after])
    assert not [impact for impact in found if "unknown" in {impact.producer, impact.consumer}]


@settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
@given(point_pairs())
def test_a_safe_verdict_in_production_does_no_harm(pair):
    before, after = pair
    for impact in impacts([before], [after]):
        if impact.level is Level.SAFE:
            assert (impact.producer, impact.consumer, impact.witness) == (
                Producer.NONE,
                Consumer.SAFE,
                None,
            )
