from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataplan_sync.files.text import Text, decode_text, printable
from dataplan_sync.problems.excerpt import Excerpt

if TYPE_CHECKING:
    from dataplan_sync.problems.problem import Problem


@pytest.mark.parametrize(
    ("data", "content"),
    [
        ("é: 1\r\n".encode(), "é: 1\r\n"),
        (b"\xef\xbb\xbfa: 1", "a: 1"),
        (b"", ""),
        (b"\xef\xbb\xbf", ""),
    ],
)
def test_utf_8_is_read_with_and_without_a_byte_order_mark(data, content):
    problems: list[Problem] = []
    text = decode_text(data, "f.yaml", problems)

    assert (text.content if text else None, problems) == (content, [])


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ("a: 1".encode("utf-16"), "1:1: error: the file is UTF-16; save it as UTF-8 [not-utf8]"),
        ("a: 1".encode("utf-16-be"), "1:1: error: the file is UTF-16; save it as UTF-8 [not-utf8]"),
        ("a: 1".encode("utf-16-le"), "1:1: error: the file is UTF-16; save it as UTF-8 [not-utf8]"),
        ("a: 1".encode("utf-32"), "1:1: error: the file is UTF-32; save it as UTF-8 [not-utf8]"),
        (
            b"a: 1\nb: \0",
            "2:4: error: the file is binary (NUL at byte 8); plan files are UTF-8 text [binary-file]",
        ),
        (
            "é: 1\né: ".encode() + b"\xe9\n",
            "2:4: error: byte 10 (0xe9) is not UTF-8; save the file as UTF-8 [not-utf8]",
        ),
        (
            b"\xef\xbb\xbfa\xff",
            "1:2: error: byte 4 (0xff) is not UTF-8; save the file as UTF-8 [not-utf8]",
        ),
        (
            b"a: \xe2\x82",
            "1:4: error: byte 3 (0xe2) is not UTF-8; save the file as UTF-8 [not-utf8]",
        ),
        (
            b"\xed\xa0\x80",
            "1:1: error: byte 0 (0xed) is not UTF-8; save the file as UTF-8 [not-utf8]",
        ),
    ],
)
def test_anything_but_utf_8_text_is_a_problem_at_its_place(data, problem):
    problems: list[Problem] = []

    assert decode_text(data, "f.yaml", problems) is None
    assert [str(found) for found in problems] == [f"f.yaml:{problem}"]


@given(st.binary(max_size=30))
def test_any_bytes_give_text_or_one_problem(data):
    problems: list[Problem] = []
    text = decode_text(data, "f.yaml", problems)

    assert (text is None) == (len(problems) == 1)


def test_lines_end_as_editors_end_them():
    text = Text("a\nb\r\nc\rd\u2028e\x85f", "f.yaml")

    assert [(text.mark(at).line, text.mark(at).column) for at in range(len(text.content))] == [
        *((1, 1), (1, 2), (2, 1), (2, 2), (2, 3), (3, 1), (3, 2)),
        *((4, 1), (4, 2), (4, 3), (4, 4), (4, 5)),
    ]


def test_a_file_is_named_in_one_printable_line():
    assert [printable(name) for name in ["plans/größe.yaml", "a\nb", "\udcff.yaml", "\x1b[1m"]] == [
        *("plans/größe.yaml", "a\\nb", "\\udcff.yaml", "\\x1b[1m")
    ]


@pytest.mark.parametrize(
    ("content", "at", "excerpt"),
    [
        ("ab\ncd\nef", 4, Excerpt("cd", 2, 2)),
        ("ab\r\ncd", 2, Excerpt("ab", 3, 3)),
        ("ab\r\ncd", 3, Excerpt("ab", 3, 4)),
        ("ab", 2, Excerpt("ab", 3, 3)),
        ("", 0, Excerpt("", 1, 1)),
        ("🙂 é: 🙂x", 6, Excerpt("🙂 é: 🙂x", 7, 9)),
        ("🙂\n🙂x", 3, Excerpt("🙂x", 2, 3)),
        ("a" * 500, 300, Excerpt("a" * 240, 121, 301, cut_left=True, cut_right=True)),
        ("a" * 300, 200, Excerpt("a" * 220, 121, 201, cut_left=True)),
        ("a" * 300, 3, Excerpt("a" * 123, 4, 4, cut_right=True)),
    ],
)
def test_a_place_is_quoted_with_as_much_of_its_line_as_is_near(content, at, excerpt):
    assert Text(content, "f.yaml").excerpt(at) == excerpt


@given(st.text(st.sampled_from("ab🙂\n\r\u2028 "), max_size=300), st.data())
def test_an_excerpt_is_of_the_line_of_the_mark(content, data):
    at = data.draw(st.integers(0, len(content)))
    text = Text(content, "f.yaml")
    mark, excerpt = text.mark(at), text.excerpt(at)
    line = re.split(r"\r\n|\n|\r", content)[mark.line - 1]

    assert excerpt.text in line
    assert excerpt.text[: excerpt.column - 1] == line[: mark.column - 1][-120:]
    assert (
        excerpt.utf16_column == len(content[at - mark.column + 1 : at].encode("utf-16-le")) // 2 + 1
    )
