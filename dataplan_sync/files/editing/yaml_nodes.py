"""YAML text to nodes. The reader gives the values; this gives where each of them ends, and its dash or colon."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    MappingStartEvent,
    ScalarEvent,
)
from yaml.tokens import BlockEntryToken, KeyToken, ValueToken

from dataplan_sync.files.editing.node import Entry, Node, Style
from dataplan_sync.files.line_breaks import parseable
from dataplan_sync.files.yaml_loader import loader

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yaml._yaml import Mark as CMark
    from yaml.events import Event


def yaml_nodes(content: str) -> Node:
    """Give the nodes of a file with one YAML document.

    Args:
        content: text that `read_yaml` reads without problems.

    Raises:
        yaml.YAMLError: it is not YAML.
    """
    return _Builder(content).root()


class _Builder:
    """Builds the nodes of one file. Lives as long as one call of `yaml_nodes`."""

    def __init__(self, content: str) -> None:
        parsed = parseable(content).content
        self._content = content
        self._events: Iterator[Event] = yaml.parse(parsed, Loader=loader())
        tokens = [(type(token), token.start_mark.index) for token in yaml.scan(parsed, loader())]
        self._keys = [at for kind, at in tokens if kind is KeyToken]
        self._colons = [at for kind, at in tokens if kind is ValueToken]
        self._dashes = [at for kind, at in tokens if kind is BlockEntryToken]

    def root(self) -> Node:
        event = next(self._events)
        while not isinstance(event, ScalarEvent | AliasEvent | CollectionStartEvent):
            event = next(self._events)
        return self._node(event)

    def _node(self, event: Event) -> Node:
        start = _index(event.start_mark)
        match event:
            case AliasEvent():
                return Node(Style.ALIAS, start, _index(event.end_mark))
            case ScalarEvent(style=style):
                end = _index(event.end_mark)
                if style in {"|", ">"}:
                    end = start + len(self._content[start:end].rstrip())
                return Node(Style.SCALAR, start, end)
            case _:
                return self._container(event, start)

    def _container(self, event: Event, start: int) -> Node:
        is_object = isinstance(event, MappingStartEvent)
        is_flow = isinstance(event, CollectionStartEvent) and bool(event.flow_style)
        entries: list[Entry] = []
        for first in self._events:
            if isinstance(first, CollectionEndEvent):
                closed = _index(first.end_mark)
                break
            entries.append(self._entry(first) if is_object else self._item(first, is_flow=is_flow))
        else:
            closed = start
        if is_flow and self._content[closed - 1 : closed] in {"}", "]"}:
            return Node(Style.FLOW, start, closed, is_object, tuple(entries))
        style = Style.FLOW if is_flow else Style.BLOCK
        return Node(style, start, entries[-1].value.end, is_object, tuple(entries))

    def _entry(self, key: Event) -> Entry:
        written = self._node(key)
        name = key.value if isinstance(key, ScalarEvent) else None
        value = self._node(next(self._events))
        start = _last(self._keys, written.start, default=written.start)
        index = bisect_left(self._colons, written.end)
        colon = self._colons[index] if index < len(self._colons) else value.start
        sign = colon + 1 if colon < value.start else value.start
        return Entry(parseable(self._content).original(name) if name else name, start, sign, value)

    def _item(self, event: Event, *, is_flow: bool) -> Entry:
        value = self._node(event)
        if is_flow:
            return Entry(None, value.start, value.start, value)
        dash = _last(self._dashes, value.start - 1, default=value.start)
        return Entry(None, dash, dash + 1, value)


def _index(mark: yaml.Mark | CMark | None) -> int:
    return mark.index if mark else 0


def _last(places: Sequence[int], limit: int, *, default: int) -> int:
    """Give the last of ascending places that is not behind a limit."""
    index = bisect_right(places, limit) - 1
    return places[index] if index >= 0 else default
