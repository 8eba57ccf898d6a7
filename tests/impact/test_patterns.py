from __future__ import annotations

import re

import pytest

from dataplan_sync.impact.patterns import matching


@pytest.mark.parametrize(
    "pattern",
    [
        "^-?\\d+(\\.\\d+)?([eE][+\\-]?\\d+)?$",
        "^([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])$",
        "^[A-Z]{3}$",
        "^https?://[^/\\s]+/",
        "a.c",
        "^[^a]$",
        "^[^\\w]\\W\\D\\S$",
        "^(?:ab|cd)+?x*$",
        "(?>a|b)c++",
        "^[a\\d\\s]{2,}$",
        "^x{200}$",
        "",
    ],
)
def test_every_drawn_string_matches(pattern):
    drawn = list(matching(pattern))
    assert drawn
    assert [text for text in drawn if not re.search(pattern, text)] == []


@pytest.mark.parametrize(
    ("pattern", "some"),
    [("^(a|b)$", {"a", "b"}), ("^a*$", {"", "a", "aa"}), ("^[0-9]$", {"0", "1"})],
)
def test_draws_different_strings(pattern, some):
    assert some <= set(matching(pattern))


@pytest.mark.parametrize("pattern", ["(", "[z-a]", "a{2,1}"])
def test_draws_nothing_for_what_does_not_compile(pattern):
    assert list(matching(pattern)) == []


def test_draws_no_endless_string():
    assert list(matching("(a{100}){100}")) == []
