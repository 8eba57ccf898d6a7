"""How every task of the action ends: report file, log, annotations, outputs, job summary, comments; also on failure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dataplan_sync.cli.action import labels
from dataplan_sync.cli.action.comparing import previous
from dataplan_sync.cli.action.inputs import CommentMode, report_file
from dataplan_sync.cli.action.reviews import REVIEWED
from dataplan_sync.errors import ApiError, DataplanSyncError, UsageError
from dataplan_sync.github import comment as comments
from dataplan_sync.github import workflow
from dataplan_sync.github.comment import BodyTooLongError
from dataplan_sync.github.marker import Marker
from dataplan_sync.render import comment, github, json_report, ladder
from dataplan_sync.render.comment_facts import CommentFacts
from dataplan_sync.workflow_commands import Level

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dataplan_sync.answers import JSON
    from dataplan_sync.cli.action.log import StepConsole
    from dataplan_sync.cli.action.stage import Conclusion, Stage
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
    console = stage.console
    report = console.accounted(conclusion.report)
    conclusion = replace(conclusion, report=report)
    _log(console, report)
    for note in conclusion.notes:
        console.annotate(Level.NOTICE, note)
    for warning in conclusion.warnings:
        console.annotate(Level.WARNING, warning)
    exit_code = report.exit_code
    if stage.inputs.comment is not CommentMode.OFF:
        failed = _comment_everywhere(stage, conclusion)
        if failed and stage.inputs.comment is CommentMode.REQUIRED and exit_code == 0:
            exit_code = DataplanSyncError.exit_code
    full = conclusion.text or comment.render(report, conclusion.facts).full
    kept = Kept(stage.inputs.report, stage.context.output_file, stage.context.summary_file)
    return kept.leave(console, report, exit_code, summary=full)


def conclude_early(console: StepConsole, environ: Mapping[str, str], report: CommandReport) -> int:
    """Say what is wrong before anything could begin, and set the outputs all the same.

    Returns:
        The exit code of the report.
    """
    _log(console, report)
    output, summary = (
        environ.get(name, "").strip() for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")
    )
    kept = Kept(
        report_file(environ), Path(output) if output else None, Path(summary) if summary else None
    )
    full = comment.render(report, CommentFacts()).full
    return kept.leave(console, report, report.exit_code, summary=full)


def _log(console: StepConsole, report: CommandReport) -> None:
    console.quote(console.text(report))
    console.write(github.render(report))


@dataclass(frozen=True, slots=True)
class Kept:
    """The files that outlive the step."""

    report: Path
    output: Path | None
    summary: Path | None

    def leave(
        self, console: StepConsole, report: CommandReport, exit_code: int, *, summary: str
    ) -> int:
        """Write them. What cannot be written is told: it undoes nothing of what the run did.

        Returns:
            The exit code. A step whose outputs are missing has not succeeded, unless something was stored: that stands.
        """
        path, hide = str(self.report), console.connection.redactor.hide
        try:
            self.report.parent.mkdir(parents=True, exist_ok=True)
            self.report.write_text(hide(json_report.render(report)), "utf-8")
        except OSError as exc:
            path = ""
            console.annotate(Level.WARNING, f"The report could not be written: {exc}")
        try:
            if self.summary:
                workflow.write_summary(self.summary, hide(ladder.summary(summary)))
        except (OSError, UsageError) as exc:
            console.annotate(Level.WARNING, str(exc))
        try:
            if self.output:
                named = outputs(report, exit_code, path)
                workflow.write_outputs(
                    self.output, {name: hide(value) for name, value in named.items()}
                )
        except (OSError, UsageError) as exc:
            console.annotate(Level.ERROR, f"The outputs could not be set. {exc}")
            return exit_code or (0 if report.has_stored else DataplanSyncError.exit_code)
        return exit_code


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


def _comment_everywhere(stage: Stage, conclusion: Conclusion) -> bool:
    """Write the comments; give whether one could not be written, which is a warning with its text in the summary."""
    failed = False
    for number, facts in conclusion.pulls.items():
        try:
            _comment(stage, conclusion, number, facts)
        except ApiError as exc:
            failed = True
            said = f"The comment on #{number} could not be written; the job summary has its text. {exc}"
            stage.console.annotate(Level.WARNING, said)
    return failed


def _comment(stage: Stage, conclusion: Conclusion, number: int, facts: CommentFacts) -> None:
    marker = _marker(stage, conclusion, number)

    def write(limit: int) -> None:
        body = (
            comment.render(conclusion.report, facts, limit=limit).body
            if conclusion.text is None
            else ladder.cut(conclusion.text, limit=limit)
        )
        comments.upsert(
            stage.github,
            number,
            marker=marker,
            body=body,
            author=stage.author,
            pause=stage.pause,
        )

    try:
        write(ladder.LIMIT)
    except BodyTooLongError:
        write(SHORTER)


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
        state="failed" if report.all_errors else report.command,
        more={labels.LISTED: dict(conclusion.listed), REVIEWED: [run.id, run.attempt]},
    )
    if report.command != "apply":
        return marker
    before = previous(stage, number)
    if before is None:
        return marker
    listed: JSON = dict(labels.listed_by(before))
    kept = {**before.marker.more, labels.LISTED: listed}
    return replace(marker, head=before.marker.head, more=kept)
