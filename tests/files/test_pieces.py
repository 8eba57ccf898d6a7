"""Reading a file in pieces gives what reading it in one go gives, and reads what repeats once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dataplan_sync import desired
from dataplan_sync.files.pieces import forget, read_in_pieces
from dataplan_sync.files.text import Text
from dataplan_sync.files.yaml_reader import read_yaml
from tests.files.paths import all_paths
from tests.files.sources import MemorySource

if TYPE_CHECKING:
    from dataplan_sync.problems.problem import Problem

ONE = """\
    - description: One of two
      match: {type: screen_view, criteria: {screen_name: Home}}
      validator: {type: json_schema, definition: {properties: {}}}
"""
TWO = """\
    - match:
        type: custom_event
        criteria:
          event_name: "Said: \\"- no\\""
          custom_event_type: other
      # about the validator
      validator:
        definition:
          properties:
            note:
              description: |
                Two lines
                  - of which this looks like an item

            size:
              enum:
              - S
              - 1.5
"""
NESTED = f"version: 1\nversion_document:\n  data_points:\n{ONE}{TWO}  settings: {{}}\nversion_description: last\n"
INLINE = f"data_points:\n{ONE}# a comment in between\n{TWO}\nactivated_environment: none\n"
LISTED = (ONE + TWO).replace("\n    ", "\n").removeprefix("    ")
ZERO_INDENT = f"version: 1\ndata_points:\n{LISTED}version_description: last\n"
WHOLE = f"""\
data_plan_id: shop
data_plan_versions:
- version: 1
  version_document:
    data_points:
{ONE}{TWO}- version: 2
  version_document:
    data_points:
{TWO}{ONE}
"""
LAYOUTS = {
    "nested": NESTED,
    "inline": INLINE,
    "list": LISTED,
    "zero indent": ZERO_INDENT,
    "whole data plan": WHOLE,
}
NOT_IN_PIECES = {
    "anchor": INLINE.replace("properties: {}", "properties: &p {}").replace("- S\n", "- *p\n"),
    "quote over items": f'data_points:\n{ONE}    - note: "begins\n    - ends"\n{TWO}',
    "flow over items": f"data_points:\n{ONE}    - [1,\n    - 2]\n{TWO}",
    "other line ends": NESTED.replace("\n", "\r\n"),
    "text that looks like a list": "note: |\n  data_points:\n    - a\n    - b\n",
    "flow list": "data_points: [1, 2]\n",
    "syntax": NESTED.replace("criteria:\n", "criteria\n"),
    "duplicate key": NESTED.replace("definition:\n", "definition: {}\n        definition:\n"),
    "same key twice": f"data_points:\n{ONE}data_points:\n{TWO}",
    "short form": f"data_points:\n{ONE}    - screen_view: Home\n",
    "second document": f"{INLINE}---\ndata_points:\n{ONE}",
    "list at the same indentation": f"data_points:\n{LISTED}other:\n- one\n",
    "deep": "data_points:\n    - " + "[" * 99 + "]" * 99 + "\n",
}


def read_both(content):
    found = []
    for read in (read_yaml, lambda text, problems: read_in_pieces(text, problems, smallest=0)):
        problems: list[Problem] = []
        document = read(Text(content, "plans/shop.yaml"), problems)
        places = document and [(path, document.offset(path)) for path in all_paths(document.value)]
        found.append((document and document.value, places, problems))
    return found


@pytest.mark.parametrize("content", (LAYOUTS | NOT_IN_PIECES).values(), ids=LAYOUTS | NOT_IN_PIECES)
def test_values_places_and_problems_are_those_of_reading_in_one_go(content):
    in_one_go, in_pieces = read_both(content)
    assert in_pieces == in_one_go


@pytest.mark.parametrize("content", LAYOUTS.values(), ids=LAYOUTS)
def test_files_are_read_in_pieces_whatever_their_layout(content):
    document = read_in_pieces(Text(content, "f.yaml"), [], smallest=0)
    assert document is not None
    assert document.pieces


@pytest.mark.parametrize("content", NOT_IN_PIECES.values(), ids=NOT_IN_PIECES)
def test_what_cannot_stand_alone_is_read_in_one_go(content):
    document = read_in_pieces(Text(content, "f.yaml"), [], smallest=0)
    assert document is None or not document.pieces


@st.composite
def edited_files(draw):
    """Draw a file with lines lost, repeated, moved or made of something else."""
    lines = draw(st.sampled_from(sorted(LAYOUTS.values()))).splitlines()
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        line = draw(
            st.sampled_from(
                [
                    "",
                    "  ",
                    "- x",
                    "    - y",
                    "  data_points:",
                    "      z: 1",
                    "# c",
                    '    "',
                    "...",
                    lines[at],
                ]
            )
        )
        lines[at : at + draw(st.integers(0, 1))] = [" " * draw(st.integers(0, 2)) + line]
    return "\n".join(lines) + draw(st.sampled_from(["", "\n", "\n\n"]))


@given(content=edited_files())
@example(content="- data_points:\n  - 1\n- 2\n")
@example(content="a:\n  data_points:\n  - 1\n  b: 2\nc: 3")
def test_whatever_a_file_holds_it_reads_the_same(content):
    in_one_go, in_pieces = read_both(content)
    assert in_pieces == in_one_go


def test_data_points_with_one_text_are_one_object_in_all_files_of_a_data_plan():
    forget()
    first, second = (
        read_in_pieces(Text(content, "f.yaml"), [], smallest=0) for content in (NESTED, WHOLE)
    )
    assert first is not None
    assert second is not None
    assert set(first.decoded) & set(second.decoded)
    forget()
    third = read_in_pieces(Text(NESTED, "f.yaml"), [], smallest=0)
    assert third is not None
    assert not set(first.decoded) & set(third.decoded)


def test_small_files_are_not_cut():
    document = read_in_pieces(Text(NESTED, "f.yaml"), [])
    assert document is not None
    assert not document.pieces


def test_references_lead_into_files_that_are_read_in_pieces():
    filler = "".join(TWO.replace("Said", f"Said {number}") for number in range(40))
    shared = INLINE.replace(TWO, filler)
    target = "plan/versions/1.yaml#/data_points/1/validator/definition/properties/note"
    user = f"""\
data_points:
  - screen_view: Home
    attributes:
      note: {{$ref: "{target}"}}
"""
    source = MemorySource({"plan/versions/1.yaml": shared, "other/versions/1.yaml": user})
    loaded = desired.load(source, check=False)
    assert loaded.problems == ()
    data_plan = loaded.state.load("other")
    assert data_plan is not None
    assert "looks like an item" in str(data_plan.versions[0].version_document)
