"""Reads a plan file with its data points in the API's form, whichever form they are written in.

What an expansion makes gets the places of what it was made of. So nobody behind this module knows that there is
a short form: codec, rules and locators follow paths in the API's JSON, and arrive at the key that was written.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from dataplan_sync.files.declaration import fault_problems
from dataplan_sync.files.reading import read_document
from dataplan_sync.short_form.expansion import expansion, is_short

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dataplan_sync.files.document import Document
    from dataplan_sync.files.source import Source
    from dataplan_sync.model import JSONObject, JSONValue
    from dataplan_sync.problems.problem import Problem
    from dataplan_sync.wire import Fault, Path

_HOLDERS: Final = frozenset(("data_plan_versions", "version_document"))
"""The keys on the way from a data plan to its data points."""
_POINTS: Final = "data_points"


def read_expanded(source: Source, path: str, problems: list[Problem]) -> Document | None:
    """Read and parse one plan file, and expand its data points.

    Args:
        source: where its bytes come from.
        path: a path that the source lists.
        problems: what is wrong is appended here.

    Returns:
        The document; None where there is none, which a problem then explains.
    """
    document = read_document(source, path, problems)
    return document and expanded(document, problems)


def expanded(document: Document, problems: list[Problem]) -> Document:
    """Expand the data points of a parsed plan file.

    Args:
        document: the file as written.
        problems: what is wrong in short forms is appended here.

    Returns:
        The same file as if all data points were written in full, each part of them with the place of the key
        that it came from; one that cannot be expanded is left out. The document itself where none is short.
    """
    return _Expanding(document, problems).document()


class _Expanding:
    """Expands one document. Containers are known by their `id()`, so the written ones live as long as this."""

    def __init__(self, document: Document, problems: list[Problem]) -> None:
        self._written = document
        self._problems = problems
        self._keys: dict[int, Mapping[str, int]] = dict(document.keys)
        self._items: dict[int, Sequence[int]] = dict(document.items)
        self._points: dict[int, JSONObject | None] = {}

    def document(self) -> Document:
        value = self._written.value
        made = self._list(value, ()) if isinstance(value, list) else self._holder(value, ())
        if made is value:
            return self._written
        return replace(self._written, value=made, keys=self._keys, items=self._items)

    def _holder(self, value: JSONValue, path: Path) -> JSONValue:
        """Expand what is on the way to data points; a list holds versions here."""
        if isinstance(value, list):
            versions = [self._holder(item, (*path, index)) for index, item in enumerate(value)]
            if all(new is old for new, old in zip(versions, value, strict=True)):
                return value
            self._items[id(versions)] = self._written.items[id(value)]
            return versions
        if not isinstance(value, dict):
            return value
        made = {key: self._child(key, item, (*path, key)) for key, item in value.items()}
        if all(made[key] is item for key, item in value.items()):
            return value
        self._keys[id(made)] = self._written.keys[id(value)]
        return made

    def _child(self, key: str, value: JSONValue, path: Path) -> JSONValue:
        if key == _POINTS and isinstance(value, list):
            return self._list(value, path)
        return self._holder(value, path) if key in _HOLDERS else value

    def _list(self, points: list[JSONValue], path: Path) -> list[JSONValue]:
        if not any(isinstance(point, dict) and is_short(point) for point in points):
            return points
        made: list[JSONValue] = []
        offsets: list[int] = []
        for index, point in enumerate(points):
            new = self._point(point, (*path, index))
            if new is not None or point is None:
                made.append(new)
                offsets.append(self._written.items[id(points)][index])
        self._items[id(made)] = offsets
        return made

    def _point(self, point: JSONValue, path: Path) -> JSONValue:
        if not isinstance(point, dict) or not is_short(point):
            return point
        # An alias repeats the very object, and what is wrong in it is wrong once.
        if id(point) not in self._points:
            faults: list[Fault] = []
            made = expansion(point, faults)
            placed = [replace(fault, path=(*path, *fault.path)) for fault in faults]
            self._problems.extend(fault_problems(self._written, placed))
            self._points[id(point)] = made.point if made else None
            if made:
                at = self._written.offset(path)
                self._place(made.point, made.origins, _Spot((), path, at))
        return self._points[id(point)]

    def _place(self, value: JSONValue, origins: Mapping[Path, Path], spot: _Spot) -> None:
        """Give each container that an expansion made the places of what it was made of."""
        if id(value) in self._written.keys or id(value) in self._written.items:
            return
        offsets: dict[str | int, int] = {}
        for step, item in _steps(value):
            wire = (*spot.wire, step)
            written = (*spot.point, *origins[wire]) if wire in origins else None
            offset = spot.offset if written is None else self._written.offset(written)
            offsets[step] = offset
            self._place(item, origins, replace(spot, wire=wire, offset=offset))
        if isinstance(value, dict):
            self._keys[id(value)] = {key: offsets[key] for key in value}
        elif isinstance(value, list):
            self._items[id(value)] = list(offsets.values())


@dataclass(frozen=True, slots=True)
class _Spot:
    """A place in what an expansion made."""

    wire: Path
    point: Path
    """Where the short form stands in the file."""
    offset: int
    """Where in the text the container at `wire` came from."""


def _steps(value: JSONValue) -> Iterable[tuple[str | int, JSONValue]]:
    match value:
        case dict():
            return value.items()
        case list():
            return enumerate(value)
        case _:
            return ()
