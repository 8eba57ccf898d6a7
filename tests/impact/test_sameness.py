from __future__ import annotations

import pytest
from hypothesis import given

from dataplan_sync.events.values import same
from dataplan_sync.impact.sameness import distinct, key
from tests.impact.schemas import VALUES


@given(VALUES, VALUES)
def test_keys_are_equal_exactly_where_validation_takes_values_for_the_same(one, other):
    assert (key(one) == key(other)) is same(one, other)


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (1, 1.0, True),
        (1, True, False),
        (0, False, False),
        ([1], [1.0], True),
        ([1], [True], False),
        ({"a": 1, "b": None}, {"b": None, "a": 1.0}, True),
        ({"a": 0}, {"a": False}, False),
        ("1", 1, False),
        ([], {}, False),
    ],
)
def test_a_number_is_no_boolean(one, other, equal):
    assert (key(one) == key(other)) is equal


def test_passes_on_each_value_once():
    found = [key(value) for value in distinct([1, True, 1.0, "1", [1], [1.0], None, None])]
    assert found == [key(1), key(value=True), key("1"), key([1]), key(None)]
