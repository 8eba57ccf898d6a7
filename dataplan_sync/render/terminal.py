"""The report for people at a terminal. Nothing is left out of it but the tails of very long values.

Every text that a user or the API wrote passes `visible`, so no name can move the cursor or colour a line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync.impact.verdict import Level
from dataplan_sync.problems.problem import Severity
from dataplan_sync.render import (
    base,
    ledger,
    lines,
    outline,
    parity,
    problems,
    shared_definitions,
    verdicts,
    words,
)
from dataplan_sync.render.escape import visible
from dataplan_sync.render.leaves import Sign
from dataplan_sync.render.outline import Entry
from dataplan_sync.render.snippet import snippet
from dataplan_sync.render.style import Ink
from dataplan_sync.report import FileFate, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from dataplan_sync.changes import Change
    from dataplan_sync.hazards import Hazard
    from dataplan_sync.model import ObjectKey
    from dataplan_sync.render.lines import Line
    from dataplan_sync.render.style import Style
    from dataplan_sync.report import ChangeOutcome, CommandReport, WorkspaceReport

_INKS: Final = {
    Sign.ADD: Ink.GREEN,
    Sign.CHANGE: Ink.YELLOW,
    Sign.REMOVE: Ink.RED,
    Sign.DRIFT: Ink.YELLOW,
    Sign.NONE: Ink.DIM,
}
_LEVEL_INKS: Final = {
    Level.BREAKING: Ink.RED,
    Level.DANGEROUS: Ink.YELLOW,
    Level.UNKNOWN: Ink.YELLOW,
    Level.SAFE: Ink.GREEN,
}
_HEADING_INDENT: Final = 4
_FATE_WIDTH: Final = max(map(len, FileFate))
_OUTCOME_INKS: Final = {
    Outcome.APPLIED: Ink.GREEN,
    Outcome.FAILED: Ink.RED,
    Outcome.BLOCKED: Ink.YELLOW,
    Outcome.NOT_ATTEMPTED: Ink.YELLOW,
    Outcome.UNKNOWN: Ink.RED,
}


def render(report: CommandReport, *, style: Style, now: datetime | None) -> str:
    """Render a report as text.

    Args:
        report: what a command found and did.
        style: with colour or without.
        now: an aware time; where it is given, other times are said relative to it as well ("2 days ago").

    Returns:
        Text with a trailing newline; empty if the report says nothing at all.
    """
    blocks = [_workspace(workspace, report, style, now) for workspace in report.workspaces]
    if report.parity:
        blocks.append(list(parity.lines(report.parity)))
    if report.errors:
        blocks.append([error(message, style=style) for message in report.errors])
    text = "\n\n".join("\n".join(block) for block in blocks if block)
    return f"{text}\n" if text else ""


def error(message: str, *, style: Style) -> str:
    """Render the message of an error; its own line breaks stay, since some messages list things."""
    first, *rest = map(visible, message.split("\n"))
    return "\n".join((f"{style.draw('error:', Ink.RED)} {first}", *rest))


def _workspace(
    workspace: WorkspaceReport, report: CommandReport, style: Style, now: datetime | None
) -> list[str]:
    sections = [
        list(_problems(workspace, report.command, style)),
        list(_files(workspace)),
        [error(message, style=style) for message in workspace.errors],
        list(_verdict(workspace, style)),
        *_changes(workspace, report.command, style, now),
        [_hazard(hazard, report.command, style) for hazard in workspace.hazards],
        list(_closing(workspace, report, style, now)),
        list(_next_steps(workspace, report.command)),
    ]
    if len(report.workspaces) > 1:
        sections.insert(0, [style.draw(words.workspace_title(workspace), Ink.BOLD)])
    text: list[str] = []
    for section in sections:
        if text and section:
            text.append("")
        text.extend(section)
    return text


def _problems(workspace: WorkspaceReport, command: str, style: Style) -> Iterator[str]:
    if problems.are_beside_the_point(workspace, command=command):
        yield problems.problem_hint(workspace)
        return
    for problem in workspace.problems:
        ink = Ink.RED if problem.severity is Severity.ERROR else Ink.YELLOW
        yield style.draw(visible(str(problem)), ink)
        yield from snippet(problem, ink, style)
    if workspace.problems:
        yield ""
        yield problems.verdict((workspace,))


def _files(workspace: WorkspaceReport) -> Iterator[str]:
    for file in workspace.files:
        if file.fate is not FileFate.UNCHANGED:
            yield f"{lines.padded(file.fate.value, _FATE_WIDTH)}  {visible(file.path)}"


def _verdict(workspace: WorkspaceReport, style: Style) -> Iterator[str]:
    """Say first what the changes do: in sentences, then each finding with its rule and its witness."""
    if workspace.apply_report is not None:
        return
    for level, sentence in verdicts.sentences(workspace):
        yield style.draw(f"{verdicts.SIGNS[level]} {sentence}", _LEVEL_INKS[level])
    found = verdicts.groups(workspace)
    if found:
        yield ""
    for group in found:
        impact = group.first
        sign = style.draw(verdicts.SIGNS[impact.level], _LEVEL_INKS[impact.level])
        said = f"{verdicts.place(group, workspace)}{visible(impact.reason)}"
        remark = ", ".join(filter(None, (impact.rule, group.compared)))
        yield f"  {sign} {said} {style.draw(f'[{remark}]', Ink.DIM)}"
        if group.others:
            yield f"      {group.others}"
        if impact.witness:
            yield style.draw(f"      {verdicts.proof(impact.witness)}", Ink.DIM)


def _changes(
    workspace: WorkspaceReport, command: str, style: Style, now: datetime | None
) -> Iterator[list[str]]:
    outcomes = ledger.outcomes_of(workspace)
    for data_plan_id, changes in ledger.by_data_plan(ledger.changes_of(workspace)).items():
        files = _places(workspace, changes)
        section = [_header(workspace, data_plan_id, files, style), ""]
        for change in changes:
            place = files.get(change.key, "") if len(set(files.values())) > 1 else ""
            if outcomes:
                section.extend(_outcome(change, outcomes.get(change.key), style))
            elif command == "drift":
                section.extend(_drift(change, place, style, now))
            else:
                section.extend(_change(change, place, style, now))
        yield section
    if command == "diff":
        yield list(shared_definitions.sentences(workspace))


def _header(
    workspace: WorkspaceReport, data_plan_id: str, files: Mapping[ObjectKey, str], style: Style
) -> str:
    """Head a data plan, with its file if there is one; else each object names its own."""
    title = f"{visible(data_plan_id)} · {words.workspace_title(workspace)}"
    names = set(files.values())
    drawn = lines.row(title, names.pop() if len(names) == 1 else "")
    return style.draw(title, Ink.BOLD) + drawn.removeprefix(title)


def _places(workspace: WorkspaceReport, changes: tuple[Change, ...]) -> dict[ObjectKey, str]:
    marks = {change.key: ledger.mark_of(workspace, change) for change in changes}
    return {key: visible(mark.file) for key, mark in marks.items() if mark}


def _change(change: Change, place: str, style: Style, now: datetime | None) -> Iterator[str]:
    yield _heading(words.heading(change), style, place)
    yield from _tree(change, style)
    note = words.drift_note(change, now=now)
    if note:
        yield _heading(Entry(Sign.DRIFT, note), style)


def _drift(change: Change, place: str, style: Style, now: datetime | None) -> Iterator[str]:
    yield _heading(words.drift_heading(change, now=now), style, place)
    yield from _tree(words.seen_from_live(change), style)


def _outcome(change: Change, outcome: ChangeOutcome | None, style: Style) -> Iterator[str]:
    entry = words.heading(change)
    found = outcome.outcome if outcome else Outcome.NOT_ATTEMPTED
    label = lines.padded(entry.label, lines.LABEL_WIDTH)
    said = style.draw(found.value, _OUTCOME_INKS[found])
    yield f"  {style.draw(entry.sign, _INKS[entry.sign])} {label}  {said}"
    for reason in words.reasons(outcome):
        yield f"      {reason}"


def _heading(entry: Entry, style: Style, place: str = "") -> str:
    (line,) = lines.lines([entry])
    text = lines.row(line.text, place, width=lines.ROW_WIDTH - _HEADING_INDENT)
    return f"  {style.draw(line.sign, _INKS[line.sign])} {text}"


def _tree(change: Change, style: Style) -> Iterator[str]:
    for line in lines.lines(outline.entries(change)):
        yield f"      {'    ' * line.depth}{_drawn(line, style)}"


def _drawn(line: Line, style: Style) -> str:
    return f"{style.draw(line.sign, _INKS[line.sign])} {line.text}"


def _hazard(hazard: Hazard, command: str, style: Style) -> str:
    word = "refused:" if command == "apply" else "apply will refuse:"
    return f"{style.draw(word, Ink.RED)} {visible(hazard.message)} [{visible(hazard.rule)}]"


def _closing(
    workspace: WorkspaceReport, report: CommandReport, style: Style, now: datetime | None
) -> Iterator[str]:
    change_set = workspace.change_set
    yield from (f"note: {visible(note)}" for note in workspace.notes)
    if change_set is not None and change_set.unmanaged:
        yield style.draw(words.unmanaged(change_set.unmanaged), Ink.DIM)
    reverts = base.reverts(workspace, command=report.command, now=now)
    if reverts:
        yield style.draw(reverts, Ink.YELLOW)
    if base.line(workspace):
        yield style.draw(base.line(workspace), Ink.DIM)
    nothing = words.nothing_found(workspace, command=report.command)
    changes = ledger.changes_of(workspace)
    if nothing:
        yield nothing
    elif changes:
        fingerprint = f"fingerprint {change_set.fingerprint[:8]}" if change_set else ""
        yield lines.row(words.counts(workspace, command=report.command), fingerprint)
    elif report.command == "validate" and not workspace.problems and not report.errors:
        yield problems.verdict((workspace,))
    if report.command == "pull" and workspace.exit_code == 0:
        yield words.file_count(workspace)


def _next_steps(workspace: WorkspaceReport, command: str) -> Iterator[str]:
    for step in words.next_steps(workspace, command=command):
        yield step.sentence
        if step.command:
            yield f"    {step.command}"
