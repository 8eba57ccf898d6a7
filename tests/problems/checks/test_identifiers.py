from __future__ import annotations

import pytest

from tests.problems.checks import lint


@pytest.mark.parametrize("good", ["shop", "shop_web", "my-org-data-plan", "2024_plan", "a"])
def test_an_id_as_mparticle_gives_it_is_fine(good):
    assert lint.found(lint.screen("Home"), data_plan_id=good) == []


@pytest.mark.parametrize("odd", ["Shop", "_shop", "shop.web", "shöp", "-shop", "shop\n"])
def test_any_other_id_is_reported_at_the_id(odd):
    (found,) = lint.data_plan_findings(lint.screen("Home"), data_plan_id=odd)

    assert (found.rule.id, found.path) == ("data-plan-id-form", ("data_plan_id",))


def test_ios_takes_underscores_out_of_screen_names():
    found = lint.found(lint.screen("order_list"), lint.screen("Home"), lint.screen("orderlist"))

    assert found == [("ios-collision", (2, "match"))]


def test_ios_keeps_the_case_of_screen_names():
    found = lint.found(lint.screen("order_list"), lint.screen("OrderList"))

    assert [rule for rule, _ in found] == ["colliding-names"]


def test_ios_lower_cases_the_type_of_a_custom_event_and_nothing_of_its_name():
    found = lint.found(lint.event("Left"), lint.event("Left", kind="Other"))

    assert sorted(rule for rule, _ in found) == ["ios-collision", "unknown-event-type"]


def test_ios_takes_events_of_the_same_name_and_different_types_apart():
    assert lint.found(lint.event("Left"), lint.event("Left", kind="navigation")) == []


@pytest.mark.parametrize(
    "name", [" Home", "Home ", "Home\t", "Ho\u200bme", "Ho\u00a0me", "\ufeffHome", "Ho\nme"]
)
def test_spaces_at_an_end_and_unseen_characters_are_reported(name):
    found = lint.found(lint.screen(name), lint.event(name, {name: lint.described()}))

    assert [rule for rule, _ in found] == ["untrimmed-name"] * 3
    assert [path[-1] for _, path in found] == ["screen_name", "event_name", name]


def test_an_unseen_character_is_shown_in_the_message():
    assert lint.messages(lint.screen("Ho\u200bme")) == [
        r"'Ho\u200bme' holds a character that cannot be seen; take it out"
    ]


@pytest.mark.parametrize(
    "name",
    [
        "Home page",
        "Zurück",
        "ホーム",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467",
        "\u0645\u06cc\u200c\u062e",
    ],
)
def test_words_and_pictures_of_all_languages_are_fine(name):
    assert lint.found(lint.screen(name)) == []
