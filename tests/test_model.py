from __future__ import annotations

import pickle

import pytest

from dataplan_sync.model import (
    Authorship,
    DataPoint,
    DataPointMatch,
    DataPointValidator,
    Mark,
    WorkspaceState,
)
from tests.builders import data_plan, version


@pytest.mark.parametrize(
    ("match_type", "criteria", "identity", "key"),
    [
        (
            "custom_event",
            {"event_name": "a:b", "custom_event_type": "other"},
            ("custom_event", "other", "a:b"),
            "custom_event:other:a:b",
        ),
        ("screen_view", {"screen_name": " Home"}, ("screen_view", " Home"), "screen_view:: Home"),
        (
            "product_action",
            {"action": "purchase"},
            ("product_action", "purchase"),
            "product_action:purchase",
        ),
        (
            "promotion_action",
            {"action": "view"},
            ("promotion_action", "view"),
            "promotion_action:view",
        ),
        ("product_impression", {}, ("product_impression",), "product_impression"),
        ("user_attributes", {"x": 1}, ("user_attributes",), "user_attributes"),
        (
            "application_state_transition",
            {"application_transition_type": "exit"},
            ("application_state_transition", "exit"),
            "application_state_transition:exit",
        ),
        ("session_start", {}, ("session_start",), "session_start"),
        ("custom_event", {"event_name": None}, ("custom_event", "", ""), "custom_event::"),
    ],
)
def test_identity_and_printed_key(match_type, criteria, identity, key):
    match = DataPointMatch(match_type, criteria)
    assert (match.identity, match.key) == (identity, key)


def test_the_latest_author_is_the_creator_until_the_first_edit():
    assert Authorship("1", "a").latest_by == "a"
    edited = Authorship("1", "a", "2", "b")
    assert (edited.latest_by, edited.latest_on) == ("b", "2")


def test_versions_are_found_by_number():
    plan = data_plan(version(1), version(3))
    assert plan.version(3) == version(3)
    assert plan.version(2) is None


def test_a_mark_reads_as_editors_link_it():
    assert str(Mark("plans/shop.yaml", 41, 7)) == "plans/shop.yaml:41:7"


def test_a_state_gives_its_ids_sorted_and_nothing_for_others():
    state = WorkspaceState({"b": data_plan, "a": data_plan})
    assert state.data_plan_ids == ("a", "b")
    assert state.load("a") == data_plan()
    assert state.load("c") is None


def test_what_is_derived_from_a_data_point_is_worked_out_once_and_stays_in_this_process():
    point = DataPoint(
        DataPointMatch("product_impression", {}), DataPointValidator("json_schema", {})
    )
    asked: list[DataPoint] = []
    work = asked.append
    for _ in range(2):
        point.derived(work)
    assert asked == [point]
    sent = pickle.loads(pickle.dumps(point))
    assert sent == point
    sent.derived(work)
    assert len(asked) == 2
