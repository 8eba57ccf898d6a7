from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dataplan_sync.files.line_breaks import parseable
from dataplan_sync.files.text import Text
from dataplan_sync.files.yaml_extents import extents
from dataplan_sync.files.yaml_reader import read_yaml

if TYPE_CHECKING:
    from dataplan_sync.problems.problem import Problem

PRIVATE = "".join(map(chr, range(0xE000, 0xF8FF + 1)))


@pytest.fixture(params=["libyaml", "pure Python"])
def parser(request, monkeypatch):
    if request.param == "pure Python":
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    elif not yaml.__with_libyaml__:
        pytest.skip("PyYAML was built without libyaml")


def read(content):
    problems: list[Problem] = []
    document = read_yaml(Text(content, "f.yaml"), problems)
    return (document.value if document else None), [str(found) for found in problems]


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("char", ["\x85", "\u2028", "\u2029"])
@pytest.mark.parametrize(
    ("content", "value"),
    [
        ('"x%sy"', "x%sy"),
        ("'x%sy'", "x%sy"),
        ("x%sy: 1", {"x%sy": 1}),
        ("? x%sy\n: 1", {"x%sy": 1}),
        ("- %s# no comment", ["%s# no comment"]),
        ("a: x%s b", {"a": "x%s b"}),
        ("a: |\n  x%sy\n  z\n", {"a": "x%sy\nz\n"}),
        ("a: >\n  x%sy\n  z\n", {"a": "x%sy z\n"}),
        ("&a x%s: *a", {"x%s": "x%s"}),
        ("a: 1 # x%sb: 2", {"a": 1}),
        ("!!str %s", "%s"),
    ],
)
def test_line_breaks_of_yaml_1_1_are_text(content, value, char):
    def filled(part):
        match part:
            case str():
                return part.replace("%s", char)
            case list():
                return [filled(item) for item in part]
            case dict():
                return {filled(key): filled(item) for key, item in part.items()}
            case _:
                return part

    assert read(content.replace("%s", char)) == (filled(value), [])


def test_no_other_character_is_taken_for_a_stand_in():
    content = '- "\x85\u2028\u2029\ue000\\ue001\\uE002\\U0000e003\\\\ue004"'
    assert read(content) == (["\x85\u2028\u2029\ue000\ue001\ue002\ue003\\ue004"], [])


def test_places_are_those_of_the_file():
    value, problems = read("a: x\x85y\nb: \u2028\u2028\nb: 1\n")
    assert value == {"a": "x\x85y", "b": "\u2028\u2028"}
    assert problems == [
        'f.yaml:3:1: error: "b" is already a key of this object, at f.yaml:2:1; keep one [duplicate-key]'
    ]
    assert extents(Text("a: x\x85y\nb: 1\n", "f.yaml")).entries == {1: 1, 2: 2}


def test_a_file_that_leaves_no_stand_in_is_refused_at_the_character():
    assert read(f"a: {PRIVATE[2:]}\nb: \x85") == (
        {"a": PRIVATE[2:], "b": "\x85"},
        [],
    )
    value, problems = read(f"a: {PRIVATE[1:]}\nb: \x85\u2028")
    assert value is None
    assert problems == [
        "f.yaml:2:4: error: U+0085 may not stand in this file as it is; escape it in double quotes [yaml-syntax]"
    ]


def test_a_file_without_them_is_left_alone():
    content = "a: é\ue000\n"
    found = parseable(content)
    assert found.content is content
    assert found.original("é\ue000") == "é\ue000"


@given(st.text(st.sampled_from("a\x85\u2028\u2029\ue000\ue001é 🙂"), max_size=20))
def test_what_is_parsed_has_the_same_length_and_can_be_put_back(content):
    found = parseable(content)
    assert not set("\x85\u2028\u2029") & set(found.content)
    assert len(found.content) == len(content)
    assert found.original(found.content) == content
