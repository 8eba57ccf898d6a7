"""The rules themselves: their levels, and the documentation that lists them."""

from __future__ import annotations

from pathlib import Path

import pytest

from dataplan_sync.impact import rules_of_attributes, rules_of_values, rules_of_versions
from dataplan_sync.impact.rules import level, table
from dataplan_sync.impact.verdict import Consumer, Producer
from dataplan_sync.model import ActivatedEnvironment

PAGE = Path(__file__).parents[2] / "docs" / "impact.md"
RULES = {**rules_of_versions.RULES, **rules_of_attributes.RULES, **rules_of_values.RULES}


def test_the_page_lists_every_rule_as_it_is():
    _, _, listed = PAGE.read_text(encoding="utf-8").partition("<!-- rules -->\n")
    assert listed.strip() == table(RULES)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_every_rule_is_told_in_whole_sentences(rule):
    assert rule.sentence[0].isupper()
    assert rule.sentence.endswith(".")
    assert rule.reason == "{it}" or rule.reason.endswith(".")


@pytest.mark.parametrize(
    ("rule", "producer", "consumer", "levels"),
    [
        ("POINT_REMOVED", "drop", "breaking", ("breaking", "dangerous", "safe")),
        ("POINT_RENAMED", "drop", "breaking", ("breaking", "breaking", "safe")),
        ("POINT_ADDED", "none", "safe", ("safe", "safe", "safe")),
        ("ATTR_REMOVED_CLOSED", "drop", "breaking", ("breaking", "dangerous", "safe")),
        ("ATTR_REMOVED_OPEN", "none", "dangerous", ("dangerous", "dangerous", "safe")),
        ("ATTR_ADDED_TYPED", "flag", "safe", ("dangerous", "dangerous", "safe")),
        ("ATTR_ADDED_TYPED", "drop", "safe", ("breaking", "dangerous", "safe")),
        ("CLOSED", "drop", "breaking", ("breaking", "breaking", "safe")),
        ("PATTERN_CHANGED", "unknown", "unknown", ("unknown", "unknown", "safe")),
        ("ENV_LOWERED", "none", "breaking", ("breaking", "dangerous", "safe")),
        ("ENV_RAISED", "drop", "safe", ("dangerous", "dangerous", "safe")),
        ("IN_PLACE_EDIT_ACTIVE", "none", "dangerous", ("dangerous", "safe", "safe")),
    ],
)
def test_the_level_follows_from_both_sides_and_the_environment(rule, producer, consumer, levels):
    environments = (
        ActivatedEnvironment.PRODUCTION,
        ActivatedEnvironment.DEVELOPMENT,
        ActivatedEnvironment.NONE,
    )
    found = tuple(
        level(RULES[rule], Producer(producer), Consumer(consumer), one) for one in environments
    )
    assert found == levels
