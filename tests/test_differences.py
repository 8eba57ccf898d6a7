from __future__ import annotations

import pytest

from dataplan_sync.changes import ABSENT
from dataplan_sync.differences import differences
from tests.builders import custom_event, version


@pytest.mark.parametrize(
    ("keyword", "before", "after"),
    [
        ("enum", [0, 1], [False, True]),
        ("enum", [[1]], [[True]]),
        ("const", [0], [False]),
        ("const", 0, False),
        ("const", {"b": [1]}, {"b": [True]}),
    ],
)
def test_a_boolean_is_no_number_however_deep_it_stands(keyword, before, after):
    old, new = (version(1, custom_event("A", {"a": {keyword: side}})) for side in (before, after))
    (change,) = differences(old, new)
    assert change.path[:4] == ("custom_event:other:A", "attributes", "a", keyword)


def test_a_required_that_is_no_list_of_names_is_one_leaf():
    old, new = (
        version(1, custom_event("A", {"a": {"type": "string", **more}}))
        for more in ({}, {"required": True})
    )
    (change,) = differences(old, new)
    assert (change.before, change.after) == (ABSENT, True)
