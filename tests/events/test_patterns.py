from __future__ import annotations

import time

import pytest

from dataplan_sync.events.patterns import matcher, may_run_away
from dataplan_sync.events.semantics import Semantics

SERVER, SDK = Semantics.SERVER, Semantics.NODE_SDK


def finds(pattern, text, semantics):
    matches = matcher(pattern, semantics)
    return None if matches is None else matches(text)


@pytest.mark.parametrize("semantics", Semantics)
@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("b", "abc", True),
        ("^b", "abc", False),
        (r"^\d{4}$", "2026", True),
        (r"a{,3}", "a{,3}", True),
        ("{", "{", True),
        ("[[]", "[", True),
        ("^-[a]$", "-a", True),
        ("[a&&b]", "&", True),
        (r"[\]]", "]", True),
        (r"\x41\u0042", "AB", True),
        (r"\cA", "\x01", True),
        (r"(?<n>a)\k<n>", "aa", True),
        ("(?=a)a(?!b)", "ac", True),
        ("(?<=a)b(?<!c)", "ab", True),
        (r"a++", "aa", None),
        (r"a{1}{2}", "aa", None),
        ("(", "(", None),
        ("[a", "[a", None),
        ("a\\", "a", None),
        ("[a\\", "a", None),
        ("(?P<n>a)", "a", None),
        ("*a", "a", None),
    ],
)
def test_both_engines_read_alike(semantics, pattern, text, found):
    expected = found
    if pattern == "(?P<n>a)" and semantics is SERVER:
        expected = True  # a kind of group that we do not know is taken to match
    assert finds(pattern, text, semantics) is expected


@pytest.mark.parametrize(
    ("pattern", "text", "server", "sdk"),
    [
        ("a.b", "a\nb", True, False),
        ("a$", "a\n", True, False),
        (r"^\d$", "٣", True, False),
        (r"^\w$", "é", True, False),
        (r"^\s$", "\u00a0", True, True),
        (r"^[\s]\S$", "\u2028x", True, True),
        (r"\y", "y", None, True),
        (r"a\z", "a", True, False),
        (r"a\Z", "a\n", True, False),
        (r"\e", "\x1b", True, False),
        (r"[\e]", "\x1b", True, False),
        (r"^\p{L}+$", "né", True, False),
        (r"^\p{L}+$", "n1", False, False),
        (r"^\P{L}+$", "12", True, False),
        (r"^[\p{Lu}_]+$", "A_", True, False),
        (r"(a)\1", "aa", None, True),
        ("[]", "a", None, False),
        ("[^]", "\n", None, True),
        ("[]a]", "]", True, False),
        (r"[\d-x]", "-", None, True),
        (r"[x-\d]", "-", None, True),
        ("(?i)ab", "AB", True, None),
        ("(?n)ab", "ab", True, None),
        ("(?i:a)b", "Ab", True, None),
        ("(?'n'a)", "a", True, None),
        ("(?>a)", "a", True, None),
        ("(?#note)a", "a", True, None),
    ],
)
def test_the_engines_differ_on(pattern, text, server, sdk):
    assert (finds(pattern, text, SERVER), finds(pattern, text, SDK)) == (server, sdk)


@pytest.mark.parametrize(
    "pattern", [r"\p{IsGreek}", r"[\P{L}]", "[a-z-[aeiou]]", "a(?i)b", "(?-i:a)", r"\Ga", "(?(a)b)"]
)
def test_what_cannot_be_rewritten_is_taken_to_match(pattern):
    assert finds(pattern, "-", SERVER) is True


@pytest.mark.parametrize(
    ("pattern", "runs_away"),
    [
        ("^[a-z]+$", False),
        ("^a*b+$", False),
        (r"^(ab|c)$", False),
        (r"^\(a+\)+$", False),
        ("[(+]+", False),
        ("^(a+)+$", True),
        ("^(a|a)*$", True),
        ("((a+))+", True),
        ("(?:a{2,})*", True),
        ("a*b*c*", True),
        (")", False),
    ],
)
def test_patterns_that_may_run_away_are_known(pattern, runs_away):
    assert may_run_away(pattern) is runs_away


@pytest.mark.parametrize("pattern", ["^(a+)+$", "^(a|a)*$", "(x+x+)+y", r"^(\w+\s?)*$"])
def test_no_pattern_takes_long(pattern):
    began = time.monotonic()
    assert finds(pattern, "a" * 60 + "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx!", SERVER) is False
    assert time.monotonic() - began < 2
