"""Refuses to decide what git and live both changed since the last apply: one of the two edits would be lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync.changes import Origin
from dataplan_sync.configuration import OnConflict
from dataplan_sync.guards import advice
from dataplan_sync.hazards import Permit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataplan_sync.changes import Change, ChangeSet
    from dataplan_sync.configuration import Configuration
    from dataplan_sync.hazards import Hazard

RULE: Final = "conflict"

_BRIEF: Final = 5
"""Fields that a message names."""


def find(change_set: ChangeSet, configuration: Configuration) -> Iterator[Hazard]:
    """Find the changes in which a field is in conflict."""
    if configuration.policy.on_conflict is OnConflict.GIT:
        return
    for change in change_set.changes:
        names = [
            named(field.path) for field in change.field_changes if field.origin is Origin.CONFLICT
        ]
        if names:
            yield _conflict(change, names, configuration)


def notes(change_set: ChangeSet) -> Iterator[str]:
    """Say what stays as live has it."""
    if change_set.left:
        names = [f"{key}: {named(path)}" for key, path in change_set.left]
        yield (
            f"policy.on_conflict is live, so {_listed(names)} stays as live has it. "
            "Take it over into the plan files to settle it."
        )


def named(path: tuple[str, ...]) -> str:
    """Name a field in a sentence: `custom_event:other:Purchase size.enum`."""
    first, *rest = path
    return " ".join(
        (first, *([".".join(part for part in rest if part != "attributes")] if rest else []))
    )


def _conflict(change: Change, names: list[str], configuration: Configuration) -> Hazard:
    what = _listed(names)
    match change.before, change.after:
        case None, _:
            happened = f"{change.key} was deleted in live and edited in git since the last apply"
        case _, None:
            happened = f"{change.key} was edited in live and is to be deleted since the last apply"
        case _:
            happened = f"{change.key}: git and live both changed {what} since the last apply"
    by = change.before.authorship.latest_by if change.before else None
    author = f" (in live by {by})" if by else ""
    sentence = (
        f"{happened}{author}: take over what is live into the plan files, or apply exactly this difference by "
        "its fingerprint."
    )
    permit = Permit(("policy", "on_conflict"), value=OnConflict.GIT.value)
    return advice.hazard(RULE, change.key, sentence, permit, configuration)


def _listed(names: list[str]) -> str:
    shown = ", ".join(names[:_BRIEF])
    return f"{shown} and {len(names) - _BRIEF} more" if len(names) > _BRIEF else shown
