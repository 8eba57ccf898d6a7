"""The names of leaves: from a path in a data point to how people name that place.

`validator.definition.properties.data.properties.custom_attributes.properties.size.enum` reads
`attributes, size, enum`. Every path stays unambiguous: where an attribute bears the name of a JSON Schema
keyword below another one, the word `properties` stays in front of it.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from dataplan_sync import canonical
from dataplan_sync.model import MatchType

if TYPE_CHECKING:
    from collections.abc import Sequence

DEFINITION: Final = ("validator", "definition")
ATTRIBUTE_MAPS: Final = frozenset((MatchType.USER_ATTRIBUTES, MatchType.USER_IDENTITIES))
"""Match types whose definition describes the attribute map itself rather than an event around it."""

_DATA: Final = ("properties", "data")
_CUSTOM_ATTRIBUTES: Final = (*_DATA, "properties", "custom_attributes")
_KEYWORDS: Final = (
    canonical.MAPS_OF_SCHEMAS
    | canonical.SCHEMAS
    | canonical.UNORDERED
    | frozenset(
        (
            "required",
            "const",
            "format",
            "pattern",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
            "minLength",
            "maxLength",
            "minItems",
            "maxItems",
            "minContains",
            "maxContains",
            "uniqueItems",
            "minProperties",
            "maxProperties",
            "dependencies",
            "dependentRequired",
            "title",
            "description",
            "default",
            "examples",
            "$comment",
            "$id",
            "$ref",
            "$schema",
        )
    )
)


def printed(path: Sequence[str], match_type: str) -> tuple[str, ...]:
    """Name a leaf of a canonical data point.

    Args:
        path: keys from the root of the canonical data point.
        match_type: the data point's match type, which decides what its definition describes.

    Returns:
        The name, without the data point's own.
    """
    path = tuple(path)
    if path[:2] != DEFINITION or len(path) == 2:
        return path
    head, rest = _head(path[2:], match_type)
    return (*head, *_schema_names(rest))


def is_required_list(path: Sequence[str]) -> bool:
    """Tell whether a path of a canonical data point ends at the keyword `required` of some schema."""
    return (
        tuple(path[:2]) == DEFINITION
        and path[-1] == "required"
        and _roles(path[2:])[-1:] == [_Role.KEYWORD]
    )


def _head(path: tuple[str, ...], match_type: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Split a schema path into the name of the schema it is most naturally read from, and the rest."""
    if match_type in ATTRIBUTE_MAPS:
        return _below_names(path, ()) or (("definition",), path)
    named = _below_names(path, _CUSTOM_ATTRIBUTES)
    if named:
        return named
    if path[:3] == (*_DATA, "properties") and len(path) > 3:
        return (path[3],), path[4:]
    if path[:3] == (*_DATA, "required") and len(path) > 3:
        return (), path[2:]
    if path[:2] == _DATA:
        return ("data",), path[2:]
    return ("definition",), path


def _below_names(
    path: tuple[str, ...], prefix: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    size = len(prefix)
    if path[:size] != prefix or len(path) < size + 2:
        return None
    match path[size]:
        case "properties":
            return ("attributes", path[size + 1]), path[size + 2 :]
        case "required":
            return ("attributes",), path[size:]
        case _:
            return None


def _schema_names(path: tuple[str, ...]) -> tuple[str, ...]:
    """Name the rest of a path that starts at a schema."""
    names: list[str] = []
    for part, role in zip(path, _roles(path), strict=True):
        match role:
            case _Role.NAME if part not in _KEYWORDS and names[-1:] == ["properties"]:
                names[-1] = part
            case _Role.REQUIRED_NAME:
                names[-1:] = [part, "required"]
            case _:
                names.append(part)
    return tuple(names)


class _Role(Enum):
    """What a part of a path is, by its position."""

    KEYWORD = auto()
    NAME = auto()
    REQUIRED_NAME = auto()
    VALUE = auto()


def _roles(path: Sequence[str]) -> list[_Role]:
    """Tell, for each part of a path that starts at a schema, what it is there."""
    roles: list[_Role] = []
    expected = _Role.KEYWORD
    for part in path:
        roles.append(expected)
        expected = _next_role(part, expected)
    return roles


def _next_role(part: str, role: _Role) -> _Role:
    if role is _Role.NAME:
        return _Role.KEYWORD
    if role is not _Role.KEYWORD:
        return _Role.VALUE
    if part in canonical.MAPS_OF_SCHEMAS:
        return _Role.NAME
    if part == "required":
        return _Role.REQUIRED_NAME
    return _Role.KEYWORD if part in canonical.SCHEMAS else _Role.VALUE
