"""The beginning of a comment: the verdict in words, and what has to be known before the rest is read."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from dataplan_sync.render import review_block, words
from dataplan_sync.render.clip import clip
from dataplan_sync.render.escape import code, prose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataplan_sync.render.comment_facts import CommentFacts
    from dataplan_sync.report import CommandReport, WorkspaceReport

_SHA_DIGITS: Final = 7
_NO_CHANGES: Final = "no changes"
_QUIET: Final = frozenset((_NO_CHANGES, "no drift", "nothing to apply"))


def title(report: CommandReport, facts: CommentFacts) -> str:
    """Give the heading: counts, what may lose data, and where."""
    said = [_verdict_of(report, facts)]
    if facts.environment:
        said.append(prose(clip(facts.environment)))
    elif len(report.workspaces) == 1:
        said.append(prose(clip(words.workspace_title(report.workspaces[0]))))
    if not facts.live_read:
        said.append("live was not read")
    return f"## Data plans: {' · '.join(filter(None, said))}"


def subtitle(workspace: WorkspaceReport, *, command: str) -> str:
    """Head the part of one workspace of several."""
    name = prose(clip(words.workspace_title(workspace)))
    return f"### {name}: {_of_workspace(workspace, command)}"


def verdict(report: CommandReport) -> str:
    """Give the verdict alone, without any name: `1 to create, 2 may lose data`."""
    found = [_of_workspace(workspace, report.command) for workspace in report.workspaces]
    return "; ".join(dict.fromkeys(found)) if found else "failed"


def notices(report: CommandReport, facts: CommentFacts) -> Iterator[str]:
    """Say what the rest cannot be understood without."""
    if not facts.live_read:
        yield (
            "A pull request from a fork gets no credentials, so live was not read: the plan files were compared "
            f"with {prose(clip(facts.compared_with))} only. What is live may differ, and what this does to data "
            "sent today is not known. It does not count as a review."
        )
    if facts.covered_by:
        yield (
            f"Nothing was written: commit {code(facts.covered_by[:_SHA_DIGITS])} is applied already, and it contains "
            "this one."
        )
    if facts.pull_requests and report.command in {"apply", "verify"}:
        numbers = [f"#{number}" for number in facts.pull_requests]
        yield f"Pull requests: {', '.join(numbers)}."


def before(report: CommandReport, facts: CommentFacts) -> str:
    """Say what a comment that has no changes any more said before; empty otherwise."""
    seen = review_block.parse(facts.previous)
    if verdict(report) == _NO_CHANGES and seen and seen.verdict != _NO_CHANGES:
        return f"Before, at {code(seen.head[:_SHA_DIGITS])}: {prose(clip(seen.verdict))}."
    return ""


def _verdict_of(report: CommandReport, facts: CommentFacts) -> str:
    if facts.covered_by:
        return "nothing to apply"
    if report.errors and not any(workspace.exit_code for workspace in report.workspaces):
        return "failed"
    if len(report.workspaces) > 1:
        return f"{_together(report)} · {len(report.workspaces)} workspaces"
    return verdict(report)


def _together(report: CommandReport) -> str:
    """Say how many workspaces share a verdict, the ones where nothing happens last."""
    found = Counter(_of_workspace(workspace, report.command) for workspace in report.workspaces)
    ordered = sorted(found, key=_QUIET.__contains__)
    return "; ".join(
        f"{said} ({found[said]} times)" if found[said] > 1 else said for said in ordered
    )


def _of_workspace(workspace: WorkspaceReport, command: str) -> str:
    said = words.verdict(workspace, command=command)
    undecided = command == "diff" and workspace.hazards
    return f"{said}, needs a decision" if undecided else said
