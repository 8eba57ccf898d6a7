from __future__ import annotations

from typing import TYPE_CHECKING

from dataplan_sync.files.plan_layout import spread
from dataplan_sync.files.writer import WIDTH, write_yaml

if TYPE_CHECKING:
    from dataplan_sync.model import JSONValue


def test_data_points_and_attributes_begin_lines_and_schemas_stay_on_them():
    point: JSONValue = {
        "custom_event": "Searched",
        "attributes": {"query": "string", "hits": {"type": "integer", "minimum": 0}},
    }
    value: JSONValue = {
        "data_plan_versions": [{"version": 1, "version_document": {"data_points": [point]}}]
    }
    assert write_yaml(value, spread) == (
        "data_plan_versions:\n"
        "  - version: 1\n"
        "    version_document:\n"
        "      data_points:\n"
        "        - custom_event: Searched\n"
        "          attributes:\n"
        "            query: string\n"
        "            hits: {type: integer, minimum: 0}\n"
    )


def test_a_list_of_data_points_is_spread_and_their_matches_are_not():
    assert write_yaml([{"match": {"type": "user_attributes", "criteria": {}}}], spread) == (
        "- match: {type: user_attributes, criteria: {}}\n"
    )


def test_a_line_that_would_be_too_long_is_spread():
    text = "x" * (WIDTH - len("- match: {type: }"))
    assert write_yaml([{"match": {"type": text}}], spread) == f"- match: {{type: {text}}}\n"
    assert write_yaml([{"match": {"type": f"{text}x"}}], spread) == f"- match:\n    type: {text}x\n"
