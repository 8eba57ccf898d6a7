"""What checks are made of: a failure, a check, and what compiles a schema into one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dataplan_sync.events.semantics import Semantics
    from dataplan_sync.events.values import JSON, Path


@dataclass(frozen=True, slots=True)
class Failure:
    """A keyword that a value does not satisfy."""

    keyword: str
    path: Path
    """Where the value stands in the event."""
    value: JSON
    limit: Any = None
    """What the schema says for the keyword."""
    name: str | None = None
    """The member that is missing or unexpected."""


Check: TypeAlias = "Callable[[Any, Path, list[Failure]], None]"
"""Appends what a value at a path does not satisfy."""


class Compiler(Protocol):
    """Makes a schema ready."""

    @property
    def semantics(self) -> Semantics:
        """Whose reading counts."""

    def compile(self, schema: JSON) -> Check:
        """Make a check of a sound schema."""


class Keyword(NamedTuple):
    """Keywords that are checked together."""

    names: tuple[str, ...]
    """Any of these in a schema asks for the check."""
    build: Callable[[Mapping[str, Any], Compiler], Check]


def failures(check: Check, value: JSON, path: Path) -> list[Failure]:
    """Give what a value does not satisfy."""
    found: list[Failure] = []
    check(value, path, found)
    return found


def limit_check(keyword: str, limit: JSON, holds: Callable[[Any, Any], bool]) -> Check:
    """Make the check of a keyword that compares a value with its limit."""

    def check(value: JSON, path: Path, found: list[Failure]) -> None:
        if not holds(value, limit):
            found.append(Failure(keyword, path, value, limit))

    return check


def all_of(checks: list[Check]) -> Check:
    """Make one check of several."""

    def check(value: JSON, path: Path, found: list[Failure]) -> None:
        for one in checks:
            one(value, path, found)

    return checks[0] if len(checks) == 1 else check
