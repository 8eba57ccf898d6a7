"""A merge queue: does what was reviewed still hold? Nothing is written."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dataplan_sync.cli import workspace
from dataplan_sync.cli.action import accepting
from dataplan_sync.cli.action.merging import ask
from dataplan_sync.cli.action.reviews import gather
from dataplan_sync.cli.action.stage import Conclusion
from dataplan_sync.errors import NotFoundError, UsageError
from dataplan_sync.files.source import WorkTree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataplan_sync.cli.action.stage import Stage
    from dataplan_sync.github.events import MergeGroupEvent
    from dataplan_sync.github.records import Commit, PullRequest

_NAMED: Final = re.compile(r"(?:^Merge pull request #([0-9]{1,10}) .*|\(#([0-9]{1,10})\)$)")


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
    facts = replace(stage.facts(), pull_requests=tuple(pull.number for pull in pulls))
    with stage.applying(source, loaded) as applying:
        reviews = gather(
            stage, pulls, workspace_id=applying.settings.workspace_id, all_pulled=bool(pulls)
        )
        asked = ask(applying, stage, reviews)
    report = asked.refusal or workspace.report_on("verify", asked.found)
    told = accepting.told(facts, asked.found, asked.applying.configuration)
    return Conclusion(replace(report, command="verify"), told)


def _pulls(stage: Stage, group: MergeGroupEvent) -> Iterator[PullRequest]:
    """Give the pull requests of a group, those that are before in the queue first.

    What a commit message names counts only where it is an open pull request to the branch of the queue.
    """
    commits = stage.github.commits.compare(group.base_sha, group.head_sha).commits
    numbers = dict.fromkeys((*_named(_mainline(commits, group.head_sha)), *group.pull_numbers))
    branch = group.base_ref.removeprefix("refs/heads/")
    for number in numbers:
        try:
            pull = stage.github.pulls.get(number)
        except NotFoundError:
            continue
        if pull.base.ref == branch and not pull.merged:
            yield pull


def _named(commits: Iterator[Commit]) -> Iterator[int]:
    for commit in commits:
        found = _NAMED.search(commit.message.partition("\n")[0].strip())
        if found:
            yield int(found[1] or found[2])


def _mainline(commits: tuple[Commit, ...], head: str) -> Iterator[Commit]:
    """Give the commits that the queue made, oldest first, and not those that a merge brought along."""
    known = {commit.sha: commit for commit in commits}
    line: list[Commit] = []
    at: str | None = head
    while at in known:
        line.append(known[at])
        at = next(iter(known[at].parents), None)
    return reversed(line)
