"""The difference between what was reviewed and what would be applied now, for a refusal (exit code 6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dataplan_sync.changes import ABSENT, Absent, FieldChange
from dataplan_sync.model import DataPlanKey, DataPlanVersionKey
from dataplan_sync.render import authors, change_tree, comment_table, data_points, ledger, values
from dataplan_sync.render.clip import clip
from dataplan_sync.render.escape import fenced, prose, visible
from dataplan_sync.render.fold import fold
from dataplan_sync.render.table import table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dataplan_sync.changes import Change
    from dataplan_sync.model import JSONObject, JSONValue, ObjectKey
    from dataplan_sync.render.comment_facts import CommentFacts
    from dataplan_sync.render.ladder import Rung
    from dataplan_sync.report import WorkspaceReport

_Fields = dict[tuple[str, ...], FieldChange]
_HEAD: Final = ("what", "at the review", "now")


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a review saw of an object."""

    fingerprint: str
    continuations: tuple[str, ...]
    fields: _Fields | None
    """None if the review carries fingerprints only."""


def blocks(workspace: WorkspaceReport, facts: CommentFacts, rung: Rung) -> Iterator[str]:
    """Say which objects moved since the review, and how as far as is known.

    Args:
        workspace: what would be applied now.
        facts: what the run knows: what was reviewed, in the shape of the JSON report, whose fields are optional.
        rung: how much detail there is room for.
    """
    seen = _seen(facts.reviewed, workspace.workspace_id)
    if seen is None:
        return
    holding = facts.holding.get(workspace.workspace_id or 0, frozenset())
    moved = [
        change
        for change in ledger.changes_of(workspace)
        if change.key not in holding and not _holds(change, seen.get(change.key))
    ]
    if not moved:
        return
    rows = [(comment_table.name(change), *_sides(change, seen.get(change.key))) for change in moved]
    if rung.tables:
        yield "**What moved since the review**, by its fingerprints:"
        yield table(_HEAD, rows)
    if rung.lines != 0:
        yield from _folded(moved, seen, rung)
    if rung.tables:
        yield "**What would be applied now:**"


def _folded(moved: list[Change], seen: Mapping[ObjectKey, _Seen], rung: Rung) -> Iterator[str]:
    for change in moved:
        told = _differences(change, seen.get(change.key))
        if told:
            block = fenced(list(change_tree.shortened(told, rung)), language="diff")
            yield fold(f"{prose(clip(str(change.key)))}: reviewed, and now", block)


def _seen(reviewed: JSONValue, workspace_id: int | None) -> Mapping[ObjectKey, _Seen] | None:
    """Read a review; what does not look like one was not seen."""
    for workspace in _objects(reviewed, "workspaces"):
        if workspace.get("id") == workspace_id:
            return dict(filter(None, map(_seen_change, _objects(workspace, "changes"))))
    return None


def _seen_change(change: JSONObject) -> tuple[ObjectKey, _Seen] | None:
    continuations = change.get("continuations")
    known = tuple(map(str, continuations)) if isinstance(continuations, list) else ()
    match change:
        case {"data_plan_id": str(name), "fingerprint": str(fingerprint)}:
            number = change.get("version")
            key = DataPlanVersionKey(name, number) if isinstance(number, int) else DataPlanKey(name)
            fields = _objects(change, "fields")
            read = dict(filter(None, map(_field, fields))) if "fields" in change else None
            return key, _Seen(fingerprint, known, read)
        case _:
            return None


def _field(field: JSONObject) -> tuple[tuple[str, ...], FieldChange] | None:
    path = field.get("path")
    if not isinstance(path, list):
        return None
    names = tuple(map(str, path))
    return names, FieldChange(names, field.get("before", ABSENT), field.get("after", ABSENT))


def _objects(value: JSONValue, key: str) -> list[JSONObject]:
    items = value.get(key) if isinstance(value, dict) else None
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _sides(change: Change, before: _Seen | None) -> tuple[str, str]:
    reviewed = "not part of it" if before is None else f"`{before.fingerprint[:8]}`"
    author = (
        "" if change.before is None else f", {authors.edited(change.before.authorship, now=None)}"
    )
    return reviewed, f"`{change.fingerprint[:8]}`{prose(clip(author))}"


def _holds(change: Change, before: _Seen | None) -> bool:
    return before is not None and change.fingerprint in (before.fingerprint, *before.continuations)


def _differences(change: Change, before: _Seen | None) -> list[str]:
    if before is None or before.fields is None:
        return []
    now: _Fields = {field.path: field for field in change.field_changes}
    told: list[str] = []
    for path in sorted({*now, *before.fields}):
        then, today = before.fields.get(path), now.get(path)
        if (
            then is None
            or today is None
            or (then.before, then.after) != (today.before, today.after)
        ):
            told.append(f"! {_place(path)}")
            told.append(f"-     reviewed: {_said(then)}")
            told.append(f"+     now:      {_said(today)}")
    return told


def _said(field: FieldChange | None) -> str:
    if field is None:
        return "no change"
    sides = (_side(side) for side in (field.before, field.after))
    return " → ".join(sides)


def _side(side: JSONValue | Absent) -> str:
    if isinstance(side, Absent):
        return "nothing"
    return "a data point" if data_points.is_data_point(side) else values.value(side)


def _place(path: tuple[str, ...]) -> str:
    name = data_points.name_and_kind(path[0])[0] if path else ""
    return visible(".".join((name, *(part for part in path[1:] if part != "attributes"))))
