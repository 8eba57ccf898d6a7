"""Edits of a plan file: what they mean for its value, and carrying them out in its text.

A text that comes out is read again, and has to say exactly what the edits say: no more and no less. Anchors,
aliases and merge keys make an edit reach further than it should; then there is no text, but an error.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml

from dataplan_sync.changes import ABSENT, Absent
from dataplan_sync.files.editing.json_nodes import json_nodes
from dataplan_sync.files.editing.node import alias_paths
from dataplan_sync.files.editing.splicing import EditError, Splice, Splicer
from dataplan_sync.files.editing.yaml_nodes import yaml_nodes
from dataplan_sync.files.json_reader import read_json
from dataplan_sync.files.text import Text
from dataplan_sync.files.yaml_reader import read_yaml

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dataplan_sync.model import JSONValue
    from dataplan_sync.problems.problem import Problem
    from dataplan_sync.wire import Path


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit of a file."""

    path: Path
    """Keys and indexes as they are in the file before all edits. A key that is not there is added at the end of
    its object; the index behind the last item adds an item, and several such add several in their order."""
    value: JSONValue | Absent
    """What is to be there; `ABSENT` removes the key or the item, together with the comments on it."""


def edit_text(content: str, edits: Sequence[Edit], *, is_json: bool = False) -> str:
    """Carry out edits in the text of a plan file.

    Args:
        content: the file, as text, without a byte order mark.
        edits: what to change; no path may lead into another one.
        is_json: whether the file is JSON rather than YAML.

    Returns:
        The new text. Lines that no edit touches are as they were, to the byte.

    Raises:
        EditError: the text cannot be edited like that, so that it says what it should and nothing else.
    """
    wanted = edited(value_of(content, is_json=is_json), edits)
    text = content
    pending = [edit for edit in edits if not isinstance(edit.value, Absent)]
    while pending:
        text, pending = _round(text, pending, is_json=is_json)
    pending = [Edit(path, ABSENT) for path in _removals(edits)]
    while pending:
        text, pending = _round(text, pending, is_json=is_json)
    if _signature(value_of(text, is_json=is_json)) != _signature(wanted):
        message = "the edited text does not say what it should"
        raise EditError(message)
    return text


def without_aliases(content: str) -> str:
    """Write out what YAML aliases repeat, so that an edit of an anchored part is an edit of that part alone.

    Raises:
        EditError: the text cannot be edited like that.
    """
    value = value_of(content, is_json=False)
    return edit_text(
        content, [Edit(path, _along(value, path)) for path in alias_paths(yaml_nodes(content))]
    )


def edited(value: JSONValue, edits: Sequence[Edit]) -> JSONValue:
    """Carry out edits on a value.

    Raises:
        EditError: a path leads nowhere.
    """
    root: list[JSONValue] = [_copy(value)]
    for edit in edits:
        if not isinstance(edit.value, Absent):
            _set(root, (0, *edit.path), edit.value)
    for path in _removals(edits):
        if not path:
            message = "a file cannot be removed by an edit of it"
            raise EditError(message)
        _set(root, (0, *path), ABSENT)
    return root[0]


def value_of(content: str, *, is_json: bool) -> JSONValue:
    """Read the value of a text.

    Raises:
        EditError: it cannot be read without a problem.
    """
    problems: list[Problem] = []
    document = (read_json if is_json else read_yaml)(Text(content, ""), problems)
    if document is None or problems:
        message = f"the text cannot be read: {problems[0].message}" if problems else "no text"
        raise EditError(message)
    return document.value


def _removals(edits: Sequence[Edit]) -> list[Path]:
    """Give what is to go, the last of a list first, so that no index moves under a removal."""
    paths = [edit.path for edit in edits if isinstance(edit.value, Absent)]
    return sorted(
        paths, key=lambda path: [(isinstance(step, int), step) for step in path], reverse=True
    )


def _round(text: str, edits: Sequence[Edit], *, is_json: bool) -> tuple[str, list[Edit]]:
    """Carry out those edits that do not touch one another, and give back the others."""
    try:
        root = json_nodes(text) if is_json else yaml_nodes(text)
    except (ValueError, yaml.YAMLError) as exc:
        message = "an edit broke the text"
        raise EditError(message) from exc
    splicer = Splicer(text, root, is_json=is_json)
    chosen: list[tuple[Edit, Splice]] = []
    left: list[Edit] = []
    for edit in edits:
        splice = None if _waits(edit, left) else _splice(splicer, edit, chosen)
        if splice is None:
            left.append(edit)
        else:
            chosen.append((edit, splice))
    ordered = sorted(enumerate(chosen), key=lambda found: (found[1][1].start, found[0]))
    for _, (_, splice) in reversed(ordered):
        text = f"{text[: splice.start]}{splice.text}{text[splice.end :]}"
    return text, left


def _waits(edit: Edit, left: Sequence[Edit]) -> bool:
    """Tell whether an edit has to wait for one that was put off: items keep their order, indexes their meaning."""
    if isinstance(edit.value, Absent):
        return bool(left)
    return any(other.path[:-1] == edit.path[:-1] for other in left)


def _splice(splicer: Splicer, edit: Edit, chosen: Sequence[tuple[Edit, Splice]]) -> Splice | None:
    """Give the splice of an edit, or None if it has to wait for those that were chosen."""
    beside = [splice for other, splice in chosen if other.path[:-1] == edit.path[:-1]]
    splice = splicer.splice(edit.path, edit.value, len(beside))
    if splice is None:
        return None
    for other, taken in chosen:
        adds_beside = taken in beside and taken.is_insertion and splice.is_insertion
        both_go = isinstance(edit.value, Absent) and isinstance(other.value, Absent)
        if not adds_beside and (splice.overlaps(taken) if both_go else splice.touches(taken)):
            return None
    return splice


def _along(value: JSONValue, path: Path) -> JSONValue:
    for step in path:
        value = _at(value, step)
    return value


def _set(root: JSONValue, path: Path, value: JSONValue | Absent) -> None:
    holder = root
    for step in path[:-1]:
        holder = _at(holder, step)
    last = path[-1]
    match holder, last, value:
        case dict(), str(), Absent() if last in holder:
            del holder[last]
        case list(), int(), Absent() if 0 <= last < len(holder):
            del holder[last]
        case dict(), str(), _ if not isinstance(value, Absent):
            holder[last] = _copy(value)
        case list(), int(), _ if not isinstance(value, Absent):
            holder[last : last + 1] = [_copy(value)]
        case _:
            message = f"there is nothing at {path[1:]}"
            raise EditError(message)


def _at(holder: JSONValue, step: str | int) -> JSONValue:
    match holder, step:
        case dict(), str() if step in holder:
            return holder[step]
        case list(), int() if 0 <= step < len(holder):
            return holder[step]
        case _:
            message = f"there is no {step}"
            raise EditError(message)


def _copy(value: JSONValue) -> JSONValue:
    """Copy a value so that nothing in it is shared: an alias repeats the very container."""
    match value:
        case dict():
            return {key: _copy(item) for key, item in value.items()}
        case list():
            return [_copy(item) for item in value]
        case _:
            return value


def _signature(value: JSONValue) -> object:
    """Give what tells values apart with their types: 1, 1.0 and true are three things."""
    match value:
        case dict():
            return {key: _signature(item) for key, item in value.items()}
        case list():
            return [_signature(item) for item in value]
        case _:
            return type(value), repr(value)
