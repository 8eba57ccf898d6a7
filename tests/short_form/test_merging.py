from __future__ import annotations

import copy

import pytest
from hypothesis import given

from dataplan_sync import canonical
from dataplan_sync.short_form.merging import merge, patch_between
from dataplan_sync.short_form.tracing import Course, Trace
from tests.short_form.strategies import DEFINITIONS


def merged(before, patch):
    return merge(before, patch, Course((), ()), Trace([]))


@pytest.mark.parametrize(
    ("before", "patch", "after"),
    [
        ({"a": 1}, {"b": 2}, {"a": 1, "b": 2}),
        ({"a": 1}, {"a": None}, {}),
        ({"a": {"b": 1, "c": 2}}, {"a": {"b": None, "d": 3}}, {"a": {"c": 2, "d": 3}}),
        ({"a": [1]}, {"a": [2]}, {"a": [2]}),
        ({"a": 1}, {"a": {"b": {"c": None}}}, {"a": {"b": {}}}),
        (3, {"a": 1}, {"a": 1}),
    ],
)
def test_a_patch_adds_replaces_and_takes_out(before, patch, after):
    untouched = copy.deepcopy((before, patch))
    assert merged(before, patch) == after
    assert (before, patch) == untouched


@given(DEFINITIONS, DEFINITIONS)
def test_the_patch_between_two_objects_turns_one_into_the_other(before, after):
    patch = patch_between(before, after)
    if patch is not None:
        assert canonical.text(merged(before, patch)) == canonical.text(after)


@pytest.mark.parametrize(
    ("before", "after", "patch"),
    [
        ({"a": 1}, {"a": 1}, {}),
        ({"a": 1}, {"a": True}, {"a": True}),
        ({"a": 1, "b": None}, {"b": None}, {"a": None}),
        ({}, {"a": None}, None),
        ({"a": {}}, {"a": {"b": {"c": None}}}, None),
    ],
)
def test_a_patch_holds_what_differs_and_cannot_add_null(before, after, patch):
    assert canonical.text(patch_between(before, after)) == canonical.text(patch)
