"""One object of `dataplan-sync.yaml`, read key by key; whatever is not as it should be becomes a problem."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from dataplan_sync.guards.advice import Extent
from dataplan_sync.problems.problem import Severity
from dataplan_sync.problems.rule import Rule
from dataplan_sync.wire import describe, near_match

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from dataplan_sync.files.document import Document
    from dataplan_sync.model import JSONObject, JSONValue
    from dataplan_sync.problems.problem import Problem
    from dataplan_sync.wire import Path

CONFIGURATION: Final = Rule(
    id="configuration",
    severity=Severity.ERROR,
    sentence="Something in `dataplan-sync.yaml` is not as `docs/configuration.md` has it.",
    advice="Correct it: a setting that is not understood is never left out in silence.",
    failing={},
    passing={},
    unshown="It is about `dataplan-sync.yaml`, which is no plan file.",
)

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LINE_END: Final = re.compile(r"\r\n|\n|\r")
_ALIAS: Final = re.compile(r"^(?:[^#]|(?<=\S)#)*?(?:[\s:,\[{]|^)[&*]\w")
"""An anchor or an alias, outside of comments."""
_REST: Final = r"(?:#[^\r\n]*)?(?>\r\n|\n|\r)"
_HEAD: Final = (
    rf"""["']?\w+["']?[ \t]*:(?:[ \t]+{_REST}|{_REST})(?:[ \t]*{_REST})*+(?P<indent> *)"""
)
_MAPPING: Final = re.compile(_HEAD)
_SEQUENCE: Final = re.compile(rf"{_HEAD}-[ ]+")
"""What stands in front of the first member in block style: the key, comments, and the indentation."""


@dataclass(frozen=True, slots=True)
class Section:
    """An object of the file, and where it stands."""

    document: Document
    value: JSONObject
    path: Path
    problems: list[Problem]

    def check_keys(self, known: Collection[str], later: Collection[str] = ()) -> None:
        """Note every key that is not known, with the one that was probably meant.

        Args:
            known: the keys that this section has.
            later: keys of a later version, which have no effect yet.
        """
        for key in self.value:
            near = near_match(key, (*known, *later))
            if key in later:
                self.note(f'"{key}" is not supported by this version yet: remove it', key)
            elif key not in known and near:
                self.note(f'unknown key "{key}": did you mean "{near}"?', key)
            elif key not in known:
                self.note(f'unknown key "{key}": known here are {", ".join(known)}', key)

    def note(self, message: str, *steps: str | int) -> None:
        """Note a problem below this section."""
        problem = self.document.problem(CONFIGURATION, message, (*self.path, *steps))
        self.problems.append(problem)

    def note_unquoted(self, message: str, *steps: str | int) -> None:
        """Note a problem whose line is not quoted: it may hold a secret."""
        problem = self.document.problem(CONFIGURATION, message, (*self.path, *steps))
        self.problems.append(replace(problem, excerpt=None))

    def section(self, key: str) -> Section | None:
        """Give an object; None where there is none, or nothing in it."""
        value = self.value.get(key)
        if isinstance(value, dict):
            return Section(self.document, value, (*self.path, key), self.problems)
        if value is not None:
            self._expect(key, value, "an object")
        return None

    def boolean(self, key: str, *, default: bool) -> bool:
        """Give true or false."""
        value = self.value.get(key)
        if isinstance(value, bool):
            return value
        self._expect(key, value, "true or false")
        return default

    def count(self, key: str, *, default: int) -> int:
        """Give a whole number that is not negative."""
        value = self.value.get(key)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        self._expect(key, value, "a whole number from 0 on")
        return default

    def fraction(self, key: str, *, default: float) -> float:
        """Give a number from 0 to 1."""
        value = self.value.get(key)
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
            return float(value)
        self._expect(key, value, "a number from 0 to 1, such as 0.3")
        return default

    def text(self, key: str, *, required: bool = False) -> str | None:
        """Give text; None, with a problem, where it is empty, or required and missing."""
        value = self.value.get(key)
        if isinstance(value, str) and value.strip():
            return value
        if value is None and required:
            self.note(f'"{key}" is missing', *self._known_steps(key))
        else:
            self._expect(key, value, "text")
        return None

    def day(self, key: str) -> date | None:
        """Give a day, written as 2026-03-31."""
        value = self.value.get(key)
        if isinstance(value, str) and _DAY.fullmatch(value):
            try:
                return date.fromisoformat(value)
            except ValueError:
                self.note(f'{key}: there is no day "{value}"', key)
                return None
        self._expect(key, value, "a day such as 2026-03-31")
        return None

    def items(self, key: str) -> list[JSONValue]:
        """Give the items of a list; none where there is none, or nothing in it."""
        value = self.value.get(key)
        if isinstance(value, list):
            return value
        if value is not None:
            self._expect(key, value, "a list")
        return []

    def entries(self, key: str) -> list[Section]:
        """Give the items of a list of objects, each as a section."""
        found: list[Section] = []
        for index, item in enumerate(self.items(key)):
            if isinstance(item, dict):
                path = (*self.path, key, index)
                found.append(Section(self.document, item, path, self.problems))
            else:
                self.note(f"{key} lists objects, not {describe(item)}", key, index)
        return found

    def _expect(self, key: str, value: JSONValue, wanted: str) -> None:
        """Note that a value is not what it should be; a key that is left out is fine, one that is left blank is not."""
        if value is not None:
            self.note(f"{key} must be {wanted}, not {_shown(value)}", key)
        elif key in self.value:
            self.note(f"{key} is left blank: write {wanted}, or leave it out", key)

    def _known_steps(self, key: str) -> tuple[str, ...]:
        return (key,) if key in self.value else ()


def _shown(value: JSONValue) -> str:
    if isinstance(value, str):
        return f'"{value}"'
    return str(value).lower() if isinstance(value, bool | int | float) else describe(value)


def extents(document: Document) -> dict[tuple[str, ...], Extent]:
    """Find where the file, its sections and their keys stand and how they are written, for advice on what to change.

    Args:
        document: the file.

    Returns:
        Each by its path; () for the whole file, which is missing where it holds nothing but comments.
    """
    lines = _LINE_END.split(document.text.content.rstrip())
    if document.value is None and not any(map(_says_something, lines)):
        return {}
    value = document.value if isinstance(document.value, dict) else {}
    indent = 0 if _is_plain(document, lines) else None
    whole = Extent(document.text.file, 1, 1, len(lines), value, indent)
    found: dict[tuple[str, ...], Extent] = {(): whole}
    for path in _sections(value):
        if path in found:
            found.update(_members(document, path, found[path], lines))
    return found


def _sections(value: JSONObject) -> Iterator[tuple[str, ...]]:
    """Give the paths of the objects whose keys advice may have to find, outer ones first."""
    policy = (("policy",), ("policy", "thresholds"))
    yield from ((), *policy, ("workspaces",))
    workspaces = value.get("workspaces")
    for name in workspaces if isinstance(workspaces, dict) else ():
        yield ("workspaces", name)
        yield from (("workspaces", name, *path) for path in policy)


def _members(
    document: Document, path: tuple[str, ...], extent: Extent, lines: Sequence[str]
) -> Iterator[tuple[tuple[str, ...], Extent]]:
    members = extent.value if isinstance(extent.value, dict) else {}
    marks = {key: document.mark((*path, key)) for key in members}
    for key, mark in marks.items():
        below = [other.line - 1 for other in marks.values() if other.line > mark.line]
        last = min(below, default=extent.last_line)
        while last > mark.line and not _says_something(lines[last - 1]):
            last -= 1
        value, place = members[key], (*path, key)
        indent = _indent(document, place, value)
        yield place, Extent(mark.file, mark.line, mark.column, last, value, indent)


def _is_plain(document: Document, lines: Sequence[str]) -> bool:
    """Tell whether the top-level keys begin at the margin, so that another one can follow at the end of the file.

    A file in which anything is named to be repeated is not: changing one place of it could change another one.
    """
    if not isinstance(document.value, dict) or not document.value:
        return False
    first = document.offset((next(iter(document.value)),))
    return (
        first == document.start
        and document.mark(()).column == 1
        and not any(line.startswith("...") or _ALIAS.search(line) for line in lines)
    )


def _indent(document: Document, path: tuple[str, ...], value: JSONValue) -> int | None:
    """Give the spaces in front of the members of a value; None unless each begins a line of its own."""
    step: str | int = 0
    match value:
        case dict() if value:
            begin, step = _MAPPING, next(iter(value))
        case list() if value:
            begin = _SEQUENCE
        case _:
            return None
    head = document.text.content[document.offset(path) : document.offset((*path, step))]
    found = begin.fullmatch(head)
    return len(found["indent"]) if found else None


def _says_something(line: str) -> bool:
    stripped = line.strip()
    return bool(stripped) and not stripped.startswith("#") and stripped != "---"
