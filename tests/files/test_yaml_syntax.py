from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

from dataplan_sync.files import yaml_syntax
from dataplan_sync.files.text import Text
from dataplan_sync.files.yaml_reader import read_yaml

if TYPE_CHECKING:
    from dataplan_sync.problems.problem import Problem


@pytest.mark.parametrize(
    ("content", "place", "advice"),
    [
        ("a: 1\n\tb: 2\n", "2:1", "indent with spaces instead of tabs"),
        ("name: Checkout: Start\n", "1:15", "put text that holds a colon and a space in quotes"),
        ("a: @home\n", "1:4", "put text that starts with @ in quotes"),
        ("a: `x`\n", "1:4", "put text that starts with a backtick in quotes"),
        ("a: %x\n", "1:4", "put text that starts with % in quotes"),
        ("a: *\n", "1:5", "put text that starts with * or & in quotes"),
        ("a: 'open\n", "2:1", "a quote is not closed"),
        ('a: "\\d"\n', "1:5", "double a backslash in double quotes, or use single quotes"),
        ('a: "\\ud83d"\n', "1:7", "write the character itself"),
        ("a: [1, 2\n", "2:1", "a bracket or brace is not closed, or a comma is missing"),
        ("- a\nb: c\n", "2:1", "check the indentation"),
        ("a: 1\nb\nc: 2\n", "3:1", "the line above may lack its colon"),
        ("a: !<x y\n", "1:7", "correct the YAML here or just above"),
        ("!e!x a\n", "1:1", "put text that starts with ! in quotes"),
        ("a: b\n}\n", "2:1", ""),
        ("a: x\x07y\n", "1:5", "U+0007 may not stand in YAML as it is; remove it"),
        ("a: 😀\n\nb: \x0b\n", "3:4", "U+000B may not stand in YAML as it is; remove it"),
    ],
)
def test_broken_syntax_ends_the_file_at_its_place_with_advice(content, place, advice):
    problems: list[Problem] = []
    document = read_yaml(Text(content, "f.yaml"), problems)

    assert document is None
    assert [(found.rule, f"{found.mark.line}:{found.mark.column}") for found in problems] == [
        ("yaml-syntax", place)
    ]
    assert advice in problems[0].message


@pytest.mark.parametrize("error", [yaml.YAMLError("odd"), yaml.MarkedYAMLError()])
def test_an_error_without_a_place_is_reported_at_the_start(error):
    found = yaml_syntax.problem(Text("a: 1", "f.yaml"), error)

    assert str(found) == (
        "f.yaml:1:1: error: this is not YAML; correct the YAML here or just above [yaml-syntax]"
    )
