"""The schema of `dataplan-sync.yaml` against what reads it: the same keys, and the same verdict on what they hold."""

from __future__ import annotations

import json
from typing import Any

import jsonschema_rs
import pytest

from dataplan_sync.file_schemas.configuration import configuration_schema
from dataplan_sync.files import configuration_file, configured_policy, configured_workspaces
from dataplan_sync.files.configured_rules import NAMED_RULE, NAMED_RULE_KEYS
from dataplan_sync.problems.catalogue import CONFIGURABLE
from tests.file_schemas.documents import value_of
from tests.test_configuration_page import EXAMPLES, KNOWN

SCHEMA: dict[str, Any] = configuration_schema()
CONFIGURATION = jsonschema_rs.Draft7Validator(SCHEMA)
PATH = ["shop", 1, "screen_view::Basket"]
ENTRY = {"rule": "POINT_REMOVED", "path": PATH, "reason": "x"}


def overlaid(overlay):
    return {"workspaces": {"dev": {"id": 1, "overlay": overlay}}}


def properties(*steps):
    schema = SCHEMA
    for step in steps:
        nested = step in ("items", "additionalProperties")
        schema = schema[step] if nested else schema["properties"][step]
    return schema["properties"]


def test_it_is_a_schema_of_draft_7():
    assert SCHEMA["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert jsonschema_rs.meta.is_valid(SCHEMA)


@pytest.mark.parametrize(
    ("steps", "keys"),
    [
        ((), configuration_file.KEYS),
        (("policy",), configured_policy.POLICY_KEYS),
        (("policy", "thresholds"), configured_policy.THRESHOLD_KEYS),
        (("workspaces", "additionalProperties"), configured_workspaces.WORKSPACE_KEYS),
        (
            ("workspaces", "additionalProperties", "credentials"),
            configured_workspaces.CREDENTIALS_KEYS,
        ),
        (("workspaces", "additionalProperties", "policy"), configured_policy.POLICY_KEYS),
        (("accepted", "items"), configuration_file.ACCEPTANCE_KEYS),
        (("rules",), tuple(sorted(CONFIGURABLE))),
    ],
)
def test_the_keys_are_those_that_the_reader_knows(steps, keys):
    found = properties(*steps)
    assert set(found) == set(keys)
    assert [key for key, schema in found.items() if not schema.get("description")] == []


def test_the_keys_of_the_one_rule_with_names_are_those_that_the_reader_knows():
    detailed = properties("rules")[NAMED_RULE]["anyOf"][1]["properties"]
    assert set(detailed) == set(NAMED_RULE_KEYS)


def test_the_rules_that_can_be_accepted_are_those_that_the_reader_knows():
    assert set(properties("accepted", "items")["rule"]["enum"]) == set(KNOWN.acceptable)


@pytest.mark.parametrize("example", EXAMPLES)
def test_it_takes_every_example_of_the_page(example):
    assert [error.message for error in CONFIGURATION.iter_errors(value_of(example))] == []


@pytest.mark.parametrize(
    ("value", "valid"),
    [
        ({}, True),
        ({"version": 1, "policy": None, "rules": None, "accepted": None}, True),
        ({"version": 2}, False),
        ({"plan": "plans"}, False),
        ({"plans": " "}, False),
        ({"plans": None}, False),
        ({"policy": {"prune": "yes"}}, False),
        ({"policy": {"prune": None}}, False),
        ({"policy": {"purge": True}}, False),
        ({"policy": {"allow_delete": ["shop", "shop/3"]}}, True),
        ({"policy": {"allow_delete": ["shop/x"]}}, False),
        ({"policy": {"allow_delete": ["a b"]}}, False),
        ({"policy": {"allow_delete": "shop"}}, False),
        ({"policy": {"thresholds": {"deletions": -1}}}, False),
        ({"policy": {"thresholds": {"deleted_fraction": 1.5}}}, False),
        ({"policy": {"thresholds": {"removed_fraction": 1}}}, True),
        ({"workspaces": None}, True),
        ({"workspaces": {"dev": {"id": 1, "include": ["a*"], "policy": None}}}, True),
        ({"workspaces": {"dev": {"id": 1, "credentials": {"client_id_env": "A"}}}}, True),
        (overlaid({"shop": {"versions": {"3": {"activated_environment": "none"}}}}), True),
        (overlaid({"*": {"data_plan_description": "", "versions": {"*": None}}}), True),
        (overlaid({"shop": {"versions": {"x": {}}}}), False),
        (overlaid({"shop": {"data_points": []}}), False),
        (overlaid({"shop": {"versions": {"3": {"activated_environment": "live"}}}}), False),
        ({"workspaces": {"dev": {}}}, False),
        ({"workspaces": {"dev": None}}, False),
        ({"workspaces": {"all": {"id": 1}}}, False),
        ({"workspaces": {"7": {"id": 7}}}, False),
        ({"workspaces": {"dev": {"id": 0}}}, False),
        ({"workspaces": {"dev": {"id": 1, "exclude": [1]}}}, False),
        ({"workspaces": {"dev": {"id": 1, "policy": {"prune": 1}}}}, False),
        ({"workspaces": {"dev": {"id": 1, "credentials": {"client_secret": "x"}}}}, False),
        ({"workspaces": {"dev": {"id": 1, "credentials": {"client_id_env": "a b"}}}}, False),
        (
            {
                "workspaces": {
                    "dev": {
                        "id": 1,
                        "credentials": {"client_id_env": "A", "client_id_file": "b"},
                    }
                }
            },
            False,
        ),
        ({"rules": {"missing-description": "off"}}, True),
        ({"rules": {"missing-description": "fatal"}}, False),
        ({"rules": {"duplicate-key": "off"}}, False),
        ({"rules": {"personal-data": {"severity": "error", "names": []}}}, True),
        ({"rules": {"personal-data": {"severities": "error"}}}, False),
        ({"accepted": [ENTRY]}, True),
        ({"accepted": [{**ENTRY, "expires": "2027-03-31", "after": None}]}, True),
        ({"accepted": [{**ENTRY, "expires": "31.3.2027"}]}, False),
        ({"accepted": [{**ENTRY, "rule": "POINT_GONE"}]}, False),
        ({"accepted": [{**ENTRY, "path": []}]}, False),
        ({"accepted": [{**ENTRY, "reason": ""}]}, False),
        ({"accepted": [{"rule": "POINT_REMOVED", "path": PATH}]}, False),
        ({"accepted": [{**ENTRY, "environment": "production"}]}, False),
        ({"accepted": ["POINT_REMOVED"]}, False),
        ([], False),
    ],
)
def test_it_takes_what_the_reader_takes_and_nothing_else(tmp_path, value, valid):
    file = tmp_path / "dataplan-sync.yaml"
    file.write_text(json.dumps(value), "utf-8")
    loaded = configuration_file.read_configuration(file, KNOWN)
    assert (loaded.problems == ()) is valid
    assert CONFIGURATION.is_valid(value) is valid
