from __future__ import annotations

import pytest

from tests.problems.checks import lint

DEFINITION = (0, "validator", "definition")


def custom_event(definition):
    criteria = {"event_name": "Left", "custom_event_type": "other"}
    return lint.point("custom_event", criteria, definition)


@pytest.mark.parametrize(
    "point",
    [
        custom_event({}),
        custom_event({"properties": {"event_type": {"const": "custom_event"}, "data": {}}}),
        custom_event({"properties": {"data": True}}),
        lint.point("user_attributes", definition={"properties": {"data": lint.described()}}),
    ],
)
def test_the_shape_of_the_data_is_fine(point):
    assert lint.found(point) == []


def test_attributes_at_the_top_of_an_event_are_reported_together():
    schemas: dict[str, object] = {"size": {}, "colour": {}, "price": {}, "brand": {}}

    assert lint.found(custom_event({"properties": schemas})) == [
        ("misplaced-attributes", (*DEFINITION, "properties", "size"))
    ]
    (message,) = lint.messages(custom_event({"properties": schemas}))
    assert message == (
        "an event has nothing but event_type and data at the top, so size, colour, price and 1 more in "
        "custom_event:other:Left is never validated; move it below data, custom_attributes"
    )


@pytest.mark.parametrize("match_type", ["user_attributes", "user_identities"])
@pytest.mark.parametrize(
    "around", ["data", "custom_attributes", "user_attributes", "user_identities"]
)
def test_what_stands_around_the_attributes_of_a_user_is_reported(match_type, around):
    definition: dict[str, object] = {"properties": {around: {"properties": {"size": {}}}}}
    found = lint.found(lint.point(match_type, definition=definition))

    assert ("misplaced-attributes", (*DEFINITION, "properties", around)) in found


@pytest.mark.parametrize(
    ("names", "reported"),
    [
        (["customAttributes"], ["customAttributes"]),
        (["attributes"], ["attributes"]),
        (["product"], ["product"]),
        (["products", "product_action"], ["products"]),
        (["user_attributes"], ["user_attributes"]),
        (["custom_attributes", "price", "currency_code", "custom_flags"], ["price"]),
        (["price"], []),
        (["custom_attributes", "location", "event_id", "is_main_thread", "canonical_name"], []),
    ],
)
def test_attributes_beside_custom_attributes_are_reported(names, reported):
    definition: dict[str, object] = {
        "properties": {"data": {"properties": {name: {} for name in names}}}
    }

    assert lint.found(custom_event(definition)) == [
        ("misplaced-attributes", (*DEFINITION, "properties", "data", "properties", name))
        for name in reported
    ]


def test_what_is_forbidden_beside_custom_attributes_is_not_misplaced():
    definition = {"properties": {"data": {"properties": {"products": False}}}}

    assert lint.found(custom_event(definition)) == []


@pytest.mark.parametrize(
    ("match_type", "criteria", "keys", "value", "contradicted"),
    [
        ("custom_event", {}, ("event_type",), "screen_view", True),
        ("custom_event", {}, ("event_type",), "custom_event", False),
        ("product_impression", {}, ("event_type",), "commerce_event", False),
        ("product_impression", {}, ("event_type",), "product_impression", True),
        ("product_action", {"action": "purchase"}, ("product_action", "action"), "refund", True),
        ("product_action", {"action": "purchase"}, ("product_action", "action"), "purchase", False),
        ("promotion_action", {"action": "view"}, ("promotion_action", "action"), "click", True),
        ("session_start", {}, ("event_type",), "screen_view", False),
    ],
)
def test_the_kind_of_event_must_be_that_of_the_match(
    match_type, criteria, keys, value, contradicted
):
    definition: dict[str, object] = {"const": value}
    for key in reversed(keys if keys == ("event_type",) else ("data", *keys)):
        definition = {"properties": {key: definition}}

    rules = [rule for rule, _ in lint.found(lint.point(match_type, criteria, definition))]

    assert ("contradicted-match" in rules) is contradicted


@pytest.mark.parametrize(
    ("criterion", "schema", "keyword"),
    [
        ("event_name", {"const": "Gone"}, "const"),
        ("custom_event_type", {"enum": ["search", "media"]}, "enum"),
        ("event_name", {"enum": "Left"}, None),
        ("event_name", {"const": "Left"}, None),
        ("custom_event_type", {"enum": ["search", "other"]}, None),
        ("screen_name", {"const": "Start"}, None),
    ],
)
def test_a_criterion_that_is_repeated_must_say_the_same(criterion, schema, keyword):
    definition = {"properties": {"data": {"properties": {criterion: schema}}}}
    place = (*DEFINITION, "properties", "data", "properties", criterion, keyword)

    found = [each for each in lint.found(custom_event(definition)) if each[0] != "invalid-schema"]

    assert found == ([("contradicted-match", place)] if keyword else [])


@pytest.mark.parametrize(
    ("definition", "places"),
    [
        ({"additionalProperties": False}, [()]),
        ({"additionalProperties": False, "properties": {"event_type": {}}}, []),
        (
            {"properties": {"data": {"additionalProperties": False}}},
            [("properties", "data")],
        ),
        (
            {
                "properties": {
                    "data": {
                        "additionalProperties": False,
                        "properties": {"timestamp_unixtime_ms": {}},
                    }
                }
            },
            [],
        ),
        ({"additionalProperties": True, "properties": {"data": {"additionalProperties": {}}}}, []),
    ],
)
def test_an_event_that_is_closed_refuses_what_every_event_carries(definition, places):
    assert lint.found(custom_event(definition)) == [
        ("closed-event", (*DEFINITION, *place, "additionalProperties")) for place in places
    ]


def test_the_attributes_of_a_user_may_be_closed():
    closed = {"additionalProperties": False}

    assert lint.found(lint.point("user_attributes", definition=closed)) == []
