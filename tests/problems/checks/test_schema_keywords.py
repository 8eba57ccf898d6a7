from __future__ import annotations

import pytest

from dataplan_sync.problems.checks.schema_keywords import SUPPORTED, UNSUPPORTED, check_schema
from tests.problems.checks.lint import schema_findings, schema_messages


def test_there_are_14_unsupported_keywords():
    assert len(UNSUPPORTED) == 14
    assert SUPPORTED.isdisjoint(UNSUPPORTED)


@pytest.mark.parametrize("keyword", sorted(UNSUPPORTED))
def test_each_unsupported_keyword_is_reported_with_a_way_out(keyword):
    assert schema_findings(check_schema, {"type": "string", keyword: {}}) == [
        ("unsupported-keyword", (keyword,))
    ]
    assert schema_messages(check_schema, {keyword: {}}) == [
        f"mParticle does not support the keyword {keyword}; {UNSUPPORTED[keyword]}"
    ]


@pytest.mark.parametrize("keyword", sorted(SUPPORTED))
def test_no_supported_keyword_is_reported(keyword):
    assert schema_findings(check_schema, {keyword: None}) == []


@pytest.mark.parametrize(
    ("schema", "advice"),
    [
        ({"maxlength": 3}, 'did you mean "maxLength"?'),
        ({"descripton": "x"}, 'did you mean "description"?'),
        ({"additional_properties": False}, 'did you mean "additionalProperties"?'),
        ({"nullable": True}, 'write type: [string, "null"]'),
        ({"example": "x"}, 'did you mean "examples", a list?'),
        ({"x-owner": "web"}, "correct it, or remove it"),
        # What `{description: a, in b}` becomes in YAML.
        (
            {"description": "a", "in b": None},
            "if it belongs to the text before it, put that text in quotes",
        ),
    ],
)
def test_an_unknown_key_is_reported_with_what_was_likely_meant(schema, advice):
    *_, key = schema

    assert schema_findings(check_schema, schema) == [("unknown-keyword", (key,))]
    assert schema_messages(check_schema, schema) == [
        f'"{key}" is no keyword of JSON Schema and is ignored; {advice}'
    ]
