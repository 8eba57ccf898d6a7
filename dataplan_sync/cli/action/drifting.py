"""A schedule: is live still as git says? Drift becomes one durable issue a workspace; an error opens and closes none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dataplan_sync.cli import workspace
from dataplan_sync.cli.action import based
from dataplan_sync.cli.action.checkout import files_at
from dataplan_sync.cli.action.inputs import OnDrift
from dataplan_sync.cli.action.stage import Conclusion
from dataplan_sync.cli.base import applied_ref
from dataplan_sync.cli.drift import FOUND, as_drift
from dataplan_sync.errors import ApiError
from dataplan_sync.files.source import WorkTree
from dataplan_sync.github.drift_issue import Action, Clean, Drifted, record
from dataplan_sync.github.marker import Marker
from dataplan_sync.render import comment

if TYPE_CHECKING:
    from dataplan_sync.cli.action.stage import Stage
    from dataplan_sync.files.source import Source
    from dataplan_sync.github.drift_issue import Finding
    from dataplan_sync.render.comment_facts import CommentFacts
    from dataplan_sync.report import CommandReport

LABEL: Final = "data-plan-drift"
_DONE: Final = {
    Action.LEAVE: "says it already",
    Action.OPEN: "is opened",
    Action.EDIT: "is brought up to date",
    Action.REOPEN: "is opened again",
    Action.CLOSE: "is closed",
}


def watch(stage: Stage) -> Conclusion:
    """Compare live with the plan files of the last applied commit, and keep the issue.

    What was merged and not applied yet is no drift: nobody edited it in mParticle.

    Raises:
        ApiError: live could not be fetched, or GitHub could not be asked what was applied last.
    """
    workspace_id = workspace.read_settings(stage.console, stage.options).workspace_id
    applied = stage.github.refs.get(applied_ref(workspace_id)) or stage.context.sha
    if applied == stage.context.sha:
        return _watch(stage, WorkTree(stage.plans), applied)
    with files_at(stage, applied, stage.plans) as source:
        return _watch(stage, source, applied)


def _watch(stage: Stage, source: Source, applied: str) -> Conclusion:
    loaded = workspace.load(source, stage.configuration, check=False)
    if loaded.errors:
        report = workspace.invalid_report("drift", stage.inputs.workspace_id, loaded)
        return Conclusion(report, stage.facts())
    with stage.applying(source, loaded, based.nothing) as applying:
        change_set = as_drift(applying.compare())
        begun = workspace.begun_in(applying.settings, applying.loaded)
    found = replace(
        begun,
        exit_code=FOUND if change_set.changes else 0,
        change_set=change_set,
        base=applied,
    )
    report, facts = workspace.report_on("drift", found), stage.facts()
    if stage.inputs.on_drift is not OnDrift.ISSUE:
        return Conclusion(report, facts)
    try:
        return Conclusion(report, facts, notes=_issue(stage, report, facts))
    except ApiError as exc:
        return Conclusion(report, facts, warnings=(f"The drift issue could not be kept: {exc}",))


def _issue(stage: Stage, report: CommandReport, facts: CommentFacts) -> tuple[str, ...]:
    (found,) = report.workspaces
    change_set = found.change_set
    run = stage.context.run
    marker = Marker(
        stage.own_key,
        run.id,
        run.number,
        run.attempt,
        head=stage.context.sha,
        fingerprint=change_set.fingerprint if change_set else "",
        state="drift" if found.exit_code else "clean",
    )
    finding = _finding(stage, report, facts)
    recorded = record(stage.github, finding, marker=marker, label=LABEL, author=stage.author)
    if recorded.issue is None:
        return ()
    return (f"Drift issue #{recorded.issue.number} {_DONE[recorded.action]}.",)


def _finding(stage: Stage, report: CommandReport, facts: CommentFacts) -> Finding:
    if report.exit_code == 0:
        return Clean(f"Live is as git says again, at {stage.context.sha[:7]}.")
    number = report.workspaces[0].workspace_id
    return Drifted(
        title=f"Data plans of workspace {number} were edited outside of git",
        body=comment.render(report, facts).body,
        note="There is new drift: the text above says what it is now.",
    )
