"""Which shared definition each field of a change comes from, and all that one definition reaches.

An edit of one line below `shared/` changes many events. A reviewer has to see that it is one edit, and which.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dataplan_sync.changes import Absent
from dataplan_sync.model import DataPlanVersionKey

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dataplan_sync.changes import Change, FieldChange
    from dataplan_sync.model import ObjectKey, SharedLoader, SharedParts


@dataclass(frozen=True, slots=True)
class Reach:
    """What changes because of one shared definition."""

    definition: str
    """As a reference from elsewhere names it: `shared/commerce.yaml#/price`."""
    data_points: Mapping[ObjectKey, tuple[str, ...]]
    """For each version, the printed identities of its data points, in the order of their changes."""

    @property
    def count(self) -> int:
        """Data points, those of each version counted apart."""
        return sum(map(len, self.data_points.values()))


def labelled(change: Change, shared: Mapping[DataPlanVersionKey, SharedLoader]) -> Change:
    """Name the shared definition of each field of a change that comes from one.

    Args:
        change: a change to the desired state.
        shared: for each version that refers to shared definitions, how to find which of its parts come from them.

    Raises:
        DataplanSyncError: the plan files cannot be read any more.
    """
    key = change.key
    if not isinstance(key, DataPlanVersionKey) or key not in shared or not change.field_changes:
        return change
    parts = shared[key]()
    losses = _Losses(parts, change.field_changes)
    fields = tuple(
        replace(field, shared=_definition(field, parts, losses)) for field in change.field_changes
    )
    return replace(change, field_changes=fields)


def reaches(changes: Iterable[Change]) -> tuple[Reach, ...]:
    """Give each shared definition that changes come from, with every data point that it changes."""
    found: dict[str, dict[ObjectKey, dict[str, None]]] = {}
    for change in changes:
        for field in change.field_changes:
            if field.shared is not None:
                points = found.setdefault(field.shared, {}).setdefault(change.key, {})
                points.setdefault(field.path[0])
    return tuple(
        Reach(definition, {key: tuple(names) for key, names in points.items()})
        for definition, points in found.items()
    )


def _definition(field: FieldChange, parts: SharedParts, losses: _Losses) -> str | None:
    identity, *names = field.path
    path = tuple(names)
    if not path or identity not in parts:
        return None
    own = parts[identity]
    return own[path] if path in own else losses.definition(identity, path)


class _Losses:
    """Tells which definition something came from that is gone: what stands beside it tells.

    Beside own attributes that is not certain. There a definition counts as the one that lost it if every data
    point that takes attributes from it lost the same.
    """

    def __init__(self, parts: SharedParts, fields: Iterable[FieldChange]) -> None:
        self._gone = {field.path for field in fields if isinstance(field.after, Absent)}
        self._lost: dict[tuple[str, ...], bool] = {}
        self._beside: dict[tuple[str, ...], set[str | None]] = {}
        """The definitions of what stands in one place, by the data point and the place."""
        self._users: dict[tuple[str, ...], list[str]] = {}
        """The data points that take something from a definition, by the definition and the place."""
        for identity, own in parts.items() if self._gone else ():
            for (*above, _), definition in own.items():
                beside = self._beside.setdefault((identity, *above), set())
                if definition is not None and definition not in beside:
                    self._users.setdefault((definition, *above), []).append(identity)
                beside.add(definition)

    def definition(self, identity: str, path: tuple[str, ...]) -> str | None:
        beside = self._beside.get((identity, *path[:-1]), set())
        if len(beside) == 1:
            return next(iter(beside))
        losing = [each for each in beside if each is not None and self._all_lost(path, each)]
        return losing[0] if len(losing) == 1 else None

    def _all_lost(self, path: tuple[str, ...], definition: str) -> bool:
        users = self._users[definition, *path[:-1]]
        if (definition, *path) not in self._lost:
            lost = len(users) > 1 and all((identity, *path) in self._gone for identity in users)
            self._lost[definition, *path] = lost
        return self._lost[definition, *path]
