"""Data points that come, go and are renamed, and what is said of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from dataplan_sync.impact.verdict import Witness
from dataplan_sync.model import DataPointMatch, DataPointValidator
from tests.impact.points import impacts, of_map, point

if TYPE_CHECKING:
    from dataplan_sync.model import JSONObject

TEXT = {"type": "string"}
CART = {"cart_id": TEXT, "total": {"type": "number"}, "coupon": TEXT}


def event(name, attributes=None, *, kind="other", **options):
    match = DataPointMatch("custom_event", {"event_name": name, "custom_event_type": kind})
    return point(attributes or {}, match=match, **options)


def screen(name, attributes=None):
    return point(attributes or {}, match=DataPointMatch("screen_view", {"screen_name": name}))


def told(before, after):
    return {(impact.rule, impact.path[0]) for impact in impacts(before, after)}


def test_a_removed_event_becomes_unplanned_and_its_plainest_event_shows_it():
    (impact,) = impacts([event("Legacy Click")], [])
    data: JSONObject = {"event_name": "Legacy Click", "custom_event_type": "other"}
    unplanned: JSONObject = {
        "validation_error_type": "unplanned",
        "key": "Legacy Click",
        "error_pointer": "#",
    }
    assert (impact.rule, impact.producer, impact.consumer) == ("POINT_REMOVED", "drop", "breaking")
    sent: JSONObject = {"event_type": "custom_event", "data": data}
    assert impact.witness == Witness(sent, data, True, (unplanned,))
    assert impact.reason == (
        "Legacy Click is removed: once version 2 is active, these events are unplanned and may be blocked "
        "(if blocking is on). They cannot be replayed."
    )


def test_an_added_event_was_unplanned_and_does_no_harm():
    (impact,) = impacts([], [event("Coupon Applied")])
    assert (impact.rule, impact.producer, impact.level) == ("POINT_ADDED", "none", "safe")


def test_an_event_that_nothing_passes_today_loses_nothing_when_it_is_removed():
    impossible = event("Broken", event_name={"const": "Other"})
    (impact,) = impacts([impossible], [])
    assert (impact.rule, impact.producer, impact.witness) == ("POINT_REMOVED", "none", None)


def test_an_event_that_hangs_on_an_unsupported_keyword_is_unknown_when_it_is_removed():
    opaque = event("Opaque", {"a": {"not": {"type": "string"}}}, required=["a"])
    (impact,) = impacts([opaque], [])
    assert (impact.rule, impact.producer) == ("POINT_REMOVED", "unknown")


def test_user_attributes_that_are_planned_for_the_first_time_may_lose_data():
    (impact,) = impacts([], [of_map({"properties": {}, "additionalProperties": False})])
    assert (impact.rule, impact.producer, impact.level) == ("USER_DATA_PLANNED", "drop", "breaking")
    assert impact.reason == (
        "The user attributes are planned for the first time: until now they were not validated at all. "
        "Once version 2 is active, what is not listed there may be blocked (if blocking is on), and cannot be "
        "replayed."
    )


def test_user_attributes_that_are_planned_no_longer_pass_unchecked():
    (impact,) = impacts([of_map({})], [])
    assert (impact.rule, impact.producer, impact.level) == (
        "USER_DATA_UNPLANNED",
        "none",
        "dangerous",
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (event("Sign Up"), event("sign_up")),
        (event("Sign Up"), event("Sign Up", kind="navigation")),
        (event("Cart Viewed", CART), event("View Cart", CART)),
        (event("Cart Viewed", CART), event("Basket Viewed", {**CART, "items": TEXT})),
        (event("Checkout", CART), event("Order Begun", CART)),
        (screen("Home"), screen("home")),
    ],
)
def test_a_data_point_that_is_much_like_a_removed_one_is_that_one_renamed(before, after):
    assert ("POINT_RENAMED", before.match.key) in told([before], [after])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (event("Legacy Click"), event("Coupon Applied")),
        (event("Legacy Click", {"a": TEXT}), event("Coupon Applied", {"a": TEXT})),
        (event("Step 1"), event("Step 2")),
        (event("Sign Up"), screen("Sign Up")),
        (event("Cart Viewed", CART), event("Cart Emptied", {"reason": TEXT, "by": TEXT})),
    ],
)
def test_two_data_points_that_have_little_in_common_are_not_one_renamed(before, after):
    assert told([before], [after]) == {
        ("POINT_REMOVED", before.match.key),
        ("POINT_ADDED", after.match.key),
    }


def test_attributes_that_many_events_share_make_two_of_them_no_one_event():
    shared = event("Searched", CART)
    found = told([shared, event("Checkout", CART)], [shared, event("Order Begun", CART)])
    assert {rule for rule, _ in found} == {"POINT_REMOVED", "POINT_ADDED"}


def test_of_several_candidates_the_one_most_alike_is_the_renamed_one():
    found = told(
        [event("Cart Viewed", CART)],
        [event("Basket Viewed", {**CART, "by": TEXT}), event("cart_viewed", CART)],
    )
    assert found == {
        ("POINT_RENAMED", "custom_event:other:Cart Viewed"),
        ("POINT_ADDED", "custom_event:other:Basket Viewed"),
    }


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([event("Checkout", CART)], [event("Order Begun", CART), event("Bought", CART)]),
        ([event("Order Begun", CART), event("Bought", CART)], [event("Checkout", CART)]),
        ([event("sign up")], [event("sign_up"), event("Sign Up")]),
    ],
)
def test_where_it_may_be_several_data_points_none_counts_as_the_renamed_one(before, after):
    assert {rule for rule, _ in told(before, after)} == {"POINT_REMOVED", "POINT_ADDED"}


def test_user_attributes_planned_for_the_first_time_show_one_that_becomes_unplanned():
    planned = of_map({"properties": {"age": {"type": "integer"}}, "additionalProperties": False})
    (impact,) = impacts([], [planned])
    assert (impact.producer, impact.level) == ("drop", "breaking")
    assert impact.witness.event == {"user_attributes": {"other": "a"}}


def test_a_rename_says_both_names_and_what_else_changes_for_readers():
    before = event("Cart Viewed", CART, event_name={"const": "Cart Viewed"})
    after = event(
        "View Cart", {**CART, "coupon": {"type": "number"}}, event_name={"const": "View Cart"}
    )
    renamed, changed = impacts([before], [after])
    assert (renamed.rule, renamed.producer, renamed.before, renamed.after) == (
        "POINT_RENAMED",
        "drop",
        "custom_event:other:Cart Viewed",
        "custom_event:other:View Cart",
    )
    assert renamed.reason == (
        "Cart Viewed is renamed to View Cart: once version 2 is active, events that still come as Cart Viewed "
        "are unplanned and may be blocked (if blocking is on). They cannot be replayed, and whoever reads them "
        "has to look for the new name."
    )
    assert (changed.rule, changed.path, changed.producer, changed.consumer) == (
        "TYPE_CHANGED",
        ("custom_event:other:View Cart", "attributes", "coupon", "type"),
        "none",
        "dangerous",
    )


def test_a_rename_is_breaking_in_development_too():
    (impact,) = impacts([event("Sign Up")], [event("sign_up")], environment="development")
    assert impact.level == "breaking"


def test_of_two_data_points_with_one_match_the_last_one_counts():
    text, number = event("Click", {"a": TEXT}), event("Click", {"a": {"type": "number"}})
    assert impacts([text, number], [number]) == ()


def test_a_remark_on_a_data_point_is_safe_and_a_strange_key_is_unknown():
    before = event("Click")
    strange = DataPointValidator("json_schema", before.validator.definition, {"x": 1})
    after = replace(before, description="Clicked", validator=strange)
    assert [
        (impact.rule, impact.path[1:], impact.level) for impact in impacts([before], [after])
    ] == [
        ("SETTING_CHANGED", ("validator", "x"), "unknown"),
        ("DOC_CHANGED", ("description",), "safe"),
    ]


def test_what_a_definition_repeats_of_its_match_makes_no_difference():
    purchase = DataPointMatch("product_action", {"action": "purchase"})
    action = {"type": "object", "properties": {"action": {"const": "purchase"}}}
    repeated = [
        event("Click", event_name={"const": "Click"}, custom_event_type={"const": "other"}),
        point({}, match=purchase, product_action={**action, "required": ["action"]}),
    ]
    plain = [event("Click"), point({}, match=purchase, product_action={"type": "object"})]
    assert impacts(repeated, plain) == ()
    assert impacts(plain, repeated) == ()


def test_a_definition_that_begins_to_contradict_its_match_flags_every_event():
    found = impacts([event("Click")], [event("Click", event_name={"const": "Tap"})])
    assert [(impact.rule, impact.producer) for impact in found] == [("ATTR_ADDED_TYPED", "flag")]


def test_products_of_a_purchase_are_looked_into():
    def purchase(price):
        products = {"type": "array", "items": {"type": "object", "properties": {"price": price}}}
        action = {"type": "object", "properties": {"action": TEXT, "products": products}}
        match = DataPointMatch("product_action", {"action": "purchase"})
        return point({}, match=match, product_action=action)

    (impact,) = impacts([purchase({"type": "number"})], [purchase({"type": "boolean"})])
    assert impact.path == (
        "product_action:purchase",
        "product_action",
        "products",
        "items",
        "price",
        "type",
    )
    assert impact.witness.excerpt == {"price": 0}
    assert impact.reason == (
        "price of product action purchase takes true or false instead of a number. Once version 2 is active, "
        "data that holds anything else is reported as invalid."
    )


def test_a_definition_that_becomes_invalid_as_a_whole_flags_every_event():
    after = replace(
        event("Click"), validator=DataPointValidator("json_schema", {"required": [1, 1]})
    )
    found = impacts([event("Click")], [after])
    assert [(impact.rule, impact.producer) for impact in found if impact.producer == "flag"] == [
        ("SCHEMA_TIGHTENED", "flag")
    ]


def test_a_list_that_may_hold_nothing_any_more_is_looked_at_as_a_whole():
    before, after = ({"type": "array", "items": items} for items in (TEXT, False))
    (impact,) = impacts([event("Click", {"a": before})], [event("Click", {"a": after})])
    assert (impact.rule, impact.producer, impact.path[1:]) == (
        "SCHEMA_TIGHTENED",
        "flag",
        ("attributes", "a", "items"),
    )
