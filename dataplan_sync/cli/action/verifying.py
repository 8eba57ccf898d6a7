"""A merge queue: does what was reviewed still hold? Nothing is written."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dataplan_sync.cli import workspace
from dataplan_sync.cli.action.merging import ask, of_the_range
from dataplan_sync.cli.action.reviews import gather
from dataplan_sync.cli.action.stage import Conclusion
from dataplan_sync.errors import UsageError
from dataplan_sync.files.source import WorkTree
from dataplan_sync.impact.assess import assess_all

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataplan_sync.cli.action.stage import Stage
    from dataplan_sync.github.events import MergeGroupEvent
    from dataplan_sync.github.records import PullRequest

_NAMED: Final = re.compile(r"Merge pull request #([0-9]{1,10}) |\(#([0-9]{1,10})\)$")


def verify(stage: Stage) -> Conclusion:
    """Hold what was reviewed against live, for all pull requests of a merge group.

    Raises:
        UsageError: the event is no merge group.
        ApiError: GitHub or live could not be asked.
    """
    group = stage.context.merge_group
    if group is None:
        message = "`command: verify` is for the event merge_group: it checks what a merge queue is about to merge."
        raise UsageError(message)
    source = WorkTree(stage.plans)
    loaded = workspace.load(source, stage.configuration)
    if loaded.errors:
        report = workspace.invalid_report("verify", stage.inputs.workspace_id, loaded)
        return Conclusion(report, stage.facts())
    pulls = tuple(_pulls(stage, group))
    with stage.applying(source, loaded) as applying:
        reviews = gather(
            stage, pulls, workspace_id=applying.settings.workspace_id, all_pulled=bool(pulls)
        )
        change_set, left = of_the_range(applying.compare(), reviews, stage)
        impacts = assess_all(change_set)
        accepted = (*stage.configuration.accepted, *reviews.acceptances(impacts))
        allowed = replace(applying, configuration=replace(stage.configuration, accepted=accepted))
        found = allowed.judged(change_set, reviews.review, impacts)
        found = replace(found, notes=(*found.notes, *left))
        refusal = ask(allowed, found, change_set, reviews, stage)
    report = refusal or workspace.report_on("verify", found)
    return Conclusion(replace(report, command="verify"), stage.facts())


def _pulls(stage: Stage, group: MergeGroupEvent) -> Iterator[PullRequest]:
    """Give the pull requests of a group, those that are before in the queue first."""
    numbers: dict[int, None] = {}
    for commit in stage.github.commits.compare(group.base_sha, group.head_sha).commits:
        for found in _NAMED.finditer(commit.message.partition("\n")[0].strip()):
            numbers[int(found[1] or found[2])] = None
    for number in (*numbers, *(one for one in group.pull_numbers if one not in numbers)):
        yield stage.github.pulls.get(number)
