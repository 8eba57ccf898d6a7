"""What a schema calls unplanned, told apart from what is only invalid."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dataplan_sync.events import DocumentValidator
from dataplan_sync.impact import judging
from dataplan_sync.impact.counterexample import Counterexample, unplanned_counterexample
from dataplan_sync.impact.parsing import Parser
from dataplan_sync.impact.reading import Reading
from dataplan_sync.impact.unplanned import opened, refusing_unplanned
from tests.impact import schemas

if TYPE_CHECKING:
    from dataplan_sync.model import JSONObject

TEXT: JSONObject = {"type": "string"}
CLOSED: JSONObject = {"type": "object", "properties": {"a": TEXT}, "additionalProperties": False}


@pytest.mark.parametrize(
    ("schema", "refusing"),
    [
        (True, True),
        (False, True),
        (TEXT, True),
        ({"type": "object", "properties": {"a": TEXT}, "required": ["a"]}, True),
        ({"properties": {"a": False}}, True),
        (CLOSED, {"properties": {"a": True}, "additionalProperties": False}),
        ({**CLOSED, "type": ["string", "null"]}, True),
        (
            {"properties": {"a": TEXT, "b": CLOSED}},
            {"properties": {"b": {"properties": {"a": True}, "additionalProperties": False}}},
        ),
        (
            {"additionalProperties": CLOSED},
            {
                "properties": {},
                "additionalProperties": {
                    "properties": {"a": True},
                    "additionalProperties": False,
                },
            },
        ),
        (
            {"type": "array", "items": CLOSED, "minItems": 1},
            {"items": {"properties": {"a": True}, "additionalProperties": False}},
        ),
        ({"type": "array", "items": [TEXT, TEXT]}, True),
        (
            {"type": "array", "items": [TEXT], "additionalItems": False},
            {"items": [True], "additionalItems": False},
        ),
        ({"patternProperties": {"^a": TEXT}, "type": "object"}, {"patternProperties": {"^a": TEXT}}),
    ],
)  # fmt: skip
def test_only_what_is_closed_is_refused(schema, refusing):
    assert refusing_unplanned(schema) == refusing


@pytest.mark.parametrize(
    ("schema", "open_one"),
    [
        (False, False),
        (CLOSED, {"type": "object", "properties": {"a": TEXT}}),
        ({"items": [CLOSED], "additionalItems": False}, {"items": [opened(CLOSED)]}),
        (
            {"additionalProperties": {"type": "array", "items": CLOSED}},
            {"additionalProperties": {"type": "array", "items": opened(CLOSED)}},
        ),
    ],
)
def test_an_opened_schema_says_the_same_of_all_that_is_listed(schema, open_one):
    assert opened(schema) == open_one


@pytest.mark.parametrize(
    ("before", "after", "value"),
    [
        (True, {**CLOSED, "required": ["a"]}, {"a": "a", "other": "a"}),
        (True, {"type": "array", "items": CLOSED}, [{"other": "a"}]),
        ({"required": ["a"], "properties": {"a": {"const": 0}}}, CLOSED, {"a": 0, "other": "a"}),
        (CLOSED, {**CLOSED, "minProperties": 1}, None),
        ({"type": "array", "items": TEXT}, {"items": [TEXT], "additionalItems": False}, ["a", "a"]),
    ],
)  # fmt: skip
def test_what_becomes_unplanned_is_found_and_good_in_all_else_where_it_can_be(before, after, value):
    found = unplanned_counterexample(before, after)
    assert (found.value if isinstance(found, Counterexample) else found) == value


@settings(max_examples=150, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.data())
def test_refuses_just_what_the_server_calls_unplanned(data):
    schema = data.draw(schemas.ANY_SCHEMAS)
    value = data.draw(schemas.values_near(schema))
    point = {
        "match": {"type": "user_attributes"},
        "validator": {"type": "json_schema", "definition": {"properties": {"a": schema}}},
    }
    results = DocumentValidator({"data_points": [point]}).validate(
        {"user_attributes": {"a": value}}
    )
    errors = [error for result in results for error in result["data"]["validation_errors"]]
    unplanned = any(error["validation_error_type"] == "unplanned" for error in errors)
    node = Parser().parse(refusing_unplanned(schema))
    if not _has_null(value):
        assert judging.accepts(node, value, Reading.STRICT) is not unplanned


def _has_null(value):
    """Nulls are left out of objects before the server looks at them."""
    if isinstance(value, dict):
        return any(map(_has_null, value.values()))
    if isinstance(value, list):
        return any(map(_has_null, value))
    return value is None
