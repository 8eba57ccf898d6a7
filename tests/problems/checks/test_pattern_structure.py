from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataplan_sync.problems.checks.pattern_structure import repeats_a_repetition


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+",
        "(a*)*",
        "^(?:[a-z]+)*$",
        r"(\w+\s?)*",
        r"(\s*\w+\s*)+",
        "(.*)+x",
        "((a+))+",
        "(a|b+)*",
        "(x|(?<n>a*))+",
        r"(\d{1,3})*",
        "(a+){2,}",
        "([(]+)*",
        r"(\)+)*",
        r"(\w+(-\w+)*)+",
    ],
)
def test_a_repeated_repetition_is_found(pattern):
    assert repeats_a_repetition(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "a+b+",
        "(a+)?",
        "(a+){3}",
        "(a)+",
        "(ab|cd)*",
        r"^[a-z]+(-[a-z]+)*$",
        r"(\.\w+)*",
        "([^,]+,)*",
        "(%[0-9A-F]{2})*",
        r"^(\d{1,3}\.){3}\d{1,3}$",
        "(a+b+)*",
        "(?=(a+))*",
        "[(a+)+]",
        r"\(a+\)+",
        "(a{2})*",
        "(a++)+",
        "(?i)+",
        "a)+",
        "(a+",
    ],
)
def test_what_can_be_divided_in_one_way_only_is_none(pattern):
    assert not repeats_a_repetition(pattern)


@given(st.text(alphabet="ab()[]|*+?{}1,\\^$:<=!P", max_size=30))
def test_any_text_is_looked_at_without_trouble(pattern):
    assert repeats_a_repetition(pattern) in {True, False}
