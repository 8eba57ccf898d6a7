"""The record of an apply: the ref of the last applied commit, moved by compare-and-swap, and a GitHub Deployment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync.cli.base import applied_ref
from dataplan_sync.errors import ApiError
from dataplan_sync.github.deployments import DeploymentState

if TYPE_CHECKING:
    from dataplan_sync.cli.action.spans import Span
    from dataplan_sync.cli.action.stage import Stage
    from dataplan_sync.report import CommandReport

TASK: Final = "dataplan-sync"


def record(
    stage: Stage, workspace_id: int, span: Span, report: CommandReport, *, left: bool = False
) -> tuple[str, ...]:
    """Record what an apply of a span came to. The ref moves only after a complete apply.

    Returns:
        Warnings: what could not be recorded. The apply itself stands.
    """
    return (
        *_move(stage, workspace_id, span, report, left=left),
        *_deploy(stage, workspace_id, span.head, report),
    )


def _move(
    stage: Stage, workspace_id: int, span: Span, report: CommandReport, *, left: bool
) -> tuple[str, ...]:
    if report.exit_code != 0:
        return ()
    name, refs = applied_ref(workspace_id), stage.github.refs
    if span.last is None and left:
        # Without a record nobody knows what came in earlier: what was left may be an apply that never was.
        warning = (
            f"{name} is not set, because something differs from git that no review covers. Look at the difference, "
            "then run this workflow by hand with `command: apply` and the `fingerprint` that it prints."
        )
        return (warning,)
    expected = span.last
    try:
        if span.rewritten and refs.get(name) == expected:
            # A ref moves to a descendant only, and there is none of a commit that the branch has lost.
            refs.delete(name)
            expected = None
        moved = refs.swap(name, expected=expected, new=span.head)
    except ApiError as exc:
        return (
            f"{name} could not be moved to {span.head[:7]}, so the next run covers this one again: {exc}",
        )
    if moved:
        return ()
    return (f"{name} was moved by another run meanwhile; it stays where that run put it.",)


def _deploy(stage: Stage, workspace_id: int, head: str, report: CommandReport) -> tuple[str, ...]:
    if not report.has_stored:
        return ()
    try:
        deployment = stage.github.deployments.create(
            head,
            environment=f"dataplan-sync-{workspace_id}",
            task=TASK,
            description=f"Data plans of workspace {workspace_id}",
            payload={"exit_code": report.exit_code},
        )
        state = DeploymentState.SUCCESS if report.exit_code == 0 else DeploymentState.FAILURE
        stage.github.deployments.set_state(
            deployment.id, state, log_url=stage.context.run.url, description=""
        )
    except ApiError as exc:
        return (f"The deployment of {head[:7]} could not be recorded: {exc}",)
    return ()
