from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dataplan_sync.files.text import Text
from dataplan_sync.files.yaml_reader import read_yaml
from tests.files.values import SCALARS, typed, values

if TYPE_CHECKING:
    from dataplan_sync.files.document import Document
    from dataplan_sync.model import JSONValue
    from dataplan_sync.problems.problem import Problem


def parse(content: str) -> tuple[Document | None, list[Problem]]:
    problems: list[Problem] = []
    return read_yaml(Text(content, "f.yaml"), problems), problems


def value_of(content: str) -> JSONValue:
    document, problems = parse(content)
    assert [str(found) for found in problems] == []
    assert document is not None
    return document.value


def problems_of(content: str) -> list[str]:
    return [str(found) for found in parse(content)[1]]


@pytest.fixture(params=["libyaml", "pure Python"])
def parser(request, monkeypatch):
    if request.param == "pure Python":
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    elif not yaml.__with_libyaml__:
        pytest.skip("PyYAML was built without libyaml")
    return request.param


@pytest.mark.usefixtures("parser")
def test_plain_text_stays_what_it_is_and_quotes_make_text():
    content = (
        "countries: [NO, on, y, 1:30, 2020-01-01, 012]\n"
        "numbers: [1, 0x1F, 0o7, 1e3, -1.5]\n"
        "words: [true, null, ~, ]\n"
        "quoted: ['1', \"true\", '~']\n"
        "block: |\n  1\n"
        "folded: >-\n  a\n  b\n"
        "tagged: [! 1, !!str 2, !!int '3', !!float 4]\n"
        "containers: [!!map {}, !!seq [], ! {}]\n"
    )

    assert typed(value_of(content)) == typed(
        {
            "countries": ["NO", "on", "y", "1:30", "2020-01-01", "012"],
            "numbers": [1, 31, 7, 1000.0, -1.5],
            "words": [True, None, None],
            "quoted": ["1", "true", "~"],
            "block": "1\n",
            "folded": "a b",
            "tagged": ["1", "2", 3, 4.0],
            "containers": [{}, [], {}],
        }
    )


def test_keys_are_the_text_that_is_written():
    content = (
        "NO: a\n1: b\ntrue: c\n0x1F: d\n~: e\n2020-01-01: f\n'<<': g\n!!str 2: h\n? |\n  k\n: i\n"
    )

    assert value_of(content) == {
        "NO": "a",
        "1": "b",
        "true": "c",
        "0x1F": "d",
        "~": "e",
        "2020-01-01": "f",
        "<<": "g",
        "2": "h",
        "k\n": "i",
    }


def test_aliases_repeat_values_and_keys():
    assert value_of("a: &x {k: &s text, n: &n 1}\nb: *x\nc: [*s, *n]\n*s : d\n") == {
        "a": {"k": "text", "n": 1},
        "b": {"k": "text", "n": 1},
        "c": ["text", 1],
        "text": "d",
    }


def test_an_anchor_can_be_set_anew():
    assert value_of("[&a 1, *a, &a 2, *a, &b [&b 3, *b], *b]") == [1, 1, 2, 2, [3, 3], [3, 3]]


@pytest.mark.parametrize(
    ("content", "value"),
    [
        ("{<<: {a: 1, b: 2}, b: 3}", {"a": 1, "b": 3}),
        ("{b: 3, <<: {a: 1, b: 2}}", {"a": 1, "b": 3}),
        ("{<<: [{a: 1, b: 1}, {b: 2, c: 2}], d: 3}", {"a": 1, "b": 1, "c": 2, "d": 3}),
        ("{<<: {}}", {}),
        ("{<<: []}", {}),
        ("{!!merge <<: {a: 1}}", {"a": 1}),
        ("{'<<': {a: 1}}", {"<<": {"a": 1}}),
        ("{!!str <<: {a: 1}}", {"<<": {"a": 1}}),
    ],
)
def test_merges_give_way_to_an_objects_own_keys(content, value):
    assert value_of(content) == value


def test_marks_point_at_keys_items_and_where_an_alias_was_written():
    document, _ = parse(
        "# first\na: &a\n  k:\n  - x\n  -   y: 1\r\nb: *a\nc: {<<: *a, 'é': 2, z: 3}\n"
    )

    assert document is not None
    marks = {path: str(document.mark(path)) for path in [
        (), ("a",), ("a", "k"), ("a", "k", 0), ("a", "k", 1), ("a", "k", 1, "y"),
        ("b",), ("b", "k", 1, "y"), ("c", "k"), ("c", "é"), ("c", "z"),
        ("nowhere", "k"), ("a", 0), ("a", "k", 7), ("a", "k", -1), ("a", "k", "0"), ("a", "k", 0, "deeper"),
    ]}  # fmt: skip
    assert marks == {
        (): "f.yaml:2:1",
        ("a",): "f.yaml:2:1",
        ("a", "k"): "f.yaml:3:3",
        ("a", "k", 0): "f.yaml:4:5",
        ("a", "k", 1): "f.yaml:5:7",
        ("a", "k", 1, "y"): "f.yaml:5:7",
        ("b",): "f.yaml:6:1",
        ("b", "k", 1, "y"): "f.yaml:5:7",
        ("c", "k"): "f.yaml:3:3",
        ("c", "é"): "f.yaml:7:13",
        ("c", "z"): "f.yaml:7:21",
        ("nowhere", "k"): "f.yaml:2:1",
        ("a", 0): "f.yaml:2:1",
        ("a", "k", 7): "f.yaml:3:3",
        ("a", "k", -1): "f.yaml:3:3",
        ("a", "k", "0"): "f.yaml:3:3",
        ("a", "k", 0, "deeper"): "f.yaml:4:5",
    }


def test_all_that_can_be_told_in_one_reading_is_told():
    assert problems_of(
        "a: 1\n"
        "a: 2\n"
        "b: .inf\n"
        "c: !env HOME\n"
        "d: !!seq {}\n"
        "? [x]\n"
        ": 1\n"
        "e: *missing\n"
        "f: &f [*f]\n"
        "g: {<<: 1}\n"
        "h: {<<: {}, <<: {}}\n"
        "&n 1: x\n"
        "*n : y\n"
        "!env i: z\n"
        "j: {1: x, 1: y}\n"
    ) == [
        'f.yaml:2:1: error: "a" is already a key of this object, at f.yaml:1:1; keep one [duplicate-key]',
        "f.yaml:3:4: error: .inf is no JSON number; leave it out, or put it in quotes if it is text [not-json]",
        "f.yaml:4:4: error: the tag !env is not supported; drop it [bad-tag]",
        "f.yaml:5:4: error: the tag !!seq does not fit here; drop it [bad-tag]",
        "f.yaml:6:3: error: a key must be text, not an object, a list or a value from elsewhere [complex-key]",
        "f.yaml:8:4: error: *missing has no &missing before it [bad-alias]",
        "f.yaml:9:8: error: *f stands inside &f, so the value would contain itself [bad-alias]",
        (
            "f.yaml:10:5: error: << takes an object or a list of objects; "
            'write "<<" in quotes for a plain key [bad-merge]'
        ),
        "f.yaml:11:13: error: << is already in this object; merge several as a list: <<: [*a, *b] [duplicate-key]",
        "f.yaml:13:1: error: a key must be text, not an object, a list or a value from elsewhere [complex-key]",
        "f.yaml:14:1: error: the tag !env is not supported; drop it [bad-tag]",
        'f.yaml:15:11: error: "1" is already a key of this object, at f.yaml:15:5; keep one [duplicate-key]',
    ]


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", "f.yaml:1:1: error: the file is empty; fill it or delete it [empty-file]"),
        (
            "# only\n# comments\n",
            "f.yaml:1:1: error: the file is empty; fill it or delete it [empty-file]",
        ),
        (
            "a: 1\n---\nb: 2\n",
            (
                "f.yaml:2:1: error: a second YAML document begins here; "
                "put each into a file of its own [several-documents]"
            ),
        ),
    ],
)
def test_a_file_holds_one_document(content, problem):
    assert problems_of(content) == [problem]


def test_half_a_character_is_refused_where_the_parser_lets_it_pass(monkeypatch):
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)

    assert [line.split(": error: ")[0] for line in problems_of('"\\ud83d": "\\udc00"\n')] == [
        *("f.yaml:1:1", "f.yaml:1:11")
    ]


YAML_TEXT = st.text("abc é1:#-'\\\"{}[],&*!|>%@`?\n\t", max_size=10)
"""Characters that JSON writes as they are, or as escapes that YAML has too."""


@settings(deadline=None)
@given(values(SCALARS | YAML_TEXT, YAML_TEXT))
def test_json_is_read_as_json_does(value):
    assert typed(value_of(json.dumps(value, ensure_ascii=False, indent=1))) == typed(value)


FRAGMENTS = st.sampled_from(
    [
        *(
            "a: ",
            "- ",
            "\n",
            "\n  ",
            "&a ",
            "*a",
            "!!str ",
            "!x ",
            "<<: ",
            "? ",
            ": ",
            "[",
            "]",
            "{",
            "}",
            ", ",
        ),
        *(
            "'",
            '"',
            "|\n",
            ">\n",
            "---\n",
            "...\n",
            "%YAML 1.2\n",
            "#",
            "\t",
            ".inf",
            "1e999",
            "\\",
            "x",
            "1",
            "\x85",
        ),
        *("\ufeff", "\x00", "\ud83d", "😀", "\r", "\\ud800", "~"),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(FRAGMENTS, max_size=25).map("".join).filter(str.isascii) | st.text(max_size=40))
@example("*a : 1")
@example("&a *a : 1")
@example("? ? ? a")
@example("{<<: *a}")
def test_any_text_gives_a_document_or_a_problem(content):
    document, problems = parse(content)

    assert document is not None or problems
