"""JSON text to nodes."""

from __future__ import annotations

import json
import re
from typing import Final

from dataplan_sync.files.editing.node import Entry, Node, Style

_BLANK: Final = re.compile(r"[ \t\n\r]*")
_VALUES: Final = json.JSONDecoder()


def json_nodes(content: str) -> Node:
    """Give the nodes of a JSON text.

    Args:
        content: text that `read_json` reads without problems.

    Raises:
        ValueError: it is not JSON.
    """
    return _node(content, _skip(content, 0))


def _node(content: str, start: int) -> Node:
    if content[start : start + 1] not in {"{", "["}:
        _, end = _VALUES.raw_decode(content, start)
        return Node(Style.SCALAR, start, end)
    is_object = content[start] == "{"
    entries: list[Entry] = []
    at = _skip(content, start + 1)
    while content[at : at + 1] not in {"}", "]", ""}:
        entry = _entry(content, at) if is_object else _item(content, at)
        entries.append(entry)
        at = _skip(content, entry.value.end)
        if content[at : at + 1] == ",":
            at = _skip(content, at + 1)
    return Node(Style.FLOW, start, at + 1, is_object, tuple(entries))


def _entry(content: str, start: int) -> Entry:
    key, end = _VALUES.raw_decode(content, start)
    sign = _skip(content, end) + 1
    return Entry(key, start, sign, _node(content, _skip(content, sign)))


def _item(content: str, start: int) -> Entry:
    return Entry(None, start, start, _node(content, start))


def _skip(content: str, at: int) -> int:
    found = _BLANK.match(content, at)
    return found.end() if found else at
