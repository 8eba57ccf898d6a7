from __future__ import annotations

from collections import Counter

import pytest

from dataplan_sync import desired
from dataplan_sync.files.rules import Rule as ReadingRule
from dataplan_sync.problems import catalogue
from tests.files.sources import MemorySource

SHOWN = [rule for rule in catalogue.RULES if not rule.unshown]


def problems_of(files):
    """All that `validate` finds."""
    source = MemorySource(dict(files))
    loaded = desired.load(source)
    return (*loaded.problems, *desired.fixture_problems(source, loaded))


def broken(files):
    return sorted({found.rule for found in problems_of(files)})


@pytest.mark.parametrize("rule", SHOWN, ids=lambda rule: rule.id)
def test_the_failing_example_breaks_its_rule_and_no_other(rule):
    assert broken(rule.failing) == [rule.id]


@pytest.mark.parametrize("rule", SHOWN, ids=lambda rule: rule.id)
def test_the_passing_example_breaks_no_rule(rule):
    assert broken(rule.passing) == []


@pytest.mark.parametrize("rule", SHOWN, ids=lambda rule: rule.id)
def test_what_the_failing_example_breaks_is_as_bad_as_the_rule_says(rule):
    found = problems_of(rule.failing)
    assert {problem.severity for problem in found} == {rule.severity}


def test_only_what_is_no_content_of_a_file_has_no_example():
    assert [rule.id for rule in catalogue.RULES if rule.unshown] == [
        "unreadable-file",
        "fixtures-not-run",
    ]


def test_every_id_is_there_once():
    assert [
        name for name, count in Counter(rule.id for rule in catalogue.RULES).items() if count > 1
    ] == []


def test_the_catalogue_has_what_reading_finds_in_the_order_of_the_code():
    assert [(rule.id, rule.severity) for rule in catalogue.READING_RULES] == [
        (rule.value, rule.severity) for rule in ReadingRule
    ]


def test_of_what_reading_needs_only_unknown_keys_can_be_configured():
    reading = {rule.id for rule in catalogue.READING_RULES}
    assert catalogue.CONFIGURABLE & reading == {"unknown-key"}
    assert catalogue.CONFIGURABLE | reading == catalogue.BY_ID.keys()


@pytest.mark.parametrize("rule", catalogue.RULES, ids=lambda rule: rule.id)
def test_texts_are_sentences(rule):
    assert rule.sentence[-1] == "."
    assert rule.advice[-1] == "."
