from __future__ import annotations

from copy import copy
from dataclasses import replace
from functools import partial

from dataplan_sync.model import (
    ActivatedEnvironment,
    DataPlan,
    DataPlanKey,
    DataPlanVersion,
    DataPlanVersionKey,
    WorkspaceState,
)
from dataplan_sync.parity import Parity, compare

NONE, PRODUCTION = ActivatedEnvironment.NONE, ActivatedEnvironment.PRODUCTION
ONE = DataPlanVersion("shop", 1, "first", PRODUCTION)
SHOP = DataPlan("shop", "Shop", None, (ONE,))


def state(*data_plans):
    return WorkspaceState({one.data_plan_id: partial(copy, one) for one in data_plans})


def standings(parity):
    return {
        disparity.key: [
            standing
            and (
                disparity.contents.index(standing.content),
                standing.activated_environment and standing.activated_environment.value,
            )
            for standing in disparity.standings.values()
        ]
        for disparity in parity.disparities
    }


def test_what_stands_alike_is_counted():
    same = replace(SHOP, data_plan_description="")
    assert compare({"dev": state(SHOP), "prod": state(same)}) == Parity(("dev", "prod"), 2, ())
    assert compare({}) == Parity((), 0, ())


def test_what_is_absent_active_otherwise_or_of_other_content_is_told():
    other = DataPlan("app", "App", None, (DataPlanVersion("app", 3),))
    two = DataPlanVersion("shop", 2, "second", NONE)
    dev = state(replace(SHOP, versions=(ONE, two)), other)
    prod = state(
        replace(
            SHOP,
            data_plan_name="Shop (live)",
            versions=(
                replace(ONE, activated_environment=NONE),
                replace(two, version_description="x"),
            ),
        )
    )
    found = compare({"dev": dev, "prod": prod})
    assert standings(found) == {
        DataPlanKey("app"): [(0, None), None],
        DataPlanVersionKey("app", 3): [(0, "none"), None],
        DataPlanKey("shop"): [(0, None), (1, None)],
        DataPlanVersionKey("shop", 1): [(0, "production"), (0, "none")],
        DataPlanVersionKey("shop", 2): [(0, "none"), (1, "none")],
    }
    assert found.alike == 0
