from __future__ import annotations

import pytest

from dataplan_sync.files.text import Text
from dataplan_sync.model import Mark
from dataplan_sync.problems.problem import Problem, Severity
from dataplan_sync.render.lines import columns
from dataplan_sync.render.snippet import WIDTH, snippet
from dataplan_sync.render.style import COLOUR, PLAIN, Ink


def shown(line, at, *, style=PLAIN, number=7):
    text = Text("\n" * (number - 1) + line, "f.yaml")
    place = number - 1 + at
    problem = Problem("r", Severity.ERROR, "m", text.mark(place), text.excerpt(place))
    return list(snippet(problem, Ink.RED, style))


@pytest.mark.parametrize(
    ("line", "at", "expected"),
    [
        ("name: x", 6, ["  7 | name: x", "    |       ^"]),
        ("name:", 5, ["  7 | name:", "    |      ^"]),
        ("\ta: 1", 1, ["  7 |     a: 1", "    |     ^"]),
        ("電気: 🙂!", 5, ["  7 | 電気: 🙂!", "    |         ^"]),
        ("e\u0301: 1", 4, ["  7 | e\u0301: 1", "    |    ^"]),
        ("\x1b[31m: 1", 7, ["  7 | ␛[31m: 1", "    |        ^"]),
        ("\u202ea: 1", 1, ["  7 | ⟨U+202E⟩a: 1", "    |         ^"]),
    ],
    ids=["plain", "end of the line", "tab", "wide", "combining", "control", "bidirectional"],
)
def test_the_caret_stands_below_the_place(line, at, expected):
    assert shown(line, at) == expected


@pytest.mark.parametrize("at", [0, 59, 60, 61, 90, 120, 500])
@pytest.mark.parametrize("char", ["x", "電", "\u202e"])
def test_the_caret_stands_below_the_place_of_a_long_line_too(at, char):
    quoted, caret = shown(f"{char * at}A{char * 500}", at)
    assert columns(quoted.partition("A")[0]) == caret.index("^")
    assert columns(quoted) <= len("  7 | ") + WIDTH + 2


@pytest.mark.parametrize(
    ("line", "at", "quoted"),
    [
        (f"{'x' * 60}A", 60, f"{'x' * 60}A"),
        (f"{'x' * 61}A", 61, f"…{'x' * 60}A"),
        (f"{'x' * 300}A", 300, f"…{'x' * 60}A"),
        (f"A{'x' * 99}", 0, f"A{'x' * 99}"),
        (f"A{'x' * 100}", 0, f"A{'x' * 99}…"),
        (f"A{'x' * 300}", 0, f"A{'x' * 99}…"),
        (f"{'電' * 31}A", 31, f"…{'電' * 30}A"),
    ],
)
def test_what_is_cut_is_marked(line, at, quoted):
    assert shown(line, at)[0] == f"  7 | {quoted}"


def test_a_problem_of_a_whole_file_quotes_nothing():
    problem = Problem("r", Severity.ERROR, "m", Mark("f.yaml"))
    assert list(snippet(problem, Ink.RED, PLAIN)) == []
    assert shown("  ", 1) == []


def test_colour_is_for_the_caret_and_the_margin():
    assert shown("a: 1", 3, style=COLOUR, number=12) == [
        "\x1b[2m  12 |\x1b[0m a: 1",
        "\x1b[2m     |\x1b[0m    \x1b[31m^\x1b[0m",
    ]
