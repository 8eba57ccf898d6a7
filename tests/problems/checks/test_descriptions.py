from __future__ import annotations

import pytest

from tests.problems.checks import lint


@pytest.mark.parametrize("empty", [None, "", "  "])
def test_data_points_without_a_description_are_one_finding_at_the_first(empty):
    silent = [
        lint.point("screen_view", {"screen_name": name}, description=empty)
        for name in ("Home", "Sofas", "Tables", "Lamps")
    ]
    points = [lint.event("Left"), *silent]

    assert lint.found(*points) == [("missing-description", (1,))]
    (message,) = lint.messages(*points)
    assert message == (
        "4 data points without a description: screen_view::Home, screen_view::Sofas, screen_view::Tables "
        "and 1 more. Say when the app sends them"
    )


def test_an_attribute_is_described_if_it_is_anywhere_in_the_version():
    bare = {"type": "string"}

    assert (
        lint.found(lint.event("A", {"size": bare}), lint.event("B", {"size": lint.described()}))
        == []
    )


def test_undescribed_attributes_are_one_finding_at_the_first():
    first = {"size": lint.described(), "b": {"type": "string", "description": ""}}
    points = [lint.event("A", first), lint.event("B", {"a": {}, "b": {}})]

    assert lint.found(*points) == [
        ("undescribed-attributes", (0, *lint.ATTRIBUTES[5:], "properties", "b"))
    ]
    assert lint.messages(*points) == [
        "2 attributes of version 1 without a description: b, a. Describe each where it is declared"
    ]


def test_identities_need_no_description():
    identities = lint.point("user_identities", definition={"properties": {"email": {}}})

    assert lint.found(identities) == []
