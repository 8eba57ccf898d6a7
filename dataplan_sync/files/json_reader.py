"""JSON text to a `Document`, with places and duplicate keys, which the standard library does not give.

YAML parsers cannot stand in for it: libyaml refuses tabs, escaped surrogate pairs and long keys. Strings are
left to the standard library's scanner, so that they mean exactly what `json.loads` makes of them, and so what
the API's client makes of them: an escaped half of a surrogate pair is text in JSON.
"""

from __future__ import annotations

import re
import sys
from json import JSONDecodeError, JSONDecoder
from typing import TYPE_CHECKING, Final, NoReturn

from dataplan_sync.files.document import MAX_DEPTH, Document, duplicate_key
from dataplan_sync.files.rules import Rule
from dataplan_sync.files.scalars import ScalarError, resolve_plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dataplan_sync.files.text import Text
    from dataplan_sync.model import JSONObject, JSONValue
    from dataplan_sync.problems.problem import Problem

_BLANK: Final = re.compile(r"[ \t\n\r]*")
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_WORD: Final = re.compile(r"-?[A-Za-z]+")
_WORDS: Final[Mapping[str, bool | None]] = {"true": True, "false": False, "null": None}
_NOT_FINITE: Final = frozenset(("NaN", "Infinity", "-Infinity"))
_STRINGS: Final = JSONDecoder()


class _UnreadableError(Exception):
    """Reading this file ends here."""

    def __init__(self, rule: Rule, message: str, offset: int) -> None:
        super().__init__(message)
        self.rule = rule
        self.message = message
        self.offset = offset


def read_json(text: Text, problems: list[Problem]) -> Document | None:
    """Read a file that holds one JSON value.

    Args:
        text: the file.
        problems: what is wrong is appended here.

    Returns:
        The document; None where the file cannot be read to its end. Where there are problems and a document,
        the document is good enough to look for further problems, and no more.
    """
    try:
        return _Parser(text, problems).document()
    except _UnreadableError as exc:
        problems.append(text.problem(exc.rule, exc.message, exc.offset))
    return None


class _Parser:
    """Reads one file from left to right. Lives as long as one call of `read_json`."""

    def __init__(self, text: Text, problems: list[Problem]) -> None:
        self._text = text
        self._content = text.content
        self._problems = problems
        self._at = 0
        self._depth = 0
        self._keys: dict[int, dict[str, int]] = {}
        self._items: dict[int, list[int]] = {}

    def document(self) -> Document:
        if self._next() == "":
            raise _UnreadableError(Rule.EMPTY_FILE, "the file is empty; fill it or delete it", 0)
        start = self._at
        value = self._value()
        if self._next() != "":
            self._refuse("the JSON value ends before this; remove what follows")
        return Document(self._text, value, start, self._keys, self._items)

    def _next(self) -> str:
        """Skip blanks and look at the next character; an empty string is the end."""
        blank = _BLANK.match(self._content, self._at)
        self._at = blank.end() if blank else self._at
        return self._content[self._at : self._at + 1]

    def _refuse(self, message: str) -> NoReturn:
        if self._at >= len(self._content):
            message = f"the file ends here: {message}"
        raise _UnreadableError(Rule.JSON_SYNTAX, message, self._at)

    def _note(self, rule: Rule, message: str, offset: int) -> None:
        self._problems.append(self._text.problem(rule, message, offset))

    def _value(self) -> JSONValue:
        match self._next():
            case '"':
                return self._string()
            case "{":
                return self._object()
            case "[":
                return self._list()
            case _:
                return self._word_or_number()

    def _string(self) -> str:
        try:
            value, end = _STRINGS.raw_decode(self._content, self._at)
        except JSONDecodeError as exc:
            message = f"{exc.msg.lower()}; close the quote and escape what is special"
            raise _UnreadableError(Rule.JSON_SYNTAX, message, exc.pos) from exc
        self._at = end
        return str(value)

    def _word_or_number(self) -> JSONValue:
        offset = self._at
        token = _NUMBER.match(self._content, offset) or _WORD.match(self._content, offset)
        word = token[0] if token else ""
        if token is None or (word[-1].isalpha() and word not in _WORDS.keys() | _NOT_FINITE):
            self._refuse("expected a value: an object, a list, text in double quotes, …")
        self._at = token.end()
        if word in _WORDS:
            return _WORDS[word]
        if word in _NOT_FINITE:
            self._note(Rule.NOT_JSON, f"{word} is no JSON number; leave it out", offset)
            return None
        try:
            return resolve_plain(word)
        except ScalarError as exc:
            self._note(Rule.NOT_JSON, str(exc), offset)
            return None

    def _open(self) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            message = f"objects and lists are nested more than {MAX_DEPTH} deep; flatten them"
            raise _UnreadableError(Rule.TOO_DEEP, message, self._at)
        self._at += 1

    def _close(self, closing: str) -> bool:
        """After an item: step over a comma, or over the closing bracket and say so."""
        found = self._next()
        if found not in {",", closing} or not found:
            self._refuse(f'expected "," or "{closing}"')
        self._at += 1
        return found == closing

    def _list(self) -> JSONValue:
        self._open()
        values: list[JSONValue] = []
        offsets: list[int] = []
        self._items[id(values)] = offsets
        closed = self._next() == "]"
        self._at += closed
        while not closed:
            self._next()
            offsets.append(self._at)
            values.append(self._value())
            closed = self._close("]")
        self._depth -= 1
        return values

    def _object(self) -> JSONValue:
        self._open()
        values: JSONObject = {}
        offsets: dict[str, int] = {}
        self._keys[id(values)] = offsets
        closed = self._next() == "}"
        self._at += closed
        while not closed:
            if self._next() != '"':
                self._refuse("expected a key in double quotes; no comma before a brace")
            offset = self._at
            key = sys.intern(self._string())
            if self._next() != ":":
                self._refuse('expected ":" after a key')
            self._at += 1
            value = self._value()
            if key in values:
                first = self._text.mark(offsets[key])
                self._note(Rule.DUPLICATE_KEY, duplicate_key(key, first), offset)
            else:
                values[key] = value
                offsets[key] = offset
            closed = self._close("}")
        self._depth -= 1
        return values
