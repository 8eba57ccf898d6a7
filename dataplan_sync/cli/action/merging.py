"""A push to the default branch: apply what was reviewed, of everything that was merged since the last apply.

Queued runs are evicted and failed ones are run again with an old checkout. So before anything else the run asks where
the branch and the last applied commit are, and covers what lies between them, or nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dataplan_sync import review
from dataplan_sync.cli import workspace
from dataplan_sync.cli.action import accepting, based, recording, spans
from dataplan_sync.cli.action.reviews import Reviews, gather
from dataplan_sync.cli.action.stage import Conclusion
from dataplan_sync.cli.base import applied_ref
from dataplan_sync.cli.signals import shielding
from dataplan_sync.errors import DataplanSyncError, InvalidPlanFilesError, RefusedChangeSetError
from dataplan_sync.impact.assess import assess_all
from dataplan_sync.report import CommandReport, WorkspaceReport

if TYPE_CHECKING:
    from dataplan_sync.changes import ChangeSet
    from dataplan_sync.cli.action.spans import AtHead, Span
    from dataplan_sync.cli.action.stage import Stage
    from dataplan_sync.cli.applying import Applying
    from dataplan_sync.model import ObjectKey
    from dataplan_sync.render.comment_facts import CommentFacts


@dataclass(frozen=True, slots=True)
class Answered:
    """What asking reviews and guards came to."""

    applying: Applying
    """With the configuration that also accepts what labels accept."""
    change_set: ChangeSet
    found: WorkspaceReport
    refusal: CommandReport | None
    left: tuple[str, ...]
    """What differs from git and was left as it is, a sentence each."""
    unreviewed: frozenset[ObjectKey]
    """What is applied under the guards alone, because no review of it counts."""


def merge(stage: Stage) -> Conclusion:
    """Apply what was reviewed, and record it.

    Raises:
        StaleChangeSetError: the branch was rewritten.
        ApiError: GitHub could not be asked.
    """
    branch, default = stage.context.branch, stage.context.default_branch
    if not branch or branch != (default or branch):
        what = branch or stage.context.ref or "This"
        return _nothing(stage, f"{what} is not the default branch: nothing is applied.")
    workspace_id = workspace.read_settings(stage.console, stage.options).workspace_id
    span = spans.find(stage, workspace_id)
    if span is None:
        last = stage.github.refs.get(applied_ref(workspace_id)) or ""
        note = f"{stage.context.sha[:7]} is covered by {last[:7]}, which is applied already."
        return _nothing(stage, note, covered_by=last)
    reviews = _reviews(stage, span, workspace_id)
    try:
        at_head = spans.at_head(stage, span.head)
        return _apply(at_head, span, reviews, workspace_id)
    except DataplanSyncError as error:
        # Nothing was written; the pull requests of the range have to say so as well.
        report = CommandReport("apply", error.exit_code, (str(error),))
        return _concluded(stage, span, report, reviews)


def _apply(at_head: AtHead, span: Span, reviews: Reviews, workspace_id: int) -> Conclusion:
    stage, source = at_head.stage, at_head.source
    if at_head.problems:
        code = InvalidPlanFilesError.exit_code
        invalid = WorkspaceReport(workspace_id, "", code, problems=at_head.problems)
        report = CommandReport("apply", code, (), (invalid,))
        return _concluded(stage, span, report, reviews)
    loaded = workspace.load(source, stage.configuration)
    if loaded.errors:
        report = workspace.invalid_report("apply", workspace_id, loaded)
        return _concluded(stage, span, report, reviews)
    basing = based.at_commit(span.last)
    with shielding(stage.console) as shield, stage.applying(source, loaded, basing) as applying:
        asked = ask(applying, stage, reviews)
        report = asked.refusal or asked.applying.carry_out(asked.found, asked.change_set, shield)
        warnings = recording.record(stage, workspace_id, span, report, left=bool(asked.left))
        concluded = _concluded(stage, span, report, reviews, asked)
        return replace(concluded, warnings=warnings)


def _reviews(stage: Stage, span: Span, workspace_id: int) -> Reviews:
    if span.came is None:
        return Reviews()
    return gather(stage, span.came.pulls, workspace_id=workspace_id, all_pulled=span.all_pulled)


def ask(applying: Applying, stage: Stage, reviews: Reviews) -> Answered:
    """Compare with live, then ask the reviews object by object, then the guards.

    Raises:
        ApiError: live could not be fetched.
    """
    change_set, left = _of_the_range(applying.compare(), stage, reviews)
    impacts = assess_all(change_set)
    entries = reviews.acceptances(impacts)
    allowed = replace(applying, configuration=accepting.accepting(stage.configuration, entries))
    found = allowed.judged(change_set, reviews.review, impacts)
    found = replace(found, notes=(*found.notes, *left))
    unreviewed = _unreviewed(change_set, stage, reviews)
    asked = Answered(allowed, change_set, found, None, left, unreviewed)
    return replace(asked, refusal=_refusal(asked, stage, reviews))


def _of_the_range(
    change_set: ChangeSet, stage: Stage, reviews: Reviews
) -> tuple[ChangeSet, tuple[str, ...]]:
    """Leave out what nobody touched, where all that came in was reviewed: it is drift, which an apply leaves alone."""
    if not reviews.complete or stage.inputs.fingerprint is not None:
        return change_set, ()
    kept = tuple(change for change in change_set.changes if change.key in reviews.review.changes)
    notes = tuple(
        f"{change.key} differs from git and is part of no review: it was left as it is."
        for change in change_set.changes
        if change.key not in reviews.review.changes
    )
    return replace(change_set, changes=kept), notes


def _unreviewed(change_set: ChangeSet, stage: Stage, reviews: Reviews) -> frozenset[ObjectKey]:
    if stage.inputs.fingerprint is not None:
        return frozenset()
    return frozenset(
        change.key for change in change_set.changes if change.key not in reviews.review.changes
    )


def _refusal(asked: Answered, stage: Stage, reviews: Reviews) -> CommandReport | None:
    fingerprint, change_set = stage.inputs.fingerprint, asked.change_set
    reviewed = tuple(one for one in change_set.changes if one.key not in asked.unreviewed)
    stale = asked.applying.refusal(
        replace(asked.found, hazards=()),
        change_set if fingerprint is not None else replace(change_set, changes=reviewed),
        reviewed=None if fingerprint is not None else reviews.review,
        fingerprint=fingerprint,
    )
    if stale:
        return stale
    if asked.unreviewed and stage.configuration.policy.require_review:
        names = ", ".join(sorted(map(str, asked.unreviewed)))
        message = (
            f"policy.require_review is on, and no review of these counts: {names}. Open a pull request for them, or "
            f"run this workflow by hand with `command: apply` and `fingerprint: {change_set.fingerprint[:8]}`."
        )
        refused = replace(asked.found, exit_code=RefusedChangeSetError.exit_code)
        return workspace.report_on("apply", refused, message)
    return asked.applying.refusal(asked.found, change_set, reviewed=None, fingerprint=fingerprint)


def _concluded(
    stage: Stage, span: Span, report: CommandReport, reviews: Reviews, asked: Answered | None = None
) -> Conclusion:
    facts = replace(
        stage.facts(),
        head=span.head,
        pull_requests=tuple(one.pull.number for one in reviews.pulls),
    )
    if asked is not None:
        facts = accepting.told(facts, asked.found, asked.applying.configuration)
        unreviewed = {asked.change_set.workspace_id: asked.unreviewed} if asked.unreviewed else {}
        facts = replace(facts, unreviewed=unreviewed, holding=_holding(asked, reviews))
    pulls: dict[int, CommentFacts] = {
        one.pull.number: replace(
            facts,
            previous=one.comment.comment.body if one.comment else "",
            reviewed=one.reviewed,
        )
        for one in reviews.pulls
    }
    return Conclusion(report, facts, pulls)


def _holding(asked: Answered, reviews: Reviews) -> dict[int, frozenset[ObjectKey]]:
    author = asked.applying.client.author
    moved = review.moved(asked.change_set, reviews.review, own_author=author)
    kept = {change.key for change in asked.change_set.changes} - {change.key for change in moved}
    return {asked.change_set.workspace_id: frozenset(kept)}


def _nothing(stage: Stage, note: str, covered_by: str = "") -> Conclusion:
    facts = replace(stage.facts(), covered_by=covered_by)
    return Conclusion(CommandReport("apply"), facts, notes=(note,))
