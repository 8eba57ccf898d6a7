"""Laws of event validation, over random definitions and values."""

from __future__ import annotations

import json

import jsonschema_rs
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dataplan_sync.events import DocumentValidator, Semantics, validate_batch
from dataplan_sync.events.definitions import flaw
from tests.events.strategies import TEXTS, batch, definitions, document, members, supported, values

QUICK = settings(max_examples=150, deadline=None)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=10,
)


def holds_text(value):
    match value:
        case str():
            return True
        case list():
            return any(map(holds_text, value))
        case dict():
            return any(map(holds_text, value.values()))
        case _:
            return False


def keywords(schema):
    match schema:
        case dict():
            return {*schema, *(name for value in schema.values() for name in keywords(value))}
        case list():
            return {name for value in schema for name in keywords(value)}
        case _:
            return set()


def without_nulls(value):
    if isinstance(value, dict):
        return {name: without_nulls(item) for name, item in value.items() if item is not None}
    return value


def accepts(definition, attributes, semantics=Semantics.SERVER):
    return not validate_batch(
        document(definition, kind="user_attributes"),
        {"user_attributes": attributes},
        semantics=semantics,
    )


def oracle_accepts(definition, attributes):
    return jsonschema_rs.Draft7Validator(definition, offline=True).is_valid(
        without_nulls(attributes)
    )


@QUICK
@given(definition=definitions, attributes=members)
def test_the_sdk_accepts_what_json_schema_accepts(definition, attributes):
    assume(isinstance(definition, dict) and definition)
    # Formats are the engines' own, and doubles that no engine divides alike.
    assume(keywords(definition).isdisjoint({"format", "multipleOf"}))
    assume(flaw(definition, Semantics.NODE_SDK) is None)
    assert accepts(definition, attributes, Semantics.NODE_SDK) == oracle_accepts(
        definition, attributes
    )


@QUICK
@given(definition=supported, attributes=members)
def test_without_text_the_server_accepts_what_json_schema_accepts(definition, attributes):
    assume(not holds_text(attributes) and "multipleOf" not in keywords(definition))
    assert accepts(definition, attributes) == oracle_accepts(definition, attributes)


@QUICK
@given(definition=supported, attributes=members)
def test_the_server_accepts_whatever_json_schema_accepts(definition, attributes):
    """Reading text as numbers only ever adds: supported keywords hold no negation but `contains` limits.

    Formats and patterns are read in .NET's way, so they are left to their own tests.
    """
    own = {"format", "pattern", "multipleOf"}
    assume(keywords(definition).isdisjoint(own))
    assume(oracle_accepts(definition, attributes))
    assert accepts(definition, attributes)


@QUICK
@given(
    kind=st.sampled_from(("number", "integer", "boolean")),
    bounds=st.dictionaries(
        st.sampled_from(("minimum", "maximum")), st.integers(-3, 30), max_size=2
    ),
    text=st.sampled_from(TEXTS),
)
def test_text_is_accepted_just_where_the_value_that_it_spells_is(kind, bounds, text):
    definition = {"properties": {"a": {"type": kind, **bounds}}}
    try:
        spelled = json.loads(text.strip().lower())
    except ValueError:
        spelled = text
    assume(not isinstance(spelled, bool) or text == text.strip())
    assert accepts(definition, {"a": text}) == oracle_accepts(definition, {"a": spelled})


@QUICK
@given(definition=anything, attributes=anything, semantics=st.sampled_from(Semantics))
def test_no_definition_and_no_event_breaks_it(definition, attributes, semantics):
    json.dumps(validate_batch(document(definition), batch(attributes), semantics=semantics))


@QUICK
@given(planned=anything, sent=anything, semantics=st.sampled_from(Semantics))
def test_no_document_and_no_batch_breaks_it(planned, sent, semantics):
    validator = DocumentValidator(
        {"data_points": [{"match": planned, "validator": planned}, planned]}, semantics=semantics
    )
    maps = {"user_attributes": sent, "user_identities": sent}
    validator.validate({"events": sent, **maps})
    validator.validate({"events": [{"event_type": "custom_event", "data": sent}, sent], **maps})


@QUICK
@given(definition=definitions, attributes=values)
def test_a_definition_reads_the_same_in_any_order_of_its_keys(definition, attributes):
    def turned(schema):
        match schema:
            case dict():
                return {name: turned(schema[name]) for name in reversed(schema)}
            case list():
                return [turned(item) for item in schema]
            case _:
                return schema

    def found(definition):
        results = validate_batch(document(definition), batch(attributes))
        errors = (error for result in results for error in result["data"]["validation_errors"])
        return sorted(
            (error["error_pointer"], error.get("schema_keyword", ""), error["key"])
            for error in errors
        )

    assert found(turned(definition)) == found(definition)
