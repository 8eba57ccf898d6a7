from __future__ import annotations

import pytest

from dataplan_sync.problems.checks.drafts import check_definition
from dataplan_sync.problems.checks.version_view import PlacedSchema


def findings(*schemas):
    definition = [PlacedSchema((index,), schema) for index, schema in enumerate(schemas)]
    return [(found.rule.id, found.path) for found in check_definition(definition)]


@pytest.mark.parametrize("later", ["const", "contains", "propertyNames"])
def test_a_flag_anywhere_beside_a_later_keyword_anywhere_is_an_invalid_mixture(later):
    assert findings({"exclusiveMinimum": True}, {later: {}}) == [
        ("mixed-drafts", (0, "exclusiveMinimum"))
    ]


def test_flags_alone_only_stop_the_tools():
    assert findings({}, {"exclusiveMaximum": False, "exclusiveMinimum": True}) == [
        ("draft-4-limit", (1, "exclusiveMinimum")),
        ("draft-4-limit", (1, "exclusiveMaximum")),
    ]


def test_limits_as_numbers_are_fine():
    assert findings({"exclusiveMinimum": 0, "exclusiveMaximum": 1}, {"const": 1}) == []
