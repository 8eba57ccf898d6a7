from __future__ import annotations

from dataplan_sync.files.rules import Rule
from dataplan_sync.wire import FaultKind


def test_whatever_the_codec_finds_has_a_rule():
    assert {kind.value for kind in FaultKind} <= {rule.value for rule in Rule}
