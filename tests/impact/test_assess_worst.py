"""Of all that a change does to data, the worst decides, and each change answers for its own."""

from __future__ import annotations

from dataclasses import replace

from dataplan_sync.model import DataPointMatch, DataPointValidator
from tests.impact.points import impacts, point

TEXT = {"type": "string"}


def event(name, attributes=None, *, kind="other", **options):
    match = DataPointMatch("custom_event", {"event_name": name, "custom_event_type": kind})
    return point(attributes or {}, match=match, **options)


def test_a_list_of_closed_objects_where_any_attribute_was_taken_may_lose_data():
    purchase = DataPointMatch("product_action", {"action": "purchase"})

    def action(**listed):
        return point({}, match=purchase, product_action={"type": "object", "properties": listed})

    entry = {"type": "object", "properties": {"id": TEXT}, "required": ["id"]}
    products = {"type": "array", "items": {**entry, "additionalProperties": False}}
    (impact,) = impacts([action(action=TEXT)], [action(action=TEXT, products=products)])
    assert (impact.rule, impact.producer, impact.level) == ("ATTR_ADDED_TYPED", "drop", "breaking")
    assert impact.witness.excerpt == {"products": [{"id": "a", "other": "a"}]}


def test_the_worst_that_becomes_of_data_decides_whatever_is_found_first():
    closed = {"type": "object", "properties": {"a": TEXT}, "additionalProperties": False}
    free = {"type": ["object", "string"]}
    (impact,) = impacts(
        [event("Click", {"n": TEXT}, closed=False)],
        [event("Click", {"n": TEXT, "address": {**free, **closed}}, closed=False)],
    )
    assert (impact.rule, impact.producer) == ("ATTR_ADDED_TYPED", "drop")


def test_a_required_attribute_is_missing_and_does_not_answer_for_what_is_blocked():
    found = impacts(
        [event("Click", {"order_id": TEXT}, required=["order_id"])],
        [event("Click", {"transaction": TEXT}, required=["transaction"])],
    )
    assert [(impact.rule, impact.producer) for impact in found] == [
        ("ATTR_REMOVED_CLOSED", "drop"),
        ("ATTR_ADDED_REQUIRED", "flag"),
    ]


def test_the_number_of_entries_does_not_answer_for_what_is_in_them():
    def listing(name, **limits):
        entry = {"type": "object", "properties": {name: TEXT}, "additionalProperties": False}
        entries = {**entry, "required": [name]}
        return event("Click", {"l": {"type": "array", "items": entries, **limits}})

    found = impacts([listing("a", minItems=1)], [listing("b", minItems=2)])
    assert ("COUNT_TIGHTENED", "flag") in {(impact.rule, impact.producer) for impact in found}


def test_a_closed_object_that_must_be_sent_may_lose_what_was_sent_in_it():
    closed = {"type": "object", "properties": {"city": TEXT}, "additionalProperties": False}
    after = event("Click", {"address": closed}, closed=False, required=["address"])
    lost, missing = impacts([event("Click", closed=False)], [after])
    assert (lost.rule, lost.producer, lost.witness.excerpt) == (
        "SCHEMA_TIGHTENED",
        "drop",
        {"other": "a"},
    )
    assert lost.reason.startswith("Less is taken for address of Click than before")
    assert (missing.rule, missing.producer) == ("ATTR_ADDED_REQUIRED", "flag")


def test_custom_attributes_of_a_witness_are_an_object():
    texts_or_objects = {"type": ["string", "object"]}
    (impact,) = impacts([_of_data(texts_or_objects)], [_of_data({"type": "string"})])
    assert impact.witness.event["data"]["custom_attributes"] == {}


def _of_data(additional):
    whole = {
        "type": "object",
        "additionalProperties": additional,
        "required": ["custom_attributes"],
    }
    validator = DataPointValidator("json_schema", {"properties": {"data": whole}})
    return replace(event("Click"), validator=validator)
