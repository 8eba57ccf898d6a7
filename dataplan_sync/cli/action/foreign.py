"""The second half of the fork-safe pair: a run with a token that writes posts what a fork's run has found.

It takes nothing from that run but a report, and that as data: which pull request it is about is asked of GitHub.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync.cli.action.inputs import REPORT
from dataplan_sync.cli.action.stage import Conclusion
from dataplan_sync.errors import UnexpectedAnswerError, UsageError
from dataplan_sync.github.records import IssueState
from dataplan_sync.render import foreign_report
from dataplan_sync.report import CommandReport

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataplan_sync.cli.action.stage import Stage
    from dataplan_sync.github.events import WorkflowRunEvent
    from dataplan_sync.render.foreign_report import ForeignReport

_FILE: Final = REPORT.rpartition("/")[2]
"""What our own runs call the report within the artifact."""


def post(stage: Stage) -> Conclusion:
    """Post what a fork's run has found on its pull request.

    Raises:
        UsageError: the event is none that tells of a run.
        ApiError: GitHub could not be asked.
    """
    event = stage.context.workflow_run
    if event is None:
        message = "The report of a fork is posted on the event workflow_run, and on no other."
        raise UsageError(message)
    numbers = tuple(_pull_numbers(stage, event))
    report, facts = CommandReport(stage.inputs.task), stage.facts()
    if not numbers:
        note = (
            f"No open pull request of a fork has the head {event.head_sha[:7]}: nothing is posted. "
            "It was closed, or has moved on and gets a run of its own."
        )
        return Conclusion(report, facts, notes=(note,))
    warnings: tuple[str, ...] = ()
    found: ForeignReport | None = None
    try:
        found = _report(stage, event)
    except UnexpectedAnswerError as exc:
        warnings = (str(exc),)
    url = f"{stage.context.server_url}/{stage.context.repository}/actions/runs/{event.id}"
    text = foreign_report.render(found, head=event.head_sha, run_url=url)
    pulls = dict.fromkeys(numbers, facts)
    return Conclusion(report, facts, pulls, warnings=warnings, text=text)


def _pull_numbers(stage: Stage, event: WorkflowRunEvent) -> Iterator[int]:
    """Find the pull requests by what GitHub says of the run. One of the repository itself has a run of its own."""
    if event.event != "pull_request" or event.head_repository in {"", stage.context.repository}:
        return
    pulls = stage.github.pulls.of_head(
        event.head_repository, event.head_branch, state=IssueState.OPEN
    )
    for pull in pulls:
        if pull.head.sha == event.head_sha:
            yield pull.number


def _report(stage: Stage, event: WorkflowRunEvent) -> ForeignReport | None:
    """Read the newest report of the run; None if there is none that can be used."""
    named = [
        artifact
        for artifact in stage.github.artifacts.of_run(event.id)
        if artifact.name.startswith(stage.inputs.artifact) and not artifact.expired
    ]
    newest = max(named, key=lambda artifact: artifact.id, default=None)
    content = stage.github.artifacts.read(newest, _FILE) if newest else None
    return foreign_report.read(content) if content is not None else None
