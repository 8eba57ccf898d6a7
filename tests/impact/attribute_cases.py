"""Cases of attributes that come, go, are renamed and must be sent, each with the verdict on it in production."""

from __future__ import annotations

from tests.impact.points import of_custom_attributes, of_map, point

TEXT = {"type": "string"}
NUMBER = {"type": "number"}
WHOLE = {"type": "integer"}
CLOSED = {"type": "object", "additionalProperties": False}
FLAGGED = ("flag", "safe", "breaking")
BROKEN = ("flag", "breaking", "breaking")
LOST = ("drop", "breaking", "breaking")
SURPRISING = ("none", "dangerous", "dangerous")
SAFE = ("none", "safe", "safe")
OPEN = {"closed": False}
ATTRIBUTES = {
    "removed where only listed ones are taken": (
        point({"a": TEXT, "b": TEXT}),
        point({"a": TEXT}),
        {"ATTR_REMOVED_CLOSED": LOST},
    ),
    "removed where any is taken": (
        point({"a": TEXT}, **OPEN),
        point({}, **OPEN),
        {"ATTR_REMOVED_OPEN": SURPRISING},
    ),
    "removed where a schema binds it": (
        of_map({"properties": {"n": WHOLE}, "additionalProperties": TEXT}),
        of_map({"additionalProperties": TEXT}),
        {"ATTR_REMOVED_TYPED": BROKEN},
    ),
    "removed where a wider schema binds it": (
        of_map({"properties": {"n": WHOLE}, "additionalProperties": NUMBER}),
        of_map({"additionalProperties": NUMBER}),
        {"ATTR_REMOVED_TYPED": SURPRISING},
    ),
    "removed where a closed object binds it": (
        of_map({"properties": {"n": {}}, "additionalProperties": CLOSED}),
        of_map({"additionalProperties": CLOSED}),
        {"ATTR_REMOVED_TYPED": LOST},
    ),
    "one respelled, or the other": (
        point({"first_name": TEXT}),
        point({"firstName": TEXT, "FirstName": TEXT}),
        {"ATTR_REMOVED_CLOSED": LOST, "ATTR_ADDED_OPTIONAL": SAFE},
    ),
    "a closed object where any was taken": (
        point({}, **OPEN),
        point({"a": CLOSED}, **OPEN),
        {"ATTR_ADDED_TYPED": ("drop", "safe", "breaking")},
    ),
    "respelled": (
        point({"first_name": TEXT}),
        point({"firstName": TEXT}),
        {"ATTR_RENAMED": LOST},
    ),
    "respelled and required": (
        point({"first_name": TEXT}),
        point({"firstName": TEXT}, required=["firstName"]),
        {"ATTR_RENAMED": LOST, "ATTR_NOW_REQUIRED": FLAGGED},
    ),
    "respelled, required before and after": (
        point({"first_name": TEXT}, required=["first_name"]),
        point({"firstName": TEXT}, required=["firstName"]),
        {"ATTR_RENAMED": LOST},
    ),
    "one of a number for another": (
        point({"address_1": TEXT}),
        point({"address_2": TEXT}),
        {"ATTR_REMOVED_CLOSED": LOST, "ATTR_ADDED_OPTIONAL": SAFE},
    ),
    "added": (point({}), point({"a": TEXT}), {"ATTR_ADDED_OPTIONAL": SAFE}),
    "added where any was taken, free": (
        point({}, **OPEN),
        point({"a": {}}, **OPEN),
        {"ATTR_ADDED_OPTIONAL": SAFE},
    ),
    "added where any was taken, typed": (
        point({}, **OPEN),
        point({"a": TEXT}, **OPEN),
        {"ATTR_ADDED_TYPED": ("flag", "safe", "dangerous")},
    ),
    "added and required": (
        point({}),
        point({"a": TEXT}, required=["a"]),
        {"ATTR_ADDED_REQUIRED": FLAGGED},
    ),
    "required": (
        point({"a": TEXT}),
        point({"a": TEXT}, required=["a"]),
        {"ATTR_NOW_REQUIRED": FLAGGED},
    ),
    "no longer required": (
        point({"a": TEXT}, required=["a"]),
        point({"a": TEXT}),
        {"ATTR_NO_LONGER_REQUIRED": SURPRISING},
    ),
    "removed where any is taken, and no longer required": (
        point({"a": TEXT}, required=["a"], **OPEN),
        point({}, **OPEN),
        {"ATTR_REMOVED_OPEN": SURPRISING},
    ),
    "forbidden where any is taken": (
        point({}, **OPEN),
        point({"a": False}, **OPEN),
        {"ATTR_REMOVED_CLOSED": BROKEN},
    ),
    "no longer forbidden": (
        point({"a": False}, **OPEN),
        point({}, **OPEN),
        {"ATTR_ADDED_OPTIONAL": SAFE},
    ),
    "closed": (point({}, **OPEN), point({}), {"CLOSED": LOST}),
    "opened": (point({}), point({}, **OPEN), {"OPENED": SURPRISING}),
    "attributes of a user": (
        of_map({"properties": {"age": NUMBER, "zip": TEXT}, "additionalProperties": False}),
        of_map({"properties": {"age": TEXT}, "additionalProperties": False}),
        {"ATTR_REMOVED_CLOSED": LOST, "TYPE_CHANGED": BROKEN},
    ),
    "identities of a user": (
        of_map({}, "user_identities"),
        of_map({"required": ["email"]}, "user_identities"),
        {"ATTR_NOW_REQUIRED": FLAGGED},
    ),
    "all that are not listed": (
        of_map({"additionalProperties": TEXT}),
        of_map({"additionalProperties": NUMBER}),
        {"TYPE_CHANGED": BROKEN},
    ),
    "custom attributes described for the first time": (
        of_custom_attributes({}),
        of_custom_attributes({"type": "object", "additionalProperties": True}),
        {},
    ),
}
