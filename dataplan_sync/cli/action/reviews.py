"""What was reviewed of a range of merged pull requests: the comments that say it, object by object.

A review counts only if the comment's head is the head that the pull request was merged with: what was pushed after
it was looked at by nobody. For an object, the newest review that covers it counts; what the ones before wanted it to
be is a state that it may be found in (`review.latest`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from dataplan_sync import review
from dataplan_sync.cli.action import labels
from dataplan_sync.cli.action.comparing import previous
from dataplan_sync.errors import UsageError
from dataplan_sync.render import review_block
from dataplan_sync.review import Review

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dataplan_sync.cli.action.labels import Labelled
    from dataplan_sync.cli.action.stage import Stage
    from dataplan_sync.configuration import Acceptance
    from dataplan_sync.github.comment import Found
    from dataplan_sync.github.records import PullRequest
    from dataplan_sync.impact.verdict import Impact
    from dataplan_sync.model import JSONValue, ObjectKey

REVIEWED: Final = "reviewed"
"""The key of the marker under which id and attempt of the run that made the review are kept."""


@dataclass(frozen=True, slots=True)
class PullReview:
    """What one pull request brings along."""

    pull: PullRequest
    comment: Found | None
    reviewed: JSONValue
    """In the shape of the JSON report; None if no review counts."""
    label: Labelled | None

    @property
    def age(self) -> tuple[int, int]:
        """What orders reviews: the greater one is newer. An apply that has written the comment since does not count."""
        match self.comment.marker.more.get(REVIEWED) if self.comment else None:
            case [int(run), int(attempt)]:
                return run, attempt
            case _:
                return 0, 0


@dataclass(frozen=True, slots=True)
class Reviews:
    """What was reviewed of all pull requests of a range."""

    pulls: tuple[PullReview, ...] = ()
    review: Review = field(default_factory=Review)
    complete: bool = False
    """Whether every change of the range came with a review that counts."""

    def acceptances(
        self, impacts: Mapping[ObjectKey, tuple[Impact, ...]]
    ) -> tuple[Acceptance, ...]:
        """Give what labels accept, on whichever of the pull requests."""
        return tuple(
            entry
            for one in self.pulls
            if one.reviewed is not None
            for entry in labels.acceptances(impacts, labels.listed_by(one.comment), one.label)
        )


def gather(
    stage: Stage, pulls: Iterable[PullRequest], *, workspace_id: int, all_pulled: bool
) -> Reviews:
    """Read the reviews of pull requests.

    Args:
        stage: the run.
        pulls: the pull requests, in the order in which they were merged.
        workspace_id: whose part of the reviews counts.
        all_pulled: whether nothing came in beside them, such as a direct push.

    Raises:
        ApiError: GitHub could not be asked.
    """
    found = tuple(_of(stage, pull, workspace_id) for pull in pulls)
    whole = review.latest(
        review.from_report(one.reviewed, workspace_id=workspace_id)
        for one in sorted(found, key=lambda one: one.age)
        if one.reviewed is not None
    )
    complete = all_pulled and bool(found) and all(one.reviewed is not None for one in found)
    return Reviews(found, whole, complete)


def _of(stage: Stage, pull: PullRequest, workspace_id: int) -> PullReview:
    found = None if pull.is_fork else previous(stage, pull.number)
    label = labels.labelled(stage.github, pull.number) if found else None
    return PullReview(pull, found, _reviewed(stage, pull, found, workspace_id), label)


def _reviewed(stage: Stage, pull: PullRequest, found: Found | None, workspace_id: int) -> JSONValue:
    if found is None or found.marker.head != pull.head.sha:
        return None
    block = review_block.parse(found.comment.body)
    if block is None or block.head != pull.head.sha:
        return None
    report = block.report if block.report is not None else _from_artifact(stage, found)
    try:
        review.from_report(report, workspace_id=workspace_id)
    except UsageError:
        return None
    return report


def _from_artifact(stage: Stage, found: Found) -> JSONValue:
    """Read the report that the run of the comment left behind, where it was too large for the comment."""
    for artifact in stage.github.artifacts.of_run(_reviewing_run(found)):
        if artifact.name.startswith(stage.inputs.artifact):
            content = stage.github.artifacts.read(artifact, stage.inputs.report.name)
            try:
                report: JSONValue = json.loads(content or b"null")
            except (ValueError, RecursionError):
                continue
            return report
    return None


def _reviewing_run(found: Found) -> int:
    """Give the run that made the review: an apply that wrote its ledger since is another one."""
    match found.marker.more.get(REVIEWED):
        case [int(run_id), *_]:
            return run_id
        case _:
            return found.marker.run_id
