from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from dataplan_sync.files.text import Text
from dataplan_sync.files.yaml_reader import read_yaml
from dataplan_sync.guards.written import flow
from dataplan_sync.render.escape import visible

if TYPE_CHECKING:
    from dataplan_sync.problems.problem import Problem

FILE = "dataplan-sync.yaml"
NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["NO", "null", "1:30", "a: b", "- x", "#", "{", "  ", "true", "0x1F", "\u2028", "\x85", "🛒"]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | NAMES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=6,
)


@given(VALUES)
def test_what_is_written_reads_back_as_it_was_and_survives_a_terminal(value):
    line = flow(value)
    assert visible(line) == line
    problems: list[Problem] = []
    document = read_yaml(Text(f"x: {line}", FILE), problems)
    assert problems == []
    assert document is not None
    assert document.value == {"x": value}
