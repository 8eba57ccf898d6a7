"""A document, events and batches in a few words, and what validation finds in them."""

from __future__ import annotations

from dataplan_sync.events import validate_batch

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
