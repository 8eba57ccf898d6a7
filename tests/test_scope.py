from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataplan_sync.model import DataPlan, DataPlanKey, DataPlanVersionKey, Mark, WorkspaceState
from dataplan_sync.scope import EVERYTHING, Scope, Shard

if TYPE_CHECKING:
    from dataplan_sync.model import ObjectKey


@pytest.mark.parametrize(
    ("scope", "covered"),
    [
        (EVERYTHING, ["Shop", "mobile_a", "mobile_b", "shop"]),
        (Scope(include=("mobile_*", "Shop")), ["Shop", "mobile_a", "mobile_b"]),
        (Scope(exclude=("mobile_?",)), ["Shop", "shop"]),
        (Scope(include=("mobile_*",), exclude=("*_b",)), ["mobile_a"]),
        (Scope(include=("[a-m]*",)), ["mobile_a", "mobile_b"]),
    ],
)
def test_patterns_are_those_of_a_shell_and_heed_case(scope, covered):
    ids = ["Shop", "mobile_a", "mobile_b", "shop"]
    assert [name for name in ids if scope.covers(name)] == covered


def test_a_state_loses_what_is_outside_with_its_marks():
    keys: list[ObjectKey] = [DataPlanKey("a"), DataPlanVersionKey("a", 1), DataPlanKey("b")]
    state = WorkspaceState(
        {"a": lambda: DataPlan("a"), "b": lambda: DataPlan("b")}, {key: Mark("f") for key in keys}
    )
    found = Scope(include=("a",)).within(state)
    assert (found.data_plan_ids, list(found.marks)) == (("a",), keys[:2])
    assert Scope(exclude=("a",)).keys(keys) == (DataPlanKey("b"),)


@given(st.text(max_size=20), st.integers(1, 9), st.integers(0, 2**40))
def test_every_data_plan_is_in_exactly_one_shard(data_plan_id, count, workspace_id):
    shards = [Shard(number, count, workspace_id) for number in range(1, count + 1)]
    assert sum(shard.covers(data_plan_id) for shard in shards) == 1


def test_shards_are_about_equal():
    sizes = [sum(Shard(n, 4, 7505).covers(f"plan_{i}") for i in range(400)) for n in range(1, 5)]
    assert min(sizes) > 70


def test_a_shard_is_the_same_on_every_machine():
    homes = [n for n in range(1, 101) if Scope(shard=Shard(n, 100, 7505)).covers("shop")]
    assert homes == [64]
    assert str(Shard(2, 4)) == "2/4"
