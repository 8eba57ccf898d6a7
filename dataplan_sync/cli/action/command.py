"""`action`: what `action.yml` runs. It reads everything from the environment, as a step of a workflow has it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from dataplan_sync.cli.options import in_console

if TYPE_CHECKING:
    from dataplan_sync.cli.action.inputs import Inputs, Task
    from dataplan_sync.cli.action.stage import Conclusion, Stage
    from dataplan_sync.cli.console import Console
    from dataplan_sync.github.context import RunContext
    from dataplan_sync.render.comment_facts import CommentFacts


@click.command(short_help="Run as a step of a GitHub workflow.")
@in_console
def action(console: Console) -> int:
    """Run as a step of a GitHub workflow: compare and comment, apply what was reviewed, watch for drift.

    Reads everything from the environment that action.yml makes; docs/action.md describes it.
    """
    from dataplan_sync.cli.action.inputs import Inputs
    from dataplan_sync.github.context import RunContext

    inputs = Inputs.from_environment(console.environ)
    context = RunContext.from_environment(console.environ)
    _refuse_dangerous(context)
    return _run(console, inputs, context)


def _refuse_dangerous(context: RunContext) -> None:
    """Refuse an event that hands secrets to whoever opens a pull request.

    Raises:
        UsageError: it is one.
    """
    from dataplan_sync.errors import UsageError

    if context.is_pull_request_target:
        message = (
            "pull_request_target runs with the secrets of the repository on a pull request by anybody. Use "
            "pull_request, and for forks the two workflows of examples/workflows/fork-*.yml."
        )
        raise UsageError(message)


def _run(console: Console, inputs: Inputs, context: RunContext) -> int:
    from pathlib import Path

    from dataplan_sync.cli.action.concluding import conclude
    from dataplan_sync.cli.action.stage import Conclusion, Stage
    from dataplan_sync.cli.configured import load_configuration
    from dataplan_sync.errors import DataplanSyncError, InvalidPlanFilesError
    from dataplan_sync.github.client import ACTIONS_BOT, GitHubClient
    from dataplan_sync.report import CommandReport, WorkspaceReport
    from dataplan_sync.settings import DEFAULT_PLANS

    loaded = load_configuration(inputs.config)
    configuration = loaded.configuration
    plans = inputs.plans or Path(configuration.plans or DEFAULT_PLANS)
    task = _task(inputs, context)
    with GitHubClient(inputs.token, context.repository, api_url=context.api_url) as github:
        stage = Stage(console, inputs, context, configuration, plans, github, ACTIONS_BOT)
        try:
            stage = replace(stage, author=github.login())
            if loaded.problems:
                code = InvalidPlanFilesError.exit_code
                found = WorkspaceReport(inputs.workspace_id, "", code, problems=loaded.problems)
                report = CommandReport(task, code, (), (found,))
                conclusion = Conclusion(report, stage.facts(), _failed_on(stage))
            else:
                conclusion = _perform(stage, task)
        except DataplanSyncError as error:
            # The one place beside the boundary that catches errors: a pull request has to say them too.
            report = CommandReport(task, error.exit_code, (str(error),))
            conclusion = Conclusion(report, stage.facts(), _failed_on(stage))
        return conclude(stage, conclusion)


def _task(inputs: Inputs, context: RunContext) -> Task:
    """Follow the event, unless the workflow says what to do.

    Raises:
        UsageError: nothing is done on such an event.
    """
    from dataplan_sync.cli.action.inputs import Task
    from dataplan_sync.errors import UsageError

    if inputs.task is not Task.AUTO:
        return inputs.task
    match context.event:
        case "pull_request" | "workflow_dispatch":
            return Task.DIFF
        case "push":
            return Task.APPLY
        case "merge_group":
            return Task.VERIFY
        case "schedule":
            return Task.DRIFT
        case event:
            message = (
                f"Nothing is done by itself on the event {event}: say with `command` what to do."
            )
            raise UsageError(message)


def _perform(stage: Stage, task: Task) -> Conclusion:
    from dataplan_sync.cli.action.comparing import check, compare
    from dataplan_sync.cli.action.drifting import watch
    from dataplan_sync.cli.action.inputs import Task
    from dataplan_sync.cli.action.merging import merge
    from dataplan_sync.cli.action.verifying import verify

    match task:
        case Task.VALIDATE:
            return check(stage)
        case Task.APPLY:
            return merge(stage)
        case Task.VERIFY:
            return verify(stage)
        case Task.DRIFT:
            return watch(stage)
        case Task.DIFF | Task.AUTO:
            return compare(stage)


def _failed_on(stage: Stage) -> dict[int, CommentFacts]:
    """Give the pull request whose comment has to say that a run failed, so that no old success stands."""
    from dataplan_sync.cli.action.comparing import previous
    from dataplan_sync.errors import ApiError

    pull = stage.context.pull_request
    if pull is None or pull.is_fork:
        return {}
    try:
        before = previous(stage, pull.number)
    except ApiError:
        before = None
    return {pull.number: replace(stage.facts(), previous=before.comment.body if before else "")}
