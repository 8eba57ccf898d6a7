from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataplan_sync import field_paths

DATA = ("validator", "definition", "properties", "data")
CUSTOM = (*DATA, "properties", "custom_attributes")
ROOT = ("validator", "definition")

EVENT_PATHS = [
    (("description",), ("description",)),
    (("match", "criteria", "event_name"), ("match", "criteria", "event_name")),
    (("x_note", "by"), ("data_point", "x_note", "by")),
    (ROOT, ROOT),
    ((*CUSTOM, "properties", "size", "enum"), ("attributes", "size", "enum")),
    ((*CUSTOM, "properties", "enum", "type"), ("attributes", "enum", "type")),
    ((*CUSTOM, "properties", "size"), ("attributes", "size")),
    ((*CUSTOM, "required", "size"), ("attributes", "size", "required")),
    ((*CUSTOM, "required"), ("custom_attributes", "schema", "required")),
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
    (
        (*CUSTOM, "properties", "address", "required", "type"),
        ("attributes", "address", "properties", "type", "required"),
    ),
    (
        (*CUSTOM, "properties", "address", "required"),
        ("attributes", "address", "schema", "required"),
    ),
    (
        (*CUSTOM, "properties", "size", "x-owner", "team"),
        ("attributes", "size", "schema", "x-owner", "team"),
    ),
    ((*DATA, "required", "custom_attributes"), ("custom_attributes", "required")),
    ((*DATA, "required", "attributes"), ("data", "attributes", "required")),
    ((*DATA, "properties", "type", "enum"), ("data", "properties", "type", "enum")),
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


WORDS = (
    *("a", "attributes", "properties", "required", "items", "enum", "definitions", "x-unknown"),
    *("schema", "data", "custom_attributes", "data_point", "definition", "validator", "type"),
)
PREFIXES = ((), ("validator",), ROOT, DATA, CUSTOM)
PATHS = st.tuples(
    st.sampled_from(PREFIXES), st.lists(st.sampled_from(WORDS) | st.text(max_size=2), max_size=7)
).map(lambda parts: (*parts[0], *parts[1]))
MATCH_TYPES = ("custom_event", "user_attributes")


def ambiguous(paths, match_type):
    """Give each name that several of the paths got, with them."""
    found: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for path in paths:
        found.setdefault(field_paths.printed(path, match_type), set()).add(path)
    return {name: places for name, places in found.items() if len(places) > 1}


@pytest.mark.parametrize("match_type", MATCH_TYPES)
def test_no_two_short_paths_get_one_name(match_type):
    short = (
        (*prefix, *rest)
        for prefix in PREFIXES
        for size in range(4)
        for rest in product(WORDS, repeat=size)
    )
    assert ambiguous(short, match_type) == {}


@pytest.mark.parametrize("match_type", MATCH_TYPES)
def test_no_two_paths_below_an_attribute_get_one_name(match_type):
    below = (
        (*CUSTOM, "properties", "a", *rest)
        for size in range(6)
        for rest in product(("a", "properties", "required", "items", "enum"), repeat=size)
    )
    assert ambiguous(below, match_type) == {}


@given(st.sets(PATHS, min_size=2, max_size=30), st.sampled_from(MATCH_TYPES))
def test_no_two_paths_get_one_name(paths, match_type):
    assert ambiguous(paths, match_type) == {}


@given(PATHS, st.integers(0, 8), st.integers(0, 8), st.sampled_from(MATCH_TYPES))
def test_exchanging_parts_of_a_path_changes_its_name(path, one, other, match_type):
    parts = list(path)
    if one < len(parts) and other < len(parts):
        parts[one], parts[other] = parts[other], parts[one]
    assert ambiguous({path, tuple(parts)}, match_type) == {}
