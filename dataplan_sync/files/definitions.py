"""What references lead to, each file read once and each definition made once, for all files of a source.

Definitions lie one behind the other beyond every file, so that a place in one is a single number, as a place in a
file is: it tells the text, the line, and the definition.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dataplan_sync.files.document import Document
from dataplan_sync.files.ignores import CommentedFiles
from dataplan_sync.files.inlining import Inlining
from dataplan_sync.files.place import is_readable
from dataplan_sync.files.places import Places
from dataplan_sync.files.reading import read_document
from dataplan_sync.files.reference import (
    BadReferenceError,
    Reference,
    fragment,
    near_file,
    parse,
    resolve_keys,
)
from dataplan_sync.files.rules import Rule
from dataplan_sync.files.shape import Shape
from dataplan_sync.wire import describe, near_match

if TYPE_CHECKING:
    from dataplan_sync.files.ignores import Ignore
    from dataplan_sync.files.source import Source
    from dataplan_sync.files.text import Text
    from dataplan_sync.model import JSONValue
    from dataplan_sync.problems.problem import Problem

_BEYOND: Final = 1 << 40
"""Where the places of definitions begin: no file is as long."""
_SHOWN: Final = 8
"""Names that a message lists where none is near."""


@dataclass(frozen=True, slots=True)
class Definition:
    """A definition without any reference in it."""

    value: JSONValue
    """A schema, possibly with short forms in it, or a map of such; what could not be followed is missing in it."""
    size: int
    """Nodes."""
    height: int
    """Objects and lists inside one another."""
    problems: tuple[Problem, ...]
    """What is wrong in it."""
    is_endless: bool
    """Whether it is larger or deeper than a file may be, which a problem then says."""


@dataclass(frozen=True, slots=True)
class _File:
    """A file that a reference leads to."""

    document: Document | None
    problems: tuple[Problem, ...]
    unreadable: str | None
    """Why it cannot be opened."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A definition's share of the places."""

    base: int
    text: Text
    reference: Reference


class Definitions:
    """The definitions of one source."""

    def __init__(self, source: Source) -> None:
        """Read definitions from a source; nothing is read before it is needed."""
        self.places = Places()
        self.followed = 0
        """How many references have been followed so far."""
        self.used: set[str] = set()
        """The paths of all files that references name."""
        self._source = CommentedFiles(source)
        self._paths: tuple[str, ...] | None = None
        self._files: dict[str, _File] = {}
        self._made: dict[tuple[Reference, Shape], Definition] = {}
        self._open: list[tuple[Reference, Shape]] = []
        self._sheets: list[_Sheet] = []
        self._bases: list[int] = []

    def ignores(self) -> tuple[Ignore, ...]:
        """Give the comments that ignore rules, of all files that have been read."""
        return self._source.ignores()

    def find(self, offset: int) -> tuple[Text, int] | None:
        """Give the text that a place is in, and the offset there; None for a place outside of all definitions."""
        sheet = self._sheet(offset)
        return (sheet.text, offset - sheet.base) if sheet else None

    def origin_name(self, offset: int) -> str | None:
        """Name the definition that a place is in; None for a place outside of all definitions."""
        sheet = self._sheet(offset)
        return str(sheet.reference) if sheet else None

    def definition(
        self, target: str, user: Inlining, offset: int, shape: Shape
    ) -> Definition | None:
        """Give what a reference leads to.

        Args:
            target: the reference, as written.
            user: who inlines it, and is told what is wrong.
            offset: where it stands.
            shape: what it must lead to.

        Returns:
            The definition; None where there is none of this shape, which a problem then explains.
        """
        try:
            reference = parse(target, user.home)
        except BadReferenceError as exc:
            user.note(Rule.BAD_REFERENCE, f'"{target}" is no reference: {exc}', offset)
            return None
        key = (reference, shape)
        if key in self._open:
            self._note_cycle(key, user, offset)
            return None
        document = self._document(reference, user, offset)
        if document is None or not self._fits(document, reference, user, offset, shape):
            return None
        if key not in self._made:
            self._made[key] = self._make(document, key, user.depth)
        user.take(self._made[key].problems)
        return self._made[key]

    def _note_cycle(self, key: tuple[Reference, Shape], user: Inlining, offset: int) -> None:
        circle = [str(reference) for reference, _ in self._open[self._open.index(key) :]]
        way = " → ".join((*circle, circle[0]))
        message = (
            f"the definition contains itself, without end: {way}; take out one of these references"
        )
        user.note(Rule.REFERENCE_CYCLE, message, offset)

    def _document(self, reference: Reference, user: Inlining, offset: int) -> Document | None:
        path = reference.path
        self.followed += 1
        self.used.add(path)
        if self._paths is None:
            self._paths = tuple(self._source.paths())
        folder = next(
            (name for name in self._paths if name.endswith("/") and path.startswith(name)), None
        )
        if path not in self._paths and folder is None:
            user.note(Rule.UNKNOWN_REFERENCE, self._missing(path), offset)
            return None
        if path not in self._files:
            self._files[path] = self._read(folder or path)
        file = self._files[path]
        if file.unreadable:
            message = f"{folder or path} cannot be read: {file.unreadable}"
            user.note(Rule.UNKNOWN_REFERENCE, message, offset)
        user.take(file.problems)
        return file.document

    def _missing(self, path: str) -> str:
        near = near_file(path, tuple(name for name in self._paths or () if is_readable(name)))
        hint = (
            f'did you mean "{near}"?'
            if near
            else "references start at the plans folder, or with ./ at their own file"
        )
        return f'there is no file "{path}" below {self._source.root}; {hint}'

    def _read(self, path: str) -> _File:
        problems: list[Problem] = []
        document = read_document(self._source, path, problems)
        told = next((each.message for each in problems if each.rule == Rule.UNREADABLE_FILE), None)
        others = tuple(each for each in problems if each.rule != Rule.UNREADABLE_FILE)
        return _File(document, others, told)

    def _fits(
        self, document: Document, reference: Reference, user: Inlining, offset: int, shape: Shape
    ) -> bool:
        """Tell whether a file has what a reference names, in the shape that it must have."""
        value, followed = resolve_keys(document.value, reference.keys)
        if followed < len(reference.keys):
            message = _no_such_name(reference, value, followed)
            user.note(Rule.UNKNOWN_REFERENCE, message, offset)
            return False
        if isinstance(value, dict) or (shape is Shape.SCHEMA and isinstance(value, bool | str)):
            return True
        where = document.mark(reference.keys)
        message = f"{reference} must be {shape}, not {describe(value)} ({where})"
        user.note(Rule.BAD_REFERENCE, message, offset)
        return False

    def _make(self, document: Document, key: tuple[Reference, Shape], depth: int) -> Definition:
        reference, shape = key
        base = self._bases[-1] + self._room() if self._bases else _BEYOND
        self._bases.append(base)
        self._sheets.append(_Sheet(base, document.text, reference))
        adopted = _Adoption(document, self.places, base)
        value = adopted.copy(resolve_keys(document.value, reference.keys)[0])
        start = base + document.offset(reference.keys)
        if isinstance(value, str):
            value = self.places.object({"type": value}, {"type": start})
        here = Document(document.text, value, start, self.places.keys, self.places.items, self)
        problems: list[Problem] = []
        inlining = Inlining(here, reference.path, self.places, self, problems)
        inlining.depth = inlining.deepest = depth
        self._open.append(key)
        made = inlining.shaped(shape, value)
        self._open.pop()
        size = adopted.size + inlining.size
        height = inlining.deepest - depth
        return Definition(made, size, height, tuple(problems), inlining.is_full)

    def _room(self) -> int:
        return len(self._sheets[-1].text.content) + 1

    def _sheet(self, offset: int) -> _Sheet | None:
        at = bisect_right(self._bases, offset)
        return self._sheets[at - 1] if at else None


class _Adoption:
    """Copies a part of a file into the places of definitions: each definition has containers of its own."""

    def __init__(self, document: Document, places: Places, base: int) -> None:
        self._document = document
        self._places = places
        self._base = base
        self._made: dict[int, JSONValue] = {}
        self.size = 0

    def copy(self, value: JSONValue) -> JSONValue:
        """Copy a value; what an alias repeats stays one container."""
        self.size += 1
        if id(value) in self._made:
            return self._made[id(value)]
        match value:
            case dict():
                offsets = {
                    key: at + self._base for key, at in self._document.keys[id(value)].items()
                }
                made: JSONValue = self._places.object(
                    {key: self.copy(item) for key, item in value.items()}, offsets
                )
            case list():
                made = self._places.list(
                    [self.copy(item) for item in value],
                    [at + self._base for at in self._document.items[id(value)]],
                )
            case _:
                return value
        self._made[id(value)] = made
        return made


def _no_such_name(reference: Reference, value: JSONValue, followed: int) -> str:
    """Say where a reference ends that leads to nothing, and which names there are."""
    above = Reference(reference.path, reference.keys[:followed])
    name = reference.keys[followed]
    names = [str(key) for key in value] if isinstance(value, dict) else []
    near = near_match(name, names)
    if near:
        meant = fragment((*reference.keys[:followed], near, *reference.keys[followed + 1 :]))
        return f'{above} has no "{name}"; did you mean "{reference.path}{meant}"?'
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    known = f"it has {', '.join(names[:_SHOWN])}{more}" if names else f"it is {describe(value)}"
    return f'{above} has no "{name}"; {known}'
