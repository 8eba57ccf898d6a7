from __future__ import annotations

import pytest

from dataplan_sync.problems.checks.patterns import check_schema
from tests.problems.checks.lint import schema_findings, schema_messages


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "[A-Z]",
        r"^-?\d+(\.\d+)?([eE][+\-]?\d+)?$",
        "^([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])$",
        r"^[\w.+-]+@[\w-]+(\.[\w-]+)+$",
        r"^(?<year>\d{4})-(?:\d\d)$",
        r"^\(\?i\)\\1$",
        "[(?>){,5}]+",
        r"a\++",
        "[[a]",
        "x{1,5}",
        r"\cA",
        r"^[\w-\.]+$",
        r"[[]a]",
        r"\[]",
        "(?<=a)b",
        "(?<=a+)b",
        "(?<!a+)b",
        r"^/products/\d+/$",
        "^//cdn",
        r"^C:\\dir",
        r'^"(\\.|[^"\\])*"$',
    ],
)
def test_patterns_that_both_engines_read_alike_are_fine(pattern):
    assert schema_findings(check_schema, {"pattern": pattern}) == []


@pytest.mark.parametrize(
    "pattern",
    [
        *("(a", "a)", "[a", "*a", "a**", "[z-a]", "\\", "a{99999999999}", "(" * 5000 + ")" * 5000),
        *("a++", "[a-z]{2}+", r"^[a-z\_]+$", r"(?P<year>\d+)", r"(a)\1", r"\p{Latin1}"),
    ],
)
def test_what_is_no_regular_expression_is_reported(pattern):
    assert schema_findings(check_schema, {"pattern": pattern}) == [
        ("invalid-pattern", ("pattern",))
    ]


def test_the_message_says_what_is_wrong():
    (message,) = schema_messages(check_schema, {"pattern": "^(S|M"})

    assert message == (
        'pattern "^(S|M" is no regular expression (missing ), unterminated subpattern), so mParticle '
        "refuses every text; correct it"
    )


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        (r"(?<a>x)\1", "a numbered back-reference"),
        ("(?'q'a)", "(?'…')"),
        ("(?#c)a", "(?#…)"),
        ("[[:alpha:]]+", "[:…:]"),
        ("^[]a]$", "[]"),
        ("^[^]]+$", "[]"),
        (r"(?<a>x)\k<a>", "a back-reference"),
        (r"^\p{L}+$", r"\p{…}"),
        (r"[\p{L} ]", r"\p{…}"),
        (r"\Aabc\z", r"\A or \z"),
        ("(?i)abc", "(?i) and the like"),
        ("a(?i)bc", "(?i) and the like"),
        ("(?>a)", "(?>…)"),
        ("x{,5}", "{,n}"),
    ],
)
def test_what_the_engines_read_differently_is_reported(pattern, name):
    assert schema_findings(check_schema, {"pattern": pattern}) == [
        ("unportable-pattern", ("pattern",))
    ]
    (message,) = schema_messages(check_schema, {"pattern": pattern})
    assert message.startswith(f'pattern "{pattern}" has {name}: ')


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        (r"(?P<year>\d+)", "only Python knows (?P<…>), write (?<…>)"),
        (r"(a)\1", "mParticle numbers no groups but named ones"),
    ],
)
def test_what_only_other_engines_know_is_said_in_their_words(pattern, reason):
    (message,) = schema_messages(check_schema, {"pattern": pattern})
    assert f"({reason})" in message


def test_what_net_alone_reads_is_named_twice_where_two_things_are_wrong():
    rules = schema_findings(check_schema, {"pattern": r"(?'q'a)\k'q'"})
    assert rules == [("unportable-pattern", ("pattern",))] * 2


@pytest.mark.parametrize(
    "pattern", ["/^abc$/i", "/^abc/", "/abc$/", r"^\\d+$", r"^\\\\d+$", r"[\\w]", r"a\\s*"]
)
def test_what_a_program_would_write_is_reported(pattern):
    assert ("pattern-of-a-program", ("pattern",)) in schema_findings(
        check_schema, {"pattern": pattern}
    )


def test_a_doubled_backslash_is_shown_as_it_should_be():
    (message,) = schema_messages(check_schema, {"pattern": r"^\\d+$"})
    assert message.endswith(r"has \\d, a backslash and a letter; write \d with one backslash")


def test_a_slow_pattern_is_reported():
    assert schema_findings(check_schema, {"pattern": "(a+)+"}) == [("slow-pattern", ("pattern",))]


@pytest.mark.parametrize("value", [None, 5, ["a"]])
def test_what_is_no_text_belongs_to_another_rule(value):
    assert schema_findings(check_schema, {"pattern": value}) == []
