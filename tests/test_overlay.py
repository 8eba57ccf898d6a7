from __future__ import annotations

import pytest

from dataplan_sync.model import ActivatedEnvironment, DataPlan, DataPlanVersion, Mark
from dataplan_sync.overlay import NOTHING, DataPlanOverlay, Overlay, VersionOverlay

HERE = Mark("dataplan-sync.yaml", 4, 7)
PRODUCTION, NONE = ActivatedEnvironment.PRODUCTION, ActivatedEnvironment.NONE
SHOP = DataPlan(
    "shop",
    "Shop",
    "For all",
    (
        DataPlanVersion("shop", 1, "first", PRODUCTION),
        DataPlanVersion("shop", 2, None, None),
    ),
)


def versions(overlay):
    return [
        (version.version_description, version.activated_environment)
        for version in overlay.over(SHOP).versions
    ]


def test_nothing_laid_over_is_as_declared():
    assert NOTHING.over(SHOP) == SHOP
    assert Overlay({"other": DataPlanOverlay(HERE, "Other")}).over(SHOP) == SHOP


@pytest.mark.parametrize("data_plan_id", ["*", "shop"])
def test_what_is_named_wins_over_what_is_meant_for_every_one(data_plan_id):
    laid = {"*": VersionOverlay(HERE, "any", NONE), "1": VersionOverlay(HERE, None, PRODUCTION)}
    overlay = Overlay({data_plan_id: DataPlanOverlay(HERE, versions=laid)})
    assert versions(overlay) == [("any", PRODUCTION), ("any", NONE)]


def test_a_named_data_plan_wins_over_every_one():
    overlay = Overlay(
        {
            "shop": DataPlanOverlay(HERE, "Live", versions={"*": VersionOverlay(HERE, "", None)}),
            "*": DataPlanOverlay(
                HERE, "Any", "", versions={"*": VersionOverlay(HERE, "any", NONE)}
            ),
        }
    )
    found = overlay.over(SHOP)
    assert (found.data_plan_name, found.data_plan_description) == ("Live", "")
    assert versions(overlay) == [("", NONE), ("", NONE)]
