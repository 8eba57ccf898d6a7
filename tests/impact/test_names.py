"""Whether two names are one, renamed."""

from __future__ import annotations

import pytest

from dataplan_sync.impact.names import likeness, respelled


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("first_name", "firstName"),
        ("Sign Up", "sign-up"),
        ("subscription_type", "subscripton_type"),
        ("größe", "GRÖSSE"),
        ("page 2", "page_2"),
    ],
)
def test_a_name_that_is_only_spelled_otherwise_is_the_same(one, other):
    assert respelled(one, other)
    assert respelled(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("first_name", "last_name"),
        ("utm_source", "utm_medium"),
        ("shipping_address_line_1", "shipping_address_line_2"),
        ("button", "button_id"),
        ("!", "?"),
    ],
)
def test_names_of_two_things_are_not_the_same(one, other):
    assert not respelled(one, other)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Cart Viewed", "View Cart", True),
        ("cartViewed", "Cart View", True),
        ("Legacy Click", "Coupon Applied", False),
        ("!", "?", False),
    ],
)
def test_likeness_goes_by_words_whatever_their_order(one, other, alike):
    assert (likeness(one, other) > 0.7) is alike
