"""A workspace's part of a comment: what may be lost first, then the table, then all that is folded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync.impact.verdict import Level
from dataplan_sync.problems.problem import Severity
from dataplan_sync.render import (
    base,
    change_tree,
    comment_table,
    ledger,
    losses,
    shared_definitions,
    stale,
    verdict_markdown,
    verdicts,
    words,
)
from dataplan_sync.render.clip import MORE, SENTENCE, clip, some
from dataplan_sync.render.escape import code, prose
from dataplan_sync.render.fold import fold
from dataplan_sync.render.problems import problem_count
from dataplan_sync.render.table import table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataplan_sync.problems.problem import Problem
    from dataplan_sync.render.comment_facts import CommentFacts
    from dataplan_sync.render.ladder import Rung
    from dataplan_sync.report import WorkspaceReport

_STALE: Final = 6
_WAYS_OUT: Final = (
    "Somebody changed data plans without git. There are two ways out:\n\n"
    "1. **Keep what is live:** change the plan files to it in a pull request.\n"
    "2. **Put back what the plan files say:** look at `dataplan-sync diff`, then run `dataplan-sync apply`.\n\n"
    "This issue is closed as soon as both are the same again."
)


def blocks(
    workspace: WorkspaceReport, facts: CommentFacts, rung: Rung, *, command: str
) -> Iterator[str]:
    """Give the blocks of a workspace, each a paragraph, a table or a folded section.

    Args:
        workspace: a workspace's part of a report.
        facts: what the run knows beside.
        rung: how much detail there is room for.
        command: the command that was run.
    """
    yield from losses.blocks(workspace, rung)
    yield from _verdict(workspace, rung)
    yield from _next_steps(workspace, facts, command)
    if command == "apply" and workspace.exit_code == _STALE:
        yield from stale.blocks(workspace, facts, rung)
    yield from _tables(workspace, facts, rung, command=command)
    yield from change_tree.sections(workspace, rung, command=command)
    yield from _findings(workspace, rung)
    yield from change_tree.reverts(workspace, rung, command=command)
    if any(map(_is_error, workspace.problems)):
        yield from _problems(workspace, rung)
    yield from _remarks(workspace, rung)


def _verdict(workspace: WorkspaceReport, rung: Rung) -> Iterator[str]:
    if workspace.apply_report is not None:
        return
    told = [
        f"> {verdicts.SIGNS[level]} {prose(clip(sentence, SENTENCE))}"
        for level, sentence in verdicts.sentences(workspace, with_losses=False)
        if level is not Level.SAFE or not verdicts.groups(workspace)
    ]
    if told:
        yield "\n>\n".join(told[: rung.losses])


def _next_steps(workspace: WorkspaceReport, facts: CommentFacts, command: str) -> Iterator[str]:
    """Say how to go on: in a workflow, where there is one, by its own means."""
    match command, workspace.exit_code:
        case "drift", _ if ledger.changes_of(workspace):
            yield _WAYS_OUT
        case "apply", 7 if facts.run:
            yield "**Not all is applied.** Re-run the failed job: that is safe, it does only what is left."
        case "apply", 6 if facts.run:
            # The errors say how to go on.
            return
        case _:
            for step in words.next_steps(workspace, command=command):
                yield prose(step.sentence) + (f" {code(step.command)}" if step.command else "")


def _tables(
    workspace: WorkspaceReport, facts: CommentFacts, rung: Rung, *, command: str
) -> Iterator[str]:
    nothing = words.nothing_found(workspace, command=command)
    if nothing and workspace.apply_report is None:
        yield nothing
    elif workspace.apply_report is not None:
        number = workspace.workspace_id or 0
        unreviewed = facts.unreviewed.get(number, frozenset())
        yield comment_table.outcomes(workspace, rung, unreviewed=unreviewed)
    elif command == "drift":
        yield comment_table.drifted(workspace, rung)
    else:
        yield comment_table.changes(workspace, rung)
    if workspace.apply_report is None and command != "drift":
        yield from filter(None, (shared_definitions.block(workspace, rung),))
    if not rung.tables and ledger.changes_of(workspace):
        yield f"{words.counts(workspace, command=command)}."
        yield comment_table.names(workspace, rung)


def _findings(workspace: WorkspaceReport, rung: Rung) -> Iterator[str]:
    """Fold the findings one by one, then the events that prove them."""
    every = verdicts.groups(workspace)
    if rung.lines == 0 or not every or workspace.apply_report is not None:
        return
    found = every[: rung.items]
    more = f"\n\n{MORE.format(len(every) - len(found))}" if len(found) < len(every) else ""
    title = f"{words.counted(len(every), 'finding')}: what this does to data sent and read today"
    yield fold(title, verdict_markdown.findings(found, workspace) + more)
    yield from verdict_markdown.witnesses(found)


def warnings(workspace: WorkspaceReport, rung: Rung) -> Iterator[str]:
    """Fold what is worth mending in plan files and stops nothing.

    Args:
        workspace: a workspace's part of a report.
        rung: how much detail there is room for.
    """
    if not workspace.problems or any(map(_is_error, workspace.problems)):
        return
    said = f"{problem_count(workspace.problems)} in plan files"
    if rung.lines == 0:
        yield f"{said}, see the job summary"
    else:
        yield fold(said, "\n\n".join(_problem_table(workspace, rung)))


def _problems(workspace: WorkspaceReport, rung: Rung) -> Iterator[str]:
    yield f"**{problem_count(workspace.problems)}** in plan files"
    yield from _problem_table(workspace, rung)


def _problem_table(workspace: WorkspaceReport, rung: Rung) -> Iterator[str]:
    rows = [
        (
            problem.severity.value,
            code(clip(str(problem.mark))),
            prose(clip(problem.message, SENTENCE)),
            code(clip(problem.rule)),
        )
        for problem in workspace.problems
    ]
    shown = rows[: rung.items]
    yield table(("", "where", "problem", "rule"), shown)
    if len(shown) < len(rows):
        yield MORE.format(len(rows) - len(shown))


def _is_error(problem: Problem) -> bool:
    return problem.severity is Severity.ERROR


def _remarks(workspace: WorkspaceReport, rung: Rung) -> Iterator[str]:
    if workspace.notes and rung.lines != 0:
        notes = [f"- {prose(clip(note, SENTENCE))}" for note in workspace.notes]
        yield fold("Notes", "\n".join(some(notes, rung.items, more=f"- {MORE}")))
    if base.line(workspace):
        yield f"<sub>{prose(clip(base.line(workspace), SENTENCE))}</sub>"
    if workspace.change_set is not None and workspace.change_set.unmanaged:
        yield f"<sub>{prose(clip(words.unmanaged(workspace.change_set.unmanaged), SENTENCE))}</sub>"
