from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dataplan_sync.files.text import Text
from dataplan_sync.files.yaml_extents import extents


def entries(text):
    return dict(extents(Text(text, "f")).entries)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a: 1\nb: 2\n", {1: 1, 2: 2}, id="keys"),
        pytest.param("a:\n  b: 1\n  c: 2\nd: 3\n", {1: 3, 2: 2, 3: 3, 4: 4}, id="deeper keys"),
        pytest.param("- a: 1\n  b: 2\n- c\n", {1: 2, 2: 2, 3: 3}, id="items"),
        pytest.param("a:\n- 1\n- 2\nb: 3\n", {1: 3, 2: 2, 3: 3, 4: 4}, id="a list that is not indented"),
        pytest.param("a: {b: 1,\n  c: 2\n  }\nd: [1]\n", {1: 3, 2: 2, 4: 4}, id="flow style"),
        pytest.param("a: |\n  x\n  y\nb: 1\n", {1: 3, 4: 4}, id="a block"),
        pytest.param("a: >\n  x\n\n\nb: 1\n", {1: 4, 5: 5}, id="a block with empty lines behind it"),
        pytest.param("a: |\n  x", {1: 2}, id="a block at the end"),
        pytest.param('a: "x\n  y"\nb: x\n  y\n', {1: 2, 3: 4}, id="text of several lines"),
        pytest.param("a: &x 1\nb: *x\nc:\n", {1: 1, 2: 2, 3: 3}, id="aliases, and nothing"),
        pytest.param("-\n  a: 1\n", {2: 2}, id="an item below its dash"),
        pytest.param("just text\n", {}, id="text"),
        pytest.param("# nothing\n", {}, id="nothing"),
    ],
)  # fmt: skip
def test_entries_reach_to_the_line_of_their_last_content(text, expected):
    assert entries(text) == expected


def test_deep_nesting_is_measured_too():
    assert entries("[" * 2000 + "]" * 2000) == {1: 1}


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("a: 1 #", False),
        ("a: '1 #'", True),
        ('a: "1\n  #"', True),
        ("a: |\n  1\n  #\n", True),
        ("a: | #\n  1\n", False),
        ("a: |\n  1\n#\n", False),
        ("a: |\n  1\n #\nb: 2\n", False),
        ("a: | #\n", False),
        ("#\na: 1", False),
    ],
)
def test_a_hash_within_a_scalar_begins_no_comment(text, inside):
    assert extents(Text(text, "f")).is_in_scalar(text.index("#")) is inside


def test_the_first_content_may_be_behind_comments_and_a_mark_of_the_document():
    assert extents(Text("# a\n---\n# b\n\na: 1\n", "f")).first_line == 5


TREES = st.recursive(
    st.integers() | st.sampled_from(["", "x", "a b", "#", "- x", None]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=3)
    ),
    max_leaves=12,
)


def by_indentation(lines):
    """Measure entries as people do, which is right for block style without text of several lines."""
    depths = [len(line) - len(line.lstrip()) for line in lines]
    starts = [line.lstrip()[:2].rstrip() == "-" for line in lines]
    found = {}
    for first, (depth, is_item) in enumerate(zip(depths, starts, strict=True)):
        last = first + 1
        while last < len(lines) and (
            depths[last] > depth or (depths[last] == depth and starts[last] and not is_item)
        ):
            last += 1
        found[first + 1] = last
    return found


@given(TREES.filter(lambda tree: isinstance(tree, (dict, list)) and tree))
def test_in_block_style_entries_reach_as_far_as_what_is_indented_deeper(tree):
    text = yaml.safe_dump(tree, default_flow_style=False)
    assert entries(text) == by_indentation(text.splitlines())
