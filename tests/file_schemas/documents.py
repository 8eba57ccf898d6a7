"""What the reader and the rules say of a plan file, to be compared with what its schema says."""

from __future__ import annotations

import json

import jsonschema_rs

from dataplan_sync import desired
from dataplan_sync.file_schemas.plan_files import plan_file_schema
from dataplan_sync.files.text import Text
from dataplan_sync.files.yaml_reader import read_yaml
from dataplan_sync.problems.problem import Severity
from tests.files.sources import MemorySource

PLAN_FILE = jsonschema_rs.Draft7Validator(plan_file_schema())


def value_of(text):
    document = read_yaml(Text(text, "x.yaml"), [])
    assert document
    return document.value


def problems(value, path="shop.yaml"):
    loaded = desired.load(MemorySource({path: json.dumps(value)}))
    return loaded.problems


def faults(value, path="shop.yaml"):
    """The rules that are broken: those of errors, and those about keys that nobody knows."""
    return {
        problem.rule
        for problem in problems(value, path)
        if problem.severity is Severity.ERROR or problem.rule.startswith("unknown-k")
    }


def shop(*points):
    return {
        "data_plan_id": "shop",
        "data_plan_versions": [{"version": 1, "data_points": [*points]}],
    }
