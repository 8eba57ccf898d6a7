"""JSON values to YAML text that reads back as the same values, here and in a YAML 1.1 reader.

Whoever calls says what is spread over lines and what may share one: a list of data points is reviewed line by
line, the schema of an attribute is read at a glance.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, TypeAlias

from dataplan_sync.files.document import MAX_DEPTH
from dataplan_sync.files.scalars import resolve_plain
from dataplan_sync.files.yaml_text import is_literal, yaml_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dataplan_sync.model import JSONValue
    from dataplan_sync.wire import Path

WIDTH: Final = 100
"""Characters of a line that an object or a list may fill together with its key; a longer one is spread."""
LONGEST_KEY: Final = 1000
"""Characters: a parser looks no further (1024) for the colon that makes text a key, unless `?` announces one."""

Spread: TypeAlias = "Callable[[Path, JSONValue], bool]"
"""Tells whether the container at a path is spread over lines, however short it is."""


def all_spread(_path: Path, _value: JSONValue) -> bool:
    """Spread every object and every list over lines."""
    return True


def write_yaml(value: JSONValue, spread: Spread = all_spread, path: Path = ()) -> str:
    """Write a JSON value as a YAML document that a person can edit.

    `read_yaml` gives the same value back, types included: what any reader could take for something else than
    text is in quotes. Keys and items keep their order.

    Args:
        value: any JSON value, at most `MAX_DEPTH` containers deep.
        spread: which containers are spread over lines; any other is, too, where its line would be too long.
        path: what `spread` is told of where the value stands.

    Returns:
        The document, with a line end.

    Raises:
        ValueError: the value cannot be written: half a character in a text, a number that is not finite or
            has too many digits, or too many levels.
    """
    check_depth(value)
    if isinstance(value, dict | list) and value:
        return "".join(f"{line}\n" for line in lines_of(value, spread, path, 0))
    return f"{flow(value)}\n"


def lines_of(value: JSONValue, spread: Spread, path: Path, column: int) -> list[str]:
    """Write an object or a list that is not empty, line by line, without blanks in front of them all.

    Args:
        value: the object or list.
        spread: as for `write_yaml`.
        path: what `spread` is told of where the value stands.
        column: how many blanks the lines will get in front.

    Raises:
        ValueError: as `write_yaml`.
    """
    return [*_Writer(spread).lines(value, path, column)]


def flow(value: JSONValue, *, nested: bool = False) -> str:
    """Write a JSON value on one line.

    Args:
        value: any JSON value.
        nested: whether it stands in another one on the same line.

    Raises:
        ValueError: as `write_yaml`.
    """
    match value:
        case dict():
            entries = (f"{_flow_key(key)} {flow(item, nested=True)}" for key, item in value.items())
            return f"{{{', '.join(entries)}}}"
        case list():
            return f"[{', '.join(flow(item, nested=True) for item in value)}]"
        case str():
            return yaml_text(value, in_flow=nested)
        case _:
            return _plain(value)


def check_depth(value: JSONValue, depth: int = 0) -> None:
    """Refuse a value that is nested too deep for a reader.

    Raises:
        ValueError: it is.
    """
    if isinstance(value, dict | list):
        if depth >= MAX_DEPTH:
            message = f"the value is nested more than {MAX_DEPTH} deep"
            raise ValueError(message)
        for item in value.values() if isinstance(value, dict) else value:
            check_depth(item, depth + 1)


class _Writer:
    """Writes one document, line by line."""

    def __init__(self, spread: Spread) -> None:
        self._spread = spread

    def lines(self, value: JSONValue, path: Path, column: int) -> Iterator[str]:
        """Give the lines of a container that is not empty, without the blanks in front of them all."""
        if isinstance(value, dict):
            for key, item in value.items():
                yield from self._entry(key, item, (*path, key), column)
        elif isinstance(value, list):
            for index, item in enumerate(value):
                yield from self._item(item, (*path, index), column)

    def _entry(self, key: str, item: JSONValue, path: Path, column: int) -> Iterator[str]:
        name = yaml_text(key, in_flow=False)
        if len(name) > LONGEST_KEY:
            yield f"? {name}"
            name = ""
        if isinstance(item, str) and is_literal(item):
            yield from _literal(f"{name}:", item)
            return
        inline = self._inline(item, path, column + len(name) + 2)
        if inline is not None:
            yield f"{name}: {inline}"
            return
        yield f"{name}:"
        yield from (f"  {line}" for line in self.lines(item, path, column + 2))

    def _item(self, item: JSONValue, path: Path, column: int) -> Iterator[str]:
        if isinstance(item, str) and is_literal(item):
            yield from _literal("-", item)
            return
        inline = self._inline(item, path, column + 2)
        if inline is not None:
            yield f"- {inline}"
            return
        first = "- "
        for line in self.lines(item, path, column + 2):
            yield f"{first}{line}"
            first = "  "

    def _inline(self, item: JSONValue, path: Path, column: int) -> str | None:
        """Give a value on one line; None if it has to be spread."""
        if not isinstance(item, dict | list) or not item:
            return flow(item)
        if self._spread(path, item):
            return None
        line = flow(item)
        return line if column + len(line) <= WIDTH else None


def _literal(head: str, text: str) -> Iterator[str]:
    yield f"{head} |" if text.endswith("\n") else f"{head} |-"
    yield from (f"  {line}" for line in text.removesuffix("\n").split("\n"))


def _flow_key(key: str) -> str:
    name = yaml_text(key, in_flow=True)
    return f"? {name} :" if len(name) > LONGEST_KEY else f"{name}:"


def _plain(value: float | None) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        text = str(value)
    elif math.isfinite(value):
        text = repr(value)
        # YAML 1.1 wants a point in every number with an exponent.
        text = text if "." in text else text.replace("e", ".0e")
    else:
        message = f"{value} is no JSON number"
        raise ValueError(message)
    resolve_plain(text)  # raises for what the reader would refuse
    return text
