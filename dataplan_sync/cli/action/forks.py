"""The first half of the fork-safe pair: a run without secrets compares plan files with those of the base branch."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dataplan_sync import diff
from dataplan_sync.cli import workspace
from dataplan_sync.cli.action.checkout import files_at
from dataplan_sync.cli.action.policy import policy_changes
from dataplan_sync.cli.action.stage import Conclusion
from dataplan_sync.errors import ApiError, RepositoryError
from dataplan_sync.impact.assess import assess_all

if TYPE_CHECKING:
    from dataplan_sync.changes import ChangeSet
    from dataplan_sync.cli.action.stage import Stage
    from dataplan_sync.desired import LoadedPlans
    from dataplan_sync.github.events import PullRequestEvent

UNKNOWN_WORKSPACE: Final = 0
"""Stands in for the workspace, which a fork's run may not know."""


def against_base(stage: Stage, loaded: LoadedPlans, pull: PullRequestEvent) -> Conclusion:
    """Compare with the plan files of the base: all that a run without secrets can know.

    Returns:
        A report that fails over nothing that was compared: what it does to live is not known.
    """
    facts = replace(
        stage.facts(),
        live_read=False,
        compared_with=f"the base branch {pull.base_ref}",
        policy_changes=policy_changes(stage),
    )
    begun = workspace.begun(stage.inputs.workspace_id, loaded)
    try:
        change_set = _compare(stage, loaded, pull)
    except (ApiError, RepositoryError) as exc:
        note = (
            f"The plan files were checked, and not compared with the base branch: {exc} Give actions/checkout "
            "`fetch-depth: 0`, so that git has the base branch."
        )
        report = workspace.report_on("diff", replace(begun, notes=(note,)))
        return Conclusion(report, facts, warnings=(note,))
    found = replace(begun, change_set=change_set, impacts=assess_all(change_set))
    return Conclusion(workspace.report_on("diff", found), facts)


def _compare(stage: Stage, loaded: LoadedPlans, pull: PullRequestEvent) -> ChangeSet:
    number = stage.inputs.workspace_id or UNKNOWN_WORKSPACE
    with files_at(stage, pull.base_sha, stage.plans) as files:
        base = workspace.load(files, stage.configuration, check=False)
        wanted, before = stage.view(loaded).state, stage.view(base).state
        return diff.diff_states(wanted, before, workspace_id=number)
