"""The report as GitHub Markdown: for a comment, a job summary, a file.

The verdict is in the title, what must not be missed follows unfolded, then one row an object, worst first, then
a folded section an object. Every text that a user or the API wrote passes `escape`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync.render import (
    base,
    ledger,
    lines,
    outline,
    parity,
    problems,
    shared_definitions,
    verdict_markdown,
    words,
)
from dataplan_sync.render.escape import code, fenced, html_code, prose
from dataplan_sync.render.ladder import Rung
from dataplan_sync.render.leaves import Sign
from dataplan_sync.render.table import table
from dataplan_sync.report import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dataplan_sync.changes import Change
    from dataplan_sync.model import ObjectKey
    from dataplan_sync.report import ChangeOutcome, CommandReport, WorkspaceReport

_DIFF_SIGNS: Final = {
    Sign.ADD: "+",
    Sign.CHANGE: "!",
    Sign.REMOVE: "-",
    Sign.DRIFT: "!",
    Sign.NONE: " ",
}
"""What GitHub colours at the start of a line of a `diff` block; it knows no `~`."""


def render(report: CommandReport) -> str:
    """Render a report as Markdown.

    Args:
        report: what a command found and did.

    Returns:
        Markdown with a trailing newline, whole however long; times are UTC.
    """
    several = len(report.workspaces) > 1
    blocks = [f"## Data plans: {_title(report)}"]
    blocks.extend(f"> ✖ {_sentences(error)}" for error in report.errors)
    for workspace in report.workspaces:
        if several:
            verdict = words.verdict(workspace, command=report.command)
            blocks.append(f"### {prose(words.workspace_title(workspace))}: {verdict}")
        blocks.extend(_workspace(workspace, report.command))
    if report.parity:
        blocks.extend(parity.markdown(report.parity))
    return "\n\n".join(blocks) + "\n"


def _sentences(message: str) -> str:
    """Keep the line breaks of a message, which may list things, inside one line of Markdown."""
    return "<br>".join(prose(line) for line in message.split("\n"))


def _title(report: CommandReport) -> str:
    verdicts = [
        (words.verdict(workspace, command=report.command), words.workspace_title(workspace))
        for workspace in report.workspaces
    ]
    if report.errors and not any(workspace.exit_code for workspace in report.workspaces):
        verdicts = [("failed", "")]
    return "; ".join(
        f"{verdict} · {prose(title)}" if title else verdict for verdict, title in verdicts
    )


def _workspace(workspace: WorkspaceReport, command: str) -> Iterator[str]:
    changes = ledger.changes_of(workspace)
    outcomes = ledger.outcomes_of(workspace)
    yield from (f"> ✖ {_sentences(error)}" for error in workspace.errors)
    yield from (
        f"> ✖ {prose(hazard.message)} ({code(hazard.rule)})" for hazard in workspace.hazards
    )
    yield from verdict_markdown.blocks(workspace)
    reverts = base.reverts(workspace, command=command, now=None)
    if reverts:
        yield f"> ⚠ {prose(reverts)}"
    for step in words.next_steps(workspace, command=command):
        yield prose(step.sentence) + (f" {code(step.command)}" if step.command else "")
    nothing = words.nothing_found(workspace, command=command)
    if nothing:
        yield nothing
    if outcomes:
        yield _outcome_table(changes, outcomes)
    elif changes:
        yield _change_table(changes, command)
        yield from filter(None, (_shared(workspace, command),))
    yield from filter(None, (_details(change, command) for change in changes))
    yield from _problems(workspace, command)
    yield from _files(workspace, command)
    yield from (prose(note) for note in workspace.notes)
    yield from _closing(workspace)


def _closing(workspace: WorkspaceReport) -> Iterator[str]:
    if workspace.change_set is None:
        return
    if workspace.change_set.unmanaged:
        yield prose(words.unmanaged(workspace.change_set.unmanaged))
    if base.line(workspace):
        yield f"<sub>{prose(base.line(workspace))}</sub>"
    yield f"<sub>fingerprint {code(workspace.change_set.fingerprint[:8])}</sub>"


def _files(workspace: WorkspaceReport, command: str) -> Iterator[str]:
    if command == "pull" and workspace.exit_code == 0:
        yield words.file_count(workspace)
    if workspace.files:
        yield "\n".join(f"- {file.fate.value} {code(file.path)}" for file in workspace.files)


def _shared(workspace: WorkspaceReport, command: str) -> str:
    return "" if command == "drift" else shared_definitions.block(workspace, Rung())


def _change_table(changes: Sequence[Change], command: str) -> str:
    ordered = sorted(changes, key=lambda change: ledger.WORST_KIND.index(change.kind))
    if command == "drift":
        rows = [
            (f"{code(change.data_plan_id)} {words.key_name(change.key)}", prose(_drifted(change)))
            for change in ordered
        ]
        return table(("what", "in live"), rows)
    return table(("what", "change"), [(_what(change), _effect(change)) for change in ordered])


def _outcome_table(changes: Sequence[Change], outcomes: Mapping[ObjectKey, ChangeOutcome]) -> str:
    found = {change.key: _outcome_of(change, outcomes) for change in changes}
    ordered = sorted(changes, key=lambda change: ledger.WORST_OUTCOME.index(found[change.key]))
    rows = [
        (_what(change), _effect(change), _became(found[change.key], outcomes.get(change.key)))
        for change in ordered
    ]
    return table(("what", "change", "outcome"), rows)


def _outcome_of(change: Change, outcomes: Mapping[ObjectKey, ChangeOutcome]) -> Outcome:
    outcome = outcomes.get(change.key)
    return outcome.outcome if outcome else Outcome.NOT_ATTEMPTED


def _became(outcome: Outcome, told: ChangeOutcome | None) -> str:
    reasons = " ".join(prose(reason) for reason in words.reasons(told))
    word = outcome.value if outcome is Outcome.APPLIED else f"**{outcome.value}**"
    return f"{word}: {reasons}" if reasons else word


def _what(change: Change) -> str:
    return f"{code(change.data_plan_id)} {prose(words.heading(change).label)}"


def _effect(change: Change) -> str:
    entry = words.heading(change)
    said = [f"{change.kind}", prose(entry.detail), words.extent(change)]
    return "; ".join(part for part in said if part)


def _drifted(change: Change) -> str:
    return words.drift_heading(change, now=None).detail


def _details(change: Change, command: str) -> str:
    """Fold what changes in one object; an object without fields has nothing to unfold and gives no text."""
    entry = words.heading(change)
    shown = words.seen_from_live(change) if command == "drift" else change
    tree = [
        f"{_DIFF_SIGNS[line.sign]} {'    ' * line.depth}{line.text}".rstrip()
        for line in lines.lines(outline.entries(shown))
    ]
    note = None if command == "drift" else words.drift_note(change, now=None)
    if note:
        tree.append(f"! {note}")
    title = f"{html_code(change.data_plan_id)} {words.key_name(change.key)}"
    remark = "git → live" if command == "drift" else entry.detail
    if remark:
        title = f"{title}, {remark}"
    return (
        f"<details><summary>{title}</summary>\n\n{fenced(tree, language='diff')}\n\n</details>"
        if tree
        else ""
    )


def _problems(workspace: WorkspaceReport, command: str) -> Iterator[str]:
    if not workspace.problems:
        return
    if problems.are_beside_the_point(workspace, command=command):
        yield prose(problems.problem_hint(workspace))
        return
    yield problems.problem_count(workspace.problems)
    rows = [
        (
            problem.severity.value,
            code(str(problem.mark)),
            prose(problem.message),
            code(problem.rule),
        )
        for problem in workspace.problems
    ]
    yield table(("", "where", "problem", "rule"), rows)
