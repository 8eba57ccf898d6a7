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
        ("(?<=a+)b", "aab", True),
        ("(?<=a+)b", "cb", False),
        ("^(?<!a|bc)d$", "d", True),
        ("(?<!a|bc)d$", "bcd", False),
        (r"[\d-x]", "-", True),
        (r"[\d-x]", "w", False),
        (r"[\s-x]", "-", True),
        (r"^[\w-\.]+$", "a-b.c", True),
        (r"^[\w-\.]+$", "a/b", False),
        (r"^[\w-\.]+@([\w-]+\.)+[\w-]{2,4}$", "a-b.c@d.org", True),
        (r"^[\w-\.]+@([\w-]+\.)+[\w-]{2,4}$", "a@b", False),
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
    assert finds(pattern, text, semantics) is found


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
        (r"[x-\d]", "-", None, True),
        ("(?i)ab", "AB", True, None),
        ("(?n)ab", "ab", True, None),
        ("(?i:a)b", "Ab", True, None),
        ("(?'n'a)", "a", True, None),
        (r"(?'q'a)\k'q'", "aa", True, None),
        (r"(?'q'a)\k'q'", "ab", False, None),
        (r"(?<n>a)|\k<n>b", "b", False, True),
        (r"(a)|^b\1$", "b", None, True),
        (r"(?<n>a)|(?<n>b)", "c", True, None),
        (r"^[a-z\_]+$", "a_", None, True),
        (r"^a\_b$", "a_b", None, True),
        (r"\é", "é", None, True),
        (r"[\8]", "8", None, None),
        (r"[\101]", "A", True, True),
        (r"\p{Letter}", "a", None, False),
        (r"^[\p{L}-x]$", "-", True, None),
        (r"^[\P{L}]$", "1", True, False),
        (r"^[\P{L}]$", "a", False, False),
        ("^[a-z-[aeiou]]$", "b", True, False),
        ("^[a-z-[aeiou]]$", "e", False, False),
        ("^[^a-z-[^A-Z]]$", "B", True, False),
        (r"^[\w-[\d-[5]]]$", "5", True, False),
        (r"^[\w-[\d-[5]]]$", "4", False, False),
        ("[a-z-[b]c]", "a", None, False),
        ("^[-[a]$", "-", True, True),
        (r"^*\b?a$*", "a", True, None),
        (r"(?<n>a)\k<1>", "aa", True, None),
        ("^(a+)+$", "aa\n", True, False),
        (r"^(\w+\.?)+$", "é.", True, False),
        (r"^([\w.]+-?)+$", "é.", True, False),
        (r"^([\p{L}]+-?\d?)+\Z", "é-٣", True, False),
        (r"(?<=^|\w+\W)b$", "a b\n", True, False),
        (r"(?<=\A|\w\Z)b\z", "b", True, False),
        (r"(?<=\w+)b", "éb", True, False),
        (r"(?<=[\d\s]+[\w])b", "\ufeffab", False, True),
        (r"(?<=(?<n>a+))b.$", "abc", True, True),
        (r"(?<=[\D]+)b", "1b", False, True),
        ("(?i)^(A+)+$", "aa", True, None),
        ("(?n)^(a+)+$", "aa", True, None),
        ("(?>a)", "a", True, None),
        ("(?#note)a", "a", True, None),
    ],
)
def test_the_engines_differ_on(pattern, text, server, sdk):
    assert (finds(pattern, text, SERVER), finds(pattern, text, SDK)) == (server, sdk)


@pytest.mark.parametrize(
    "pattern",
    [
        r"\p{IsGreek}",
        "a(?i)b",
        "(?-i:a)",
        r"\Ga",
        "(?(a)b)",
        "(?<a-b>c)",
        r"(?<=[\W]+)b",
        r"(?<n>a)(?<=\k<n>+)b",
        "(?<=(?>a+))b",
    ],
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


@pytest.mark.parametrize(
    "pattern", ["^(a+)+$", "^(a|a)*$", "(x+x+)+y", r"^(\w+\s?)*$", r"(?i)^(\w+\s?)*$"]
)
def test_no_pattern_takes_long(pattern):
    began = time.monotonic()
    assert finds(pattern, "a" * 60 + "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx!", SERVER) is False
    assert time.monotonic() - began < 2
