"""The end of a comment: what has to be accepted and by what, what was accepted, and where the comment comes from."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final

from dataplan_sync.render.clip import MORE, NAME, SENTENCE, clip, some
from dataplan_sync.render.escape import code, fenced, prose, visible
from dataplan_sync.render.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dataplan_sync.guards.advice import Instruction
    from dataplan_sync.hazards import Hazard
    from dataplan_sync.render.comment_facts import AcceptedFinding, CommentFacts
    from dataplan_sync.render.ladder import Rung
    from dataplan_sync.report import CommandReport

_URL: Final = re.compile(r"https?://[A-Za-z0-9._~:/?#&=%+,;@-]+")
_ADVICE: Final = " To allow it, "
"""How the last sentence of a hazard begins if something would allow it."""
_SHA_DIGITS: Final = 7
_FINGERPRINT_DIGITS: Final = 8


def refusals(report: CommandReport, facts: CommentFacts, rung: Rung) -> Iterator[str]:
    """Say what a guard refuses and what would allow it, the words to paste and the label to set.

    Args:
        report: what the command found.
        facts: what the run knows beside.
        rung: how much detail there is room for.
    """
    hazards = [hazard for workspace in report.workspaces for hazard in workspace.hazards]
    if not hazards:
        return
    count = len(hazards)
    noun = "1 thing needs" if count == 1 else f"{count} things need"
    yield f"**{noun} a decision before this can be applied.** {_ways(hazards, facts)}"
    yield "\n".join(
        some([f"- {_hazard(hazard, facts)}" for hazard in hazards], rung.items, more=f"- {MORE}")
    )
    if facts.instructions and rung.lines != 0:
        told = map(partial(_instruction, rung=rung), facts.instructions)
        yield fold("What to change in the configuration to allow it", "\n\n".join(told))


def acceptances(facts: CommentFacts, rung: Rung) -> Iterator[str]:
    """Fold what was accepted, and say what the pull request changes in the policy, never folded.

    Args:
        facts: what the run knows.
        rung: how much detail there is room for.
    """
    if facts.policy_changes:
        told = [f"> ⚠ {prose(clip(sentence, SENTENCE))}" for sentence in facts.policy_changes]
        head = "> **This pull request changes what is allowed:**"
        yield "\n>\n".join((head, *some(told, rung.items, more=f"> {MORE}")))
    if facts.accepted and rung.lines != 0:
        items = [f"- {_accepted(one)}" for one in facts.accepted]
        shown = some(items, rung.items, more=f"- {MORE}")
        yield fold(f"{len(facts.accepted)} accepted", "\n".join(shown))
    elif facts.accepted:
        yield f"{len(facts.accepted)} accepted, see the job summary"


def footer(report: CommandReport, facts: CommentFacts) -> str:
    """Say where a comment comes from and what happens next: commit, run, fingerprint, merge.

    Args:
        report: what the command found.
        facts: what the run knows beside.
    """
    parts = [code(facts.head[:_SHA_DIGITS])] if facts.head else []
    if facts.run:
        attempt = f", attempt {facts.run.attempt}" if facts.run.attempt > 1 else ""
        parts.append(link(f"run {facts.run.number}{attempt}", facts.run.url))
    parts.extend(
        link(text, url)
        for text, url in (("job summary", facts.summary_url), ("report", facts.report_url))
        if url
    )
    digests = [
        workspace.change_set.fingerprint[:_FINGERPRINT_DIGITS]
        for workspace in report.workspaces
        if workspace.change_set is not None and workspace.change_set.changes and facts.live_read
    ]
    if digests:
        parts.append(f"fingerprint {', '.join(map(code, digests))}")
    merge = _merge(report, facts)
    if merge:
        parts.append(merge)
    return f"<sub>{' · '.join(parts)}</sub>" if parts else ""


def link(text: str, url: str) -> str:
    """Link a text of ours; where the address is not a plain one, give the text alone."""
    return f"[{text}]({url})" if _URL.fullmatch(url) else text


def _merge(report: CommandReport, facts: CommentFacts) -> str:
    if report.command != "diff" or not facts.live_read:
        return ""
    if (
        any(workspace.exit_code not in {0, 3, 5} for workspace in report.workspaces)
        or report.errors
    ):
        return "merging applies nothing until this is mended"
    if any(workspace.hazards for workspace in report.workspaces):
        return "merging applies nothing until this is decided"
    changed = any(w.change_set is not None and w.change_set.changes for w in report.workspaces)
    return facts.on_merge.value if changed else ""


def _ways(hazards: Sequence[Hazard], facts: CommentFacts) -> str:
    if not any(hazard.permit for hazard in hazards):
        return "Change the plan files: no setting allows it."
    ways = (
        ["change the configuration in this pull request as told below"]
        if facts.instructions
        else []
    )
    if facts.label:
        ways.append(f"set the label {code(clip(facts.label))} on it")
    return f"If this is wanted, {', or '.join(ways)}." if ways else ""


def _hazard(hazard: Hazard, facts: CommentFacts) -> str:
    """Tell a hazard; what would allow it is left to the instructions, where there are any."""
    apart = facts.instructions and hazard.permit
    said = hazard.message.rpartition(_ADVICE)[0] if apart else ""
    return f"{prose(clip(said or hazard.message, SENTENCE))} ({code(clip(hazard.rule))})"


def _instruction(step: Instruction, rung: Rung) -> str:
    place = prose(clip(step.place, SENTENCE))
    lines = some([*map(visible, step.lines)], rung.items, more=f"# {MORE}")
    return f"{place[:1].upper()}{place[1:]}:\n\n{fenced(lines, language='yaml')}"


def _accepted(one: AcceptedFinding) -> str:
    reason = f": {prose(clip(one.reason, SENTENCE))}" if one.reason else ""
    return f"{prose(clip(one.finding, NAME * 2))}, by {prose(clip(one.by))}{reason}"
