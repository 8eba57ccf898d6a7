"""The sentences of a report that text and Markdown share: headings, counts, verdicts, what to do next.

Text here may hold names as users wrote them, made visible but not escaped for Markdown.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from dataplan_sync.changes import ChangeKind, Origin
from dataplan_sync.impact.verdict import Level
from dataplan_sync.model import ActivatedEnvironment, DataPlan, DataPlanVersion, DataPlanVersionKey
from dataplan_sync.problems.problem import Severity
from dataplan_sync.render import authors, data_points, ledger, verdicts
from dataplan_sync.render.escape import visible
from dataplan_sync.render.leaves import Sign
from dataplan_sync.render.outline import Entry
from dataplan_sync.report import FileFate, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from dataplan_sync.changes import Change
    from dataplan_sync.model import ObjectKey
    from dataplan_sync.report import ChangeOutcome, WorkspaceReport

_SIGNS = {
    ChangeKind.CREATE: Sign.ADD,
    ChangeKind.UPDATE: Sign.CHANGE,
    ChangeKind.DELETE: Sign.REMOVE,
}


_FAILED: Final = frozenset((1, 2))
_DONE: Final = {"validate": "valid", "pull": "pulled"}
"""The verdict of commands that compare nothing."""
_BRIEF: Final = 10


@dataclass(frozen=True, slots=True)
class Step:
    """What to do next: a sentence, and the command that does it."""

    sentence: str
    command: str = ""


def workspace_title(workspace: WorkspaceReport) -> str:
    """Name a workspace: `workspace 7505`, with its name in the configuration if it has one of its own.

    Empty where a command needs no workspace and none is chosen.
    """
    number = "" if workspace.workspace_id is None else str(workspace.workspace_id)
    name = visible(workspace.name)
    if not name or name == number:
        return f"workspace {number}" if number else ""
    return f"workspace {name} ({number})" if number else f"workspace {name}"


def heading(change: Change) -> Entry:
    """Head a change: `+ version 3 → development`, `compared with version 2`."""
    detail = ""
    if change.kind is ChangeKind.CREATE and change.compared_with is not None:
        detail = f"compared with version {change.compared_with}"
    return Entry(_SIGNS[change.kind], _object_name(change), detail)


def extent(change: Change) -> str:
    """Say how far a change reaches: `data points: 1 added, 2 changed, 1 removed`; empty if it touches none."""
    added = removed = 0
    inside: set[str] = set()
    for field in change.field_changes:
        if len(field.path) > 1:
            inside.add(field.path[0])
        elif data_points.is_data_point(field.after):
            added += 1
        elif data_points.is_data_point(field.before):
            removed += 1
    numbers = ((added, "added"), (len(inside), "changed"), (removed, "removed"))
    said = ", ".join(f"{number} {word}" for number, word in numbers if number)
    return f"data points: {said}" if said else ""


def drift_heading(change: Change, *, now: datetime | None) -> Entry:
    """Head a change that stands for drift, seen from live: what happened to what git declares."""
    if change.before is None:
        return Entry(Sign.REMOVE, key_name(change.key), "declared and not live")
    return Entry(
        Sign.CHANGE, key_name(change.key), authors.edited(change.before.authorship, now=now)
    )


def seen_from_live(change: Change) -> Change:
    """Turn the sides of every field around, so that before is git and after is live.

    Every field is drift here, so none needs to say it. A declared object that is not live has no fields to show.
    """
    fields = change.field_changes if change.before and change.after else ()
    turned = tuple(
        replace(field, before=field.after, after=field.before, origin=Origin.PENDING)
        for field in fields
    )
    return replace(change, field_changes=turned)


def drift_note(change: Change, *, now: datetime | None) -> str | None:
    """Say which fields of a change live moved, and by whom; None if it moved none."""
    moved = [
        field for field in change.field_changes if field.origin in {Origin.DRIFT, Origin.CONFLICT}
    ]
    if not moved or change.before is None:
        return None
    names = ", ".join(_field_name(field.path) for field in moved)
    return (
        f"{key_name(change.key)} was {authors.edited(change.before.authorship, now=now)}: {names}"
    )


def key_name(key: ObjectKey) -> str:
    """Name an object below the heading of its data plan: `data plan` or `version 3`."""
    return f"version {key.version}" if isinstance(key, DataPlanVersionKey) else "data plan"


def counts(workspace: WorkspaceReport, *, command: str) -> str:
    """Count what the changes of a workspace come to: outcomes after an apply, drifted objects, kinds otherwise."""
    changes = ledger.changes_of(workspace)
    if workspace.apply_report is not None:
        return _outcome_counts(workspace)
    if command == "drift":
        return f"{counted(len(changes), 'object')} drifted (shown as git → live)"
    kinds = Counter(change.kind for change in changes)
    parts = [f"{kinds[kind]} to {kind.value}" for kind in ChangeKind]
    parts.extend(
        f"{count} {origin.value}"
        for origin in (Origin.DRIFT, Origin.CONFLICT)
        if (count := ledger.count_origin(changes, origin))
    )
    breaking = verdicts.count(workspace, Level.BREAKING)
    if breaking:
        parts.append(f"{breaking} breaking")
    return " · ".join(parts)


def verdict(workspace: WorkspaceReport, *, command: str) -> str:
    """Say in a few words what a workspace's part of a report amounts to."""
    errors = sum(problem.severity is Severity.ERROR for problem in workspace.problems)
    if errors:
        return f"{counted(errors, 'error')} in plan files"
    changes = ledger.changes_of(workspace)
    if workspace.apply_report is not None:
        return _apply_verdict(workspace)
    if workspace.exit_code in _FAILED:
        return "failed"
    if workspace.change_set is None:
        return _DONE.get(command, "not compared")
    if command == "drift":
        return f"{counted(len(changes), 'object')} drifted" if changes else "no drift"
    parts = [
        f"{objects} to {kind.value}" for kind in ChangeKind if (objects := _objects(changes, kind))
    ]
    losses = verdicts.losses(workspace)
    if losses:
        parts.append(f"{counted(losses, 'event')} may lose data")
    words = ", ".join(parts) or "no changes"
    refused = command == "apply" and workspace.exit_code != 0
    return f"not applied, {words}" if refused else words


def nothing_found(workspace: WorkspaceReport, *, command: str) -> str | None:
    """Say plainly that there is nothing to do, with how much was looked at; None if there is something."""
    change_set = workspace.change_set
    if change_set is None or change_set.changes:
        return None
    declared = counted(change_set.unchanged, "declared object")
    verb = "is" if change_set.unchanged == 1 else "are"
    return (
        f"{'No drift' if command == 'drift' else 'No changes'}: {declared} {verb} live as declared."
    )


def unmanaged(keys: tuple[ObjectKey, ...]) -> str:
    """Say what is live and not declared, naming a few; the JSON report names all."""
    names = ", ".join(visible(str(key)) for key in keys[:_BRIEF])
    if len(keys) > _BRIEF:
        names = f"{names} and {len(keys) - _BRIEF} more"
    return f"{len(keys)} live and not declared, never touched: {names}"


def file_count(workspace: WorkspaceReport) -> str:
    """Count what `pull` did with plan files: `3 files written, 1 unchanged`."""
    if not workspace.files:
        return "No data plan is live, so there is nothing to write."
    fates = Counter(file.fate for file in workspace.files)
    parts = [f"{fates[fate]} {fate.value}" for fate in FileFate if fates[fate]]
    return f"Plan files: {', '.join(parts)}."


def reasons(outcome: ChangeOutcome | None) -> Iterator[str]:
    """Say why a change was not applied, as far as is known."""
    if outcome is None or outcome.outcome is Outcome.APPLIED:
        return
    if outcome.stored:
        yield "A write of this change was stored, so part of it may be live."
    yield from (visible(line.strip()) for line in outcome.reason.split("\n") if line.strip())


def next_steps(workspace: WorkspaceReport, *, command: str) -> Iterator[Step]:
    """Say how to go on after an apply that did not do all, or after drift was found; nothing otherwise."""
    chosen = "".join(f" {visible(option)}" for option in workspace.repeated)
    match command, workspace.exit_code:
        case "apply", 7:
            if workspace.apply_report is not None and workspace.apply_report.interrupted:
                yield Step("Interrupted.")
            yield Step(
                "Not all is applied. A re-run is safe, it does only what is left:",
                f"dataplan-sync apply{chosen}",
            )
        case "apply", 6:
            yield Step(
                "Nothing was written. Look at what would be applied now:",
                f"dataplan-sync diff{chosen}",
            )
        case "apply", 130:
            yield Step("Interrupted before the first write. Nothing was written.")
        case "apply", 1 | 4 | 5:
            yield Step("Nothing was written.")
        case "drift", 3:
            yield Step(
                "To keep what is live, change the plan files to it. To put back what they say, "
                "look first, then apply:",
                f"dataplan-sync diff{chosen}",
            )
        case _:
            return


def counted(number: int, noun: str) -> str:
    """Give a number with its noun: `1 error`, `2 errors`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _objects(changes: Sequence[Change], kind: ChangeKind) -> str:
    """Count the objects that a kind of change happens to: `2 data plans and 1 version`; empty if there are none."""
    found = Counter(
        "version" if isinstance(change.key, DataPlanVersionKey) else "data plan"
        for change in changes
        if change.kind is kind
    )
    return " and ".join(counted(found[noun], noun) for noun in sorted(found))


def _apply_verdict(workspace: WorkspaceReport) -> str:
    outcomes = [outcome.outcome for outcome in ledger.outcomes_of(workspace).values()]
    applied = sum(outcome is Outcome.APPLIED for outcome in outcomes)
    if not outcomes:
        return "nothing to apply"
    if applied == len(outcomes):
        return f"applied, {counted(applied, 'change')}"
    return f"{applied} of {counted(len(outcomes), 'change')} applied"


def _outcome_counts(workspace: WorkspaceReport) -> str:
    kinds = Counter(outcome.outcome for outcome in ledger.outcomes_of(workspace).values())
    return " · ".join(f"{kinds[kind]} {kind.value}" for kind in Outcome if kinds[kind])


def _object_name(change: Change) -> str:
    name = key_name(change.key)
    match change.before, change.after:
        case None, DataPlanVersion() as created:
            return (
                f"{name} → {created.activated_environment}"
                if _is_active(created)
                else f"{name}, not active"
            )
        case None, DataPlan(data_plan_name=str(title)):
            return f'{name} "{visible(title)}"'
        case DataPlanVersion() as live, _ if _is_active(live):
            return f"{name}, active in {live.activated_environment}"
        case _:
            return name


def _is_active(version: DataPlanVersion) -> bool:
    return version.activated_environment not in {None, ActivatedEnvironment.NONE}


def _field_name(path: tuple[str, ...]) -> str:
    name = data_points.name_and_kind(path[0])[0]
    rest = [part for part in path[1:] if part != "attributes"]
    return visible(".".join((name, *rest)))
