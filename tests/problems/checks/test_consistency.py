from __future__ import annotations

import pytest

from tests.problems.checks import lint


def points(*schemas):
    return [
        lint.event(f"Event {chr(65 + n)}", {"price": schema}) for n, schema in enumerate(schemas)
    ]


NUMBER = lint.described(type="number")


@pytest.mark.parametrize(
    "other",
    [
        lint.described(type="integer"),
        lint.described(type=["number", "null"]),
        {"description": "What it says"},
        {"type": "number"},
        {"type": "number", "description": "what it  says."},
        {"type": "number", "description": ""},
        {"type": "number", "description": None},
    ],
)
def test_what_is_left_out_or_means_the_same_is_consistent(other):
    rules = [rule for rule, _ in lint.found(*points(NUMBER, other))]

    assert [rule for rule in rules if rule.startswith("inconsistent")] == []


def test_the_finding_stands_at_the_first_that_departs_from_most():
    text = lint.described(type="string")

    found = lint.found(*points(text, NUMBER, text, NUMBER, NUMBER))

    assert found == [("inconsistent-type", (0, *lint.ATTRIBUTES[5:], "properties", "price"))]


def test_the_message_names_both_sides_and_the_first_odd_places():
    text = lint.described(type="string")
    odd = [text] * 4

    (message,) = lint.messages(*points(*[NUMBER] * 5, *odd))

    assert message == (
        '"price" is of type "string" here, but "number" in 5 of 9 data points. Give it one meaning, or two '
        "names; it departs in custom_event:other:Event F, custom_event:other:Event G, "
        "custom_event:other:Event H and 1 more"
    )


def test_another_description_is_another_meaning():
    found = lint.found(*points(NUMBER, NUMBER, NUMBER | {"description": "Price without tax"}))

    assert found == [("inconsistent-description", (2, *lint.ATTRIBUTES[5:], "properties", "price"))]


def test_a_long_description_is_cut_in_the_message():
    (message,) = lint.messages(*points(NUMBER, NUMBER | {"description": "x" * 500}))

    assert "x" * 60 + "…" in message
    assert len(message) < 300


def test_a_product_and_an_event_may_use_a_name_for_two_things():
    custom = {"properties": {"price": lint.described(type="string")}}
    products = {"items": {"properties": {"custom_attributes": custom}}}
    impressions = {"items": {"properties": {"products": products}}}
    definition = {"properties": {"data": {"properties": {"product_impressions": impressions}}}}

    assert lint.found(*points(NUMBER), lint.point("product_impression", {}, definition)) == []
