"""The rules on fixture events: example events beside a data plan that must pass, or fail in a known way."""

from __future__ import annotations

from typing import Final

from dataplan_sync.problems.problem import Severity
from dataplan_sync.problems.rule import Rule

_VERSION: Final = """\
data_points:
  - description: A basket was looked at
    match: {type: screen_view, criteria: {screen_name: Basket}}
    validator: {type: json_schema, definition: {}}
"""
_CASE: Final = """\
- name: the basket
  event: {event_type: screen_view, data: {screen_name: Basket}}
"""

BAD_FIXTURE: Final = Rule(
    id="bad-fixture",
    severity=Severity.ERROR,
    sentence="A fixture event cannot be run: a key is missing, unknown or of the wrong type, or there is no such "
    "data plan or version.",
    advice="Write it as docs/events.md shows; the message names the key.",
    failing={"shop/versions/1.yaml": _VERSION, "shop/tests/basket.yaml": _CASE},
    passing={"shop/versions/1.yaml": _VERSION, "shop/tests/basket.yaml": f"{_CASE}  must: pass\n"},
)
FIXTURE_FAILED: Final = Rule(
    id="fixture-failed",
    severity=Severity.ERROR,
    sentence="A fixture event does not do what its file says: it is refused and must pass, or it is not refused "
    "in just the way it must be.",
    advice="Correct the data point if it is wrong, or else the fixture event.",
    failing={
        "shop/versions/1.yaml": _VERSION,
        "shop/tests/basket.yaml": f"{_CASE}  must_fail_with: [{{type: unplanned, key: Basket}}]\n",
    },
    passing={"shop/versions/1.yaml": _VERSION, "shop/tests/basket.yaml": f"{_CASE}  must: pass\n"},
)

NOT_RUN: Final = Rule(
    id="fixtures-not-run",
    severity=Severity.WARNING,
    sentence="The fixture events of a data plan were not run, because its files do not say for certain what they declare.",
    advice="Mend what is wrong in the files of the data plan; then the fixture events are run.",
    failing={},
    passing={},
    unshown="it comes only together with the problem that keeps a file from being read.",
)

RULES: Final = (BAD_FIXTURE, FIXTURE_FAILED, NOT_RUN)
