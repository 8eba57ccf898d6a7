from __future__ import annotations

import pytest

from dataplan_sync.problems.checks.formats import check_schema
from tests.problems.checks.lint import schema_findings, schema_messages

KNOWN_TO_ALL = [
    *("date-time", "date", "time", "email", "hostname", "ipv4", "ipv6", "regex", "uuid", "uri"),
    *("uri-reference", "uri-template", "json-pointer", "relative-json-pointer"),
]


@pytest.mark.parametrize("name", KNOWN_TO_ALL)
def test_formats_that_server_and_tools_know_are_fine(name):
    assert schema_findings(check_schema, {"format": name}) == []


@pytest.mark.parametrize("name", ["duration", "iri", "iri-reference"])
def test_formats_that_stop_the_tools_are_reported(name):
    assert schema_findings(check_schema, {"format": name}) == [("unportable-format", ("format",))]


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("Date-Time", 'did you mean "date-time"?'),
        ("emial", 'did you mean "email"?'),
        ("phone", "use a pattern"),
        ("int32", "use a pattern"),
    ],
)
def test_formats_that_nobody_knows_are_reported_with_what_was_meant(name, advice):
    assert schema_findings(check_schema, {"format": name}) == [("unknown-format", ("format",))]
    assert schema_messages(check_schema, {"format": name}) == [
        f'mParticle does not know the format "{name}" and accepts any text; {advice}'
    ]


def test_a_format_that_is_no_text_belongs_to_another_rule():
    assert schema_findings(check_schema, {"format": 5}) == []
