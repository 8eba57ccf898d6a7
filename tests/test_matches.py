from __future__ import annotations

import pytest

from dataplan_sync.matches import is_held, match_key, match_of


@pytest.mark.parametrize(
    ("match", "key"),
    [
        (
            {
                "type": "custom_event",
                "criteria": {"event_name": "A: b", "custom_event_type": "other"},
            },
            "custom_event:other:A: b",
        ),
        ({"type": "screen_view", "criteria": {"screen_name": "Home"}}, "screen_view::Home"),
        ({"type": "product_action", "criteria": {"action": "refund"}}, "product_action:refund"),
        ({"type": "promotion_action", "criteria": {"action": "view"}}, "promotion_action:view"),
        (
            {
                "type": "application_state_transition",
                "criteria": {"application_transition_type": "exit"},
            },
            "application_state_transition:exit",
        ),
        ({"type": "product_impression", "criteria": {}}, "product_impression"),
        ({"type": "user_attributes"}, "user_attributes"),
        ({"type": "user_identities", "criteria": None}, "user_identities"),
        ({"type": "session_start"}, "session_start"),
        ({"type": "unknown", "criteria": {}}, "unknown"),
        ({"type": "profile"}, "unknown"),
        ({}, "unknown"),
        ({"type": "custom_event", "criteria": {"event_name": None}}, "custom_event::"),
        ({"type": "screen_view", "criteria": "Home"}, "screen_view::"),
        ({"type": ["session_start"]}, "unknown"),
    ],
)
def test_a_match_is_printed_as_the_vendor_prints_it(match, key):
    assert match_key(match) == key


@pytest.mark.parametrize(
    ("event_type", "data", "match"),
    [
        (
            "custom_event",
            {"event_name": "A", "custom_event_type": "search", "custom_attributes": {}},
            {
                "type": "custom_event",
                "criteria": {"event_name": "A", "custom_event_type": "search"},
            },
        ),
        ("custom_event", {"event_name": "A"}, {"type": "unknown"}),
        ("custom_event", {"event_name": "", "custom_event_type": "other"}, {"type": "unknown"}),
        (
            "screen_view",
            {"screen_name": "Home"},
            {"type": "screen_view", "criteria": {"screen_name": "Home"}},
        ),
        ("screen_view", {"screen_name": 7}, {"type": "unknown"}),
        (
            "commerce_event",
            {"product_action": {"action": "purchase"}, "promotion_action": {"action": "view"}},
            {"type": "product_action", "criteria": {"action": "purchase"}},
        ),
        (
            "commerce_event",
            {"product_action": None, "promotion_action": {"action": "view"}},
            {"type": "promotion_action", "criteria": {"action": "view"}},
        ),
        ("commerce_event", {"product_action": {}}, {"type": "unknown"}),
        ("commerce_event", {}, {"type": "product_impression", "criteria": {}}),
        (
            "application_state_transition",
            {"application_transition_type": "background"},
            {
                "type": "application_state_transition",
                "criteria": {"application_transition_type": "background"},
            },
        ),
        ("session_end", None, {"type": "session_end"}),
        ("profile", {}, {"type": "unknown"}),
        (None, {}, {"type": "unknown"}),
        ("user_attributes", {}, {"type": "unknown"}),
        ("screen_view", ["Home"], {"type": "unknown"}),
    ],
)
def test_an_event_has_the_match_of_the_data_point_that_would_plan_it(event_type, data, match):
    assert match_of({"event_type": event_type, "data": data}) == match


@pytest.mark.parametrize(
    ("event_type", "held"),
    [
        ("custom_event", True),
        ("screen_view", True),
        ("commerce_event", True),
        ("invented", True),
        (None, True),
        (["session_end"], True),
        ("session_end", False),
        ("application_state_transition", False),
        ("pre_attribution", False),
    ],
)
def test_events_that_data_planning_does_not_include_are_not_held(event_type, held):
    assert is_held({"event_type": event_type, "data": {}}) is held
