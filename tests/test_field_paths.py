from __future__ import annotations

import pytest

from dataplan_sync import field_paths

DATA = ("validator", "definition", "properties", "data")
CUSTOM = (*DATA, "properties", "custom_attributes")
ROOT = ("validator", "definition")

EVENT_PATHS = [
    (("description",), ("description",)),
    (("match", "criteria", "event_name"), ("match", "criteria", "event_name")),
    (ROOT, ROOT),
    ((*CUSTOM, "properties", "size", "enum"), ("attributes", "size", "enum")),
    ((*CUSTOM, "properties", "enum", "type"), ("attributes", "enum", "type")),
    ((*CUSTOM, "properties", "size"), ("attributes", "size")),
    ((*CUSTOM, "required", "size"), ("attributes", "size", "required")),
    ((*CUSTOM, "required"), ("custom_attributes", "required")),
    ((*CUSTOM, "additionalProperties"), ("custom_attributes", "additionalProperties")),
    (
        (*CUSTOM, "properties", "address", "properties", "city", "type"),
        ("attributes", "address", "city", "type"),
    ),
    (
        (*CUSTOM, "properties", "address", "properties", "type", "type"),
        ("attributes", "address", "properties", "type", "type"),
    ),
    (
        (*CUSTOM, "properties", "address", "required", "city"),
        ("attributes", "address", "city", "required"),
    ),
    (
        (*DATA, "properties", "product_action", "properties", "products", "items", "type"),
        ("product_action", "products", "items", "type"),
    ),
    ((*DATA, "required", "custom_attributes"), ("custom_attributes", "required")),
    ((*DATA, "additionalProperties"), ("data", "additionalProperties")),
    ((*DATA, "properties"), ("data", "properties")),
    ((*ROOT, "required", "data"), ("definition", "data", "required")),
    ((*ROOT, "title"), ("definition", "title")),
    (
        (*CUSTOM, "properties", "size", "default", "properties", "x"),
        ("attributes", "size", "default", "properties", "x"),
    ),
]


@pytest.mark.parametrize(("path", "name"), EVENT_PATHS)
def test_names_in_an_event(path, name):
    assert field_paths.printed(path, "custom_event") == name


ATTRIBUTE_PATHS = [
    ((*ROOT, "properties", "$Age", "minimum"), ("attributes", "$Age", "minimum")),
    ((*ROOT, "required", "$Age"), ("attributes", "$Age", "required")),
    ((*ROOT, "additionalProperties"), ("definition", "additionalProperties")),
]


@pytest.mark.parametrize("match_type", ["user_attributes", "user_identities"])
@pytest.mark.parametrize(("path", "name"), ATTRIBUTE_PATHS)
def test_names_in_an_attribute_map(match_type, path, name):
    assert field_paths.printed(path, match_type) == name


@pytest.mark.parametrize(
    ("path", "is_keyword"),
    [
        ((*CUSTOM, "required"), True),
        ((*CUSTOM, "properties", "required"), False),
        ((*CUSTOM, "properties", "required", "required"), True),
        ((*CUSTOM, "properties", "a", "default", "required"), False),
        (("required",), False),
    ],
)
def test_required_is_a_keyword_only_at_a_schema(path, is_keyword):
    assert field_paths.is_required_list(path) is is_keyword
