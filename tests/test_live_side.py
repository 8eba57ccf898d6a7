from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataplan_sync import managed
from dataplan_sync.changes import ABSENT
from dataplan_sync.differences import leaves, same
from dataplan_sync.live_side import taken
from tests.builders import custom_event, data_plan, version
from tests.strategies import DOCUMENTS


def sides(desired, live):
    return version(1, *desired), version(1, *live)


@pytest.mark.parametrize(
    ("desired", "live"),
    [
        ([custom_event("A", {"x": {"enum": [1, 2]}})], [custom_event("A", {"x": {"enum": [3]}})]),
        ([custom_event("A", {"x": {}}, ["x"])], [custom_event("A", {"x": {}})]),
        ([custom_event("A", {"x": {}})], [custom_event("A", {"x": {}}, ["x"])]),
        ([custom_event("A")], [custom_event("B")]),
        ([custom_event("A", {"x": {}})], [custom_event("A", {"y": {"type": "string"}})]),
        ([custom_event("A", description="ours")], [custom_event("A", description="theirs")]),
    ],
)
def test_taking_every_leaf_gives_live(desired, live):
    git, api = sides(desired, live)
    assert same(taken(git, api, [leaf.place for leaf in leaves(api, git)]), api)


def test_only_the_leaves_that_are_named_are_taken_and_the_order_of_data_points_stays():
    git, api = sides(
        [custom_event("B", {"x": {"type": "string"}}), custom_event("A", description="ours")],
        [custom_event("A", description="theirs"), custom_event("B", {"x": {"type": "number"}})],
    )
    (place,) = [leaf.place for leaf in leaves(api, git) if leaf.name[-1] == "type"]
    assert taken(git, api, [place]) == version(
        1,
        custom_event("B", {"x": {"type": "number"}}),
        custom_event("A", description="ours"),
    )


def test_scalars_of_a_data_plan_and_of_a_version_are_taken_one_by_one():
    git = data_plan(version(1), name="Ours", description="ours", extra={"x_note": 1})
    api = data_plan(name="Theirs", description="theirs", extra={"x_note": 2})
    named = [leaf.place for leaf in leaves(api, git) if leaf.name != ("data_plan_name",)]
    assert taken(git, api, named) == replace(
        git, data_plan_description="theirs", extra={"x_note": 2}
    )
    git = version(1, custom_event("A"), environment="production", description="ours")
    api = replace(version(1, custom_event("A")), version_description=None)
    named = [leaf.place for leaf in leaves(api, git) if leaf.after is not ABSENT]
    assert same(taken(git, api, named), api)


@given(st.data(), DOCUMENTS, DOCUMENTS)
def test_a_leaf_that_was_taken_differs_no_more_and_every_other_one_still_does(data, ours, theirs):
    git, api = (replace(version(1), version_document=document) for document in (ours, theirs))
    git = managed.version_over(git, api)
    every = list(leaves(api, git))
    chosen = data.draw(st.sets(st.sampled_from(range(len(every))))) if every else set()
    result = taken(git, api, [every[number].place for number in chosen])
    left = {leaf.place for leaf in leaves(api, result)}
    assert left == {leaf.place for number, leaf in enumerate(every) if number not in chosen}
