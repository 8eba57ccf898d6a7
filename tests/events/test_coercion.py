"""The server reads text that spells a number or a boolean, where text itself is not allowed."""

from __future__ import annotations

import pytest

from dataplan_sync.events import validate_batch
from tests.events.strategies import batch, document


def broken(schema, value):
    """The keywords that a value does not satisfy."""
    definition = {"properties": {"a": schema}}
    return [
        error["schema_keyword"]
        for result in validate_batch(document(definition), batch({"a": value}))
        for error in result["data"]["validation_errors"]
    ]


@pytest.mark.parametrize(
    "text",
    [
        *("7", "-7", "+7", "007", "7.", ".5", "-.5", "1e5", "1E+5", "1.5e-3", "1e999"),
        *(" 7", "7\t", "\r\n7\v\f", "NaN", "Infinity", "-Infinity"),
    ],
)
def test_text_that_spells_a_number_is_one(text):
    assert broken({"type": "number"}, text) == []


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "seven", "1,000", "1_000", "0x7", "7%", "1e", "e5", ".", "+-7", "7 7"),
        *("\u0667", "\u00a07", "inf", "nan", "true"),
    ],
)
def test_other_text_is_no_number(text):
    assert broken({"type": "number"}, text) == ["type"]


@pytest.mark.parametrize(
    ("text", "keywords"), [("7", []), ("7.0", []), ("7e1", []), ("Infinity", [])]
)
def test_a_whole_number_may_be_spelled_in_any_way(text, keywords):
    assert broken({"type": "integer"}, text) == keywords


@pytest.mark.parametrize("text", ["7.5", "1e-1", "NaN"])
def test_a_fraction_is_no_integer(text):
    assert broken({"type": "integer"}, text) == ["type"]


@pytest.mark.parametrize("text", ["true", "TRUE", "False", "fAlSe"])
def test_text_that_spells_a_boolean_is_one(text):
    assert broken({"type": "boolean"}, text) == []


@pytest.mark.parametrize("text", ["yes", "1", "", " true", "truee", "tru"])
def test_other_text_is_no_boolean(text):
    assert broken({"type": "boolean"}, text) == ["type"]


@pytest.mark.parametrize(
    ("schema", "text", "keywords"),
    [
        ({"minimum": 5}, "5", []),
        ({"minimum": 5}, "4.9", ["minimum"]),
        ({"exclusiveMaximum": 5}, "5", ["exclusiveMaximum"]),
        ({"multipleOf": 0.1}, "0.3", []),
        ({"multipleOf": 2}, "3", ["multipleOf"]),
        ({"multipleOf": 2}, "Infinity", ["multipleOf"]),
        ({"minimum": 5}, "NaN", ["minimum"]),
    ],
)
def test_bounds_hold_for_the_number_that_is_spelled(schema, text, keywords):
    assert broken({"type": "number", **schema}, text) == keywords


def test_what_is_reported_is_the_text_as_it_was_sent():
    definition = {"properties": {"a": {"type": "number", "maximum": 5}}}
    ((result,),) = [validate_batch(document(definition), batch({"a": " 7.50"}))]
    (error,) = result["data"]["validation_errors"]
    assert (error["expected"], error["actual"]) == ("5", " 7.50")


@pytest.mark.parametrize("schema", [{"enum": [7]}, {"const": 7}])
def test_nothing_is_read_as_a_number_in_an_enum_or_const(schema):
    assert broken({"type": "number", **schema}, "7") == list(schema.keys())
    assert broken({"type": "number", **schema}, 7) == []


def test_a_numeric_enum_written_as_text_wants_text():
    schema = {"type": "number", "enum": ["2", "7"]}
    assert (broken(schema, "2"), broken(schema, 2)) == ([], ["enum"])


@pytest.mark.parametrize("kinds", [["string", "number"], ["number", "string", "null"]])
def test_where_text_is_allowed_it_stays_text(kinds):
    assert broken({"type": kinds, "minimum": 9, "maxLength": 1}, "77") == ["maxLength"]


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"type": "string"}, 7),
        ({"type": "string"}, True),
        ({"type": "boolean"}, 1),
        ({"type": "null"}, "null"),
        ({"type": "object"}, "{}"),
        ({"type": "array"}, "[]"),
        ({"type": []}, 1),
    ],
)
def test_nothing_else_is_read_as_something_else(schema, value):
    assert broken(schema, value) == ["type"]


def test_either_of_several_types_may_be_spelled():
    schema = {"type": ["integer", "boolean", "null"]}
    assert [broken(schema, text) for text in ("7", "true", "7.5")] == [[], [], ["type"]]


@pytest.mark.parametrize(
    ("schema", "value", "keywords"),
    [
        ({"type": "string", "enum": ["a"], "minLength": 9}, 1, ["type"]),
        ({"type": "string", "enum": ["a"], "minLength": 9}, "b", ["minLength"]),
        ({"minimum": 3, "multipleOf": 2, "const": 1}, 1, ["minimum", "multipleOf"]),
        ({"type": "number", "minimum": 3, "const": 1}, "1", ["minimum"]),
    ],
)
def test_the_server_stops_at_the_first_of_type_keywords_of_the_type_and_the_rest(
    schema, value, keywords
):
    assert broken(schema, value) == keywords
