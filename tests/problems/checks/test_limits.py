from __future__ import annotations

import pytest

from dataplan_sync.problems.checks import limits
from dataplan_sync.problems.checks.catalogue import check_data_plan
from dataplan_sync.problems.rule_settings import RuleSettings
from tests import builders
from tests.problems.checks import lint


def products(count):
    custom = {"properties": {f"flag_{n}": lint.described(type="boolean") for n in range(count)}}
    product = {"properties": {"custom_attributes": custom}}
    action = {"properties": {"products": {"type": "array", "items": product}}}
    definition = {"properties": {"data": {"properties": {"product_action": action}}}}
    return lint.point("product_action", {"action": "purchase"}, definition)


def users(count):
    attributes = {f"flag_{n}": lint.described(type="boolean") for n in range(count)}
    return lint.point("user_attributes", definition={"properties": attributes})


@pytest.mark.parametrize(("number", "rules"), [(1, []), (1000, []), (1001, ["version-too-high"])])
def test_a_version_number_goes_up_to_1000(number, rules):
    found = lint.data_plan_findings(lint.screen("Home"), number=number)

    assert [each.rule.id for each in found] == rules
    assert all(each.path == ("data_plan_versions", number, "version") for each in found)


@pytest.mark.parametrize("make", [products, users])
def test_a_product_and_the_user_have_up_to_100_attributes_as_an_event_has(make):
    assert lint.found(make(100)) == []
    assert [rule for rule, _ in lint.found(make(101))] == ["too-many-attributes"]


def test_one_long_attribute_in_several_events_is_reported_once():
    name, schema = "a" * 257, lint.described()

    found = lint.found(lint.event("Viewed", {name: schema}), lint.event("Left", {name: schema}))

    assert [rule for rule, _ in found] == ["long-name"]


def test_the_size_of_a_version_is_that_of_its_utf8_text():
    """An é is two bytes: half as many of them fill the limit."""
    letters = limits.MAX_BYTES // 2

    fits = lint.found(lint.point("product_impression", description="é" * (letters - 500)))
    exceeds = lint.found(lint.point("product_impression", description="é" * letters))

    assert fits == []
    assert [rule for rule, _ in exceeds] == ["version-too-large"]


def test_a_message_about_size_names_both_numbers():
    many = [lint.screen(f"Page {n}") for n in range(1001)]

    assert lint.messages(*many) == [
        "version 1 has 1,001 data points, and the API takes 1,000 at most; remove some, or divide the version"
    ]


def test_each_version_counts_for_itself():
    pages = [lint.screen(f"Page {n}") for n in range(600)]
    whole = builders.data_plan(builders.version(1, *pages), builders.version(2, *pages))

    assert list(check_data_plan(whole, RuleSettings())) == []
