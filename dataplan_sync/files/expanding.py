"""Reads a plan file with its data points in the API's form, whichever form they are written in.

References are followed and short forms expanded. What is made so gets the places of what it was made of, and so
nobody behind this module knows of either: codec, rules and locators follow paths in the API's JSON, and arrive at the key that was written.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeAlias

from dataplan_sync.files.declaration import fault_problems
from dataplan_sync.files.inlining import Inlining, inlined_point
from dataplan_sync.files.places import Places
from dataplan_sync.files.reading import read_document
from dataplan_sync.short_form.expansion import abbreviations_expanded, expansion, is_short

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from dataplan_sync.files.definitions import Definitions
    from dataplan_sync.files.document import Document
    from dataplan_sync.files.source import Source
    from dataplan_sync.model import JSONObject, JSONValue
    from dataplan_sync.problems.problem import Problem
    from dataplan_sync.short_form.expansion import Expansion
    from dataplan_sync.wire import Fault, Path

    Expand: TypeAlias = Callable[[JSONObject, list[Fault]], Expansion | None]

_HOLDERS: Final = frozenset(("data_plan_versions", "version_document"))
"""The keys on the way from a data plan to its data points."""
_POINTS: Final = "data_points"
DEFINITIONS: Final = "definitions"
"""The key, at the top of a file, of definitions for the data points in it; it is no part of what the file declares."""


def read_expanded(
    source: Source, path: str, definitions: Definitions, problems: list[Problem]
) -> Document | None:
    """Read and parse one plan file, follow its references and expand its data points.

    Args:
        source: where its bytes come from.
        path: a path that the source lists.
        definitions: gives what references lead to.
        problems: what is wrong is appended here.

    Returns:
        The document; None where there is none, which a problem then explains.
    """
    document = read_document(source, path, problems, in_pieces=True)
    return document and expanded(document, path, definitions, problems)


def expanded(
    document: Document, path: str, definitions: Definitions, problems: list[Problem]
) -> Document:
    """Follow the references of a parsed plan file and expand its data points.

    Args:
        document: the file as written.
        path: its path below the plans folder, which relative references start from.
        definitions: gives what references lead to.
        problems: what is wrong in references and in short forms is appended here.

    Returns:
        The same file as if all data points were written in full, each part of them with the place of the key
        that it came from; one that cannot be expanded is left out. The document itself where none has to be.
    """
    return _Expanding(document, path, definitions, problems).document()


class _Expanding:
    """Expands one document. Containers are known by their `id()`, so the written ones live as long as this."""

    def __init__(
        self, document: Document, path: str, definitions: Definitions, problems: list[Problem]
    ) -> None:
        self._problems = problems
        self._places = Places.on_top_of(document, definitions.places)
        self._written = replace(
            document, keys=self._places.keys, items=self._places.items, texts=definitions
        )
        self._unchanged = document
        self._inlining = Inlining(self._written, path, self._places, definitions, problems)
        self._points: dict[int, JSONObject | None] = {}

    def document(self) -> Document:
        value = self._written.value
        made = self._list(value, ()) if isinstance(value, list) else self._holder(value, ())
        if isinstance(made, dict) and DEFINITIONS in made:
            offsets = self._written.keys[id(value)]
            left = {key: item for key, item in made.items() if key != DEFINITIONS}
            made = self._places.object(left, offsets)
        if made is value:
            return self._unchanged
        return replace(self._written, value=made, added=self._inlining.size)

    def _holder(self, value: JSONValue, path: Path) -> JSONValue:
        """Expand what is on the way to data points; a list holds versions here."""
        if isinstance(value, list):
            versions = [self._holder(item, (*path, index)) for index, item in enumerate(value)]
            if all(new is old for new, old in zip(versions, value, strict=True)):
                return value
            return self._places.list(versions, self._written.items[id(value)])
        if not isinstance(value, dict):
            return value
        made = {key: self._child(key, item, (*path, key)) for key, item in value.items()}
        if all(made[key] is item for key, item in value.items()):
            return value
        return self._places.object(made, self._written.keys[id(value)])

    def _child(self, key: str, value: JSONValue, path: Path) -> JSONValue:
        if key == _POINTS and isinstance(value, list):
            return self._list(value, path)
        return self._holder(value, path) if key in _HOLDERS else value

    def _list(self, points: list[JSONValue], path: Path) -> list[JSONValue]:
        if id(points) in self._written.pieces:
            return points  # What was read in pieces is in the API's form, without references.
        made: list[JSONValue] = []
        offsets: list[int] = []
        for index, point in enumerate(points):
            new = self._point(point, self._written.offset((*path, index)))
            if new is not None or point is None:
                made.append(new)
                offsets.append(self._written.items[id(points)][index])
        if len(made) == len(points) and all(
            new is old for new, old in zip(made, points, strict=True)
        ):
            return points
        return self._places.list(made, offsets)

    def _point(self, point: JSONValue, offset: int) -> JSONValue:
        if not isinstance(point, dict):
            return point
        # An alias repeats the very object, and what is wrong in it is wrong once.
        if id(point) not in self._points:
            inlined = inlined_point(point, self._inlining)
            expand = expansion if is_short(inlined) else abbreviations_expanded
            if expand is expansion or inlined is not point:
                self._points[id(point)] = self._expanded(inlined, offset, expand)
            else:
                self._points[id(point)] = point
        return self._points[id(point)]

    def _expanded(self, inlined: JSONObject, offset: int, expand: Expand) -> JSONObject | None:
        written = replace(self._written, value=inlined, start=offset)
        faults: list[Fault] = []
        made = expand(inlined, faults)
        self._problems.extend(fault_problems(written, faults))
        if made is None:
            return None
        self._place(made.point, made.origins, _Spot((), written, offset))
        return made.point

    def _place(self, value: JSONValue, origins: Mapping[Path, Path], spot: _Spot) -> None:
        """Give each container that an expansion made the places of what it was made of."""
        if id(value) in self._places.keys or id(value) in self._places.items:
            return
        offsets: dict[str | int, int] = {}
        for step, item in _steps(value):
            wire = (*spot.wire, step)
            offset = spot.written.offset(origins[wire]) if wire in origins else spot.offset
            offsets[step] = offset
            self._place(item, origins, replace(spot, wire=wire, offset=offset))
        if isinstance(value, dict):
            self._places.object(value, {key: offsets[key] for key in value})
        elif isinstance(value, list):
            self._places.list(value, list(offsets.values()))


@dataclass(frozen=True, slots=True)
class _Spot:
    """A place in what an expansion made."""

    wire: Path
    written: Document
    """The data point as it was written, with references inlined."""
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
