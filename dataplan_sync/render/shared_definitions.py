"""What shared definitions reach: for each that changes come from, every event that changes with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dataplan_sync.render import data_points, ledger, words
from dataplan_sync.render.clip import MORE, clip, some
from dataplan_sync.render.escape import code, prose, visible
from dataplan_sync.sharing import reaches

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dataplan_sync.model import ObjectKey
    from dataplan_sync.render.ladder import Rung
    from dataplan_sync.report import WorkspaceReport
    from dataplan_sync.sharing import Reach


def sentences(workspace: WorkspaceReport) -> Iterator[str]:
    """Give a sentence for each shared definition that changes several objects, with the names of all events.

    What it changes in one object is told there, with the names.
    """
    for reach in reaches(ledger.changes_of(workspace)):
        if len(reach.data_points) == 1:
            continue
        names = "; ".join(
            f"{visible(', '.join(_names(points)))} ({_object(key)})"
            for key, points in reach.data_points.items()
        )
        yield f"{visible(reach.definition)} hits {_count(reach)}: {names}"


def block(workspace: WorkspaceReport, rung: Rung) -> str:
    """Give the same as a list in Markdown, with as many names as there is room for and a count of the rest."""
    entries = []
    for reach in reaches(ledger.changes_of(workspace)):
        names = "; ".join(
            f"{prose(', '.join(some(_clipped(points), rung.items)))} ({prose(_object(key))})"
            for key, points in reach.data_points.items()
        )
        entries.append(f"- {code(clip(reach.definition))} hits {_count(reach)}: {names}")
    return "\n".join(some(entries, rung.items, more=f"- {MORE}"))


def _count(reach: Reach) -> str:
    identities = [identity for points in reach.data_points.values() for identity in points]
    return words.counted(len(identities), data_points.noun(identities))


def _names(identities: Sequence[str]) -> list[str]:
    return [data_points.name_and_kind(identity)[0] for identity in identities]


def _clipped(identities: Sequence[str]) -> list[str]:
    return [clip(name) for name in _names(identities)]


def _object(key: ObjectKey) -> str:
    return f"{visible(clip(key.data_plan_id))} {words.key_name(key)}"
