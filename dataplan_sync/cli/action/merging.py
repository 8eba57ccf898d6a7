"""A push to the default branch: apply what was reviewed, of everything that was merged since the last apply.

Queued runs are evicted and failed ones are run again with an old checkout. So before anything else the run asks where
the branch and the last applied commit are, and covers what lies between them, or nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from dataplan_sync.cli import workspace
from dataplan_sync.cli.action import recording
from dataplan_sync.cli.action.reviews import Reviews, gather
from dataplan_sync.cli.action.stage import Conclusion
from dataplan_sync.cli.signals import shielding
from dataplan_sync.errors import (
    NotFoundError,
    RefusedChangeSetError,
    RepositoryError,
    StaleChangeSetError,
)
from dataplan_sync.files.source import WorkTree
from dataplan_sync.github.merged import MergedPull, Range, arrivals
from dataplan_sync.github.records import ComparisonStatus
from dataplan_sync.impact.assess import assess_all
from dataplan_sync.report import CommandReport
from dataplan_sync.repository import open_repository

if TYPE_CHECKING:
    from dataplan_sync.changes import ChangeSet
    from dataplan_sync.cli.action.stage import Stage
    from dataplan_sync.cli.applying import Applying
    from dataplan_sync.files.source import Source
    from dataplan_sync.model import ObjectKey
    from dataplan_sync.render.comment_facts import CommentFacts
    from dataplan_sync.report import WorkspaceReport

_BEHIND: Final = frozenset((ComparisonStatus.BEHIND, ComparisonStatus.IDENTICAL))


@dataclass(frozen=True, slots=True)
class Span:
    """What an apply covers."""

    last: str | None
    """The last applied commit; None if none is recorded."""
    head: str
    """The commit that is applied."""
    came: Range | None
    """What came in between; None where the fingerprint is the review."""


def applied_ref(workspace_id: int) -> str:
    """Name the ref that leads to the last applied commit (design §5)."""
    return f"refs/dataplan-sync/{workspace_id}/applied"


def merge(stage: Stage, *, record: bool = True) -> Conclusion:
    """Apply what was reviewed, and record it.

    Args:
        stage: the run.
        record: whether the last applied commit is moved.

    Raises:
        StaleChangeSetError: the branch was rewritten.
        ApiError: GitHub or live could not be asked.
    """
    branch = stage.context.branch
    if branch != (stage.context.default_branch or branch):
        return _nothing(stage, f"{branch} is not the default branch: a push to it applies nothing.")
    workspace_id = _workspace_id(stage)
    span = _span(stage, branch, workspace_id)
    if span is None:
        last = stage.github.refs.get(applied_ref(workspace_id)) or ""
        note = f"{stage.context.sha[:7]} is covered by {last[:7]}, which is applied already."
        return _nothing(stage, note, covered_by=last)
    source = _source(stage, span.head)
    loaded = workspace.load(source, stage.configuration)
    if loaded.errors:
        return Conclusion(workspace.invalid_report("apply", workspace_id, loaded), stage.facts())
    reviews = _reviews(stage, span, workspace_id)
    with shielding(stage.console) as shield, stage.applying(source, loaded) as applying:
        change_set, left = of_the_range(applying.compare(), reviews, stage)
        impacts = assess_all(change_set)
        accepted = (*stage.configuration.accepted, *reviews.acceptances(impacts))
        allowed = replace(applying, configuration=replace(stage.configuration, accepted=accepted))
        found = allowed.judged(change_set, reviews.review, impacts)
        found = replace(found, notes=(*found.notes, *left))
        refusal = ask(allowed, found, change_set, reviews, stage)
        report = refusal or allowed.carry_out(found, change_set, shield)
        notes = _recorded(stage, span, workspace_id, report) if record else ()
        return _concluded(stage, span, report, reviews, change_set, notes)


def _workspace_id(stage: Stage) -> int:
    return workspace.read_settings(stage.console, stage.options).workspace_id


def _span(stage: Stage, branch: str, workspace_id: int) -> Span | None:
    """Find out what to cover; None if the run's own commit is applied already.

    Raises:
        StaleChangeSetError: neither of two commits is an ancestor of the other: the branch was rewritten.
    """
    own = stage.context.sha
    head = stage.github.refs.branch_head(branch) or own
    last = stage.github.refs.get(applied_ref(workspace_id))
    if last is not None:
        status = _status(stage, last, own)
        if status in _BEHIND and stage.inputs.fingerprint is None:
            return None
        if status is ComparisonStatus.DIVERGED:
            message = (
                f"The last applied commit {last[:7]} is not part of {branch} any more, which was rewritten: nothing "
                "was written. Look at the difference, then run this workflow by hand with `command: apply` and the "
                "`fingerprint` that the difference prints."
            )
            raise StaleChangeSetError(message)
    if head != own and _status(stage, own, head) is not ComparisonStatus.AHEAD:
        message = (
            f"{own[:7]} is not part of {branch} any more, which was rewritten: nothing was written."
        )
        raise StaleChangeSetError(message)
    if stage.inputs.fingerprint is not None:
        return Span(last, head, None)
    return Span(last, head, arrivals(stage.github, last=last, head=head, branch=branch))


def _status(stage: Stage, base: str, head: str) -> ComparisonStatus:
    if base == head:
        return ComparisonStatus.IDENTICAL
    try:
        return stage.github.commits.compare(base, head).status
    except NotFoundError:
        return ComparisonStatus.DIVERGED


def _source(stage: Stage, head: str) -> Source:
    """Give the plan files of the commit that is applied: of the checkout, or of where the branch has moved to."""
    if head == stage.context.sha:
        return WorkTree(stage.plans)
    try:
        with open_repository(stage.plans) as repository:
            root = repository.relative(stage.plans)
    except RepositoryError:
        root = stage.plans.as_posix()
    return stage.github.files(head, root)


def _reviews(stage: Stage, span: Span, workspace_id: int) -> Reviews:
    if span.came is None:
        return Reviews()
    all_pulled = all(isinstance(one, MergedPull) for one in span.came.arrivals)
    return gather(stage, span.came.pulls, workspace_id=workspace_id, all_pulled=all_pulled)


def of_the_range(
    change_set: ChangeSet, reviews: Reviews, stage: Stage
) -> tuple[ChangeSet, tuple[str, ...]]:
    """Leave out what nobody touched, where all that came in was reviewed: it is drift, which an apply leaves alone."""
    if not reviews.complete or stage.inputs.fingerprint is not None:
        return change_set, ()
    kept = tuple(change for change in change_set.changes if change.key in reviews.review.changes)
    left = tuple(change for change in change_set.changes if change not in kept)
    notes = tuple(
        f"{change.key} differs from git and is part of no review: it was left as it is."
        for change in left
    )
    return replace(change_set, changes=kept), notes


def ask(
    applying: Applying,
    found: WorkspaceReport,
    change_set: ChangeSet,
    reviews: Reviews,
    stage: Stage,
) -> CommandReport | None:
    """Ask the reviews object by object, then the guards."""
    unreviewed = _unreviewed(change_set, reviews, stage)
    covered = replace(
        change_set,
        changes=tuple(change for change in change_set.changes if change.key not in unreviewed),
    )
    fingerprint = stage.inputs.fingerprint
    reviewed = None if fingerprint is not None else reviews.review
    asked = change_set if fingerprint is not None else covered
    stale = applying.refusal(
        replace(found, hazards=()), asked, reviewed=reviewed, fingerprint=fingerprint
    )
    if stale:
        return stale
    if unreviewed and stage.configuration.policy.require_review:
        names = ", ".join(sorted(map(str, unreviewed)))
        message = (
            f"policy.require_review is on, and no review of these counts: {names}. Open a pull request for them, or "
            f"run this workflow by hand with `command: apply` and `fingerprint: {change_set.fingerprint[:8]}`."
        )
        refused = replace(found, exit_code=RefusedChangeSetError.exit_code)
        return workspace.report_on("apply", refused, message)
    return applying.refusal(found, change_set, reviewed=None, fingerprint=None)


def _unreviewed(change_set: ChangeSet, reviews: Reviews, stage: Stage) -> frozenset[ObjectKey]:
    """Give what is applied under the guards alone, because no review of it counts."""
    if stage.inputs.fingerprint is not None:
        return frozenset()
    return frozenset(
        change.key for change in change_set.changes if change.key not in reviews.review.changes
    )


def _recorded(
    stage: Stage, span: Span, workspace_id: int, report: CommandReport
) -> tuple[str, ...]:
    return recording.record(stage, workspace_id, last=span.last, head=span.head, report=report)


def _concluded(
    stage: Stage,
    span: Span,
    report: CommandReport,
    reviews: Reviews,
    change_set: ChangeSet,
    notes: tuple[str, ...],
) -> Conclusion:
    unreviewed = _unreviewed(change_set, reviews, stage)
    facts = replace(
        stage.facts(),
        head=span.head,
        pull_requests=tuple(one.pull.number for one in reviews.pulls),
        unreviewed={change_set.workspace_id: unreviewed} if unreviewed else {},
    )
    pulls: dict[int, CommentFacts] = {
        one.pull.number: replace(
            facts,
            previous=one.comment.comment.body if one.comment else "",
            reviewed=one.reviewed,
        )
        for one in reviews.pulls
    }
    return Conclusion(report, facts, pulls, notes=notes)


def _nothing(stage: Stage, note: str, covered_by: str = "") -> Conclusion:
    facts = replace(stage.facts(), covered_by=covered_by)
    return Conclusion(CommandReport("apply"), facts, notes=(note,))
