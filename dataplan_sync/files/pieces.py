"""Reads a YAML file data point by data point, and each text of a data point only once.

The result is the same as that of `yaml_reader`, which reads whatever cannot be read in pieces.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from dataplan_sync import codec
from dataplan_sync.files import chunks
from dataplan_sync.files.document import MAX_DEPTH, Document, Piece, PlacedPiece
from dataplan_sync.files.text import Text
from dataplan_sync.files.yaml_reader import read_yaml
from dataplan_sync.short_form.expansion import is_short

if TYPE_CHECKING:
    from dataplan_sync.files.chunks import Region, Skeleton
    from dataplan_sync.model import JSONValue
    from dataplan_sync.problems.problem import Problem
    from dataplan_sync.wire import Fault

_ANCHOR: Final = re.compile(r"(?<![^\s\[{,])&[^\s,\[\]{}]")
SMALLEST_FILE: Final = 8 * 1024
_LONGEST_KEPT: Final = 16 * 1024
"""Characters. Together with their number this bounds what is kept."""
_MOST_KEPT: Final = 2048
"""Twice as many data points as a version can have."""
_ABOVE: Final = 6
"""Objects and lists around a data point at most: data plan, versions, version, document, data points."""


def read_in_pieces(
    text: Text, problems: list[Problem], *, smallest: int = SMALLEST_FILE
) -> Document | None:
    """Read a file that holds one YAML document; the same as `read_yaml`, and faster where texts repeat.

    Args:
        text: the file.
        problems: what is wrong is appended here.
        smallest: characters below which a file is not worth cutting.

    Returns:
        As `read_yaml`.
    """
    found = _in_pieces(text) if len(text.content) >= smallest else None
    return read_yaml(text, problems) if found is None else found


def forget() -> None:
    """Let go of the data points that were read, when another data plan follows that shares none of them."""
    _piece.cache_clear()


def _in_pieces(text: Text) -> Document | None:
    """Read a file in pieces; None where that cannot be done, or where anything is wrong in it."""
    if "&" in text.content and _ANCHOR.search(text.content):
        return None
    cut_out = chunks.regions(text.content)
    if not cut_out:
        return None
    left = chunks.skeleton(text.content, cut_out)
    problems: list[Problem] = []
    rest = read_yaml(Text(left.content, text.file), problems)
    if rest is None or problems:
        return None
    return _assembled(text, rest, left, cut_out)


def _assembled(
    text: Text, rest: Document, left: Skeleton, cut_out: list[Region]
) -> Document | None:
    """Put the items of all lists in the places that were kept for them."""
    keys = {
        container: {key: left.original(offset) for key, offset in places.items()}
        for container, places in rest.keys.items()
    }
    items = {
        container: [left.original(offset) for offset in places]
        for container, places in rest.items.items()
    }
    pieces: dict[int, list[PlacedPiece]] = {}
    lists = _lists(rest.value)
    by_place = {tuple(rest.items[id(found)]): found for found in lists}
    for place, region in zip(left.places, cut_out, strict=True):
        target = by_place.get((place,))
        placed = None if target is None else _placed(text.content, region)
        if target is None or placed is None:
            return None
        target[:] = [each.piece.value for each in placed]
        items[id(target)] = [each.base + each.piece.start for each in placed]
        pieces[id(target)] = placed
    return Document(text, rest.value, left.original(rest.start), keys, items, pieces=pieces)


def _lists(value: JSONValue) -> list[list[JSONValue]]:
    match value:
        case list():
            return [value, *(found for item in value for found in _lists(item))]
        case dict():
            return [found for item in value.values() for found in _lists(item)]
        case _:
            return []


def _placed(content: str, region: Region) -> list[PlacedPiece] | None:
    placed: list[PlacedPiece] = []
    for base, piece_text in region.pieces(content):
        read = _piece if len(piece_text) <= _LONGEST_KEPT else _piece.__wrapped__
        piece = read(piece_text)
        if piece is None:
            return None
        placed.append(PlacedPiece(piece, base))
    return placed


@lru_cache(maxsize=_MOST_KEPT)
def _piece(content: str) -> Piece | None:
    """Read one item of a list by itself; None where it cannot be, or is not alone, or needs a look at the file."""
    if "\n..." in content or "\n---" in content:
        return None  # The document may end here, which only the whole file can tell.
    problems: list[Problem] = []
    document = read_yaml(Text(content, ""), problems)
    if document is None or problems or not isinstance(document.value, list):
        return None
    value = document.value
    if len(value) != 1 or _height(value) + _ABOVE > MAX_DEPTH or _has_reference(value):
        return None
    (point,) = value
    if isinstance(point, dict) and is_short(point):
        return None
    (start,) = document.items[id(value)]
    faults: list[Fault] = []
    decoded = codec.decode_data_points(value, faults)
    items = {
        container: places for container, places in document.items.items() if container != id(value)
    }
    return Piece(point, start, document.keys, items, decoded[0] if decoded and not faults else None)


def _has_reference(value: JSONValue) -> bool:
    match value:
        case list():
            return any(map(_has_reference, value))
        case dict():
            return "$ref" in value or any(map(_has_reference, value.values()))
        case _:
            return False


def _height(value: JSONValue) -> int:
    match value:
        case list():
            return 1 + max(map(_height, value), default=0)
        case dict():
            return 1 + max(map(_height, value.values()), default=0)
        case _:
            return 0
