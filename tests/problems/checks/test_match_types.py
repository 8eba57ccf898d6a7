from __future__ import annotations

import pytest

from tests.problems.checks import lint

ACTIONS = [
    *("add_to_cart", "remove_from_cart", "checkout", "checkout_option", "click", "view_detail"),
    *("purchase", "refund", "add_to_wishlist", "remove_from_wish_list"),
]
EVENT_TYPES = [
    *("unknown", "navigation", "location", "search", "transaction", "user_content"),
    *("user_preference", "social", "other", "media"),
]


@pytest.mark.parametrize(
    ("match_type", "criteria"),
    [
        ("product_impression", {}),
        ("user_attributes", {}),
        ("user_identities", {}),
        ("user_identities", {"action": None}),
        ("screen_view", {"screen_name": "Home"}),
        *(("product_action", {"action": action}) for action in ACTIONS),
        *(("promotion_action", {"action": action}) for action in ("view", "click")),
        *(
            ("custom_event", {"event_name": "Left", "custom_event_type": kind})
            for kind in EVENT_TYPES
        ),
    ],
)
def test_what_the_api_knows_is_fine(match_type, criteria):
    assert lint.found(lint.point(match_type, criteria)) == []


@pytest.mark.parametrize(
    ("match_type", "rule"),
    [
        ("screenview", "unknown-match-type"),
        ("SCREEN_VIEW", "unknown-match-type"),
        ("event", "unknown-match-type"),
        ("unknown", "unplanned-match-type"),
        ("session_start", "unplanned-match-type"),
        ("application_state_transition", "unplanned-match-type"),
    ],
)
def test_other_types_are_told_apart_by_whether_mparticle_has_them(match_type, rule):
    found = lint.found(lint.point(match_type, {"anything": "goes"}))

    assert found == [(rule, (0, "match", "type"))]


@pytest.mark.parametrize(
    ("match_type", "criteria", "rule", "criterion"),
    [
        ("user_attributes", {"name": "x"}, "unknown-criterion", "name"),
        ("promotion_action", {"action": "purchase"}, "unknown-action", "action"),
        ("product_action", {"action": "Purchase"}, "unknown-action", "action"),
        (
            "custom_event",
            {"event_name": "Left", "custom_event_type": "attribution"},
            "undocumented-event-type",
            "custom_event_type",
        ),
        (
            "custom_event",
            {"event_name": "Left", "custom_event_type": "Other"},
            "unknown-event-type",
            "custom_event_type",
        ),
    ],
)
def test_what_the_api_does_not_know_is_reported_at_the_criterion(
    match_type, criteria, rule, criterion
):
    found = lint.found(lint.point(match_type, criteria))

    assert found == [(rule, (0, "match", "criteria", criterion))]


def test_another_validator_is_reported_at_its_type():
    found = lint.found(lint.point("product_impression", validator="avro"))

    assert found == [("unknown-validator", (0, "validator", "type"))]


@pytest.mark.parametrize(
    ("match_type", "criteria", "message"),
    [
        (
            "screen_views",
            {},
            'match type "screen_views" does not exist; did you mean "screen_view"?',
        ),
        (
            "product_action",
            {"action": "remove_from_wishlist"},
            'product_action "remove_from_wishlist" does not exist; did you mean "remove_from_wish_list"?',
        ),
        (
            "promotion_action",
            {"action": "dismiss"},
            'promotion_action "dismiss" does not exist; use one of view, click',
        ),
        (
            "screen_view",
            {"screen_name": "Home", "screenname": "Home"},
            'screen_view has no criterion "screenname"; did you mean "screen_name"?',
        ),
        (
            "product_impression",
            {"list": "Sale"},
            'product_impression has no criterion "list"; remove it',
        ),
    ],
)
def test_messages_name_what_was_meant_or_what_there_is(match_type, criteria, message):
    assert lint.messages(lint.point(match_type, criteria)) == [message]
