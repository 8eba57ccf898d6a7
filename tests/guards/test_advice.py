from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataplan_sync.files.text import Text
from dataplan_sync.files.yaml_reader import read_yaml
from dataplan_sync.guards import advice
from dataplan_sync.hazards import Hazard, Permit
from dataplan_sync.model import Mark
from dataplan_sync.render.escape import visible
from tests.guards.gates import FILE, configured, key

if TYPE_CHECKING:
    from dataplan_sync.problems.problem import Problem

PRUNE = Permit(("policy", "prune"), True)
LIMIT = Permit(("policy", "thresholds", "deletions"), 7)
ACCEPTED = Permit(("accepted",), {"rule": "R", "path": ["shop", 2]})


def marks(**lines):
    return {tuple(name.split("__")): Mark(FILE, line) for name, line in lines.items()}


@pytest.mark.parametrize(
    ("permit", "present", "words"),
    [
        (PRUNE, {}, "add to dataplan-sync.yaml: policy: {prune: true}"),
        (PRUNE, {"policy": 3}, 'add to "policy" in dataplan-sync.yaml (line 3): prune: true'),
        (
            PRUNE,
            {"policy": 3, "policy__prune": 4},
            "change in dataplan-sync.yaml (line 4) to: prune: true",
        ),
        (
            LIMIT,
            {"policy": 3},
            'add to "policy" in dataplan-sync.yaml (line 3): thresholds: {deletions: 7}',
        ),
        (
            LIMIT,
            {"policy": 3, "policy__thresholds": 5},
            'add to "thresholds" in dataplan-sync.yaml (line 5): deletions: 7',
        ),
        (ACCEPTED, {}, "add to dataplan-sync.yaml: accepted: [{rule: R, path: [shop, 2]}]"),
        (
            ACCEPTED,
            {"accepted": 9},
            'add to "accepted" in dataplan-sync.yaml (line 9): - {rule: R, path: [shop, 2]}',
        ),
    ],
)
def test_advice_fits_what_the_file_holds(permit, present, words):
    configuration = configured(marks=marks(**present))
    assert advice.advice(permit, configuration) == f"To allow it, {words}"


def test_a_snippet_holds_what_all_hazards_need_and_the_wider_of_two_limits():
    permits = [LIMIT, PRUNE, Permit(LIMIT.keys, 9), ACCEPTED, ACCEPTED, None]
    found = [Hazard("rule", key("shop"), "", permit) for permit in permits]
    assert advice.snippet(found) == (
        "policy:\n"
        "  thresholds:\n"
        "    deletions: 9\n"
        "  prune: true\n"
        "accepted:\n"
        "  - {rule: R, path: [shop, 2]}\n"
        "  - {rule: R, path: [shop, 2]}"
    )
    assert advice.snippet([Hazard("rule", key("shop"), "")]) == ""


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
    line = advice.flow(value)
    assert visible(line) == line
    problems: list[Problem] = []
    document = read_yaml(Text(f"x: {line}", FILE), problems)
    assert problems == []
    assert document is not None
    assert document.value == {"x": value}
