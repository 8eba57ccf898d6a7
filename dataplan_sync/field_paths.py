"""The names of leaves: from a path in a data point to how people name that place.

`validator.definition.properties.data.properties.custom_attributes.properties.size.enum` reads
`attributes, size, enum`. No two places get one name, whatever attributes are called:

- An attribute that bears the name of a JSON Schema keyword keeps the word `properties` in front of it, unless
  it stands right below `attributes`.
- A keyword that JSON Schema does not know, and a `required` that is no list of names, has the word `schema`
  in front of it.
- What an event's `data` holds stands for itself, unless its name begins other names: then `data` stays.
- A key of the data point that nobody knows is below `data_point`.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from dataplan_sync import canonical, codec
from dataplan_sync.model import MatchType

if TYPE_CHECKING:
    from collections.abc import Sequence

DEFINITION: Final = ("validator", "definition")
ATTRIBUTE_MAPS: Final = frozenset((MatchType.USER_ATTRIBUTES, MatchType.USER_IDENTITIES))
"""Match types whose definition describes the attribute map itself rather than an event around it."""

_DATA: Final = ("properties", "data")
_CUSTOM_ATTRIBUTES: Final = (*_DATA, "properties", "custom_attributes")
_OWN_KEYS: Final = frozenset(codec.DATA_POINT_KEYS)
_UNUSUAL: Final = "schema"
"""Stands in front of a keyword whose own name would be taken for that of an attribute."""
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
_WORDS_OF_NAMES: Final = _KEYWORDS | {_UNUSUAL}
"""What an attribute must not be called to stand for itself below another one."""
_BEGINNINGS: Final = (
    _WORDS_OF_NAMES | _OWN_KEYS | {"attributes", "data", "data_point", "definition"}
)
"""What a name may begin with, so that no property of an event's `data` may stand there for itself."""


def point_name(match_key: str, occurrence: int) -> str:
    """Name a data point: its printed identity, with a number where it is not the first of that identity."""
    return f"{match_key} ({occurrence + 1})" if occurrence else match_key


def printed(path: Sequence[str], match_type: str) -> tuple[str, ...]:
    """Name a leaf of a canonical data point.

    Args:
        path: keys from the root of the canonical data point.
        match_type: the data point's match type, which decides what its definition describes.

    Returns:
        The name, without the data point's own.
    """
    path = tuple(path)
    if path[:1] and path[0] not in _OWN_KEYS:
        return ("data_point", *path)
    if path[:2] != DEFINITION or len(path) == 2:
        return path
    if match_type in ATTRIBUTE_MAPS:
        return _below_attributes(path[2:], ()) or ("definition", *_schema_names(path[2:]))
    return _event_names(path[2:])


def is_required_list(path: Sequence[str]) -> bool:
    """Tell whether a path of a canonical data point ends at the keyword `required` of some schema."""
    return (
        tuple(path[:2]) == DEFINITION
        and path[-1] == "required"
        and _roles(path[2:])[-1:] == [_Role.KEYWORD]
    )


def _event_names(path: tuple[str, ...]) -> tuple[str, ...]:
    """Name a path from the schema of an event."""
    attribute = _below_attributes(path, _CUSTOM_ATTRIBUTES)
    if attribute:
        return attribute
    if path[:2] != _DATA:
        return ("definition", *_schema_names(path))
    names = _schema_names(path[2:])
    stands_for_itself = names[:1] and names[0] not in _BEGINNINGS
    return names if stands_for_itself else ("data", *names)


def _below_attributes(path: tuple[str, ...], prefix: tuple[str, ...]) -> tuple[str, ...] | None:
    """Name a path to an attribute or below one; None if it is another path than that."""
    size = len(prefix)
    if path[:size] != prefix or len(path) < size + 2:
        return None
    keyword, attribute, *rest = path[size:]
    match keyword:
        case "properties":
            return ("attributes", attribute, *_schema_names(rest))
        case "required":
            return ("attributes", attribute, "required", *rest)
        case _:
            return None


def _schema_names(path: Sequence[str]) -> tuple[str, ...]:
    """Name a path that starts at a schema."""
    names: list[str] = []
    roles = _roles(path)
    for index, (part, role) in enumerate(zip(path, roles, strict=True)):
        match role:
            case _Role.NAME if path[index - 1] == "properties" and part not in _WORDS_OF_NAMES:
                names[-1] = part
            case _Role.REQUIRED_NAME if part in _WORDS_OF_NAMES:
                names[-2:] = ["properties", part, "required"]
            case _Role.REQUIRED_NAME:
                names[-2:] = [part, "required"]
            case _Role.KEYWORD if part == "required" or part not in _KEYWORDS:
                names.extend((_UNUSUAL, part))
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
