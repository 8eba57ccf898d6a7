from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from dataplan_sync import desired, merging, pull
from dataplan_sync.errors import InvalidPlanFilesError
from dataplan_sync.files.overlay import Overlay
from tests.builders import custom_event, data_plan, user_attributes, version
from tests.files.sources import MemorySource
from tests.strategies import data_plans

SHOP = """\
# The shop's plan.
data_plan_id: shop
data_plan_name: Shop # as in the UI

data_plan_versions:
  - version: 1
    data_points:
      # Paid.
      - custom_event: 'Bought'
        custom_event_type: other
        attributes:
          # As on the label.
          size: {type: string, enum: [S, M]} # more to come
          price: {type: number, required: true}
        additional_attributes: false

      # Goes soon.
      - custom_event: Old
        custom_event_type: other
        attributes: {a: string}
"""


def event(name, attributes, required=()):
    """An event as the short form makes it."""
    point = custom_event(name, attributes, required)
    data = point.validator.definition["properties"]["data"]
    data |= {"type": "object", "additionalProperties": True}
    if required:
        data["required"] = ["custom_attributes"]
    return point


SIZE = {"type": "string", "enum": ["S", "M"]}
BOUGHT = {"size": SIZE, "price": {"type": "number"}}


OLD = event("Old", {"a": {"type": "string"}})
OLD.validator.definition["properties"]["data"]["properties"]["custom_attributes"] |= {
    "additionalProperties": True
}


def units_in(source):
    return merging.units_of(source, desired.load(source, check=False).state).get("shop", ())


def merged(live, **files):
    source = MemorySource({name.replace("__", "/") + ".yaml": text for name, text in files.items()})
    loaded = desired.load(source, check=False)
    assert loaded.errors == ()
    return merging.merge(source, merging.units_of(source, loaded.state).get("shop", ()), live).texts


def shop(*points, number=1, **fields):
    return data_plan(version(number, *points), **fields)


@pytest.mark.parametrize(
    ("live", "before", "after"),
    [
        (shop(event("Bought", BOUGHT, ["price"]), name="The shop"), "Shop # as", "The shop # as"),
        (
            shop(event("Bought", BOUGHT | {"size": SIZE | {"enum": ["S", "L"]}}, ["price"])),
            "[S, M]",
            "[S, L]",
        ),
        (
            shop(event("Bought", BOUGHT | {"size": {"type": "string"}}, ["price"])),
            "{type: string, enum: [S, M]} # more",
            "string # more",
        ),
        (shop(event("Bought", BOUGHT)), "{type: number, required: true}", "number"),
        (
            shop(event("Bought", {"price": {"type": "number"}}, ["price"])),
            "          # As on the label.\n          size: {type: string, enum: [S, M]} # more to come\n",
            "",
        ),
        (
            shop(event("Bought", BOUGHT | {"a": {"type": "string", "description": ""}}, ["price"])),
            "required: true}\n",
            "required: true}\n          a: string\n",
        ),
        (
            shop(event("Bought", BOUGHT, ["price"]), user_attributes({"tier": {"type": "string"}}, additionalProperties=True)),
            "        attributes: {a: string}\n",
            "        attributes: {a: string}\n      - user_attributes:\n          tier: string\n        description: ''\n",
        ),
    ],
)  # fmt: skip
def test_a_live_edit_becomes_an_edit_of_the_file(live, before, after):
    (own,) = live.versions
    assert own.version_document
    first, *others = own.version_document.data_points
    live = replace(live, versions=(version(1, first, OLD, *others),))
    assert SHOP.count(before) == 1
    assert merged(live, shop=SHOP) == {"shop.yaml": SHOP.replace(before, after)}


def test_what_is_live_already_is_left_alone():
    source = MemorySource({"shop.yaml": SHOP})
    live = desired.load(source, check=False).state.load("shop")
    assert live is not None
    assert merged(live, shop=SHOP) == {}


def test_an_environment_that_live_does_not_say_is_none():
    text = "activated_environment: production # soon\ndata_points: []\n"
    live = data_plan(version(1, environment=None), name=None)
    assert merged(live, shop__versions__1=text) == {
        "shop/versions/1.yaml": text.replace("production", "none")
    }


def test_a_data_point_that_is_gone_goes_with_its_comment():
    (text,) = merged(shop(event("Bought", BOUGHT, ["price"])), shop=SHOP).values()
    assert text == SHOP[: SHOP.index("\n      # Goes soon")]


def test_a_new_version_joins_the_others_or_gets_a_file_beside_them():
    live = data_plan(version(1, event("A", {})), version(2))
    plan = {"team__shop__plan": "data_plan_name: Shop\n"}
    one = "data_points:\n  - custom_event: A\n    custom_event_type: other\n    additional_attributes: false\n"
    texts = merged(live, **plan, team__shop__versions__1=one)
    assert [*texts] == ["team/shop/versions/2.yaml"]
    texts = merged(
        live, shop="data_plan_id: shop\ndata_plan_versions:\n  - version: 1\n    data_points: []\n"
    )
    assert texts["shop.yaml"].endswith(
        "  - version: 2\n    activated_environment: none\n    data_points: []\n"
    )


def test_aliases_are_written_out_where_they_differ_now():
    text = (
        "data_points:\n"
        "  - match: {type: screen_view, criteria: {screen_name: A}} # one\n"
        "    validator: &x {definition: {properties: {a: {type: string}}}} # two\n"
        "  - match: {type: screen_view, criteria: {screen_name: B}} # three\n"
        "    validator: *x # four\n"
    )
    source = MemorySource({"shop/versions/1.yaml": text})
    loaded = desired.load(source, check=False)
    live = loaded.state.load("shop")
    assert live is not None
    document = live.versions[0].version_document
    assert document
    first, second = document.data_points
    changed = replace(first, validator=replace(first.validator, definition={"title": "T"}))
    result = merging.merge(
        source, units_in(source), data_plan(version(1, changed, second), name=None)
    )
    (after,) = result.texts.values()
    assert [word in after for word in ("# one", "# two", "# three", "# four")] == [True] * 4
    assert "aliases are written out" in result.notes[0]


@given(data_plans(), data_plans(live=True))
def test_merged_files_say_what_is_live(before, live):
    source = MemorySource({file.path: file.text for file in pull.plan_files(before)})
    found = units_in(source)
    texts = merging.merge(source, found, live).texts
    assert merging.difference(Overlay(source, texts), found, texts, live) == []
    again = Overlay(source, texts)
    assert merging.merge(again, units_in(again), live).texts == {}


SHARED = """\
device:
  os: {type: string, enum: [ios, android]}
  model: string
price: {type: number, minimum: 0}
"""
REFERRING = """\
data_points:
  - custom_event: Bought
    custom_event_type: other
    attributes:
      $ref: shared/a.yaml#/device # every event has these
      price: {$ref: "shared/a.yaml#/price", required: true} # net
    additional_attributes: false
"""


@pytest.mark.parametrize(
    ("attributes", "before", "after"),
    [
        (
            {"price": {"type": "number", "minimum": 1}},
            ", required: true} # net",
            ", required: true, minimum: 1} # net",
        ),
        (
            {"model": {"type": "string", "maxLength": 9}},
            "# net\n",
            "# net\n      model: {type: string, maxLength: 9}\n",
        ),
    ],
)
def test_what_a_reference_brings_in_is_overridden_beside_it(attributes, before, after):
    known = {
        "os": {"type": "string", "enum": ["ios", "android"]},
        "model": {"type": "string"},
        "price": {"type": "number", "minimum": 0},
    }
    live = shop(event("Bought", known | attributes, ["price"]))
    files = {"shop__versions__1": REFERRING, "shared__a": SHARED}
    assert merged(live, **files) == {"shop/versions/1.yaml": REFERRING.replace(before, after)}


def test_a_reference_goes_where_it_brings_in_too_much():
    live = shop(event("Bought", {"price": {"type": "number"}}, ["price"]))
    files = {"shop__versions__1": REFERRING, "shared__a": SHARED}
    assert merged(live, **files) == {
        "shop/versions/1.yaml": REFERRING[: REFERRING.index("      $ref")]
        + "      price: {type: number, required: true}\n    additional_attributes: false\n"
    }


def test_what_no_edit_can_bring_about_is_refused():
    with pytest.raises(InvalidPlanFilesError, match=r"cannot be merged into shop\.yaml"):
        merged(shop(event("A", {}), event("A", {})), shop=SHOP)
