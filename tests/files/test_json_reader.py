from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataplan_sync.files.json_reader import read_json
from dataplan_sync.files.text import Text
from tests.files.values import typed, values

if TYPE_CHECKING:
    from dataplan_sync.files.document import Document
    from dataplan_sync.problems.problem import Problem


def parse(content: str) -> tuple[Document | None, list[Problem]]:
    problems: list[Problem] = []
    return read_json(Text(content, "f.json"), problems), problems


@settings(deadline=None)
@given(values(), st.sampled_from([None, 0, 2, "\t"]), st.booleans())
def test_json_is_read_as_the_standard_library_does(value, indent, ascii_only):
    content = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    document, problems = parse(f"\r\n {content}\t")

    assert problems == []
    assert document is not None
    assert typed(document.value) == typed(json.loads(content))


PIECES = st.sampled_from(
    [
        *'{}[],:"\\ \n-+.0123456789eE',
        '"a"',
        "true",
        "nul",
        "NaN",
        "-Infinity",
        "\\ud800",
        "\\u00e9",
        "é",
        "\ufeff",
    ]
)


@settings(max_examples=500, deadline=None)
@given(st.lists(PIECES, max_size=20).map("".join) | st.text(max_size=30))
def test_what_the_standard_library_refuses_is_a_problem_and_nothing_else_is(content):
    def refuse(word: str) -> None:
        raise ValueError(word)

    def no_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
        if len(dict(pairs)) < len(pairs):
            message = "duplicate"
            raise ValueError(message)
        return dict(pairs)

    document, problems = parse(content)
    try:
        expected = json.loads(content, parse_constant=refuse, object_pairs_hook=no_duplicates)
        json.dumps(expected, allow_nan=False)
    except ValueError:
        assert problems
    else:
        assert problems == []
        assert document is not None
        assert typed(document.value) == typed(expected)


def test_marks_point_at_keys_and_items():
    document, _ = parse('{\n  "a": [1, {"b": 2}],\n\t"c": {}\n}\n')

    assert document is not None
    paths = [(), ("a",), ("a", 0), ("a", 1), ("a", 1, "b"), ("c",), ("c", "missing")]
    assert [str(document.mark(path)) for path in paths] == [
        *("f.json:1:1", "f.json:2:3", "f.json:2:9", "f.json:2:12", "f.json:2:13", "f.json:3:2"),
        "f.json:3:2",
    ]


def test_all_that_can_be_told_in_one_reading_is_told():
    document, problems = parse('{"a": NaN,\n "a": [-Infinity, 1e999],\n "c": {"d": 1, "d": 2}}')

    assert document is not None
    assert [str(found) for found in problems] == [
        "f.json:1:7: error: NaN is no JSON number; leave it out [not-json]",
        "f.json:2:8: error: -Infinity is no JSON number; leave it out [not-json]",
        "f.json:2:19: error: the number 1e999 is too large; put it in quotes if it is text [not-json]",
        'f.json:2:2: error: "a" is already a key of this object, at f.json:1:2; keep one [duplicate-key]',
        'f.json:3:16: error: "d" is already a key of this object, at f.json:3:8; keep one [duplicate-key]',
    ]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", "1:1: error: the file is empty; fill it or delete it [empty-file]"),
        (" \n", "1:1: error: the file is empty; fill it or delete it [empty-file]"),
        (
            '{"a": 1,}',
            "1:9: error: expected a key in double quotes; no comma before a brace [json-syntax]",
        ),
        (
            "{'a': 1}",
            "1:2: error: expected a key in double quotes; no comma before a brace [json-syntax]",
        ),
        ('{"a" 1}', '1:6: error: expected ":" after a key [json-syntax]'),
        ('{"a": 1\n "b": 2}', '2:2: error: expected "," or "}" [json-syntax]'),
        ("[1 2]", '1:4: error: expected "," or "]" [json-syntax]'),
        ("[1", '1:3: error: the file ends here: expected "," or "]" [json-syntax]'),
        (
            "[1,]",
            "1:4: error: expected a value: an object, a list, text in double quotes, … [json-syntax]",
        ),
        (
            "[yes]",
            "1:2: error: expected a value: an object, a list, text in double quotes, … [json-syntax]",
        ),
        ("[012]", '1:3: error: expected "," or "]" [json-syntax]'),
        ("{} {}", "1:4: error: the JSON value ends before this; remove what follows [json-syntax]"),
        (
            '["a',
            "1:2: error: unterminated string starting at; close the quote and escape what is special [json-syntax]",
        ),
        (
            '["a\tb"]',
            "1:4: error: invalid control character at; close the quote and escape what is special [json-syntax]",
        ),
        (
            "[" * 20_000,
            "1:101: error: objects and lists are nested more than 100 deep; flatten them [too-deep]",
        ),
        (
            '{"a":' * 20_000,
            "1:501: error: objects and lists are nested more than 100 deep; flatten them [too-deep]",
        ),
    ],
)
def test_broken_syntax_ends_the_file_at_its_place_with_advice(content, problem):
    document, problems = parse(content)

    assert document is None
    assert [str(found) for found in problems] == [f"f.json:{problem}"]


def test_half_a_character_is_text_and_messages_about_it_can_be_printed():
    document, problems = parse('{"\\ud800": "\\udfff", "\\ud800": "\\n"}')

    assert document is not None
    assert document.value == {"\ud800": "\udfff"}
    assert [str(found) for found in problems] == [
        'f.json:1:22: error: "\\ud800" is already a key of this object, at f.json:1:2; keep one [duplicate-key]'
    ]
