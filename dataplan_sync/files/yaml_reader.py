"""YAML text to a `Document`, in one pass over the events of PyYAML's parser.

PyYAML's own constructors are not used: they follow YAML 1.1, drop duplicate keys in silence, forget where
things stand, and are a third as fast. Everything that a value can be wrong in becomes a problem; only broken
syntax, or a file made to exhaust us, ends the reading of that file.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import yaml
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)

from dataplan_sync.files import yaml_syntax
from dataplan_sync.files.document import MAX_DEPTH, Document, duplicate_key
from dataplan_sync.files.line_breaks import parseable
from dataplan_sync.files.rules import Rule
from dataplan_sync.files.scalars import (
    ScalarError,
    TagError,
    resolve_plain,
    resolve_tagged,
    short_tag,
    tag_fits_container,
)
from dataplan_sync.files.yaml_loader import loader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataplan_sync.files.text import Text
    from dataplan_sync.model import JSONObject, JSONValue
    from dataplan_sync.problems.problem import Problem

MAX_ALIAS_NODES: Final = 200_000
"""What aliases may add to a file, in nodes: ten times a large version, and far from what exhausts memory."""

_MERGE_TAG: Final = "tag:yaml.org,2002:merge"


@dataclass(frozen=True, slots=True)
class _Anchored:
    """What an alias repeats, and what each repetition adds to the file."""

    value: JSONValue
    size: int
    height: int


class _UnreadableError(Exception):
    """Reading this file ends here."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def read_yaml(text: Text, problems: list[Problem]) -> Document | None:
    """Read a file that holds one YAML document.

    Args:
        text: the file.
        problems: what is wrong is appended here.

    Returns:
        The document; None where the file cannot be read to its end. Where there are problems and a document,
        the document is good enough to look for further problems, and no more.
    """
    try:
        return _Converter(text, problems).document()
    except yaml.YAMLError as exc:
        problems.append(yaml_syntax.problem(text, exc))
    except _UnreadableError as exc:
        problems.append(exc.problem)
    return None


class _Converter:
    """Turns the events of one file into values. Lives as long as one call of `read_yaml`."""

    def __init__(self, text: Text, problems: list[Problem]) -> None:
        self._text = text
        self._problems = problems
        self._parsed = parseable(text.content)
        self._events: Iterator[Event] = yaml.parse(self._parsed.content, Loader=loader())
        self._keys: dict[int, dict[str, int]] = {}
        self._items: dict[int, list[int]] = {}
        self._anchors: dict[str, _Anchored | None] = {}  # None while the anchored node is open
        self._depth = 0
        self._deepest = 0
        self._size = 0
        self._alias_size = 0

    def document(self) -> Document:
        next(self._events)
        if isinstance(next(self._events), StreamEndEvent):
            message = "the file is empty; fill it or delete it"
            raise _UnreadableError(self._text.problem(Rule.EMPTY_FILE, message))
        event = next(self._events)
        start = _offset(event)
        value = self._node(event)
        next(self._events)
        end = next(self._events)
        if not isinstance(end, StreamEndEvent):
            message = "a second YAML document begins here; put each into a file of its own"
            self._note(Rule.SEVERAL_DOCUMENTS, message, _offset(end))
        return Document(self._text, value, start, self._keys, self._items)

    def _note(self, rule: Rule, message: str, offset: int) -> None:
        self._problems.append(self._text.problem(rule, message, offset))

    def _node(self, event: Event) -> JSONValue:
        anchor = getattr(event, "anchor", None)
        if anchor is None:
            return self._content(event)
        if isinstance(event, AliasEvent):
            return self._alias(event)
        self._anchors[anchor] = None
        size, deepest, self._deepest = self._size, self._deepest, self._depth
        value = self._content(event)
        self._anchors[anchor] = _Anchored(value, self._size - size, self._deepest - self._depth)
        self._deepest = max(self._deepest, deepest)
        return value

    def _content(self, event: Event) -> JSONValue:
        if isinstance(event, ScalarEvent):
            return self._scalar(event)
        if isinstance(event, MappingStartEvent):
            return self._mapping(event)
        return self._sequence(event)

    def _alias(self, event: AliasEvent) -> JSONValue:
        name = event.anchor or ""
        if name not in self._anchors:
            self._note(Rule.BAD_ALIAS, f"*{name} has no &{name} before it", _offset(event))
            return None
        anchored = self._anchors[name]
        if anchored is None:
            message = f"*{name} stands inside &{name}, so the value would contain itself"
            self._note(Rule.BAD_ALIAS, message, _offset(event))
            return None
        self._reach(self._depth + anchored.height, event)
        self._size += anchored.size
        self._alias_size += anchored.size
        if self._alias_size > MAX_ALIAS_NODES:
            message = f"aliases add more than {MAX_ALIAS_NODES:,} values to this file; use fewer"
            problem = self._text.problem(Rule.TOO_MANY_ALIASES, message, _offset(event))
            raise _UnreadableError(problem)
        return anchored.value

    def _reach(self, depth: int, event: Event) -> None:
        self._deepest = max(self._deepest, depth)
        if depth > MAX_DEPTH:
            message = f"objects and lists are nested more than {MAX_DEPTH} deep; flatten them"
            raise _UnreadableError(self._text.problem(Rule.TOO_DEEP, message, _offset(event)))

    def _scalar(self, event: ScalarEvent) -> JSONValue:
        text = self._parsed.original(event.value)
        self._size += _weight(text)
        try:
            if event.tag is not None:
                return resolve_tagged(event.tag, text)
            if event.implicit[0]:
                return resolve_plain(text)
        except ScalarError as exc:
            rule = Rule.BAD_TAG if isinstance(exc, TagError) else Rule.NOT_JSON
            self._note(rule, str(exc), _offset(event))
            return None
        self._check_whole(text, event)
        return text

    def _check_whole(self, text: str, event: Event) -> None:
        if yaml_syntax.has_half_a_character(text):
            self._note(Rule.YAML_SYNTAX, yaml_syntax.HALF_A_CHARACTER, _offset(event))

    def _open(self, event: Event, kind: str) -> None:
        self._depth += 1
        self._size += 1
        self._reach(self._depth, event)
        tag = event.tag if isinstance(event, CollectionStartEvent) else None
        if tag is not None and not tag_fits_container(tag, kind):
            message = f"the tag {short_tag(tag)} does not fit here; drop it"
            self._note(Rule.BAD_TAG, message, _offset(event))

    def _sequence(self, event: Event) -> JSONValue:
        self._open(event, "seq")
        values: list[JSONValue] = []
        offsets: list[int] = []
        for item in self._events:
            if isinstance(item, SequenceEndEvent):
                break
            offsets.append(_offset(item))
            values.append(self._node(item))
        self._depth -= 1
        self._items[id(values)] = offsets
        return values

    def _mapping(self, event: Event) -> JSONValue:
        self._open(event, "map")
        values: JSONObject = {}
        offsets: dict[str, int] = {}
        merges: list[JSONObject] | None = None
        for key_event in self._events:
            if isinstance(key_event, MappingEndEvent):
                break
            offset = _offset(key_event)
            key = self._key(key_event)
            merging = key == "<<" and _is_merge(key_event)
            value = self._node(next(self._events))
            if merging and merges is None:
                merges = self._merge_sources(value, offset)
            elif merging:
                self._note(Rule.DUPLICATE_KEY, _SECOND_MERGE, offset)
            elif key in values:
                first = self._text.mark(offsets[key])
                self._note(Rule.DUPLICATE_KEY, duplicate_key(key, first), offset)
            elif key is not None:
                values[key] = value
                offsets[key] = offset
        self._depth -= 1
        if merges:
            values, offsets = self._merged(merges, values, offsets)
        self._keys[id(values)] = offsets
        return values

    def _key(self, event: Event) -> str | None:
        """Give a key as text: `NO:` and `1:` mean what is written. None, with a problem, if it is no text."""
        if isinstance(event, ScalarEvent):
            text = self._parsed.original(event.value)
            if event.tag is None and event.anchor is None:
                self._size += _weight(text)
            elif event.tag != _MERGE_TAG:
                self._node(event)
            self._check_whole(text, event)
            return sys.intern(text)
        value = self._node(event)
        if isinstance(event, AliasEvent) and isinstance(value, str):
            return value
        message = "a key must be text, not an object, a list or a value from elsewhere"
        self._note(Rule.COMPLEX_KEY, message, _offset(event))
        return None

    def _merge_sources(self, value: JSONValue, offset: int) -> list[JSONObject]:
        found = value if isinstance(value, list) else [value]
        sources = [source for source in found if isinstance(source, dict)]
        if len(sources) < len(found):
            message = (
                '<< takes an object or a list of objects; write "<<" in quotes for a plain key'
            )
            self._note(Rule.BAD_MERGE, message, offset)
        return sources

    def _merged(
        self, sources: list[JSONObject], own: JSONObject, own_offsets: dict[str, int]
    ) -> tuple[JSONObject, dict[str, int]]:
        """Lay an object's own keys over what it merges; of several sources, an earlier one wins."""
        values: JSONObject = {}
        offsets: dict[str, int] = {}
        for source in reversed(sources):
            values.update(source)
            offsets.update(self._keys[id(source)])
        values.update(own)
        offsets.update(own_offsets)
        return values, offsets


_SECOND_MERGE: Final = "<< is already in this object; merge several as a list: <<: [*a, *b]"


def _weight(text: str) -> int:
    """Count long text for more than one node, so that aliases cannot multiply it unseen."""
    return 1 + (len(text) >> 7)


def _offset(event: Event) -> int:
    return event.start_mark.index if event.start_mark else 0


def _is_merge(key: Event) -> bool:
    """Tell a merge from a plain key, once its text is known to be `<<`."""
    return isinstance(key, ScalarEvent) and (
        key.tag == _MERGE_TAG or (key.tag is None and key.implicit[0])
    )
