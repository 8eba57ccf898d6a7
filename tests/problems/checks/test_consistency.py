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


def told(*descriptions):
    return [
        rule
        for rule, _ in lint.found(*points(*(lint.described(description=d) for d in descriptions)))
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Price with tax", "Unit price before tax"),
        ("Price incl. VAT", "Net price"),
        ("Total in cents", "Total in USD"),
        ("Duration in seconds", "Duration (ms)"),
        ("When it was sent, UTC", "When it was sent, in local time"),
        ("Width in cm", "Width in inches"),
        ("Weight in kg", "Weight in lbs"),
        ("Size in bytes", "Size in KB"),
        ("Share in percent", "Share as a fraction"),
        ("When, as Unix time", "When, in ISO 8601"),
    ],
)
def test_descriptions_that_name_different_units_are_reported(one, other):
    assert told(one, other) == ["inconsistent-description"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Name of the product", "Name of the category"),
        ("Duration in seconds", "How long it took, in secs"),
        ("Duration in seconds", "How long it took"),
        ("Milliseconds since the start, from seconds", "Duration in minutes"),
        ("The second item", "In days of old"),
        ("x" * 500, "y" * 500),
    ],
)
def test_other_differences_between_descriptions_are_none(one, other):
    assert told(one, other) == []


def test_the_finding_on_units_stands_at_the_one_that_departs():
    schemas = [
        lint.described(description=f"Price in {unit}") for unit in ("cents", "cents", "dollars")
    ]

    assert lint.found(*points(*schemas)) == [
        ("inconsistent-description", (2, *lint.ATTRIBUTES[5:], "properties", "price"))
    ]
    assert lint.messages(*points(*schemas)) == [
        (
            '"price" is described as "in dollars" here, but "in cents" in 2 of 3 data points. Give it one '
            "meaning, or two names; it departs in custom_event:other:Event C"
        )
    ]


def test_a_product_and_an_event_may_use_a_name_for_two_things():
    custom = {"properties": {"price": lint.described(type="string")}}
    products = {"items": {"properties": {"custom_attributes": custom}}}
    impressions = {"items": {"properties": {"products": products}}}
    definition = {"properties": {"data": {"properties": {"product_impressions": impressions}}}}

    assert lint.found(*points(NUMBER), lint.point("product_impression", {}, definition)) == []
