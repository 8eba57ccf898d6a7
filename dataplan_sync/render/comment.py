"""The comment on a pull request, and the body of the drift issue: a report and what its run knows, within a size.

What must not be missed stands first and stays at every size (design §8). Whatever a user wrote passes `escape`.
The marker by which the comment is found again is added where the comment is posted.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Final

from dataplan_sync.problems.problem import Severity
from dataplan_sync.render import (
    comment_section,
    comment_tail,
    comment_title,
    ladder,
    review_block,
    superseded,
)
from dataplan_sync.render.clip import MORE, SENTENCE, clip, some
from dataplan_sync.render.escape import prose
from dataplan_sync.render.ladder import RUNGS, Rung

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dataplan_sync.render.comment_facts import CommentFacts
    from dataplan_sync.report import CommandReport, WorkspaceReport

_COUNTS: Final = 4
"""The last rung on which all losses stand."""


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment as it is posted, and as it would be without a limit."""

    body: str
    full: str
    """For the job summary (`ladder.summary` cuts it to size) and a report file."""
    rung: int
    """How much detail the body had to give up: 0 none, else the number of its rung in `ladder.RUNGS`."""


def render(report: CommandReport, facts: CommentFacts, *, limit: int = ladder.LIMIT) -> Comment:
    """Render the comment on a pull request, or the body of a drift issue if the command is `drift`.

    Args:
        report: what the command found and did.
        facts: what the run knows beside.
        limit: UTF-16 units that the body may have.

    Returns:
        The comment. What was reviewed is in it, hidden, if anything was; where it would push out what may lose
        data, it says that only the report artifact has it.
    """
    write = cache(partial(_written, report, facts))
    full = write(RUNGS[0])
    review = _review(report, facts)
    body, rung = ladder.climb_down(write, limit=limit - _taken(review))
    if review and rung > _COUNTS:
        review = _review_elsewhere(report, facts)
        body, rung = ladder.climb_down(write, limit=limit - _taken(review))
    return Comment(f"{body}\n{review}\n" if review else body, full, rung)


def _written(report: CommandReport, facts: CommentFacts, rung: Rung) -> str:
    return "\n\n".join(filter(None, _blocks(report, facts, rung))) + "\n"


def _blocks(report: CommandReport, facts: CommentFacts, rung: Rung) -> Iterator[str]:
    several = len(report.workspaces) > 1
    yield comment_title.title(report, facts)
    yield from _errors(report.errors, rung)
    yield from comment_title.notices(report, facts)
    for workspace in report.workspaces:
        if several:
            yield comment_title.subtitle(workspace, command=report.command)
        yield from _errors(workspace.errors, rung)
        yield from comment_section.blocks(workspace, facts, rung, command=report.command)
    yield comment_title.before(report, facts)
    yield from comment_tail.refusals(report, facts, rung)
    yield from comment_tail.acceptances(facts, rung)
    for workspace in report.workspaces:
        yield from comment_section.warnings(workspace, rung)
    if report.all_errors or any(map(_is_invalid, report.workspaces)):
        yield from superseded.blocks(facts.previous, rung) if report.command == "diff" else ()
    yield comment_tail.footer(report, facts)


def _is_invalid(workspace: WorkspaceReport) -> bool:
    return any(problem.severity is Severity.ERROR for problem in workspace.problems)


def _errors(errors: Sequence[str], rung: Rung) -> Iterator[str]:
    told = [f"> ✖ {_sentences(error, rung)}" for error in errors]
    yield from some(told, rung.items, more=f"> {MORE}")


def _sentences(message: str, rung: Rung) -> str:
    """Keep the line breaks of a message, which may list things, inside one line of Markdown."""
    told = [prose(clip(line, SENTENCE) if rung.width else line) for line in message.split("\n")]
    return "<br>".join(some(told, rung.items))


def _review(report: CommandReport, facts: CommentFacts) -> str:
    """Give the hidden block: a comparison with live is a review, and an apply keeps the one that it stands on.

    A run that failed for one workspace is no review of another: nothing is applied until it is mended.
    """
    if report.command != "diff":
        return review_block.find(facts.previous)
    if not _is_review(report, facts):
        return ""
    verdict = comment_title.verdict(report)
    return review_block.block(report.workspaces, head=facts.head, verdict=verdict)


def _review_elsewhere(report: CommandReport, facts: CommentFacts) -> str:
    if report.command != "diff":
        return ""
    return review_block.elsewhere(head=facts.head, verdict=comment_title.verdict(report))


def _is_review(report: CommandReport, facts: CommentFacts) -> bool:
    compared = any(workspace.change_set is not None for workspace in report.workspaces)
    return facts.live_read and compared and not report.all_errors


def _taken(review: str) -> int:
    return ladder.units(review) + 2 if review else 0
