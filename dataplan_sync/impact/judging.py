"""Judges a value by a schema, as the server does or strictly."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from dataplan_sync.events import patterns, values
from dataplan_sync.events.semantics import Semantics
from dataplan_sync.impact import formats, sameness
from dataplan_sync.impact.node import LARGEST, Kind
from dataplan_sync.impact.number_range import exact
from dataplan_sync.impact.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dataplan_sync.impact.node import Node, Opaque
    from dataplan_sync.model import JSONObject, JSONValue


def accepts(node: Node, value: JSONValue, reading: Reading) -> bool | None:
    """Tell whether a schema accepts a value; None where only a keyword that we cannot evaluate could tell."""
    if node.enum is not None and sameness.key(value) not in node.enum:
        return False
    kind = _kind(value)
    if kind in node.kinds:
        return _all(_verdicts(node, value, reading))
    if reading is Reading.SERVER and isinstance(value, str) and spells(node, value):
        return _all(_holds(each, value, reading) for each in node.opaque if each.binds is None)
    return False


def _kind(value: JSONValue) -> Kind:
    match value:
        case bool():
            return Kind.BOOLEAN
        case int() | float():
            return Kind.NUMBER
        case str():
            return Kind.STRING
        case list():
            return Kind.ARRAY
        case dict():
            return Kind.OBJECT
        case None:
            return Kind.NULL


def _all(verdicts: Iterable[bool | None]) -> bool | None:
    result: bool | None = True
    for verdict in verdicts:
        if verdict is False:
            return False
        if verdict is None:
            result = None
    return result


def spells(node: Node, text: str) -> bool:
    """Tell whether a string spells a number or a boolean that is allowed; bounds apply to that number."""
    match values.coerced(text, node.kinds):
        case None:
            return False
        case bool():
            return True
        case number:
            return math.isfinite(number) and exact(number) in node.numbers


def _verdicts(node: Node, value: JSONValue, reading: Reading) -> Iterable[bool | None]:
    match value:
        case bool():
            pass
        case float() if math.isnan(value):
            yield False  # YAML can write what is no number; JSON, and so an event, cannot.
        case int() | float():
            yield exact(value) in node.numbers
        case str():
            yield len(value) in node.characters
        case list():
            yield from _of_items(node, value, reading)
        case dict():
            yield from _of_members(node, value, reading)
        case None:
            pass
    yield from (_holds(constraint, value, reading) for constraint in node.opaque)


def _of_items(node: Node, value: list[JSONValue], reading: Reading) -> Iterable[bool | None]:
    yield len(value) in node.items
    if node.unique:
        yield len(set(map(sameness.key, value))) == len(value)
    for position, item in enumerate(value):
        yield accepts(node.item(position), item, reading)


def _of_members(node: Node, value: JSONObject, reading: Reading) -> Iterable[bool | None]:
    yield len(value) in node.members
    yield node.required <= value.keys()
    for name, item in value.items():
        if node.names:
            yield accepts(node.names, name, reading)
        yield accepts(node.member(name), item, reading)


def _holds(constraint: Opaque, value: JSONValue, reading: Reading) -> bool | None:
    if constraint.binds is not _kind(value):
        return None if constraint.binds is None else True
    match constraint.keyword, value:
        case "pattern", str():
            return _matches(constraint.argument, value)
        case "format", str():
            return formats.follows(constraint.argument, value)
        case "contains", list() if constraint.node:
            return _any(accepts(constraint.node, item, reading) for item in value)
        case keyword, str() | list() | dict() if keyword in LARGEST:
            # Such a bound is opaque only where it is larger than what we build.
            return keyword.startswith("max") if len(value) <= LARGEST[keyword] else None
        case _:
            return None


def _any(verdicts: Iterable[bool | None]) -> bool | None:
    found = set(verdicts)
    return True if True in found else None if None in found else False


def _matches(pattern: JSONValue, text: str) -> bool | None:
    """Search a pattern as both engines of the vendor do; None where they differ, or where one refuses it."""
    if not isinstance(pattern, str):
        return None
    matchers = [patterns.matcher(pattern, semantics) for semantics in Semantics]
    verdicts = {matcher(text) if matcher else None for matcher in matchers}
    return verdicts.pop() if len(verdicts) == 1 else None
