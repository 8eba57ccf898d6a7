"""One object of `dataplan-sync.yaml`, read key by key; whatever is not as it should be becomes a problem."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from dataplan_sync.problems.problem import Severity
from dataplan_sync.problems.rule import Rule
from dataplan_sync.wire import describe, near_match

if TYPE_CHECKING:
    from collections.abc import Collection

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

    def section(self, key: str) -> Section | None:
        """Give an object; None where there is none, or nothing in it."""
        value = self.value.get(key)
        if isinstance(value, dict):
            return Section(self.document, value, (*self.path, key), self.problems)
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
        if value is not None:
            self._expect(key, value, "text")
        elif required:
            self.note(f'"{key}" is missing', *self._known_steps(key))
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
        """Give the items of a list."""
        value = self.value.get(key)
        if isinstance(value, list):
            return value
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
        """Note that a value is not what it should be; one that is left out, or null, is no value."""
        if value is not None:
            self.note(f"{key} must be {wanted}, not {_shown(value)}", key)

    def _known_steps(self, key: str) -> tuple[str, ...]:
        return (key,) if key in self.value else ()


def _shown(value: JSONValue) -> str:
    if isinstance(value, str):
        return f'"{value}"'
    return str(value).lower() if isinstance(value, bool | int | float) else describe(value)
