from __future__ import annotations

import re
from pathlib import Path

from dataplan_sync.files.rules import Rule
from dataplan_sync.wire import FaultKind

DOCUMENT = Path(__file__).parents[2] / "docs" / "plan-files.md"
ROW = re.compile(r"^\| `([a-z0-9-]+)` \| (error|warning) \| .+\. \| .+\. \|$", re.MULTILINE)


def test_the_document_lists_every_rule_with_its_severity_in_the_order_of_the_code():
    rows = ROW.findall(DOCUMENT.read_text("utf-8"))

    assert rows == [(rule.value, rule.severity.value) for rule in Rule]


def test_whatever_the_codec_finds_has_a_rule():
    assert {kind.value for kind in FaultKind} <= {rule.value for rule in Rule}
