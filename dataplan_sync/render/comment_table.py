"""The table of a comment: one row an object, worst first, with what each change does in a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync.changes import ChangeKind
from dataplan_sync.impact.verdict import Consumer, Level, Producer
from dataplan_sync.render import ledger, verdicts, words
from dataplan_sync.render.clip import MORE, SENTENCE, clip, some
from dataplan_sync.render.escape import code, prose
from dataplan_sync.render.table import table
from dataplan_sync.report import Outcome

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from dataplan_sync.changes import Change
    from dataplan_sync.impact.verdict import Impact
    from dataplan_sync.model import ObjectKey
    from dataplan_sync.render.ladder import Rung
    from dataplan_sync.report import ChangeOutcome, WorkspaceReport

_LEVELS: Final = tuple(Level)
_EFFECTS: Final = (
    "{} may lose data",
    "{} reported as invalid",
    "{} may break what is built on it",
    "{} cannot be judged",
    "{} may surprise readers",
)
_KINDS: Final = {
    ChangeKind.CREATE: "new",
    ChangeKind.UPDATE: "edited",
    ChangeKind.DELETE: "**deleted**",
}
_UNREVIEWED: Final = "not reviewed against live"


def changes(workspace: WorkspaceReport, rung: Rung) -> str:
    """Give the table of what would change.

    Args:
        workspace: a workspace's part of a report.
        rung: whether there is room for a table.
    """
    found = sorted(ledger.changes_of(workspace), key=lambda change: _badness(workspace, change))
    rows = [
        (_sign(workspace, change), _what(change), _done(change), _effect(workspace, change))
        for change in found
    ]
    return _shown(("", "what", "change", "effect"), rows, rung)


def outcomes(workspace: WorkspaceReport, rung: Rung, *, unreviewed: Collection[ObjectKey]) -> str:
    """Give the table of what became of each change.

    Args:
        workspace: a workspace's part of the report of an apply.
        rung: whether there is room for a table.
        unreviewed: what was applied under the guards alone.
    """
    entries = sorted(
        ledger.outcomes_of(workspace).values(),
        key=lambda entry: ledger.WORST_OUTCOME.index(entry.outcome),
    )
    rows = [
        (_what(entry.change), _done(entry.change), _became(entry, unreviewed)) for entry in entries
    ]
    return _shown(("what", "change", "outcome"), rows, rung)


def drifted(workspace: WorkspaceReport, rung: Rung) -> str:
    """Give the table of what moved in live.

    Args:
        workspace: a workspace's part of the report of a `drift`.
        rung: whether there is room for a table.
    """
    rows = [
        (
            name(change),
            prose(words.drift_heading(change, now=None).detail),
            _size_of_drift(change),
        )
        for change in ledger.changes_of(workspace)
    ]
    return _shown(("what", "what happened in live", "differs in"), rows, rung)


def names(workspace: WorkspaceReport, rung: Rung) -> str:
    """Name as many objects as there is room for where there is none for a table, worst first, a line a kind.

    Args:
        workspace: a workspace's part of a report.
        rung: how many names of each kind there is room for.
    """
    found = sorted(ledger.changes_of(workspace), key=lambda change: _badness(workspace, change))
    told: list[str] = []
    for kind in ledger.WORST_KIND:
        named = [name(change) for change in found if change.kind is kind]
        shown = some(named, rung.names, more=f"**{MORE}**")
        if named:
            told.append(f"- {_KINDS[kind]}: {', '.join(shown)}")
    return "\n".join(told)


def name(change: Change) -> str:
    """Name the object of a change in Markdown: `` `shop` version 3 ``."""
    return f"{code(clip(change.data_plan_id))} {words.key_name(change.key)}"


def _shown(head: Sequence[str], rows: Sequence[Sequence[str]], rung: Rung) -> str:
    """Give a table without the columns that are empty in every row; nothing where there is no room for one."""
    if not rung.tables or not rows:
        return ""
    kept = [index for index in range(len(head)) if any(row[index] for row in rows)]
    return table([head[index] for index in kept], [[row[index] for index in kept] for row in rows])


def _size_of_drift(change: Change) -> str:
    fields = words.seen_from_live(change).field_changes
    return words.counted(len(fields), "field") if fields else "all of it"


def _badness(workspace: WorkspaceReport, change: Change) -> tuple[int, int, int]:
    impacts = workspace.impacts.get(change.key, ())
    losing = any(
        impact.producer is Producer.DROP and impact.level is not Level.SAFE for impact in impacts
    )
    level = _LEVELS.index(_level(impacts))
    return (0 if losing else 1, level, ledger.WORST_KIND.index(change.kind))


def _level(impacts: Sequence[Impact]) -> Level:
    return min((impact.level for impact in impacts), key=_LEVELS.index, default=Level.SAFE)


def _sign(workspace: WorkspaceReport, change: Change) -> str:
    level = _level(workspace.impacts.get(change.key, ()))
    return "" if level is Level.SAFE else verdicts.SIGNS[level]


def _what(change: Change) -> str:
    return f"{code(clip(change.data_plan_id))} {prose(clip(words.heading(change).label))}"


def _done(change: Change) -> str:
    detail = prose(words.heading(change).detail)
    said = [_KINDS[change.kind], detail, words.extent(change)]
    return "; ".join(part for part in said if part)


def _effect(workspace: WorkspaceReport, change: Change) -> str:
    impacts = workspace.impacts.get(change.key)
    if impacts is None:
        return ""
    told: set[tuple[str, ...]] = set()
    said: list[str] = []
    for rank, effect in enumerate(_EFFECTS):
        places = {
            impact.path[:1]
            for impact in impacts
            if impact.level is not Level.SAFE and _rank(impact) == rank
        } - told
        told |= places
        if places:
            number = str(len(places)) if said else words.counted(len(places), "event")
            said.append(effect.format(number))
    if said:
        return ", ".join(said)
    if any(impact.producer is not Producer.NONE for impact in impacts):
        return "none until it is active"
    return "none on data sent or read today"


def _rank(impact: Impact) -> int:
    match impact.producer, impact.consumer:
        case Producer.DROP, _:
            return 0
        case Producer.FLAG, _:
            return 1
        case _, Consumer.BREAKING:
            return 2
        case (Producer.UNKNOWN, _) | (_, Consumer.UNKNOWN):
            return 3
        case _:
            return 4


def _became(entry: ChangeOutcome, unreviewed: Collection[ObjectKey]) -> str:
    word = entry.outcome.value
    if entry.outcome is not Outcome.APPLIED:
        word = f"**{word}**"
    if entry.change.key in unreviewed:
        word = f"{word}, {_UNREVIEWED}"
    reasons = " ".join(prose(clip(reason, SENTENCE)) for reason in words.reasons(entry))
    return f"{word}: {reasons}" if reasons else word
