"""A pull request: what merging it would do, held against live. What keeps the comment from being read is no obstacle."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dataplan_sync.cli import workspace
from dataplan_sync.cli.action import accepting, labels
from dataplan_sync.cli.action.forks import against_base
from dataplan_sync.cli.action.policy import policy_changes
from dataplan_sync.cli.action.stage import Conclusion
from dataplan_sync.cli.diff import fails
from dataplan_sync.cli.validating import checked
from dataplan_sync.errors import ApiError, RefusedChangeSetError
from dataplan_sync.files.source import WorkTree
from dataplan_sync.github import comment
from dataplan_sync.impact.assess import assess_all

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dataplan_sync.cli.action.labels import Labelled
    from dataplan_sync.cli.action.stage import Stage
    from dataplan_sync.github.comment import Found
    from dataplan_sync.github.events import PullRequestEvent
    from dataplan_sync.render.comment_facts import CommentFacts
    from dataplan_sync.report import CommandReport


@dataclass(frozen=True, slots=True)
class Seen:
    """What is on the pull request already."""

    comment: Found | None = None
    label: Labelled | None = None
    warnings: tuple[str, ...] = ()

    @property
    def body(self) -> str:
        """The text of our comment; empty if there is none."""
        return self.comment.comment.body if self.comment else ""

    @property
    def listed(self) -> Mapping[str, str]:
        """The findings that our comment lists."""
        return labels.listed_by(self.comment)


def compare(stage: Stage) -> Conclusion:
    """Compare plan files with live, and say what a merge would do.

    Raises:
        ApiError: live could not be fetched.
    """
    source = WorkTree(stage.plans)
    loaded = workspace.load(source, stage.configuration)
    pull = stage.context.pull_request
    if loaded.errors:
        report = workspace.invalid_report("diff", stage.inputs.workspace_id, loaded)
        return failed(stage, report)
    if pull and stage.is_untrusted:
        return against_base(stage, loaded, pull)
    seen = _seen(stage, pull)
    with stage.applying(source, loaded) as applying:
        change_set = applying.compare()
        impacts = assess_all(change_set)
        entries = labels.acceptances(impacts, seen.listed, seen.label)
        configuration = accepting.accepting(stage.configuration, entries)
        allowed = replace(applying, configuration=configuration)
        found = allowed.judged(change_set, None, impacts)
    found = replace(
        found,
        exit_code=RefusedChangeSetError.exit_code if fails(found, stage.inputs.fail_on) else 0,
        notes=(*found.notes, *labels.notes(impacts, seen.listed, seen.label)),
    )
    facts = accepting.told(_facts(stage), found, configuration)
    if not change_set.changes:
        facts = replace(facts, previous=seen.body)
    return Conclusion(
        workspace.report_on("diff", found),
        facts,
        _pulls(pull, facts),
        labels.listed(impacts, seen.listed),
        warnings=seen.warnings,
    )


def check(stage: Stage) -> Conclusion:
    """Check plan files and the fixture events beside them; nothing else is asked.

    Returns:
        A report without a comparison; no comment says it, the annotations do.
    """
    report = checked(WorkTree(stage.plans), stage.configuration)
    return Conclusion(report, stage.facts())


def failed(stage: Stage, report: CommandReport) -> Conclusion:
    """Conclude a run that could not compare: the comment has to say it, so that no old success stands.

    What the comment listed is kept: a label that was set then still stands for it.
    """
    pull = stage.context.pull_request
    if pull is None or stage.is_untrusted or report.command != "diff":
        return Conclusion(report, stage.facts())
    seen = _seen(stage, pull)
    facts = replace(_facts(stage, report), previous=seen.body)
    return Conclusion(report, facts, _pulls(pull, facts), dict(seen.listed), warnings=seen.warnings)


def previous(stage: Stage, pull_number: int) -> Found | None:
    """Find our comment on a pull request; where a race has left several, the one that the newest run wrote.

    Raises:
        ApiError: GitHub could not be asked.
    """
    found = comment.find(stage.github, pull_number, key=stage.key, author=stage.author)
    return max(found, key=lambda one: one.marker.age, default=None)


def _seen(stage: Stage, pull: PullRequestEvent | None) -> Seen:
    """Look at the pull request. Where that fails nothing counts as accepted, and the comparison goes on."""
    if pull is None or not stage.inputs.token:
        return Seen()
    try:
        before = previous(stage, pull.number)
        return Seen(before, labels.labelled(stage.github, pull.number))
    except ApiError as exc:
        said = f"Comment and labels of #{pull.number} could not be read, so no label counts: {exc}"
        return Seen(warnings=(said,))


def _facts(stage: Stage, report: CommandReport | None = None) -> CommentFacts:
    """Give what is known of the run. What an invalid configuration changes in the policy is not known."""
    file = stage.configuration.file
    found = report.workspaces if report else ()
    invalid = any(problem.mark.file == file for one in found for problem in one.problems)
    return replace(stage.facts(), policy_changes=() if invalid else policy_changes(stage))


def _pulls(pull: PullRequestEvent | None, facts: CommentFacts) -> dict[int, CommentFacts]:
    return {pull.number: facts} if pull else {}
