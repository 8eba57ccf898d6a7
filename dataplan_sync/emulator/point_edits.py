"""Edits inside a version document: one value of one data point, and the UI's way of writing schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dataplan_sync import matches
from dataplan_sync.emulator import refusals

if TYPE_CHECKING:
    from dataplan_sync.emulator.wire import JSONValue

_MAPS = ("user_attributes", "user_identities")
ROOT_TYPES = ("add", "drop")


def set_value(document: dict[str, Any], key: str, pointer: str, value: JSONValue) -> None:
    """Set one value of a data point, in place; objects on the way are made.

    Args:
        document: the version document.
        key: the data point's match key, as the vendor's SDK prints it.
        pointer: a JSON Pointer into the data point; empty for the data point itself, which is added when
            there is none.
        value: what to set.

    Raises:
        RefusedRequestError: there is no such data point, or nothing to point into.
    """
    points = document.setdefault("data_points", [])
    index = _index(points, key)
    if not pointer:
        points[index : index + 1 if index < len(points) else index] = [value]
        return
    *steps, last = _steps(pointer)
    parent = _point(points, index, key)
    for step in steps:
        parent = _into(parent, step, pointer)
    if isinstance(parent, dict):
        parent[last] = value
    elif isinstance(parent, list) and last == "-":
        parent.append(value)
    else:
        parent[_position(parent, last, pointer)] = value


def remove_value(document: dict[str, Any], key: str, pointer: str) -> None:
    """Remove one value of a data point, or with an empty pointer the data point, in place.

    Raises:
        RefusedRequestError: there is nothing to remove.
    """
    points = document.setdefault("data_points", [])
    index = _index(points, key)
    parent: Any = _point(points, index, key)
    if not pointer:
        del points[index]
        return
    *steps, last = _steps(pointer)
    for step in steps:
        parent = parent[_position(parent, step, pointer)]
    del parent[_position(parent, last, pointer)]


def write_as_ui(document: dict[str, Any], keys: set[str], root_type: str | None) -> None:
    """Write schemas as the UI does, in place: alphabetical keys, a root type that comes or goes.

    Args:
        document: the version document.
        keys: match keys of the data points that were edited; empty for all.
        root_type: `add` or `drop`, for user attributes and user identities; None leaves it.
    """
    for point in document.get("data_points", []):
        if keys and matches.match_key(point["match"]) not in keys:
            continue
        definition = point["validator"]["definition"]
        if point["match"]["type"] in _MAPS:
            if root_type == "add":
                definition["type"] = "object"
            elif root_type == "drop":
                definition.pop("type", None)
        point["validator"]["definition"] = _sorted(definition)


def _sorted(value: JSONValue) -> JSONValue:
    if isinstance(value, dict):
        return {name: _sorted(value[name]) for name in sorted(value)}
    return [_sorted(item) for item in value] if isinstance(value, list) else value


def _index(points: list[Any], key: str) -> int:
    """The place of a data point; the end when there is none."""
    keys = [matches.match_key(point["match"]) for point in points]
    return keys.index(key) if key in keys else len(keys)


def _point(points: list[Any], index: int, key: str) -> Any:  # noqa: ANN401  JSON to walk into
    if index == len(points):
        raise refusals.bad_request(refusals.nothing_there(key))
    return points[index]


def _steps(pointer: str) -> list[str]:
    if not pointer.startswith("/"):
        raise refusals.bad_request(refusals.wrong_type("pointer"))
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer[1:].split("/")]


def _into(parent: Any, step: str, pointer: str) -> Any:  # noqa: ANN401  JSON to walk into
    if isinstance(parent, dict):
        return parent.setdefault(step, {})
    return parent[_position(parent, step, pointer)]


def _position(parent: Any, step: str, pointer: str) -> Any:  # noqa: ANN401  a key or an index
    """The key or index under which a step is found."""
    if isinstance(parent, dict) and step in parent:
        return step
    if isinstance(parent, list) and step.isdecimal() and int(step) < len(parent):
        return int(step)
    raise refusals.bad_request(refusals.nothing_there(pointer))
