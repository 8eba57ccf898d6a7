"""Random definitions and values from a small vocabulary, so that they meet often."""

from __future__ import annotations

from hypothesis import strategies as st

NAMES = ("a", "b", "c d", "e/f", "g~")
TEXTS = (
    "",
    "a",
    "abc",
    "7",
    "-1.5",
    " 2e1 ",
    "TRUE",
    "false",
    "2020-02-30",
    "x@y.zz",
    "é😀",
    "1_0",
)
TYPES = ("string", "number", "integer", "boolean", "null", "object", "array")
PATTERNS = (
    "^a",
    r"^\d+$",
    "(ab|c)+$",
    r"^\w*$",
    "[^a-c]",
    "b.?",
    r"^-?\d+(\.\d+)?([eE][+-]?\d+)?$",
)
FORMATS = ("date", "time", "date-time", "email", "hostname", "ipv4", "uri", "uuid")

names = st.sampled_from(NAMES)
numbers = st.sampled_from((0, 1, 2, -1, 7, 1.5, 2.0, 0.1, 1e21, 10**25))
scalars = st.none() | st.booleans() | numbers | st.sampled_from(TEXTS)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=6,
)
members = st.dictionaries(names, values, max_size=4)

counts = st.integers(0, 3)
SIMPLE = {
    "type": st.sampled_from(TYPES)
    | st.lists(st.sampled_from(TYPES), min_size=1, max_size=3, unique=True),
    "enum": st.lists(values, min_size=1, max_size=3),
    "const": values,
    "minimum": numbers,
    "maximum": numbers,
    "exclusiveMinimum": numbers,
    "exclusiveMaximum": numbers,
    "multipleOf": st.sampled_from((1, 2, 0.1, 0.5)),
    "minLength": counts,
    "maxLength": counts,
    "pattern": st.sampled_from(PATTERNS),
    "format": st.sampled_from(FORMATS),
    "minItems": counts,
    "maxItems": counts,
    "uniqueItems": st.booleans(),
    "minProperties": counts,
    "maxProperties": counts,
    "required": st.lists(names, max_size=2, unique=True),
    "description": st.just("words"),
}


def _extended(inner):
    """The keywords that hold other schemas; the supported ones."""
    return {
        "properties": st.dictionaries(names, inner, max_size=3),
        "additionalProperties": st.booleans() | inner,
        "propertyNames": inner,
        "items": inner | st.lists(inner, min_size=1, max_size=2),
        "additionalItems": st.booleans() | inner,
        "contains": inner,
    }


def _composed(inner):
    """The keywords that mParticle does not support."""
    listed = st.lists(inner, min_size=1, max_size=3)
    return {
        "allOf": listed,
        "anyOf": listed,
        "oneOf": listed,
        "not": inner,
        "if": inner,
        "then": inner,
        "else": inner,
        "patternProperties": st.dictionaries(st.sampled_from(("^a", "/")), inner, max_size=2),
        "dependencies": st.dictionaries(
            names, inner | st.lists(names, max_size=2, unique=True), max_size=2
        ),
    }


@st.composite
def _schema(draw, keywords):
    chosen = draw(st.lists(st.sampled_from(sorted(keywords)), max_size=4, unique=True))
    return {name: draw(keywords[name]) for name in chosen}


supported = st.recursive(
    _schema(SIMPLE), lambda inner: _schema(SIMPLE | _extended(inner)), max_leaves=8
)
"""Definitions of supported keywords."""

definitions = st.recursive(
    _schema(SIMPLE),
    lambda inner: _schema(SIMPLE | _extended(inner) | _composed(inner)) | st.booleans(),
    max_leaves=8,
)
"""Definitions of all keywords of draft 07 but references."""


def document(definition, *, kind="custom_event"):
    """A version document with one data point, which plans what `batch` sends."""
    match = {
        "custom_event": {
            "type": "custom_event",
            "criteria": {"event_name": "Sent", "custom_event_type": "other"},
        },
        "user_attributes": {"type": "user_attributes", "criteria": {}},
    }[kind]
    nested = {"properties": {"data": {"properties": {"custom_attributes": definition}}}}
    validator = {
        "type": "json_schema",
        "definition": nested if kind == "custom_event" else definition,
    }
    return {"data_points": [{"match": match, "validator": validator}]}


def batch(attributes):
    """A batch with one event that carries these attributes."""
    data = {"event_name": "Sent", "custom_event_type": "other", "custom_attributes": attributes}
    return {"events": [{"event_type": "custom_event", "data": data}]}
