"""In what workspaces differ from one another as they are live, whatever git says: data plan by data plan."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dataplan_sync import canonical
from dataplan_sync.model import ActivatedEnvironment, DataPlan, DataPlanKey, DataPlanVersionKey

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dataplan_sync.model import DataPlanVersion, ObjectKey, WorkspaceState


@dataclass(frozen=True, slots=True)
class Standing:
    """How an object stands in one workspace."""

    content: str
    """SHA-256, 64 hex digits, of all but the environment: equal where the content is."""
    activated_environment: ActivatedEnvironment | None = None
    """Where a version is active; None for a data plan."""


@dataclass(frozen=True, slots=True)
class Disparity:
    """An object that does not stand alike in all workspaces."""

    key: ObjectKey
    standings: Mapping[str, Standing | None]
    """By the name of the workspace, in their order; None where the object does not exist."""

    @property
    def contents(self) -> tuple[str, ...]:
        """The different contents, in the order of the workspaces."""
        return tuple(dict.fromkeys(one.content for one in self.standings.values() if one))


@dataclass(frozen=True, slots=True)
class Parity:
    """What a look at several workspaces found."""

    workspaces: tuple[str, ...]
    """Those that were looked at, by name."""
    alike: int
    """Data plans and versions that stand alike in all of them."""
    disparities: tuple[Disparity, ...]


def compare(states: Mapping[str, WorkspaceState]) -> Parity:
    """Compare workspaces with one another.

    Args:
        states: what is live, by name. A data plan of each is loaded at a time and let go.

    Returns:
        What differs, by data plan and version.

    Raises:
        DataplanSyncError: whatever the states' loaders raise.
    """
    found: list[Disparity] = []
    count = 0
    for data_plan_id in sorted({each for state in states.values() for each in state.loaders}):
        loaded = {name: state.load(data_plan_id) for name, state in states.items()}
        for disparity in _of_data_plan(data_plan_id, loaded):
            count += 1
            if len(set(disparity.standings.values())) > 1:
                found.append(disparity)
    return Parity(tuple(states), count - len(found), tuple(found))


def _of_data_plan(data_plan_id: str, loaded: Mapping[str, DataPlan | None]) -> Iterator[Disparity]:
    """Give every object of a data plan, also those that stand alike."""
    yield Disparity(
        DataPlanKey(data_plan_id), {name: _data_plan(each) for name, each in loaded.items()}
    )
    numbers = {version.version for each in loaded.values() if each for version in each.versions}
    for number in sorted(numbers):
        standings = {
            name: _version(each.version(number) if each else None) for name, each in loaded.items()
        }
        yield Disparity(DataPlanVersionKey(data_plan_id, number), standings)


def _data_plan(data_plan: DataPlan | None) -> Standing | None:
    if data_plan is None:
        return None
    return Standing(_digest(canonical.resource_text(replace(data_plan, versions=()))))


def _version(version: DataPlanVersion | None) -> Standing | None:
    if version is None:
        return None
    content = canonical.resource(replace(version, activated_environment=None))
    return Standing(
        _digest(canonical.text(content)),
        version.activated_environment or ActivatedEnvironment.NONE,
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()
