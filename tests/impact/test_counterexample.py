from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema_rs import Draft7Validator

from dataplan_sync.events import DocumentValidator
from dataplan_sync.impact import sameness
from dataplan_sync.impact.counterexample import (
    Counterexample,
    Undecided,
    counterexample,
    counterexample_in_event,
)
from dataplan_sync.impact.reading import Reading
from tests.impact.schemas import schema_pairs, values_near

BOOLEAN = {"type": "boolean"}
DIGIT = {"type": "integer", "minimum": 0, "maximum": 9}
STRING = {"type": "string"}
OPEN = {"type": "object"}
CLOSED = {"type": "object", "additionalProperties": False}


def arrays(items, **keywords):
    return {"type": "array", "items": items, **keywords}


def objects(properties=(), **keywords):
    return {"type": "object", "properties": dict(properties), **keywords}


def lost(before, after):
    return counterexample(before, after)


def lost_in_event(before, after):
    return counterexample_in_event(before, after)


def found(before, after):
    """The value found, proven by a validator that knows nothing of the search; None if there is none."""
    result = lost(before, after)
    assert not isinstance(result, Undecided)
    if result is None:
        return None
    assert Draft7Validator(before).is_valid(result.value)
    assert not Draft7Validator(after).is_valid(result.value)
    return result.value


@pytest.mark.parametrize(
    ("before", "after", "value"),
    [
        pytest.param({"enum": ["S", "XL"]}, {"enum": ["S"]}, "XL", id="enum loses a member"),
        pytest.param({"type": "number"}, {"type": "integer"}, 0.5, id="integer is narrower"),
        pytest.param({"const": True}, {"const": 1}, True, id="true is not 1"),
        pytest.param({"enum": [0, False]}, {"enum": [0.0]}, False, id="nor false 0.0"),
        pytest.param({"maximum": 10}, {"maximum": 5, "type": "number"}, "a", id="type comes first"),
        pytest.param(
            {"type": "integer", "maximum": 7}, {"exclusiveMaximum": 7}, 7, id="exclusive bound"
        ),
        pytest.param({"multipleOf": 2, "type": "number"}, {"multipleOf": 4}, 2, id="step"),
        pytest.param({"multipleOf": 0.1, "minimum": 0.3, "maximum": 0.3, "type": "number"},
                     {"maximum": 0.2}, 0.3, id="decimal step"),
        pytest.param({"minimum": 10**400, "type": "number"}, {"maximum": 0}, 10**400,
                     id="beyond float"),
        pytest.param({"type": "string", "maxLength": 1}, {"maxLength": 0}, "a", id="length"),
        pytest.param({"enum": ["😀", "😀😀"]}, {"maxLength": 1}, "😀😀", id="code points"),
        pytest.param(OPEN, CLOSED, {"other": "a"}, id="closed"),
        pytest.param(OPEN, {"required": ["a"]}, {}, id="required and not in properties"),
        pytest.param(objects(required=["a"]), CLOSED, {"a": "a"}, id="required, then forbidden"),
        pytest.param(objects({"a": STRING}), objects({"a": DIGIT}), {"a": "a"}, id="member"),
        pytest.param(
            objects({"a": STRING}, additionalProperties=False), CLOSED, {"a": "a"},
            id="in before's properties only",
        ),
        pytest.param(
            OPEN, objects({"a": STRING}), {"a": 0}, id="in after's properties only"
        ),
        pytest.param(
            objects(additionalProperties=DIGIT), objects(additionalProperties={"maximum": 8}),
            {"other": 9}, id="additional properties of a schema",
        ),
        pytest.param(OPEN, {"minProperties": 1}, {}, id="too few members"),
        pytest.param(
            objects({"a": BOOLEAN, "b": BOOLEAN}, additionalProperties=False, minProperties=1),
            {"maxProperties": 1}, {"a": True, "b": True}, id="too many members",
        ),
        pytest.param(
            {"propertyNames": {"maxLength": 2}, "type": "object"}, {"propertyNames": {"maxLength": 1}},
            {"aa": "a"}, id="names",
        ),
        pytest.param(
            objects({"ab": STRING}, additionalProperties=False), {"propertyNames": {"maxLength": 1}},
            {"ab": "a"}, id="name of an attribute",
        ),
        pytest.param(arrays(DIGIT), arrays({"maximum": 8}), [9], id="item"),
        pytest.param(
            arrays(DIGIT, uniqueItems=True, minItems=3), arrays({"maximum": 8}), [9, 0, 1],
            id="item among different ones",
        ),
        pytest.param(DIGIT | {"minimum": 9}, {"exclusiveMinimum": 9}, 9, id="open bound below"),
        pytest.param(DIGIT | {"maximum": 0}, {"exclusiveMaximum": 0}, 0, id="open bound above"),
        pytest.param(arrays(BOOLEAN), {"uniqueItems": True}, [True, True], id="twice"),
        pytest.param(
            {"type": "array", "items": [DIGIT, STRING, {"maximum": 1, **DIGIT}]}, {"uniqueItems": True},
            [0, "a", 0], id="twice, at two positions that share a value",
        ),
        pytest.param(
            {"type": "array", "items": [{"enum": [1, 2]}, {"const": 1}], "minItems": 2, "uniqueItems": True},
            {"items": [{"const": 1}]}, [2, 1], id="unique items leave one way",
        ),
        pytest.param(
            {"type": "array", "items": [STRING], "additionalItems": DIGIT},
            {"items": [STRING], "additionalItems": False}, ["a", 0], id="additional item",
        ),
        pytest.param({"type": ["string", "null"]}, STRING, None, id="null, as nothing else is"),
        pytest.param(True, False, "a", id="boolean schemas"),
        pytest.param(
            objects({"a": objects({"b": arrays(DIGIT)}, required=["b"])}, required=["a"]),
            objects({"a": objects({"b": arrays({"maximum": 8})})}), {"a": {"b": [9]}}, id="deep",
        ),
    ],
)  # fmt: skip
def test_finds_the_value(before, after, value):
    actual = found(before, after)
    assert sameness.key(actual) == sameness.key(value)


UNSATISFIABLE = [
    pytest.param(False, id="false"),
    pytest.param({"enum": []}, id="empty enum"),
    pytest.param({"enum": ["a"], "const": "b"}, id="const outside enum"),
    pytest.param({"enum": ["abc"], "maxLength": 2}, id="enum excluded by a length"),
    pytest.param({"type": "integer", "minimum": 0.2, "maximum": 0.8}, id="no integer between"),
    pytest.param(
        {"type": "number", "exclusiveMinimum": 1, "maximum": 1}, id="open interval of one point"
    ),
    pytest.param(
        {"type": "integer", "multipleOf": 1.5, "minimum": 1, "maximum": 2}, id="no common multiple"
    ),
    pytest.param(arrays(True, minItems=2, maxItems=1), id="more items than allowed"),
    pytest.param(arrays(False, minItems=1), id="no item possible"),
    pytest.param(
        arrays({"type": ["null", "boolean"]}, uniqueItems=True, minItems=4, maxItems=4)
        | {"items": {"enum": [None, True, False]}},
        id="four different of three",
    ),
    pytest.param(
        {"type": "array", "items": [DIGIT, {"const": 1}, {"const": 1.0}], "minItems": 3, "uniqueItems": True},
        id="two positions for one value",
    ),
    pytest.param(objects({"a": False}, required=["a"]), id="required and impossible"),
    pytest.param(objects(required=["a"], additionalProperties=False), id="required and closed"),
    pytest.param(objects(minProperties=1, additionalProperties=False), id="closed and not empty"),
    pytest.param(objects(required=["a", "b"], maxProperties=1), id="more required than allowed"),
    pytest.param(objects(required=["ab"], propertyNames={"maxLength": 1}), id="misnamed"),
]  # fmt: skip


@pytest.mark.parametrize("before", UNSATISFIABLE)
def test_nothing_is_lost_where_nothing_was_accepted(before):
    assert lost(before, False) is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param({"const": 1}, {"const": 1.0}, id="1 is 1.0"),
        pytest.param({"enum": [2.0]}, {"type": "integer"}, id="2.0 is an integer"),
        pytest.param({"type": "integer"}, {"type": "number"}, id="wider type"),
        pytest.param(STRING, {"type": ["null", "string"]}, id="nullable"),
        pytest.param(DIGIT, {"type": "integer", "exclusiveMaximum": 9.5}, id="no integer lost"),
        pytest.param(OPEN, {"minLength": 5, "pattern": "^a"}, id="keywords of another type"),
        pytest.param(
            {"type": "string", "maxLength": 0}, {"enum": [""]}, id="only the empty string"
        ),
        pytest.param({"multipleOf": 6}, {"multipleOf": 1.5}, id="coarser step"),
        pytest.param(
            {"type": ["null", "object"], "maxProperties": 0}, {"enum": [{}, None]}, id="all listed"
        ),
        pytest.param(
            arrays(BOOLEAN | {"enum": [True, False]}, uniqueItems=True, maxItems=2),
            arrays(BOOLEAN, maxItems=2),
            id="unique items are few",
        ),
        pytest.param(CLOSED, {"enum": [{}]}, id="one object only"),
        pytest.param(
            objects({"a": BOOLEAN}, additionalProperties=False),
            objects({"a": BOOLEAN, "b": STRING}, additionalProperties=False),
            id="one more attribute",
        ),
        pytest.param(
            objects({"a": False}, additionalProperties=DIGIT),
            objects(additionalProperties=DIGIT),
            id="impossible attribute dropped",
        ),
        pytest.param(
            objects({"a": STRING}, required=["a"]), {"minProperties": 1}, id="required is enough"
        ),
        pytest.param({"description": "x"}, {"title": "y", "x-owner": 1}, id="annotations"),
    ],
)
def test_finds_nothing_where_after_accepts_all_that_before_does(before, after):
    assert lost(before, after) is None


def test_prefers_a_value_that_counts_however_strings_are_read():
    result = lost({"type": ["string", "number"]}, {"type": "number"})
    assert result == Counterexample("a")


def test_members_of_an_enum_are_not_read_from_strings():
    result = lost({"type": "integer", "minimum": 1, "maximum": 2}, {"enum": [1, 2]})
    assert result == Counterexample("1", frozenset((Reading.SERVER,)))


def test_finds_what_only_the_server_refuses():
    """The server takes "0" for a number until strings themselves are allowed, and then minds their length."""
    result = lost({"type": "number"}, {"type": ["number", "string"], "minLength": 9})
    assert result == Counterexample("0", frozenset((Reading.SERVER,)))
    assert lost(BOOLEAN, {"type": ["boolean", "string"], "minLength": 5}) == Counterexample(
        "true", frozenset((Reading.SERVER,))
    )


def test_finds_what_only_draft_7_refuses():
    result = lost({"type": "string", "maxLength": 1, "enum": ["7"]}, {"type": "number"})
    assert result == Counterexample("7", frozenset((Reading.STRICT,)))


def test_a_null_that_never_reaches_validation_is_no_counterexample_in_an_event():
    nullable = {"type": ["string", "null"]}
    assert lost(nullable, STRING) == Counterexample(None)
    assert lost_in_event(nullable, STRING) is None
    assert lost_in_event(objects({"a": nullable}), objects({"a": STRING})) is None
    assert lost_in_event({"enum": ["a", None]}, STRING) is None
    assert lost_in_event({"enum": [{"a": None}]}, False) is None


def test_a_null_in_an_array_does_reach_validation():
    before = objects({"a": arrays({"type": ["string", "null"]})})
    after = objects({"a": arrays(STRING)})
    assert lost_in_event(before, after) == Counterexample({"a": [None]})


def test_prefers_a_value_without_null():
    before = objects({"a": {"type": ["null", "boolean"]}, "z": DIGIT})
    assert found(before, objects({"a": BOOLEAN, "z": {"maximum": 8}})) == {"z": 9}


def test_looks_at_equal_schemas_once_however_deep_they_stand():
    def nested(leaf):
        for _ in range(40):
            leaf = objects({"a": leaf, "b": STRING}, required=["a", "b"])
        return leaf

    assert lost(nested({"type": "integer"}), nested({"type": "number"})) is None
    assert lost(nested({"type": "number"}), nested({"type": "integer"}))


@settings(max_examples=200)
@given(st.data())
def test_a_counterexample_is_one_and_without_one_no_value_is(data):
    before, after = data.draw(schema_pairs())
    result = lost(before, after)
    assert not isinstance(result, Undecided)
    if result is not None:
        assert _holds(before, after, result)
        return
    wide, narrow = Draft7Validator(before), Draft7Validator(after)
    for value in data.draw(st.lists(values_near(before, after), max_size=8)):
        assert narrow.is_valid(value) or not wide.is_valid(value)


def _holds(before, after, result):
    if Reading.STRICT in result.readings:
        return Draft7Validator(before).is_valid(result.value) and not Draft7Validator(
            after
        ).is_valid(result.value)
    # Inside an array nulls are left as they are, so any value can be given to the server's validation there.
    return _server(before, result.value) and not _server(after, result.value)


def _server(schema, value):
    definition = {"properties": {"a": {"items": schema}}}
    match = {"type": "user_attributes", "criteria": {}}
    point = {"match": match, "validator": {"type": "json_schema", "definition": definition}}
    return not DocumentValidator({"data_points": [point]}).validate(
        {"user_attributes": {"a": [value]}}
    )
