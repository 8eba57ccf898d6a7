"""A pull request: what merging it would do, held against live; for a fork, whose runs have no secrets, against its base."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dataplan_sync import desired, diff
from dataplan_sync.cli import workspace
from dataplan_sync.cli.action import labels
from dataplan_sync.cli.action.policy import policy_changes
from dataplan_sync.cli.action.stage import Conclusion
from dataplan_sync.cli.diff import fails
from dataplan_sync.errors import (
    InvalidPlanFilesError,
    RefusedChangeSetError,
    RepositoryError,
)
from dataplan_sync.files.source import WorkTree
from dataplan_sync.github import comment
from dataplan_sync.guards.advice import snippet
from dataplan_sync.impact.assess import assess_all
from dataplan_sync.problems.problem import Severity
from dataplan_sync.repository import open_repository

if TYPE_CHECKING:
    from dataplan_sync.cli.action.stage import Stage
    from dataplan_sync.configuration import Acceptance
    from dataplan_sync.desired import LoadedPlans
    from dataplan_sync.github.comment import Found
    from dataplan_sync.github.events import PullRequestEvent
    from dataplan_sync.render.comment_facts import CommentFacts
    from dataplan_sync.report import WorkspaceReport

UNKNOWN_WORKSPACE = 0
"""Stands in a report of a fork's pull request, whose run does not know the workspace."""


def compare(stage: Stage) -> Conclusion:
    """Compare plan files with live, and say what a merge would do.

    Raises:
        ApiError: live could not be fetched.
    """
    source = WorkTree(stage.plans)
    loaded = workspace.load(source, stage.configuration)
    pull = stage.context.pull_request
    facts = stage.facts()
    if loaded.errors:
        report = workspace.invalid_report("diff", stage.inputs.workspace_id, loaded)
        return Conclusion(report, facts, _pulls(pull, facts))
    if pull and pull.is_fork:
        return _against_base(stage, loaded, pull, facts)
    before = previous(stage, pull.number) if pull else None
    with stage.applying(source, loaded) as applying:
        change_set = applying.compare()
        impacts = assess_all(change_set)
        known = labels.listed_by(before)
        label = labels.labelled(stage.github, pull.number) if pull else None
        accepting = _accepting(stage, labels.acceptances(impacts, known, label))
        found = replace(applying, configuration=accepting.configuration).judged(
            change_set, None, impacts
        )
    refused = fails(found, stage.inputs.fail_on)
    report = workspace.report_on(
        "diff", replace(found, exit_code=RefusedChangeSetError.exit_code if refused else 0)
    )
    told = replace(
        facts,
        previous=before.comment.body if before else "",
        policy_changes=policy_changes(stage),
        snippet=_snippet(found),
        label=labels.LABEL if found.hazards else "",
    )
    return Conclusion(report, told, _pulls(pull, told), labels.listed(impacts, known))


def check(stage: Stage) -> Conclusion:
    """Check plan files and the fixture events beside them; nothing else is asked.

    Returns:
        A report without a comparison; no comment says it, the annotations do.
    """
    source = WorkTree(stage.plans)
    loaded = workspace.load(source, stage.configuration)
    problems = loaded.problems
    if not loaded.errors:
        problems = (*problems, *desired.fixture_problems(source, loaded))
    invalid = any(problem.severity is Severity.ERROR for problem in problems)
    exit_code = InvalidPlanFilesError.exit_code if invalid else 0
    found = replace(workspace.begun(None, loaded), exit_code=exit_code, problems=problems)
    return Conclusion(workspace.report_on("validate", found), stage.facts())


def previous(stage: Stage, pull_number: int) -> Found | None:
    """Find our comment on a pull request; where a race has left several, the one that the newest run wrote."""
    found = comment.find(stage.github, pull_number, key=stage.key, author=stage.author)
    return max(found, key=lambda one: one.marker.age, default=None)


def _accepting(stage: Stage, by_label: tuple[Acceptance, ...]) -> Stage:
    configuration = stage.configuration
    accepted = (*configuration.accepted, *by_label)
    return replace(stage, configuration=replace(configuration, accepted=accepted))


def _pulls(pull: PullRequestEvent | None, facts: CommentFacts) -> dict[int, CommentFacts]:
    return {pull.number: facts} if pull and not pull.is_fork else {}


def _snippet(found: WorkspaceReport) -> str:
    permits = [hazard for hazard in found.hazards if hazard.permit]
    return snippet(permits) if permits else ""


def _against_base(
    stage: Stage, loaded: LoadedPlans, pull: PullRequestEvent, facts: CommentFacts
) -> Conclusion:
    """Compare with the plan files of the base: all that a run without secrets can know."""
    told = replace(facts, live_read=False, compared_with=f"the base branch {pull.base_ref}")
    number = stage.inputs.workspace_id or UNKNOWN_WORKSPACE
    begun = workspace.begun(stage.inputs.workspace_id, loaded)
    try:
        with open_repository(stage.plans) as repository:
            files = repository.files(
                repository.resolve(pull.base_sha), repository.relative(stage.plans)
            )
            base = workspace.load(files, stage.configuration, check=False)
            change_set = diff.diff_states(loaded.state, base.state, workspace_id=number)
    except RepositoryError as exc:
        note = f"The plan files were checked, and not compared with the base branch: {exc}"
        report = workspace.report_on("diff", replace(begun, notes=(note,)))
        return Conclusion(report, told, notes=(note,))
    found = replace(begun, change_set=change_set, impacts=assess_all(change_set))
    return Conclusion(workspace.report_on("diff", found), told)
