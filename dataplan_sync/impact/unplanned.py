"""What a schema calls unplanned, told apart from what it calls invalid: only unplanned data can be blocked.

The server calls unplanned what stands in an object or a list that is closed: a member that
`additionalProperties: false` does not take, an entry that `additionalItems: false` does not take. It reports that
whatever else is wrong with the data around it, as long as the value there is an object or a list where that is allowed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync.impact.schema_change import keywords, schema

if TYPE_CHECKING:
    from collections.abc import Callable

    from dataplan_sync.impact.schema_change import Schema
    from dataplan_sync.model import JSONObject

_OF_OTHERS: Final = ("additionalProperties", "additionalItems")
"""What is said of members and entries that no list names."""


def refusing_unplanned(value: Schema) -> Schema:
    """Give a schema that refuses just what another one calls unplanned; True where it calls nothing so.

    What the other one says of a kind of value that it does not take plays no part.
    """
    described = keywords(value)
    if "patternProperties" in described:
        return {"patternProperties": described["patternProperties"]}
    kept: JSONObject = {}
    if _takes("object", described):
        kept |= _members(described)
    if _takes("array", described):
        kept |= _entries(described)
    return kept or True


def opened(value: Schema) -> Schema:
    """Give a schema that takes what another one calls unplanned, and else says the same."""
    if isinstance(value, bool):
        return value
    changed = {name: item for name, item in value.items() if not _closes(name, item)}
    return {**changed, **_inner(changed, opened)}


def _closes(name: str, item: object) -> bool:
    return name in _OF_OTHERS and item is False


def _members(described: JSONObject) -> JSONObject:
    inner = _inner({**described, "items": True}, refusing_unplanned)
    listed, rest = inner.get("properties", {}), inner.get("additionalProperties", True)
    if described.get("additionalProperties") is False:
        rest = False
    if rest is True and isinstance(listed, dict):
        told: JSONObject = {name: child for name, child in listed.items() if child is not True}
        return {"properties": told} if told else {}
    return {"properties": listed, "additionalProperties": rest}


def _entries(described: JSONObject) -> JSONObject:
    inner = _inner({"items": described.get("items", True)}, refusing_unplanned)
    items = inner.get("items", True)
    if isinstance(items, list) and described.get("additionalItems") is False:
        return {"items": items, "additionalItems": False}
    told = items is not True and items != [True] * (len(items) if isinstance(items, list) else 0)
    return {"items": items} if told else {}


def _inner(described: JSONObject, change: Callable[[Schema], Schema]) -> JSONObject:
    """Give the keywords that hold schemas for members and entries, each of those schemas changed."""
    changed: JSONObject = {}
    listed, items = described.get("properties"), described.get("items")
    if isinstance(listed, dict):
        changed["properties"] = {name: change(schema(child)) for name, child in listed.items()}
    if isinstance(items, list):
        changed["items"] = [change(schema(item)) for item in items]
    elif isinstance(items, dict):
        changed["items"] = change(items)
    for name in _OF_OTHERS:
        rest = described.get(name)
        if isinstance(rest, dict):
            changed[name] = change(rest)
    return changed


def _takes(kind: str, described: JSONObject) -> bool:
    types = described.get("type", kind)
    return kind in (types if isinstance(types, list) else [types])
