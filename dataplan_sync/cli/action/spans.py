"""What an apply covers: from the last applied commit to the head of the branch, wherever that has moved to meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dataplan_sync.cli.action.checkout import from_top
from dataplan_sync.cli.action.policy import configuration_of
from dataplan_sync.cli.base import applied_ref
from dataplan_sync.errors import NotFoundError, StaleChangeSetError
from dataplan_sync.files.source import WorkTree
from dataplan_sync.github.merged import MergedPull, Range, arrivals
from dataplan_sync.github.records import ComparisonStatus
from dataplan_sync.settings import DEFAULT_PLANS

if TYPE_CHECKING:
    from dataplan_sync.cli.action.stage import Stage
    from dataplan_sync.files.source import Source
    from dataplan_sync.problems.problem import Problem

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
    rewritten: bool = False
    """Whether the branch does not have the last applied commit any more."""

    @property
    def all_pulled(self) -> bool:
        """Whether nothing came in but pull requests."""
        return self.came is not None and all(
            isinstance(one, MergedPull) for one in self.came.arrivals
        )


@dataclass(frozen=True, slots=True)
class AtHead:
    """What the commit that is applied says."""

    stage: Stage
    """With the configuration of that commit."""
    source: Source
    problems: tuple[Problem, ...] = ()
    """What is wrong in its configuration."""


def find(stage: Stage, workspace_id: int) -> Span | None:
    """Find out what to cover; None if the run's own commit is applied already.

    Raises:
        StaleChangeSetError: neither of two commits is an ancestor of the other: the branch was rewritten.
        ApiError: GitHub could not be asked.
    """
    own, branch = stage.context.sha, stage.context.branch
    head = stage.github.refs.branch_head(branch) or own
    last = stage.github.refs.get(applied_ref(workspace_id))
    asked = stage.inputs.fingerprint is not None
    status = ComparisonStatus.AHEAD if last is None else _status(stage, last, own)
    rewritten = status is ComparisonStatus.DIVERGED
    if not asked:
        if status in _BEHIND:
            return None
        if last is not None and rewritten:
            message = (
                f"The last applied commit {last[:7]} is not part of {branch} any more, which was rewritten: nothing "
                "was written. Look at the difference, then run this workflow by hand with `command: apply` and the "
                "`fingerprint` that the difference prints."
            )
            raise StaleChangeSetError(message)
    if head != own and _status(stage, own, head) is not ComparisonStatus.AHEAD:
        message = (
            f"{own[:7]} is not part of {branch} any more, which was rewritten: nothing was written. The run of its "
            "present head applies it."
        )
        raise StaleChangeSetError(message)
    if asked:
        return Span(last, head, None, rewritten)
    return Span(last, head, arrivals(stage.github, last=last, head=head, branch=branch))


def at_head(stage: Stage, head: str) -> AtHead:
    """Give files and configuration of the commit that is applied: of the checkout, or of where the branch has moved to.

    Raises:
        ApiError: GitHub could not be asked for the files of that commit.
    """
    if head == stage.context.sha:
        return AtHead(stage, WorkTree(stage.plans))
    file = Path(stage.configuration.file)
    found = configuration_of(stage.github.files(head, from_top(file.parent)), file)
    configuration = found.configuration
    plans = stage.inputs.plans or Path(configuration.plans or DEFAULT_PLANS)
    moved = replace(stage, configuration=configuration, plans=plans)
    if stage.selected and not found.problems:
        (selected,) = moved.find_workspaces()
        moved = moved.at(selected, one_of_several=stage.is_one_of_several)
    return AtHead(moved, stage.github.files(head, from_top(plans)), found.problems)


def _status(stage: Stage, base: str, head: str) -> ComparisonStatus:
    if base == head:
        return ComparisonStatus.IDENTICAL
    try:
        return stage.github.commits.compare(base, head).status
    except NotFoundError:
        return ComparisonStatus.DIVERGED
