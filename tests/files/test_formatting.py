from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataplan_sync.files.formatting import UnformattedError, formatted
from dataplan_sync.files.text import Text
from dataplan_sync.files.yaml_reader import read_yaml

if TYPE_CHECKING:
    from dataplan_sync.problems.problem import Problem


def fmt(text):
    return formatted(text.encode(), "plans/a.yaml").decode()


def value_of(text):
    problems: list[Problem] = []
    document = read_yaml(Text(text, "a.yaml"), problems)
    assert document is not None
    assert problems == []
    return document.value


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("a:   1", "a: 1\n"),
        ("a : 1", "a: 1\n"),
        ("\n\n  a: 1\n\n\n\n  b: 2\n\n\n", "a: 1\n\nb: 2\n"),
        ("a:\n- x\n-   y", "a:\n  - x\n  - y\n"),
        ("a:\n- x: 1\n  y:\n  - z\nb: 1", "a:\n  - x: 1\n    y:\n      - z\nb: 1\n"),
        ("-   a: 1\n    b: 2", "- a: 1\n  b: 2\n"),
        ("-   -   a\n    -   b", "- - a\n  - b\n"),
        ("a:\n       b:\n         1", "a:\n  b:\n    1\n"),
        ('a: [ x,y , {"b":1,c : d} ]', 'a: [x, y, {"b": 1, c: d}]\n'),
        ("a: { }\nb: [ ]", "a: {}\nb: []\n"),
        ("a: {\nb: [\n1,\n2\n]\n}", "a: {\n    b: [\n      1,\n      2\n    ]\n  }\n"),
        ("a:  &b   {x: 1}\nc:  {<<:  *b}", "a: &b {x: 1}\nc: {<<: *b}\n"),
        ("{\na: 1\n}", "{\n  a: 1\n}\n"),
        ("? a\n: - b", "? a\n: - b\n"),
        ("a: !!str   1", "a: !!str 1\n"),
        ("---\n a: 1\n...", "---\na: 1\n...\n"),
        ("a: 1\r\nb:   2\r\n", "a: 1\r\nb: 2\r\n"),
    ],
)
def test_indentation_spaces_and_blank_lines_are_made_the_same(written, wanted):
    assert fmt(written) == wanted
    assert fmt(wanted) == wanted


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("# top\na: 1", "# top\na: 1\n"),
        ("a:   1   # beside  \t", "a: 1   # beside\n"),
        ("a:\n- x\n# of b\nb: 1", "a:\n  - x\n# of b\nb: 1\n"),
        ("a:\n# of x\n- x", "a:\n  # of x\n  - x\n"),
        ("a:\n    # of b\n    b: 1\n    # last", "a:\n  # of b\n  b: 1\n  # last\n"),
        ("a:\n      # deeper\n    b: 1\nc: 1", "a:\n  # deeper\n  b: 1\nc: 1\n"),
        ("a: [ # first\n # own line\n1]", "a: [ # first\n    # own line\n    1]\n"),
        ("a: |  # head\n     x\n  # behind\nb: 1", "a: |  # head\n  x\n# behind\nb: 1\n"),
        ("a: 1\n\n# end", "a: 1\n\n# end\n"),
        ("a: 1\n # end\n", "a: 1\n# end\n"),
    ],
)
def test_a_comment_goes_with_what_stands_in_its_column(written, wanted):
    assert fmt(written) == wanted
    assert fmt(wanted) == wanted


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("a: |\n     x\n       y\n\n     z\n", "a: |\n  x\n    y\n\n  z\n"),
        ("a:\n- |\n x  \n", "a:\n  - |\n    x  \n"),
        ("a:\n    b: |2\n        x\n       y\n", "a:\n  b: |2\n      x\n     y\n"),
        ("a: |+\n   x\n\n\nb: 1\n", "a: |+\n  x\n\n\nb: 1\n"),
        ("a: |+\n   x\n\n\n", "a: |+\n  x\n\n\n"),
        ("a: >-\n x\n\n\n\nb: 1\n", "a: >-\n  x\n\nb: 1\n"),
        ("a: |\nb: 1\n", "a: |\nb: 1\n"),
        ("a: |\n x\n   \n", "a: |\n  x\n    \n"),
        ("a:  x\n      y\n\n      z\n", "a: x\n  y\n\n  z\n"),
        ("a: 'x\n\n y'\n", "a: 'x\n\n  y'\n"),
        ('a: "x\\\n     \\ y"\n', 'a: "x\\\n  \\ y"\n'),
    ],
)
def test_text_over_several_lines_says_the_same(written, wanted):
    assert fmt(written) == wanted
    assert value_of(wanted) == value_of(written)
    assert fmt(wanted) == wanted


@pytest.mark.parametrize(
    "scalar",
    ["NO", "on", "1:30", "012", "0o14", "0x1F", "2020-01-01", "1_000", "1e3", "~", "'1'", '"\\u2028"', "y"],
)  # fmt: skip
def test_a_value_stays_as_it_is_written(scalar):
    assert fmt(f"a:   {scalar}\nb: [ {scalar} ]") == f"a: {scalar}\nb: [{scalar}]\n"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"a: [", "plans/a.yaml:1"),
        (b"a: 1\na: 2", "duplicate"),
        (b"a: 1\n---\nb: 1", "second YAML document"),
        (b"", "empty"),
        (b"\xff\xfea\0", "UTF-16"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_by_name(data, reason):
    with pytest.raises(UnformattedError, match=reason) as refusal:
        formatted(data, "plans/a.yaml")
    assert "plans/a.yaml is left as it is" in str(refusal.value)


def test_a_file_that_would_say_something_else_is_refused():
    with pytest.raises(UnformattedError, match="would not say the same"):
        fmt("a: |\n  no line end behind this")


BLANKS = st.sampled_from(["", " ", "   "])
SCALARS = st.sampled_from(["NO", "1:30", "012", "x y", "'q: #'", '"d\\n"', "1.0", "null"])


@st.composite
def flows(draw):
    items = draw(st.lists(st.one_of(SCALARS, st.just("{k:  v}"), st.just("[]")), max_size=3))
    comma = draw(st.sampled_from([",", " , ", ",\n        ", ", # beside\n        "]))
    return f"[{draw(BLANKS)}{comma.join(items)}{draw(BLANKS)}]"


@st.composite
def literals(draw, column):
    sign = draw(st.sampled_from(["|", "|-", ">", ">-", "|+", "|2"]))
    blanks = " " * (column + (2 if sign == "|2" else draw(st.integers(1, 4))))
    lines = draw(st.lists(st.sampled_from(["x", "  y", "# z", "", "t  "]), max_size=4))
    return f"{sign}\n" + "".join(f"{blanks}{line}\n" for line in ["first", *lines]).removesuffix(
        "\n"
    )


@st.composite
def blocks(draw, column=0, depth=0):
    """An object or a list in lines, laid out in any way; its first line has no blanks in front."""
    is_object = draw(st.booleans())
    entries = []
    for number in range(draw(st.integers(1, 3))):
        gap = draw(st.sampled_from([" ", "   "]))
        head = f"k{number}{draw(BLANKS)}:" if is_object else "-"
        kind = draw(st.sampled_from(["scalar", "flow", "literal", *["block"] * (depth < 3)]))
        if kind == "block":
            inner = column + draw(st.integers(1, 4))
            value = f"\n{' ' * inner}{draw(blocks(inner, depth + 1))}"
            if not is_object and draw(st.booleans()):
                value = gap + draw(blocks(column + 1 + len(gap), depth + 1))
        else:
            value = gap + draw(
                {"scalar": SCALARS, "flow": flows(), "literal": literals(column)}[kind]
            )
            if kind != "literal":
                value += draw(st.sampled_from(["", "  # beside"]))
        entries.append(head + value)
    above = draw(st.sampled_from(["", f"{' ' * column}# above\n", "\n\n\n", " # left\n"]))
    return f"\n{above}{' ' * column}".join(entries)


@given(blocks())
def test_any_layout_becomes_one_that_stays_and_says_the_same_with_every_comment(text):
    written = f"# top\n{text}\n"
    once = fmt(written)
    assert value_of(once) == value_of(written)
    assert fmt(once) == once
    notes = re.compile(r"# (?:top|above|left|beside)")
    assert notes.findall(once) == notes.findall(written)
