"""Reads JSON that somebody else wrote, field by field, and says where it is not as expected.

GitHub's answers are read with it, and the event file of a run, which holds names that strangers chose.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from dataplan_sync.answers import JSON

_SHA: Final = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


class UnexpectedFieldError(Exception):
    """A field is missing or of another type; whoever reads turns this into an error for people."""


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of one JSON object, and the place where it stands."""

    value: dict[str, JSON]
    place: str = ""

    @classmethod
    def of(cls, value: JSON, place: str = "") -> Fields:
        """Take a value that must be an object.

        Raises:
            UnexpectedFieldError: it is something else.
        """
        if isinstance(value, dict):
            return cls(value, place)
        message = f"{place or 'the whole'} is no object"
        raise UnexpectedFieldError(message)

    def __contains__(self, key: str) -> bool:
        """Say whether a field is there and not null."""
        return self.value.get(key) is not None

    def text(self, key: str, default: str | None = None) -> str:
        """Give text; the default, if there is one, where it is absent or null.

        Raises:
            UnexpectedFieldError: it is something else, or missing without a default.
        """
        value = self.value.get(key)
        if value is None and default is not None:
            return default
        if isinstance(value, str):
            return value
        raise self._unexpected(key, "text")

    def number(self, key: str, default: int | None = None) -> int:
        """Give a whole number; the default, if there is one, where it is absent or null.

        Raises:
            UnexpectedFieldError: it is something else, or missing without a default.
        """
        value = self.value.get(key)
        if value is None and default is not None:
            return default
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        raise self._unexpected(key, "a whole number")

    def flag(self, key: str) -> bool:
        """Give true or false; false where it is absent or null.

        Raises:
            UnexpectedFieldError: it is something else.
        """
        value = self.value.get(key)
        if value is None or isinstance(value, bool):
            return bool(value)
        raise self._unexpected(key, "true or false")

    def sha(self, key: str) -> str:
        """Give the SHA of a commit.

        Raises:
            UnexpectedFieldError: it is missing or no SHA; nothing else may become part of an address.
        """
        value = self.text(key)
        if is_sha(value):
            return value
        raise self._unexpected(key, "the SHA of a commit")

    def object(self, key: str) -> Fields:
        """Give the fields of an object that must be there.

        Raises:
            UnexpectedFieldError: it is missing or something else.
        """
        return Fields.of(self.value.get(key), self._at(key))

    def objects(self, key: str) -> tuple[Fields, ...]:
        """Give the objects of a list; none where it is absent or null.

        Raises:
            UnexpectedFieldError: it is no list of objects.
        """
        value = self.value.get(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            raise self._unexpected(key, "a list")
        return tuple(
            Fields.of(item, f"{self._at(key)}[{index}]") for index, item in enumerate(value)
        )

    def name_of(self, key: str, field: str, *, default: str = "") -> str:
        """Give the text in a field of an object; the default where there is no such object.

        GitHub gives null for the author of what a deleted account wrote.
        """
        return self.object(key).text(field, default) if key in self else default

    def _at(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place else key

    def _unexpected(self, key: str, wanted: str) -> UnexpectedFieldError:
        missing = self.value.get(key) is None
        fault = "is missing" if missing else f"is not {wanted}"
        return UnexpectedFieldError(f"{self._at(key)} {fault}")


def is_sha(text: str) -> bool:
    """Say whether a text is the full SHA of a commit, in lower case as git writes it."""
    return _SHA.fullmatch(text) is not None
