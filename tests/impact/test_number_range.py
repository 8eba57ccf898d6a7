from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataplan_sync.impact.number_range import NumberRange, exact, numbers

BOUNDS = st.one_of(st.none(), st.sampled_from([-3, -1.5, 0, 0.5, 1, 2, 2.5, 4]).map(exact))
STEPS = st.one_of(st.none(), st.sampled_from([0.5, 1, 1.5, 2, 3]).map(exact))
RANGES = st.builds(NumberRange, BOUNDS, BOUNDS, st.booleans(), st.booleans(), STEPS)
GRID = [exact(number / 4) for number in range(-40, 41)]


@given(RANGES, st.one_of(st.none(), RANGES))
def test_finds_numbers_of_the_one_range_and_not_of_the_other_if_there_are_any(before, after):
    found = [exact(number) for number in numbers(before, after, 3)]
    assert len(set(found)) == len(found) <= 3
    assert all(number in before and (after is None or number not in after) for number in found)
    if len(found) < 3:
        missed = [each for each in GRID if each in before and (not after or each not in after)]
        assert set(missed) <= set(found)


@given(RANGES, RANGES)
def test_what_two_ranges_share_is_in_both(one, other):
    both = one.both(other)
    assert [each for each in GRID if each in both] == [
        each for each in GRID if each in one and each in other
    ]


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        (NumberRange(), None, [0]),
        (NumberRange(low=exact(3)), NumberRange(high=exact(7)), [7.5]),
        (NumberRange(step=exact(0.1), low=exact(0.3)), NumberRange(step=exact(0.2)), [0.3]),
        (NumberRange(low=exact(7), high=exact(7)), None, [7]),
        (NumberRange(low=exact(10**400)), None, [10**400]),
        (NumberRange(high=exact(-math.inf)), None, [-(10**400)]),
        (NumberRange(low=exact(0), high=exact(7)), NumberRange(step=exact(0.25)), [7 / 44]),
        (NumberRange(low=exact(1e300)), None, [1e300]),
    ],
)
def test_gives_a_friendly_number(before, after, found):
    assert numbers(before, after, 1) == found


def test_writes_whole_numbers_without_a_fraction():
    assert json.dumps(numbers(NumberRange(step=exact(0.5)), None, 4)) == "[0, 0.5, -0.5, 1]"
