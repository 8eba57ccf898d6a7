from __future__ import annotations

from itertools import islice

import pytest

from dataplan_sync.impact import texts
from dataplan_sync.impact.node import Lengths


@pytest.mark.parametrize(
    ("lengths", "limit", "found"),
    [
        (Lengths(), 2, ["a", "b", ""]),
        (Lengths(0, 0), 2, [""]),
        (Lengths(3, 9), 2, ["aaa", "aab"]),
        (Lengths(3, 2), 2, []),
    ],
)
def test_gives_short_strings_first_and_the_empty_one_last(lengths, limit, found):
    assert list(texts.of_lengths(lengths, limit)) == found


@pytest.mark.parametrize("length", [1, 2, 3, 6])
def test_there_are_hundreds_of_each_length(length):
    found = list(texts.of_lengths(Lengths(length, length), 300))
    assert len(set(found)) == 300
    assert set(map(len, found)) == {length}


def test_spells_numbers_at_several_lengths():
    found = list(texts.spelling([2, 0.5, 1e300], [4, 6]))
    assert {float(text) for text in found} == {2, 0.5, 1e300}
    assert {len(text) for text in found if float(text) == 2} == {1, 2, 4, 6}


def test_spells_booleans_in_every_mix_of_cases():
    found = list(texts.booleans())
    assert list(islice(found, 2)) == ["true", "truE"]
    assert len(set(found)) == 2**4 + 2**5
    assert {text.lower() for text in found} == {"true", "false"}
