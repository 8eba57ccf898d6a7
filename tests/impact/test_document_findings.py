"""What a large document costs: data points that stay as they are, next to nothing."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from dataplan_sync.impact.document_findings import document_findings
from dataplan_sync.model import DataPointMatch
from tests.builders import document
from tests.impact.points import point

if TYPE_CHECKING:
    from dataplan_sync.model import JSONObject

KINDS = (
    {"type": "string"},
    {"type": "number", "minimum": 0},
    {"type": "boolean"},
    {"type": "string", "enum": ["a", "b", "c"]},
)
ATTRIBUTES = {f"attribute_{number}": KINDS[number % 4] for number in range(20)}
EDITS = (
    {"attribute_1": {"type": "number", "minimum": 3}},
    {"attribute_3": {"type": "string", "enum": ["a", "b"]}},
    {"new": {"type": "string"}},
)


def numbered(number, edit=None):
    name: JSONObject = {"event_name": f"Event {number}", "custom_event_type": "other"}
    return point({**ATTRIBUTES, **(edit or {})}, match=DataPointMatch("custom_event", name))


def seconds_for(before, after):
    start = time.process_time()
    found = [finding.rule.id for finding in document_findings(before, after, "soon")]
    return time.process_time() - start, found


def test_data_points_that_stay_as_they_are_cost_next_to_nothing():
    unchanged = (document(*map(numbered, range(700))), document(*map(numbered, range(700))))
    edited = document(*(numbered(number, EDITS[number % 3]) for number in range(150)))
    cost, nothing = seconds_for(*unchanged)
    full_cost, found = seconds_for(document(*map(numbered, range(150))), edited)
    assert nothing == []
    assert {rule: found.count(rule) for rule in found} == dict.fromkeys(
        ("RANGE_TIGHTENED", "ENUM_VALUE_REMOVED", "ATTR_ADDED_OPTIONAL"), 50
    )
    assert cost < full_cost
