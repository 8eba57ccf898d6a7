from __future__ import annotations

import pytest

from dataplan_sync.cli.sharding import read_shard
from dataplan_sync.errors import UsageError
from dataplan_sync.scope import Shard
from tests.cli.conftest import SHOP


@pytest.mark.parametrize(
    ("text", "environ", "shard"),
    [
        (None, {"CI_NODE_INDEX": "1", "CI_NODE_TOTAL": "2"}, None),
        ("2/4", {}, Shard(2, 4)),
        ("auto", {"CI_NODE_INDEX": "1", "CI_NODE_TOTAL": "2"}, Shard(1, 2)),
        ("auto", {"CIRCLE_NODE_INDEX": "0", "CIRCLE_NODE_TOTAL": "3"}, Shard(1, 3)),
        ("auto", {"BUILDKITE_PARALLEL_JOB": "2", "BUILDKITE_PARALLEL_JOB_COUNT": "3"}, Shard(3, 3)),
        ("auto", {"SEMAPHORE_JOB_INDEX": "3", "SEMAPHORE_JOB_COUNT": "3"}, Shard(3, 3)),
        (
            "auto",
            {"SYSTEM_JOBPOSITIONINPHASE": "1", "SYSTEM_TOTALJOBSINPHASE": "1"},
            Shard(1, 1),
        ),
        (
            "auto",
            {"BITBUCKET_PARALLEL_STEP": "0", "BITBUCKET_PARALLEL_STEP_COUNT": "2"},
            Shard(1, 2),
        ),
    ],
)
def test_a_part_is_said_by_hand_or_by_the_ci_system(text, environ, shard):
    assert read_shard(text, environ) == shard


@pytest.mark.parametrize(
    ("text", "environ", "told"),
    [
        ("2", {}, 'must look like 2/4, or be auto, not "2"'),
        ("0/4", {}, "part 0 of 4"),
        ("5/4", {}, "part 5 of 4"),
        ("1/1001", {}, "part 1 of 1001"),
        ("auto", {}, "finds no variables"),
        ("auto", {"CI_NODE_INDEX": "1"}, "finds no variables"),
        ("auto", {"CI_NODE_INDEX": "0", "CI_NODE_TOTAL": "2"}, "CI_NODE_INDEX of CI_NODE_TOTAL"),
    ],
)
def test_what_makes_no_sense_is_refused(text, environ, told):
    with pytest.raises(UsageError, match=told.replace("/", ".")):
        read_shard(text, environ)


@pytest.mark.parametrize("command", ["diff", "drift"])
def test_all_parts_together_are_the_whole(shop, command):
    for number in range(6):
        shop.write(f"plans/p{number}.yaml", SHOP.replace("shop", f"p{number}"))
    seen: list[str] = []
    for part in ("1/2", "2/2"):
        (found,) = shop(command, "--shard", part, "-o", "json").json["workspaces"]
        seen.extend(change["data_plan_id"] for change in found["changes"] if not change["version"])
        assert f"shard {part}: " in found["notes"][0]
    assert sorted(seen) == ["p0", "p1", "p2", "p3", "p4", "p5", "shop"]
