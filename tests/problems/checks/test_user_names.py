from __future__ import annotations

import pytest

from tests.problems.checks import lint

PROPERTIES = (0, "validator", "definition", "properties")


def user(kind, *names):
    return lint.point(kind, definition={"properties": {name: lint.described() for name in names}})


def test_names_that_mparticle_has_are_fine():
    identities = user(
        "user_identities", "email", "customerid", "other", "other10", "phone_number_3"
    )
    attributes = user("user_attributes", "$FirstName", "$Zip", "favourite_colour", "price$")

    assert lint.found(identities, attributes) == []


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("customer_id", 'did you mean "customerid"?'),
        ("facebook_custom_audience_id", 'did you mean "facebookcustomaudienceid"?'),
        ("other_id_2", 'did you mean "other2"?'),
        ("Email", 'did you mean "email"?'),
        ("loyalty_card", "correct the name, or remove it"),
    ],
)
def test_an_identity_that_does_not_exist_is_reported_with_the_one_that_does(name, advice):
    identities = user("user_identities", "email", name)

    assert lint.found(identities) == [("unknown-identity", (*PROPERTIES, name))]
    assert lint.messages(identities) == [f'user identity "{name}" does not exist; {advice}']


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("$firstname", 'did you mean "$FirstName"?'),
        ("$Phone", "correct the name, or remove it"),
    ],
)
def test_a_reserved_attribute_that_does_not_exist_is_reported(name, advice):
    attributes = user("user_attributes", name)

    assert lint.found(attributes) == [("unknown-reserved-attribute", (*PROPERTIES, name))]
    assert lint.messages(attributes) == [
        f'reserved user attribute "{name}" does not exist; {advice}'
    ]


def test_attributes_of_events_may_be_called_anything():
    assert lint.found(lint.event("Left", {"$Price": lint.described()})) == []
