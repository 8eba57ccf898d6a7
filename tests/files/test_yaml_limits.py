from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
import yaml

from dataplan_sync.files.text import Text
from dataplan_sync.files.yaml_reader import read_yaml

if TYPE_CHECKING:
    from dataplan_sync.files.document import Document
    from dataplan_sync.problems.problem import Problem


def parse(content: str) -> tuple[Document | None, list[Problem]]:
    problems: list[Problem] = []
    return read_yaml(Text(content, "f.yaml"), problems), problems


@pytest.mark.parametrize("pure", [False, True])
@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_depth_is_bounded(opening, pure, monkeypatch):
    if pure:
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    document, problems = parse(opening * 20_000)

    assert document is None
    assert [found.rule for found in problems] == ["too-deep"]


def test_a_hundred_levels_are_read():
    assert parse("[" * 100 + "]" * 100)[1] == []


@pytest.mark.parametrize(("levels", "rules"), [(49, []), (50, ["too-deep"])])
def test_aliases_of_aliases_count_as_deep_as_what_they_stand_for(levels, rules):
    lines = ["a0: &a0 [x]", *(f"a{n}: &a{n} {{k: [*a{n - 1}]}}" for n in range(1, levels + 1))]
    document, problems = parse("\n".join(lines) + f"\nb: &b [*a{levels // 2}]\nc: [*b, *a0]\n")

    assert [found.rule for found in problems] == rules
    assert (document is None) == bool(rules)


def bomb(levels: int, *, merge: bool = False, leaf: str = "x") -> str:
    lines = [f"a0: &a0 {{k: {leaf}}}"]
    for level in range(1, levels):
        again = ", ".join([f"*a{level - 1}"] * 9)
        content = f"{{<<: [{again}], k{level}: [{again}]}}" if merge else f"[{again}]"
        lines.append(f"a{level}: &a{level} {content}")
    return "\n".join(lines)


@pytest.mark.parametrize(
    "content",
    [
        bomb(9),
        bomb(50),
        bomb(9, merge=True),
        bomb(4, leaf="x" * 100_000),
        "a: &a [" + "x, " * 1000 + "]\nb: [" + "*a, " * 1000 + "]",
    ],
)
def test_an_alias_bomb_is_refused_at_once(content):
    started = time.monotonic()
    document, problems = parse(content)

    assert time.monotonic() - started < 5
    assert document is None
    assert [found.rule for found in problems] == ["too-many-aliases"]


def test_ordinary_sharing_is_no_bomb():
    shared = "a: &a {" + ", ".join(f"k{n}: {{type: string}}" for n in range(40)) + "}\n"

    assert parse(shared + "".join(f"e{n}: *a\n" for n in range(1000)))[1] == []


def test_many_duplicates_in_a_large_object_take_no_longer_than_reading_it():
    keys = "".join(f"k{n}: 1\n" for n in range(20_000))
    started = time.monotonic()
    _, problems = parse(keys + keys)

    assert time.monotonic() - started < 10
    assert len(problems) == 20_000
