from __future__ import annotations

import pytest
from hypothesis import given

from dataplan_sync import canonical, codec
from dataplan_sync.short_form.tidying import tidy
from tests.strategies import DATA_POINTS


def point(definition):
    return {
        "description": "",
        "match": {"type": "user_attributes"},
        "validator": {"type": "json_schema", "definition": definition},
    }


@given(DATA_POINTS)
def test_tidying_changes_nothing_that_is_compared(data_point):
    (tidied,) = codec.decode_data_points([tidy(codec.encode_data_point(data_point))], [])
    assert canonical.text(canonical.data_point(tidied)) == canonical.text(
        canonical.data_point(data_point)
    )


@pytest.mark.parametrize(
    ("definition", "tidied"),
    [
        ({"type": "object", "properties": {}}, {"properties": {}}),
        ({"required": [], "description": ""}, {}),
        ({"items": {"type": "object"}}, {"items": {"type": "object"}}),
        ({"properties": {"a": {"description": ""}}}, {"properties": {"a": {}}}),
        (
            {"properties": {"description": {"type": ["null", "string"]}}},
            {"properties": {"description": {"type": ["string", "null"]}}},
        ),
        ({"properties": {"a": True}}, {"properties": {"a": True}}),
        ({"allOf": [{"required": []}]}, {"allOf": [{}]}),
        (
            {"properties": {"b": {}, "a": {}}, "required": ["x", "a", "b"]},
            {"properties": {"b": {}, "a": {}}, "required": ["b", "a", "x"]},
        ),
        ({"required": ["a", "a", 1]}, {"required": ["a", "a", 1]}),
        ({"default": {"required": []}}, {"default": {"required": []}}),
    ],
)
def test_what_means_nothing_goes(definition, tidied):
    assert tidy(point(definition)) == point(tidied)


def test_what_is_no_data_point_is_left_alone():
    assert tidy({"validator": {"definition": 1}}) == {"validator": {"definition": 1}}
    assert tidy({}) == {}
