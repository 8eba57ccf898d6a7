"""Rules on files as such: that there are some, and that they hold text."""

from __future__ import annotations

from typing import Final

from dataplan_sync.problems.problem import Severity
from dataplan_sync.problems.rule import Rule

_NAMED: Final = "data_plan_id: shop\ndata_plan_name: Café\n"

RULES: Final = (
    Rule(
        id="no-plan-files",
        severity=Severity.ERROR,
        sentence="There are no plan files, or no plans folder.",
        advice="Name the folder that holds them, or start with `dataplan-sync pull`. Where a folder without "
        "plan files is meant, set `allow_empty` in the policy.",
        failing={},
        passing={"shop.yaml": _NAMED},
    ),
    Rule(
        id="unreadable-file",
        severity=Severity.ERROR,
        sentence="A file cannot be read: permissions, a link out of the plans folder or to a folder, a pipe or "
        "device, more than 32 MiB.",
        advice="Put a regular file there, or spread a large one over several.",
        failing={},
        passing={},
        unshown="Permissions, links and devices are not part of what a file holds.",
    ),
    Rule(
        id="binary-file",
        severity=Severity.ERROR,
        sentence="A file holds NUL bytes.",
        advice="Remove it, or save it as text.",
        failing={"shop.yaml": b"data_plan_id: shop\0\n"},
        passing={"shop.yaml": b"data_plan_id: shop\n"},
    ),
    Rule(
        id="not-utf8",
        severity=Severity.ERROR,
        sentence="A file is UTF-16, UTF-32, or not UTF-8 at the byte that is named.",
        advice="Save it as UTF-8.",
        failing={"shop.yaml": _NAMED.encode("latin-1")},
        passing={"shop.yaml": _NAMED.encode("utf-8")},
    ),
    Rule(
        id="empty-file",
        severity=Severity.ERROR,
        sentence="A file is empty, or holds only comments or null.",
        advice="Fill it or delete it.",
        failing={"shop.yaml": "# to be written\n"},
        passing={"shop.yaml": "# to be written\ndata_plan_id: shop\n"},
    ),
)
