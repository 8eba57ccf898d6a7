from __future__ import annotations

import pytest

from dataplan_sync.problems.rule_settings import RuleSettings
from tests.problems.checks import lint


def rules(*names, schema=None, settings=None):
    attributes = {name: schema or lint.described() for name in names}
    return [rule for rule, _ in lint.found(lint.event("Left", attributes), settings=settings)]


@pytest.mark.parametrize(
    "name",
    [
        "email",
        "Email Address",
        "eMail",
        "billingEmail",
        "customer-phone",
        "PHONE_NUMBER",
        "first name",
        "lastName",
        "address_2",
        "deliveryAddress",
        "dateOfBirth",
        "userDOB",
        "SSN",
        "user_password",
        "creditCardNumber",
        "IPAddress",
    ],
)
def test_a_name_that_ends_in_personal_data_is_reported(name):
    assert rules(name) == ["personal-data"]


@pytest.mark.parametrize(
    "name",
    [
        "email_type",
        "phone_model",
        "name",
        "product_name",
        "hashed_email",
        "email_sha256",
        "sha256_email",
        "md5Email",
        "has_phone",
        "mac_address",
        "addressee",
        "microphone",
        "$Address",
        "2",
        "",
    ],
)
def test_a_name_that_only_mentions_it_is_not(name):
    assert rules(name) == []


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "boolean"},
        {"type": ["boolean", "null"]},
        {"type": "string", "enum": ["home", "work"]},
        {"const": "withheld"},
    ],
)
def test_what_can_only_be_one_of_listed_values_is_no_personal_data(schema):
    assert rules("email", schema=schema | {"description": "What it says"}) == []


def test_the_configured_names_take_the_place_of_ours():
    settings = RuleSettings(personal_data=("Prénom", "loyalty card"))

    found = rules("prénom", "loyaltyCard", "email", "nom", settings=settings)

    assert found == ["personal-data", "personal-data"]


def test_no_configured_names_find_nothing():
    assert rules("email", settings=RuleSettings(personal_data=())) == []


def test_an_attribute_is_reported_once_for_all_events_and_again_for_the_user():
    schemas = {"email": lint.described()}
    user = lint.point("user_attributes", definition={"properties": schemas})

    found = lint.found(lint.event("A", schemas), lint.event("B", schemas), user)

    assert found == [
        ("personal-data", (0, *lint.ATTRIBUTES[5:], "properties", "email")),
        ("personal-data", (2, *lint.DEFINITION[5:], "properties", "email")),
    ]


def test_an_identity_is_the_place_for_it():
    identities = lint.point("user_identities", definition={"properties": {"email": {}}})

    assert lint.found(identities) == []


def test_the_message_says_in_how_many_data_points_an_attribute_is():
    schemas = {"email": lint.described()}

    assert lint.messages(*(lint.event(name, schemas) for name in ("A", "B", "C"))) == [
        '"email" is likely personal data (email), here and in 2 more data points; leave it out, hash it, or send it as an identity'
    ]


@pytest.mark.parametrize("name", ["password", "cvv", "ssn", "creditCardNumber", "iban"])
def test_secrets_are_never_to_be_sent(name):
    (message,) = lint.messages(lint.event("Left", {name: lint.described()}))

    assert message.endswith("; never send it, not even hashed; remove it")


def test_a_hash_makes_no_secret_harmless():
    assert rules("hashed_password", "hashedEmail") == ["personal-data"]


def test_the_message_names_the_attribute_and_what_it_is_taken_for():
    assert lint.messages(lint.event("Left", {"billingEmail": lint.described()})) == [
        '"billingEmail" is likely personal data (email); leave it out, hash it, or send it as an identity'
    ]
