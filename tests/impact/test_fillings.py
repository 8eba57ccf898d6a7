from __future__ import annotations

from itertools import islice, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataplan_sync.impact import sameness
from dataplan_sync.impact.fillings import fillings

CHOICES = st.lists(
    st.lists(st.sampled_from([0, 1, 2, True, False, None]), max_size=4).map(
        lambda values: list(sameness.distinct(values))
    ),
    max_size=4,
)


@given(CHOICES, st.booleans(), st.integers(1, 30))
def test_gives_every_way_once_up_to_the_limit(choices, unique, limit):
    ways = [sameness.key(list(way)) for way in product(*choices)]
    if unique:
        ways = [way for way in ways if _is_varied(way)]
    found = [sameness.key(list(way)) for way in fillings(choices, limit, unique=unique)]
    assert len(set(found)) == len(found) == min(limit, len(ways))
    assert set(found) <= set(ways)


def test_sees_at_once_that_there_is_no_way():
    places = [list(range(30))] * 31
    assert list(fillings(places, 1, unique=True)) == []


@pytest.mark.parametrize("unique", [True, False])
def test_finds_a_way_for_many_places(unique):
    places = [list(range(400))] * 400
    (way,) = islice(fillings(places, 1, unique=unique), 1)
    assert len(way) == 400


def _is_varied(way):
    _, keys = way
    return len(set(keys)) == len(keys)
