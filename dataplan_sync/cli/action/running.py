"""One run of the action, from its environment to its exit code. However it ends, it says so and sets its outputs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dataplan_sync.cli.action import hosts, several
from dataplan_sync.cli.action.comparing import check, compare, failed
from dataplan_sync.cli.action.concluding import conclude, conclude_early
from dataplan_sync.cli.action.drifting import watch
from dataplan_sync.cli.action.foreign import post
from dataplan_sync.cli.action.inputs import CommentMode, Inputs, Task
from dataplan_sync.cli.action.log import StepConsole
from dataplan_sync.cli.action.merging import merge
from dataplan_sync.cli.action.stage import Conclusion, Stage, Surroundings
from dataplan_sync.cli.action.verifying import verify
from dataplan_sync.cli.configured import load_configuration
from dataplan_sync.errors import (
    ApiError,
    DataplanSyncError,
    InvalidPlanFilesError,
    UsageError,
)
from dataplan_sync.github.client import ACTIONS_BOT, GitHubClient
from dataplan_sync.github.context import RunContext
from dataplan_sync.report import CommandReport, WorkspaceReport
from dataplan_sync.settings import DEFAULT_PLANS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dataplan_sync.files.configuration_file import LoadedConfiguration

_ASKED: Final[Mapping[Task, str]] = {
    Task.APPLY: "what was reviewed, and records there what it has applied",
    Task.VERIFY: "which pull requests the merge group holds, and what was reviewed of them",
    Task.DRIFT: "what was applied last, and keeps the issue there",
    Task.FOREIGN: "for the report, and posts it there",
}
"""What each task needs GitHub for."""
_ALONE: Final = frozenset((Task.DIFF, Task.VALIDATE))
"""What makes sense without GitHub: only the comment is lost then."""


_EVERYWHERE: Final = frozenset((Task.VALIDATE, Task.FOREIGN))
"""What is about no workspace in particular."""


def act(environ: Mapping[str, str], surroundings: Surroundings | None = None) -> int:
    """Do what the event, or the input `command`, asks for.

    Args:
        environ: the environment variables of the step.
        surroundings: what else the run has of the world; None for the world as it is.

    Returns:
        The exit code. Outputs and report are written whatever it is.
    """
    console = StepConsole(environ)
    # Set by the runner when somebody re-runs a job with debug logging.
    console.connection.debug = environ.get("RUNNER_DEBUG") == "1"
    surroundings = surroundings or Surroundings()
    try:
        inputs = Inputs.from_environment(environ)
        context = RunContext.from_environment(environ)
        _refuse_dangerous(context)
        hosts.check(environ, allow_others=inputs.allow_other_hosts)
        inputs = replace(inputs, task=_task(inputs, context))
        _check_token(inputs, environ)
        loaded = _configuration(inputs)
    except (DataplanSyncError, OSError) as error:
        return conclude_early(console, environ, _report("action", error))
    configuration = loaded.configuration
    plans = inputs.plans or Path(configuration.plans or DEFAULT_PLANS)
    with GitHubClient(
        inputs.token,
        context.repository,
        api_url=context.api_url,
        transport=surroundings.transport,
        redactor=console.connection.redactor,
    ) as github:
        stage = Stage(
            console, inputs, context, configuration, plans, github, ACTIONS_BOT, surroundings.pause
        )
        return _run(stage, loaded)


def _run(stage: Stage, loaded: LoadedConfiguration) -> int:
    task = stage.inputs.task
    warnings: tuple[str, ...] = ()
    try:
        stage, warnings = _introduced(stage)
        if loaded.problems:
            conclusion = _invalid(stage, loaded)
        elif task in _EVERYWHERE:
            conclusion = _perform(stage)
        else:
            selected = stage.find_workspaces()
            stage = stage.at(selected[0]) if len(selected) == 1 else stage
            conclusion = several.in_turn(stage, selected, _perform)
    except (DataplanSyncError, OSError) as error:
        # The one place beside the boundary that catches errors: a pull request has to say them too.
        conclusion = failed(stage, _report(task, error))
    except KeyboardInterrupt:
        interrupted = CommandReport(task, 130, ("The run was cancelled; nothing was written.",))
        conclusion = Conclusion(interrupted, stage.facts())
    return conclude(stage, replace(conclusion, warnings=(*warnings, *conclusion.warnings)))


def _introduced(stage: Stage) -> tuple[Stage, tuple[str, ...]]:
    """Find out who writes our comments; where nothing but the comment is lost without that, give a warning.

    Raises:
        ApiError: GitHub could not be asked, and the task needs it.
    """
    inputs = stage.inputs
    if not inputs.token:
        silent = replace(stage, inputs=replace(inputs, comment=CommentMode.OFF))
        lost = inputs.comment is CommentMode.ON and stage.context.pull_request is not None
        warning = "The input github-token is empty, so there is no comment and no label counts."
        return silent, (warning,) if lost and inputs.task is Task.DIFF else ()
    try:
        return replace(stage, author=stage.github.login()), ()
    except ApiError as exc:
        if inputs.task not in _ALONE:
            raise
        return stage, (f"GitHub could not be asked who writes the comment: {exc}",)


def _perform(stage: Stage) -> Conclusion:
    match stage.inputs.task:
        case Task.VALIDATE:
            return check(stage)
        case Task.APPLY:
            return merge(stage)
        case Task.VERIFY:
            return verify(stage)
        case Task.DRIFT:
            return watch(stage)
        case Task.FOREIGN:
            return post(stage)
        case Task.DIFF | Task.AUTO:
            return compare(stage)


def _refuse_dangerous(context: RunContext) -> None:
    """Refuse an event that hands secrets to whoever opens a pull request.

    Raises:
        UsageError: it is one.
    """
    if context.is_pull_request_target:
        message = (
            "pull_request_target runs with the secrets of the repository on a pull request by anybody. Use "
            "pull_request, and for forks the two workflows of examples/workflows/fork-*.yml."
        )
        raise UsageError(message)


def _check_token(inputs: Inputs, environ: Mapping[str, str]) -> None:
    """Refuse to begin what needs GitHub without a token for it.

    Raises:
        UsageError: there is none.
    """
    required = inputs.task is Task.DIFF and inputs.comment is CommentMode.REQUIRED
    if inputs.token or (inputs.task in _ALONE and not required):
        return
    what = "to comment, as `comment: required` wants" if required else _ASKED[inputs.task]
    message = (
        f"The input github-token is empty, and `{inputs.task}` asks GitHub {what}. Nothing was written. "
        f"In {_workflow_file(environ)}, take `github-token:` out of the `with:` of this step, so that the token of the "
        "job is used; or see why the secret that it names is empty."
    )
    raise UsageError(message)


def _workflow_file(environ: Mapping[str, str]) -> str:
    """Name the file of the workflow; `GITHUB_WORKFLOW_REF` is `owner/name/.github/workflows/file.yml@ref`."""
    path = environ.get("GITHUB_WORKFLOW_REF", "").partition("@")[0]
    return "/".join(path.split("/")[2:]) or "the workflow"


def _task(inputs: Inputs, context: RunContext) -> Task:
    """Follow the event, unless the workflow says what to do.

    Raises:
        UsageError: nothing is done on such an event.
    """
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
        case "workflow_run":
            return Task.FOREIGN
        case event:
            message = (
                f"Nothing is done by itself on the event {event}: say with `command` what to do."
            )
            raise UsageError(message)


def _configuration(inputs: Inputs) -> LoadedConfiguration:
    """Read the configuration. One that is named has to be there: its absence must not mean the defaults.

    Raises:
        UsageError: it is not.
    """
    if inputs.config and not inputs.config.is_file() and inputs.task is not Task.FOREIGN:
        message = f"The input config names {inputs.config.as_posix()}, and there is no such file. Is it checked out?"
        raise UsageError(message)
    return load_configuration(inputs.config)


def _invalid(stage: Stage, loaded: LoadedConfiguration) -> Conclusion:
    code = InvalidPlanFilesError.exit_code
    found = WorkspaceReport(stage.inputs.workspace_id, "", code, problems=loaded.problems)
    return failed(stage, CommandReport(stage.inputs.task, code, (), (found,)))


def _report(command: str, error: DataplanSyncError | OSError) -> CommandReport:
    if isinstance(error, DataplanSyncError):
        return CommandReport(command, error.exit_code, (str(error),))
    place = f"{error.filename}: " if error.filename else ""
    said = f"{place}{error.strerror or error}"
    return CommandReport(command, DataplanSyncError.exit_code, (said,))
