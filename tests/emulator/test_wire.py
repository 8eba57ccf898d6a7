from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataplan_sync.emulator import wire

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(st.text(), values), st.sampled_from([None, 0, 3]))
def test_the_members_of_an_object_are_its_own_text(value, indent):
    text = f" {json.dumps(value, indent=indent)}\n"
    parts = wire.members(text)
    assert {key: json.loads(part) for key, part in parts.items()} == value
    assert all(part in text for part in parts.values())


@settings(max_examples=50, deadline=None)
@given(st.lists(values), st.sampled_from([None, 0, 3]))
def test_the_elements_of_an_array_are_its_own_text(value, indent):
    text = json.dumps(value, indent=indent)
    assert [json.loads(part) for part in wire.elements(text)] == value


def test_of_two_members_with_one_name_the_last_counts():
    assert wire.members('{"a": 1, "a": [2]}') == {"a": "[2]"}


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "1970-01-01T00:00:00"),
        (1_700_000_000.4, "2023-11-14T22:13:20.4"),
        (1_700_000_000.99, "2023-11-14T22:13:20.99"),
        (1_700_000_000.0439, "2023-11-14T22:13:20.043"),
        (1_700_000_000.9999, "2023-11-14T22:13:20.999"),
        (1_699_999_200, "2023-11-14T22:00:00"),
    ],
)
def test_a_time_is_written_without_zone_and_trailing_zeros(seconds, text):
    assert wire.timestamp(seconds) == text
