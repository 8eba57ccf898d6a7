"""JSON values to YAML text that reads back as the same values, here and in a YAML 1.1 reader.

Emits events, the mirror of `yaml_reader`: no representer decides over types, and no anchor can appear.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final

import yaml
from yaml.events import (
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)
from yaml.resolver import Resolver

from dataplan_sync.files.document import MAX_DEPTH
from dataplan_sync.files.scalars import ScalarError, resolve_plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataplan_sync.model import JSONValue

_ENDLESS: Final = 2**31 - 1
"""A line width that no text reaches: folding would spread one edit over several lines of a review."""

_AMBIGUOUS: Final = frozenset("yYnN")
"""Booleans of YAML 1.1 that PyYAML does not take for such, and other readers do."""

_PLAIN_LINE: Final = re.compile(r"[^\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff]*")
"""Text that stays on its line and shows itself. Anything else is written in double quotes, with escapes."""

_LITERAL: Final = re.compile(r"\S(?:[^\n]*\S)?(?:\n\S(?:[^\n]*\S)?|\n {1,8}\S(?:[^\n]*\S)?)+\n?")
"""Lines that a literal block can hold as they are: no blank ones, no blanks at an end, none before the first."""


def write_yaml(value: JSONValue) -> str:
    """Write a JSON value as a YAML document that a person can edit.

    `read_yaml` gives the same value back, types included: what any reader could take for something else than
    text is in quotes. Keys and items keep their order.

    Args:
        value: any JSON value, at most `MAX_DEPTH` containers deep.

    Returns:
        The document in block style, with a line end.

    Raises:
        ValueError: the value cannot be written: half a character in a text, a number that is not finite or
            has too many digits, or too many levels.
    """
    events = [
        StreamStartEvent(),
        DocumentStartEvent(explicit=False),
        *_node(value, 0),
        DocumentEndEvent(explicit=False),
        StreamEndEvent(),
    ]
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)  # no libyaml: slower, same meaning
    written = yaml.emit(events, Dumper=dumper, indent=2, width=_ENDLESS, allow_unicode=True)
    return str(written)


def _node(value: JSONValue, depth: int) -> Iterator[Event]:
    match value:
        case dict():
            _check_depth(depth)
            yield MappingStartEvent(None, None, implicit=True, flow_style=False)
            for key, item in value.items():
                yield _text(key, may_be_block=False)
                yield from _node(item, depth + 1)
            yield MappingEndEvent()
        case list():
            _check_depth(depth)
            yield SequenceStartEvent(None, None, implicit=True, flow_style=False)
            for item in value:
                yield from _node(item, depth + 1)
            yield SequenceEndEvent()
        case str():
            yield _text(value, may_be_block=depth > 0)
        case _:
            yield _scalar(_plain(value), style=None)


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


def _text(text: str, *, may_be_block: bool) -> Event:
    try:
        text.encode()
    except UnicodeEncodeError as exc:
        message = f"{text[:40]!a} holds half a character (a lone surrogate), which no file can hold"
        raise ValueError(message) from exc
    if may_be_block and "\n" in text and _is_literal(text):
        return _scalar(text, style="|")
    if not _PLAIN_LINE.fullmatch(text):
        return _scalar(text, style='"')
    return _scalar(text, style="'" if _needs_quotes(text) else None)


def _is_literal(text: str) -> bool:
    return _LITERAL.fullmatch(text) is not None and all(
        _PLAIN_LINE.fullmatch(line) for line in text.split("\n")
    )


def _needs_quotes(text: str) -> bool:
    try:
        if not isinstance(resolve_plain(text), str):
            return True
    except ScalarError:
        return True
    candidates = Resolver.yaml_implicit_resolvers.get(text[:1], ())
    return text in _AMBIGUOUS or any(pattern.match(text) for _, pattern in candidates)


def _scalar(text: str, *, style: str | None) -> Event:
    return ScalarEvent(None, None, (True, True), text, style=style)


def _check_depth(depth: int) -> None:
    if depth >= MAX_DEPTH:
        message = f"the value is nested more than {MAX_DEPTH} deep"
        raise ValueError(message)
