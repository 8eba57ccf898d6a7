from __future__ import annotations

import pytest

from dataplan_sync.problems.checks import required
from tests.problems.checks import lint
from tests.problems.checks.lint import schema_findings


def requiring(*names, carrier="screen_view"):
    attributes = {"size": lint.described()}
    if carrier == "user_attributes":
        definition = {"properties": attributes, "required": list(names)}
        return lint.point("user_attributes", definition=definition)
    held = {"properties": attributes, "required": list(names)}
    return home({"properties": {"custom_attributes": held}, "required": ["custom_attributes"]})


def home(data):
    return lint.point("screen_view", {"screen_name": "Home"}, {"properties": {"data": data}})


def test_declared_names_may_be_required():
    assert lint.found(requiring("size"), requiring("size", carrier="user_attributes")) == []


@pytest.mark.parametrize(
    ("carrier", "place"),
    [("screen_view", lint.ATTRIBUTES[5:]), ("user_attributes", lint.DEFINITION[5:])],
)
def test_an_undeclared_name_is_reported_at_its_place_in_required(carrier, place):
    assert lint.found(requiring("size", "sise", carrier=carrier)) == [
        ("undeclared-required", (0, *place, "required", 1))
    ]


def test_messages_name_the_declared_attribute_that_was_likely_meant():
    assert lint.messages(requiring("sizes", "colour")) == [
        '"sizes" is required in screen_view::Home, but not declared; did you mean "size"?',
        '"colour" is required in screen_view::Home, but not declared; declare it under properties',
    ]


def test_what_is_required_of_the_event_around_the_attributes_need_not_be_declared():
    assert lint.found(home({"required": ["custom_attributes", "location"]})) == []


DECLARED = {"custom_attributes": {"properties": {"price": lint.described()}}}


def test_an_attribute_that_is_required_beside_custom_attributes_is_reported():
    point = home({"properties": DECLARED, "required": ["custom_attributes", "price", "event_id"]})

    assert lint.found(point) == [
        ("undeclared-required", (0, *lint.DEFINITION[5:], "properties", "data", "required", 1))
    ]
    assert lint.messages(point) == [
        (
            '"price" is required beside custom_attributes in screen_view::Home, where no event has it; '
            "move it to required of custom_attributes"
        )
    ]


def test_an_attribute_that_is_required_beside_data_is_reported():
    definition = {
        "properties": {"data": {"properties": DECLARED}},
        "required": ["data", "event_type", "price"],
    }
    point = lint.point("screen_view", {"screen_name": "Home"}, definition)

    assert lint.found(point) == [("undeclared-required", (0, *lint.DEFINITION[5:], "required", 2))]


def test_what_is_required_of_a_user_is_looked_at_once():
    definition = {"properties": {"size": lint.described()}, "required": ["price"]}

    assert lint.found(lint.point("user_attributes", definition=definition)) == [
        ("undeclared-required", (0, *lint.DEFINITION[5:], "required", 0))
    ]


@pytest.mark.parametrize(
    ("kind", "reported"),
    [("null", True), (["null"], True), (["null", "string"], False), (None, False)],
)
def test_what_can_only_be_null_is_required_in_vain(kind, reported):
    attributes = {"size": {"description": "As on the label"} | ({"type": kind} if kind else {})}
    definition = {"properties": attributes, "required": ["size"]}

    found = lint.found(lint.point("user_attributes", definition=definition))

    assert found == [("required-null", (0, *lint.DEFINITION[5:], "required", 0))] * reported


HELD = {"required": ["size"]}


@pytest.mark.parametrize(
    ("schema", "reported"),
    [
        ({"properties": {"custom_attributes": HELD}}, True),
        ({"properties": {"custom_attributes": HELD}, "required": ["id"]}, True),
        ({"properties": {"custom_attributes": HELD}, "required": ["custom_attributes"]}, False),
        ({"properties": {"custom_attributes": {"required": []}}}, False),
        ({"properties": {"custom_attributes": True}}, False),
        ({"properties": {"product_action": HELD}}, False),
        ({"properties": ["custom_attributes"]}, False),
    ],
)
def test_attributes_are_required_in_vain_where_their_holder_may_be_absent(schema, reported):
    found = schema_findings(required.check_schema, schema)

    assert found == [("custom-attributes-not-required", ("properties", "custom_attributes"))] * int(
        reported
    )
