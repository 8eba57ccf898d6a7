"""Reading one wire object key by key, and noting whatever is not as it should be.

What `codec` is written with. Nothing here raises over content: a reader collects every `Fault`, so that one run
can report all that is wrong in a plan file.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeAlias

from dataplan_sync.model import ActivatedEnvironment, Authorship

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dataplan_sync.model import JSONObject, JSONValue

Path: TypeAlias = tuple[str | int, ...]
"""Where in a decoded JSON value: keys and indexes from the root."""

AUTHORSHIP_KEYS: Final = ("created_on", "created_by", "last_modified_on", "last_modified_by")
READ_ONLY_KEYS: Final = frozenset(
    (*AUTHORSHIP_KEYS, "quarantine_feed_id", "active_transformation_ids")
)
"""What the server owns: never compared, never sent. `quarantine_feed_id` is listed by the OpenAPI document as
read-only in the object and as writable in the PATCH; the first is taken at its word."""


class FaultKind(StrEnum):
    """What can be wrong with a wire object."""

    WRONG_TYPE = "wrong-type"
    MISSING_KEY = "missing-key"
    MISTYPED_KEY = "mistyped-key"
    MISPLACED_KEY = "misplaced-key"
    UNKNOWN_KEY = "unknown-key"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a wire object that is not as the API has it."""

    kind: FaultKind
    path: Path
    message: str


@dataclass(frozen=True, slots=True)
class ObjectReader:
    """Reads one wire object key by key and notes what is not as it should be."""

    value: JSONObject
    faults: list[Fault]
    path: Path

    @classmethod
    def of(cls, value: JSONValue, faults: list[Fault], path: Path) -> ObjectReader | None:
        """Read `value`, or note that it is no object and give None."""
        if isinstance(value, dict):
            return cls(value, faults, path)
        name = str(path[-1]) if path and isinstance(path[-1], str) else "this"
        message = f"{name} must be an object, not {describe(value)}"
        faults.append(Fault(FaultKind.WRONG_TYPE, path, message))
        return None

    def fault(self, kind: FaultKind, key: str, message: str) -> None:
        """Note a fault at `key`, or at the object itself where the key is missing."""
        path = (*self.path, key) if key in self.value else self.path
        self.faults.append(Fault(kind, path, message))

    def text(self, key: str) -> str | None:
        """Give text; None where it is absent, null or, with a fault, something else."""
        value = self.value.get(key)
        if value is None or isinstance(value, str):
            return value
        hint = "; put it in quotes" if isinstance(value, bool | int | float) else ""
        self.fault(FaultKind.WRONG_TYPE, key, f"{key} must be text, not {describe(value)}{hint}")
        return None

    def required_text(self, key: str) -> str | None:
        """Give text that must be there."""
        if self.value.get(key) is None:
            self.fault(FaultKind.MISSING_KEY, key, f"{key} is missing")
        return self.text(key)

    def integer(self, key: str) -> int | None:
        """Give a whole number; None where it is absent, null or, with a fault, something else."""
        value = self.value.get(key)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if value is not None:
            self.fault(
                FaultKind.WRONG_TYPE, key, f"{key} must be a whole number, not {describe(value)}"
            )
        return None

    def environment(self, key: str) -> ActivatedEnvironment | None:
        """Give an environment; None where it is absent, null or, with a fault, something else."""
        value = self.text(key)
        if value is None or value in set(ActivatedEnvironment):
            return ActivatedEnvironment(value) if value is not None else None
        allowed = ", ".join(ActivatedEnvironment)
        self.fault(FaultKind.WRONG_TYPE, key, f'{key} must be one of {allowed}, not "{value}"')
        return None

    def object(self, key: str) -> JSONObject | None:
        """Give an object; None where it is absent, null or, with a fault, something else."""
        value = self.value.get(key)
        if value is None or isinstance(value, dict):
            return value
        self.fault(FaultKind.WRONG_TYPE, key, f"{key} must be an object, not {describe(value)}")
        return None

    def required_object(self, key: str) -> JSONObject | None:
        """Give an object that must be there."""
        if self.value.get(key) is None:
            self.fault(FaultKind.MISSING_KEY, key, f"{key} is missing")
        return self.object(key)

    def child(self, key: str) -> ObjectReader | None:
        """Read an object that must be there."""
        value = self.required_object(key)
        return None if value is None else ObjectReader(value, self.faults, (*self.path, key))

    def items(self, key: str) -> list[JSONValue]:
        """Give the items of a list; none where it is absent, null or, with a fault, something else."""
        value = self.value.get(key)
        if isinstance(value, list):
            return value
        if value is not None:
            self.fault(FaultKind.WRONG_TYPE, key, f"{key} must be a list, not {describe(value)}")
        return []

    def authorship(self) -> Authorship:
        """Give the stamps of the server, as far as they are text."""
        stamps = [self.value.get(key) for key in AUTHORSHIP_KEYS]
        return Authorship(*(stamp if isinstance(stamp, str) else None for stamp in stamps))

    def leftover(self, known: Iterable[str], silent: Iterable[str] = ()) -> JSONObject:
        """Give what is neither known, nor the server's, nor null, and note each such key.

        Args:
            known: the keys that have their own place in the model.
            silent: further keys that are passed on without a fault.
        """
        known = tuple(known)
        left: JSONObject = {}
        for key, value in self.value.items():
            if key in known or key in READ_ONLY_KEYS:
                continue
            if key not in silent:
                self._note_unknown(key, known)
            if value is not None:
                left[key] = value
        return left

    def _note_unknown(self, key: str, known: tuple[str, ...]) -> None:
        near = near_match(key, known)
        if near:
            self.fault(FaultKind.MISTYPED_KEY, key, f'unknown key "{key}": did you mean "{near}"?')
        else:
            self.fault(
                FaultKind.UNKNOWN_KEY, key, f'unknown key "{key}": it is sent and compared as it is'
            )


def near_match(word: str, known: Iterable[str]) -> str | None:
    """Find the known word that somebody who wrote `word` most likely meant.

    A word counts as near if it differs in a few letters (`activated_environmment`), in case or separators
    (`Data-Points`), or if it leaves out the API's prefix (`name` for `data_plan_name`).
    """
    known = tuple(known)
    folded = word.lower().replace("-", "_")
    suffix = next((name for name in known if name.endswith(f"_{folded}")), None)
    close = difflib.get_close_matches(folded, known, n=1, cutoff=0.8)
    return close[0] if close else suffix


def describe(value: JSONValue) -> str:
    """Name a JSON value's type for a message, as people call it."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "text"
        case list():
            return "a list"
        case dict():
            return "an object"
