"""What a run knows beside its report, as a comment on a pull request needs it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dataplan_sync.guards.advice import Instruction
    from dataplan_sync.model import JSONValue, ObjectKey


class OnMerge(StrEnum):
    """What happens when the pull request is merged, for the footer."""

    APPLY = "merging applies exactly this"
    NOTHING = "merging applies nothing by itself"


@dataclass(frozen=True, slots=True)
class Run:
    """The workflow run that writes the comment."""

    url: str
    number: int
    attempt: int = 1


@dataclass(frozen=True, slots=True)
class AcceptedFinding:
    """A finding that stops nothing, because somebody accepted it."""

    finding: str
    """The object, the rule and the place: `shop v2, POINT_REMOVED: Legacy Click`."""
    by: str
    """Where or by whom: `dataplan-sync.yaml:7:5`, `the label accept-data-loss, set by somebody`."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CommentFacts:
    """Everything that a comment says and the report does not hold.

    All text may be as users wrote it; it is escaped where it is shown.
    """

    head: str = ""
    """The head commit of the pull request, or the commit that was applied."""
    run: Run | None = None
    environment: str = ""
    """What people call the place that is changed, such as `production`; empty: the workspace's own name is shown."""
    on_merge: OnMerge = OnMerge.APPLY
    live_read: bool = True
    """False for a pull request from a fork: no credentials, so files were compared with `compared_with`."""
    compared_with: str = "the base branch"
    summary_url: str = ""
    report_url: str = ""
    previous: str = ""
    """The comment that this one replaces, whole. A failed run folds it, an apply keeps its review, and "no changes"
    says what it was before."""
    accepted: tuple[AcceptedFinding, ...] = ()
    instructions: tuple[Instruction, ...] = ()
    """What to change in `dataplan-sync.yaml` to allow what is refused (`guards.advice.instructions`)."""
    label: str = ""
    """The label that would accept it on this pull request alone; empty if there is none."""
    policy_changes: tuple[str, ...] = ()
    """What this pull request changes in the policy itself, a sentence each."""
    pull_requests: tuple[int, ...] = ()
    """The merged pull requests that an apply covers."""
    unreviewed: Mapping[int, frozenset[ObjectKey]] = field(default_factory=dict)
    """By workspace: what was applied under the guards alone, because no review of it counts."""
    reviewed: JSONValue = None
    """What was reviewed, in the shape of the JSON report, for a refusal: of `review_block.parse`, or better the
    whole report from the artifact, which has the fields too."""
    holding: Mapping[int, frozenset[ObjectKey]] = field(default_factory=dict)
    """By workspace: what holds by all reviews of the range together, whatever `reviewed` alone says of it."""
    covered_by: str = ""
    """The commit that is applied already and contains this one; nothing was written then."""
