from __future__ import annotations

import pytest

from dataplan_sync.problems.checks.names import likely_one
from tests.problems.checks import lint


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("cart_id", "cartId"),
        ("Basket Viewed", "basket-viewed"),
        ("Order (new)", "Order new"),
        ("Größe", "GRÖSSE"),
        ("Address Changed", "Adress Changed"),
        ("comming_soon", "coming_soon"),
        ("Recieved", "Received"),
        ("address2", "adress2"),
    ],
)
def test_names_that_differ_by_writing_or_a_slip_are_likely_one(one, other):
    assert list(likely_one([one, other])) == [(one, other)]
    assert list(likely_one([other, one])) == [(other, one)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("step_1", "step_11"),
        ("step_1_2", "step_2_1"),
        ("item_count", "items_count"),
        ("product_id", "product_ids"),
        ("off", "of"),
        ("from", "form"),
        ("country", "county"),
        ("Variant A", "Variant B"),
        ("Product Viewed", "Product List Viewed"),
        ("abcdef", "bcdefa"),
        ("abcdef", "badcef"),
        ("!", "?"),
    ],
)
def test_names_that_people_mean_to_be_two_are_two(one, other):
    assert list(likely_one([one, other])) == []


def test_each_later_name_is_paired_once_with_the_first_of_its_kind():
    assert list(likely_one(["cart_id", "cartId", "CartID", "price"])) == [
        ("cart_id", "cartId"),
        ("cart_id", "CartID"),
    ]


def test_events_that_collide_are_reported_at_the_later_name():
    found = lint.found(lint.event("Left Shop"), lint.event("Gone"), lint.event("left_shop"))

    assert found == [("colliding-names", (2, "match", "criteria", "event_name"))]


def test_an_event_and_a_screen_do_not_collide_nor_do_types_of_one_event():
    points = [lint.event("Home"), lint.event("Home", kind="search"), lint.screen("home")]

    assert lint.found(*points) == []


def test_the_rarer_spelling_of_an_attribute_is_the_odd_one():
    spelled = [{"cartId": lint.described()}, {"cart_id": lint.described()}]
    points = [lint.event(name, spelled[index]) for name, index in (("A", 0), ("B", 1), ("C", 1))]

    assert lint.found(*points) == [
        ("similar-attributes", (0, *lint.ATTRIBUTES[5:], "properties", "cartId"))
    ]
    assert lint.messages(*points) == [
        '"cartId" looks like "cart_id" (1 against 2 uses); keep one spelling'
    ]


def test_an_attribute_of_a_user_and_one_of_an_event_may_be_spelled_differently():
    user = lint.point("user_attributes", definition={"properties": {"cartId": lint.described()}})

    assert lint.found(user, lint.event("Left", {"cart_id": lint.described()})) == []
