"""`--data-plan`: a run that is about some data plans and reads no files of others."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dataplan_sync.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from dataplan_sync.cli.selection import SelectedWorkspace
    from dataplan_sync.desired import LoadedPlans


def narrowed(
    selected: Iterable[SelectedWorkspace], only: Collection[str]
) -> tuple[SelectedWorkspace, ...]:
    """Narrow workspaces to the data plans that are asked for; none asked for means all."""
    if not only:
        return tuple(selected)
    return tuple(replace(one, scope=replace(one.scope, only=frozenset(only))) for one in selected)


def refuse_unknown(only: Iterable[str], loaded: LoadedPlans) -> None:
    """Refuse ids that no plan file declares.

    Raises:
        UsageError: there are such.
    """
    unknown = sorted(set(only) - loaded.state.loaders.keys())
    if unknown:
        said = ", ".join(f'"{each}"' for each in unknown)
        message = f"no plan file declares the data plan {said}: --data-plan takes ids as they are in data_plan_id"
        raise UsageError(message)
