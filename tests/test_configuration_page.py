"""`docs/configuration.md` against the code: every key with its default, and every example as it stands."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dataplan_sync.configuration import Policy, Thresholds
from dataplan_sync.files import configuration_file, configured_policy, configured_workspaces
from dataplan_sync.files.configured_rules import KnownRules
from dataplan_sync.files.text import Text
from dataplan_sync.files.yaml_reader import read_yaml
from dataplan_sync.impact import rules_of_attributes, rules_of_values, rules_of_versions
from dataplan_sync.problems.catalogue import CONFIGURABLE

if TYPE_CHECKING:
    from dataplan_sync.problems.problem import Problem

PAGE = (Path(__file__).parents[1] / "docs" / "configuration.md").read_text("utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
KNOWN = KnownRules(
    CONFIGURABLE,
    {*rules_of_versions.RULES, *rules_of_attributes.RULES, *rules_of_values.RULES},
)


def table(heading):
    section = re.split(r"\n##+ ", PAGE.partition(f"## {heading}\n")[2])[0]
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \|", section, re.MULTILINE)
    return {key: cell.strip("`") for key, cell in rows}


def shown(value):
    problems: list[Problem] = []
    document = read_yaml(Text(value, "x"), problems)
    return document.value if document else None


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_is_valid_and_says_something(tmp_path, example):
    file = tmp_path / "dataplan-sync.yaml"
    file.write_text(example, "utf-8")
    loaded = configuration_file.read_configuration(file, KNOWN)
    assert loaded.problems == ()
    assert loaded.configuration.marks


@pytest.mark.parametrize(
    ("heading", "keys"),
    [
        ("Top level", configuration_file.KEYS),
        ("`workspaces`", configured_workspaces.WORKSPACE_KEYS),
        ("`policy`", configured_policy.POLICY_KEYS),
        ("`policy.thresholds`", configured_policy.THRESHOLD_KEYS),
        ("`credentials`", configured_workspaces.CREDENTIALS_KEYS),
        ("`accepted`", configuration_file.ACCEPTANCE_KEYS),
    ],
)
def test_every_key_has_its_row(heading, keys):
    assert tuple(table(heading)) == keys


@pytest.mark.parametrize(
    ("heading", "defaults"), [("`policy`", Policy()), ("`policy.thresholds`", Thresholds())]
)
def test_the_defaults_are_those_of_the_code(heading, defaults):
    rows = table(heading)
    for field in fields(defaults):
        value = getattr(defaults, field.name)
        if isinstance(value, tuple):
            value = list(value)
        if not isinstance(value, Thresholds):
            assert shown(rows[field.name]) == value
