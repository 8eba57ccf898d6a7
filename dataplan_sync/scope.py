"""Which data plans of a workspace a run is about: by patterns on their ids, and by shards of a run that is spread.

What is outside is as if it did not exist: it is neither compared nor deleted, nor called unmanaged.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

    from dataplan_sync.model import ObjectKey, WorkspaceState


@dataclass(frozen=True, slots=True)
class Shard:
    """One of several equal parts of all data plans of all workspaces."""

    number: int
    """From 1 on."""
    count: int
    workspace_id: int = 0
    """Part of what is hashed, so that equal data plans of two workspaces need not meet in one shard."""

    def covers(self, data_plan_id: str) -> bool:
        """Tell whether a data plan is in this part: the same on every machine, whatever else there is."""
        digest = hashlib.sha256(f"{self.workspace_id}/{data_plan_id}".encode()).digest()
        return int.from_bytes(digest[:8]) % self.count == self.number - 1

    def __str__(self) -> str:
        """Give the form of the command line: `2/4`."""
        return f"{self.number}/{self.count}"


@dataclass(frozen=True, slots=True)
class Scope:
    """The data plans that a run is about; all of them where nothing is said."""

    include: tuple[str, ...] = ()
    """Patterns as in a shell (`*`, `?`, `[a-z]`), case-sensitive; none means every id."""
    exclude: tuple[str, ...] = ()
    """Patterns of ids that are left out, whatever `include` says."""
    shard: Shard | None = None
    only: frozenset[str] | None = None
    """The ids that were asked for; None for all."""

    def covers(self, data_plan_id: str) -> bool:
        """Tell whether a data plan is one of them."""
        return (
            (not self.include or _matches(data_plan_id, self.include))
            and not _matches(data_plan_id, self.exclude)
            and (self.shard is None or self.shard.covers(data_plan_id))
            and (self.only is None or data_plan_id in self.only)
        )

    def within(self, state: WorkspaceState) -> WorkspaceState:
        """Give what a state holds of them."""
        loaders = {key: load for key, load in state.loaders.items() if self.covers(key)}
        marks = {key: mark for key, mark in state.marks.items() if self.covers(key.data_plan_id)}
        return replace(state, loaders=loaders, marks=marks)

    def keys(self, keys: Collection[ObjectKey]) -> tuple[ObjectKey, ...]:
        """Give those of some objects that belong to them."""
        return tuple(key for key in keys if self.covers(key.data_plan_id))


EVERYTHING: Final = Scope()
"""No data plan is left out."""


def _matches(data_plan_id: str, patterns: Collection[str]) -> bool:
    return any(fnmatchcase(data_plan_id, pattern) for pattern in patterns)
