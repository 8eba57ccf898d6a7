from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataplan_sync import codec
from dataplan_sync.files.text import Text
from dataplan_sync.files.yaml_reader import read_yaml
from dataplan_sync.model import DataPointValidator
from dataplan_sync.problems.checks.catalogue import RULES, check_data_plan
from dataplan_sync.problems.problem import Severity
from dataplan_sync.problems.rule_settings import RuleSettings
from tests import builders
from tests.problems.checks import lint
from tests.strategies import data_plans

if TYPE_CHECKING:
    from dataplan_sync.problems.problem import Problem
    from dataplan_sync.wire import Fault

KEYWORDS = st.sampled_from(
    [
        *("type", "enum", "const", "required", "properties", "items", "additionalProperties"),
        *("minimum", "maximum", "exclusiveMinimum", "minLength", "multipleOf", "pattern"),
        *("format", "description", "uniqueItems", "anyOf", "data", "custom_attributes", "nullable"),
    ]
)
JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-2, 2)
    | st.floats(allow_nan=False)
    | st.sampled_from(
        ["", "string", "number", "null", "(a+)+", "(", "email", "2", "custom_attributes"]
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYWORDS, inner, max_size=4),
    max_leaves=25,
)


def read(example):
    """Decode the one file of an example, which must be without faults."""
    ((name, content),) = example.items()
    problems: list[Problem] = []
    faults: list[Fault] = []
    document = read_yaml(Text(content, name), problems)
    assert document is not None
    whole = codec.decode_data_plan(document.value, faults)
    assert (problems, faults) == ([], [])
    return whole


def leads_somewhere(path, whole):
    """Follow a path through the wire JSON; versions go by their number."""
    if path[:1] == ("data_plan_versions",):
        return follow(codec.encode_version(whole.version(path[1])), path[2:])
    return follow(codec.encode_data_plan(whole), path)


def follow(value, path):
    for step in path:
        exists = 0 <= step < len(value) if isinstance(step, int) else step in value
        if not exists:
            return False
        value = value[step]
    return True


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_failing_example_of_a_rule_breaks_just_that_rule_and_once(rule):
    whole = read(rule.failing)

    found = list(check_data_plan(whole, RuleSettings()))

    assert [each.rule.id for each in found] == [rule.id]
    assert leads_somewhere(found[0].path, whole)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_passing_example_of_a_rule_breaks_none(rule):
    assert list(check_data_plan(read(rule.passing), RuleSettings())) == []


def test_ids_are_unique_and_in_kebab_case():
    ids = [rule.id for rule in RULES]

    assert len(set(ids)) == len(ids)
    assert [id_ for id_ in ids if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id_)] == []


def test_only_what_the_api_refuses_or_ignores_is_an_error():
    errors = {rule.id for rule in RULES if rule.severity is Severity.ERROR}

    assert errors == {
        "too-many-data-points",
        "version-too-large",
        "version-too-high",
        "unknown-match-type",
        "unknown-criterion",
        "unknown-event-type",
        "unknown-action",
        "unknown-validator",
        "unsupported-keyword",
        "invalid-schema",
        "mixed-drafts",
    }


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_speaks_in_sentences_and_its_message_in_one_or_two(rule):
    (found,) = check_data_plan(read(rule.failing), RuleSettings())

    assert rule.sentence.endswith(".")
    assert rule.advice.endswith(".")
    assert len(re.findall(r"[.?!] [A-Z]", found.message)) <= 1
    assert "\n" not in found.message


def test_an_example_that_is_too_long_to_keep_is_a_mapping_like_the_others():
    rule = next(rule for rule in RULES if rule.id == "too-many-data-points")

    assert list(rule.failing) == ["shop.yaml"]
    assert len(rule.failing) == 1
    assert str(rule.failing["shop.yaml"]).count("screen_view") == 1001


def test_the_same_schema_written_once_and_repeated_is_reported_once():
    shared = {"type": "text", "description": "What it says"}

    found = lint.found(lint.event("Viewed", {"size": shared}), lint.event("Left", {"size": shared}))

    assert found == [("invalid-schema", (0, *lint.ATTRIBUTES[5:], "properties", "size", "type"))]


def test_a_schema_is_checked_wherever_a_schema_can_stand():
    wrong = {"minLength": -1}
    definition = {
        "properties": {"data": {"items": [{"contains": {"additionalProperties": dict(wrong)}}]}},
        "definitions": {"size": dict(wrong)},
        "propertyNames": dict(wrong),
    }

    found = lint.found(lint.point("product_impression", definition=definition))

    assert sorted(path[3:] for rule, path in found if rule == "invalid-schema") == [
        ("definitions", "size", "minLength"),
        ("properties", "data", "items", 0, "contains", "additionalProperties", "minLength"),
        ("propertyNames", "minLength"),
    ]


def test_attributes_called_like_keywords_are_attributes():
    names = ("type", "required", "enum", "properties", "pattern", "anyOf", "format")
    schemas = {name: {"type": "boolean", "description": f"About {name}"} for name in names}

    assert lint.found(lint.event("Viewed", schemas)) == []


def test_a_data_plan_without_versions_or_without_a_document_breaks_no_rule():
    bare = replace(builders.version(1), version_document=None)

    for whole in (builders.data_plan(), builders.data_plan(bare)):
        assert list(check_data_plan(whole, RuleSettings())) == []


@given(data_plans())
def test_every_finding_leads_to_a_place_in_the_data_plan(whole):
    strays = [
        found
        for found in check_data_plan(whole, RuleSettings())
        if not leads_somewhere(found.path, whole)
    ]

    assert strays == []


@given(
    st.dictionaries(KEYWORDS, JSON_VALUES, max_size=5),
    st.sampled_from(["screen_view", "user_attributes", "user_identities"]),
)
def test_nonsense_in_a_definition_is_survived_and_placed(definition, match_type):
    odd = replace(
        lint.point(match_type, {"screen_name": "Home"}),
        validator=DataPointValidator("json_schema", definition),
    )
    whole = builders.data_plan(builders.version(1, odd, odd))

    strays = [
        found
        for found in check_data_plan(whole, RuleSettings())
        if not leads_somewhere(found.path, whole)
    ]

    assert strays == []
