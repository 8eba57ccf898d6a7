from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema_rs import Draft7Validator

from dataplan_sync.impact import judging
from dataplan_sync.impact.parsing import Parser
from dataplan_sync.impact.reading import Reading
from tests.impact.schemas import ANY_SCHEMAS, values_near


def accepts(schema, value, reading=Reading.STRICT):
    return judging.accepts(Parser().parse(schema), value, reading)


@settings(max_examples=300)
@given(st.data())
def test_judges_as_a_draft_7_validator_does(data):
    schema = data.draw(ANY_SCHEMAS)
    value = data.draw(values_near(schema))
    assert accepts(schema, value) is Draft7Validator(schema).is_valid(value)


@settings(max_examples=200)
@given(st.data())
def test_the_server_accepts_all_that_draft_7_does(data):
    schema = data.draw(ANY_SCHEMAS)
    value = data.draw(values_near(schema))
    if accepts(schema, value):
        assert accepts(schema, value, Reading.SERVER)


@pytest.mark.parametrize(
    ("schema", "text", "verdict"),
    [
        ({"type": "number"}, "1.5", True),
        ({"type": "number"}, " -1e3 ", True),
        ({"type": "number"}, "1,000", False),
        ({"type": "number"}, "", False),
        ({"type": "number"}, "NaN", False),
        ({"type": "number", "minimum": 5}, "4", False),
        ({"type": "integer"}, "2.0", True),
        ({"type": "integer"}, "2.5", False),
        ({"type": "number", "minLength": 3, "pattern": "x"}, "1", True),
        ({"type": ["number", "string"], "minLength": 3}, "1", False),
        ({"type": "boolean"}, "TRUE", True),
        ({"type": "boolean"}, "yes", False),
        ({"type": "null"}, "null", False),
        ({"type": "number", "enum": [2]}, "2", False),
        ({"type": "number", "enum": ["2"]}, "2", True),
        ({"type": "number", "not": {}}, "2", None),
        ({"type": "array", "items": {"type": "number"}}, ["2"], True),
    ],
)
def test_the_server_reads_strings_where_they_are_not_allowed(schema, text, verdict):
    assert accepts(schema, text, Reading.SERVER) is verdict


@pytest.mark.parametrize(
    ("schema", "value", "verdict"),
    [
        ({"pattern": "^a"}, "ba", False),
        ({"pattern": "a"}, "ba", True),
        ({"pattern": "("}, "ba", None),
        ({"pattern": 5}, "ba", None),
        ({"pattern": "^a"}, 5, True),
        ({"format": "email"}, "a@b.de", True),
        ({"format": "email"}, "<no {such> [(", False),
        ({"format": "email"}, "neither", None),
        ({"contains": {"const": 1}}, [2, 1], True),
        ({"contains": {"const": 1}}, [2], False),
        ({"contains": {"pattern": "("}}, ["a"], None),
        ({"contains": {"type": "number"}}, {}, True),
        ({"anyOf": [{}]}, 1, None),
        ({"anyOf": [{}], "type": "string"}, 1, False),
        ({"patternProperties": {}}, {}, None),
        ({"properties": {"a": {"not": {}}, "b": {"type": "null"}}}, {"a": 1, "b": None}, None),
        ({"properties": {"a": {"not": {}}, "b": {"type": "null"}}}, {"a": 1, "b": 1}, False),
        ({"minLength": 5_000_000}, "a", False),
        ({"maxLength": 5_000_000}, "a", True),
        ({"maxItems": 5_000}, [0] * 2_001, None),
    ],
)
def test_knows_where_it_cannot_tell(schema, value, verdict):
    assert accepts(schema, value) is verdict
