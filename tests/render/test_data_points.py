from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dataplan_sync.changes import ABSENT
from dataplan_sync.model import DataPointMatch
from dataplan_sync.render import data_points
from dataplan_sync.render.data_points import Attribute
from tests.render.builders import data_point

if TYPE_CHECKING:
    from dataplan_sync.model import JSONObject


@pytest.mark.parametrize(
    ("match_type", "criteria", "expected"),
    [
        (
            "custom_event",
            {"event_name": "a: b: c", "custom_event_type": "other"},
            ("a: b: c", "custom_event · other"),
        ),
        ("screen_view", {"screen_name": "Home: start"}, ("Home: start", "screen_view")),
        ("product_action", {"action": "purchase"}, ("purchase", "product_action")),
        ("promotion_action", {"action": "click"}, ("click", "promotion_action")),
        ("product_impression", {}, ("product_impression", "")),
        ("user_attributes", {}, ("user_attributes", "")),
        ("new_type: of theirs", {}, ("new_type: of theirs", "")),
    ],
)
def test_an_identity_splits_into_a_name_and_a_kind(match_type, criteria, expected):
    identity = DataPointMatch(match_type, criteria).key
    assert data_points.name_and_kind(identity) == expected


def test_attributes_of_an_event_are_its_custom_attributes_and_the_other_keys_of_its_data():
    custom: JSONObject = {
        "properties": {"size": {"type": "string"}, "note": True},
        "required": ["size"],
    }
    data: JSONObject = {
        "properties": {"custom_attributes": custom, "product_action": {"type": "object"}},
        "required": {"product_action": True},
    }
    point: JSONObject = {
        "match": {"type": "product_action", "criteria": {"action": "purchase"}},
        "validator": {"type": "json_schema", "definition": {"properties": {"data": data}}},
    }
    assert list(data_points.attributes(point)) == [
        Attribute("size", {"type": "string"}, required=True),
        Attribute("note", True, required=False),
        Attribute("product_action", {"type": "object"}, required=True),
    ]


def test_attributes_of_a_user_data_point_are_the_properties_of_its_definition():
    point = data_point({"type": "user_identities"}, {"email": {}}, closed=True)
    assert list(data_points.attributes(point)) == [Attribute("email", {}, required=False)]
    assert data_points.is_closed(point)


@pytest.mark.parametrize(
    "point", [ABSENT, None, [], {}, {"match": 1, "validator": []}, {"validator": {"definition": 3}}]
)
def test_what_is_no_data_point_has_no_attributes(point):
    assert list(data_points.attributes(point)) == []
    assert not data_points.is_closed(point)
