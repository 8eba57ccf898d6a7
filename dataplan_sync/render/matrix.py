"""A report as a matrix for CI systems that fan out: one entry for each workspace that has something to do."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from dataplan_sync.impact.verdict import Level
from dataplan_sync.render import ledger, verdicts

if TYPE_CHECKING:
    from dataplan_sync.report import CommandReport


def render(report: CommandReport) -> str:
    """Render a report as one line of JSON, as `strategy.matrix` of GitHub Actions takes it.

    Args:
        report: a comparison. A workspace that could not be compared has no entry; the exit code tells.

    Returns:
        `{"include": [{"name", "id", "changes", "breaking", "fingerprint"}]}` with a trailing newline. All values are
        text or numbers. Without anything to do the list is empty, and GitHub refuses an empty matrix: ask first.
    """
    include = [
        {
            "name": found.name,
            "id": found.workspace_id,
            "changes": len(ledger.changes_of(found)),
            "breaking": verdicts.count(found, Level.BREAKING),
            "fingerprint": found.change_set.fingerprint,
        }
        for found in report.workspaces
        if found.change_set is not None and found.change_set.changes
    ]
    return json.dumps({"include": include}) + "\n"
