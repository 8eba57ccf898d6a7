from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataplan_sync.problems.checks.pattern_structure import may_take_long


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
        "^(([a-z])+.)+[A-Z]([a-z])+$",
        "^(.*,)*$",
        "^(a|aa)+$",
        r"^(\s*x\s*)+$",
        r"^\d*\d*\d*\d*$",
        "(a*b*)*",
        r"^(\p{L}+)+$",
        r"^([\w-.]+)*$",
    ],
)
def test_what_divides_a_text_in_many_ways_is_found(pattern):
    assert may_take_long(pattern)


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
        r"^\d*\d*\d*$",
        "^.*a.*b.*c$",
        r"^\s*\w+\s*=\s*\w+\s*;\s*$",
        r"^(?:[a-z]+(?#one)-)*$",
        r"^([\w-]+\.)+[\w-]+$",
        "(a|b)*(a|b)*",
        "(?<n>a)*(?:\\k<n>)*",
        "(a{1,1000}b)*",
    ],
)
def test_what_can_be_divided_in_one_way_only_is_none(pattern):
    assert not may_take_long(pattern)


def test_a_deep_pattern_is_read_and_a_long_one_left_alone():
    assert may_take_long("(" * 60 + "a+" + ")*" * 60)
    assert may_take_long("(a+)+" * 120)
    assert not may_take_long("(a+)+" * 121)


@given(st.text(alphabet="ab()[]|*+?{}1,\\^$:<=!P", max_size=30))
def test_any_text_is_looked_at_without_trouble(pattern):
    assert may_take_long(pattern) in {True, False}
