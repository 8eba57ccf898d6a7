from __future__ import annotations

import pytest

from dataplan_sync.files.locating import locate
from dataplan_sync.model import DataPlanKey, DataPlanVersionKey
from tests.files.sources import MemorySource

SHOP = """\
data_plan_id: shop
data_plan_versions:
- version: 1
  data_points:
  - match: {type: screen_view, criteria: {screen_name: "A/B ~"}}
    validator:
      definition:
        properties:
          data:
            properties:
              custom_attributes:
                required: [size, colour]
                properties:
                  a/b: {type: string}
                  definition: {type: string}
  - match: {type: custom_event, criteria: {event_name: Bought, custom_event_type: other}}
    validator: {definition: {}}
"""
FILES = {
    "a.yaml": "data_plan_id: [",
    "other/versions/1.yaml": "data_points: []\n",
    "shop.yaml": SHOP,
    "shop/versions/2/a.yaml": "- match: {type: user_attributes}\n  validator: {definition: {title: x}}\n",
    "z.yaml": "data_plan_id: shop\n",
}
ONE = DataPlanVersionKey("shop", 1)
SCREEN = "screen_view::A/B ~"
ATTRIBUTES = "/properties/data/properties/custom_attributes"


def place(key, *where):
    mark = locate(MemorySource(dict(FILES)), key, *where)
    return str(mark).removeprefix("plans/") if mark else None


@pytest.mark.parametrize(
    ("match_key", "pointer", "expected"),
    [
        (None, None, "shop.yaml:3:3"),
        (None, "/properties", "shop.yaml:3:3"),
        ("custom_event:other:Sold", "/properties", None),
        ("unknown", None, None),
        ("custom_event:other:Bought", None, "shop.yaml:16:5"),
        (SCREEN, "", "shop.yaml:5:5"),
        (SCREEN, "#", "shop.yaml:5:5"),
        (SCREEN, f"{ATTRIBUTES}/required/1", "shop.yaml:12:34"),
        (SCREEN, f"#{ATTRIBUTES}/required/1", "shop.yaml:12:34"),
        (SCREEN, f"#{ATTRIBUTES}/properties/a~1b/type", "shop.yaml:14:25"),
        (SCREEN, f"#{ATTRIBUTES}/properties/a%7E1b", "shop.yaml:14:19"),
        (SCREEN, f"/definition{ATTRIBUTES}/properties/definition", "shop.yaml:15:19"),
        (SCREEN, f"/validator/definition{ATTRIBUTES}/required/7", "shop.yaml:12:17"),
        (SCREEN, "/match/criteria/screen_name", "shop.yaml:5:43"),
        (SCREEN, "/nowhere", "shop.yaml:7:7"),
        (None, "/version_document/data_points/1/match/type", "shop.yaml:16:13"),
        (None, "#/data_points/1", "shop.yaml:16:5"),
    ],
)
def test_what_the_api_speaks_of_has_a_line(match_key, pointer, expected):
    assert place(ONE, match_key, pointer) == expected


def test_a_version_that_is_spread_over_files_is_found_too():
    two = DataPlanVersionKey("shop", 2)
    assert place(two, "user_attributes", "/title") == "shop/versions/2/a.yaml:2:28"


def test_a_data_plan_is_where_it_is_declared_first():
    assert place(DataPlanKey("shop")) == "shop.yaml:1:1"
    assert place(DataPlanKey("shop"), "custom_event:other:Bought") is None


def test_what_no_file_declares_has_no_place():
    assert place(DataPlanKey("other")) is None
    assert place(DataPlanVersionKey("shop", 9), SCREEN, "/title") is None
