"""How every task of the action ends: report file, log, annotations, outputs, job summary, comments; also on failure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dataplan_sync import workflow_commands
from dataplan_sync.cli.action import labels
from dataplan_sync.cli.action.comparing import previous
from dataplan_sync.cli.action.inputs import CommentMode
from dataplan_sync.errors import ApiError, DataplanSyncError
from dataplan_sync.github import comment as comments
from dataplan_sync.github import workflow
from dataplan_sync.github.comment import BodyTooLongError
from dataplan_sync.github.marker import Marker
from dataplan_sync.render import comment, github, json_report, ladder
from dataplan_sync.workflow_commands import Level

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dataplan_sync.cli.action.stage import Conclusion, Stage
    from dataplan_sync.render.comment_facts import CommentFacts
    from dataplan_sync.report import CommandReport

SHORTER: Final = 30_000
"""UTF-16 units to which a comment is cut that GitHub finds too long all the same."""
REASONS: Final[Mapping[int, str]] = {
    1: "error",
    2: "usage",
    3: "drift",
    4: "invalid",
    5: "refused",
    6: "stale",
    7: "partial",
    130: "interrupted",
}
"""The output `failure-reason`, by exit code."""


def conclude(stage: Stage, conclusion: Conclusion) -> int:
    """Say everywhere what a task came to.

    Returns:
        The exit code: the report's, or 1 where a comment is required and could not be written.
    """
    report = conclusion.report
    stage.console.write(f"{workflow_commands.inert(stage.console.text(report))}\n")
    stage.console.write(github.render(report))
    for note in conclusion.notes:
        stage.console.write(f"{workflow_commands.annotation(Level.NOTICE, note)}\n")
    exit_code = report.exit_code
    if stage.inputs.comment is not CommentMode.OFF:
        failed = _comment_everywhere(stage, conclusion)
        if failed and stage.inputs.comment is CommentMode.REQUIRED and exit_code == 0:
            exit_code = DataplanSyncError.exit_code
    _summarise(stage, conclusion)
    leave_outputs(stage, report, exit_code)
    return exit_code


def leave_outputs(stage: Stage, report: CommandReport, exit_code: int) -> None:
    """Write the report file and the outputs of the step."""
    stage.inputs.report.parent.mkdir(parents=True, exist_ok=True)
    stage.inputs.report.write_text(json_report.render(report), "utf-8")
    if stage.context.output_file:
        workflow.write_outputs(
            stage.context.output_file, outputs(report, exit_code, str(stage.inputs.report))
        )


def outputs(report: CommandReport, exit_code: int, report_path: str) -> dict[str, str]:
    """Give the outputs of the step, on success and on failure alike."""
    import json

    document = json.loads(json_report.render(report))
    summaries = [found["summary"] or {} for found in document["workspaces"]]

    def count(*keys: str) -> str:
        return str(sum(summary.get(key, 0) for summary in summaries for key in keys))

    fingerprints = [
        found["fingerprint"] for found in document["workspaces"] if found["fingerprint"]
    ]
    return {
        "changes": count("create", "update", "delete"),
        "creates": count("create"),
        "updates": count("update"),
        "deletes": count("delete"),
        "drift": count("drift"),
        "breaking": count("breaking"),
        "fingerprint": fingerprints[0] if len(fingerprints) == 1 else "",
        "exit-code": str(exit_code),
        "failure-reason": REASONS.get(exit_code, "error") if exit_code else "",
        "report-path": report_path,
    }


def _summarise(stage: Stage, conclusion: Conclusion) -> None:
    if stage.context.summary_file:
        full = comment.render(conclusion.report, conclusion.facts).full
        workflow.write_summary(stage.context.summary_file, ladder.summary(full))


def _comment_everywhere(stage: Stage, conclusion: Conclusion) -> bool:
    """Write the comments; give whether one could not be written, which is a warning with its text in the summary."""
    failed = False
    for number, facts in conclusion.pulls.items():
        try:
            _comment(stage, conclusion, number, facts)
        except ApiError as exc:
            failed = True
            said = f"The comment on #{number} could not be written; the job summary has its text. {exc}"
            stage.console.write(f"{workflow_commands.annotation(Level.WARNING, said)}\n")
    return failed


def _comment(stage: Stage, conclusion: Conclusion, number: int, facts: CommentFacts) -> None:
    marker = _marker(stage, conclusion, number)
    body = comment.render(conclusion.report, facts).body
    try:
        comments.upsert(stage.github, number, marker=marker, body=body, author=stage.author)
    except BodyTooLongError:
        body = comment.render(conclusion.report, facts, limit=SHORTER).body
        comments.upsert(stage.github, number, marker=marker, body=body, author=stage.author)


def _marker(stage: Stage, conclusion: Conclusion, number: int) -> Marker:
    """Write the marker: after an apply it keeps the head and the findings that the review was about."""
    run, report = stage.context.run, conclusion.report
    change_set = next((found.change_set for found in report.workspaces if found.change_set), None)
    marker = Marker(
        stage.key,
        run.id,
        run.number,
        run.attempt,
        head=stage.head,
        fingerprint=change_set.fingerprint if change_set else "",
        state="failed" if report.errors else report.command,
        more={labels.LISTED: dict(conclusion.listed)},
    )
    if report.command == "diff":
        return marker
    before = previous(stage, number)
    if before is None:
        return marker
    return replace(marker, head=before.marker.head, more=before.marker.more)
