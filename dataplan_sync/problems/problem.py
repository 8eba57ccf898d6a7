"""A finding about a plan file: which rule, how bad, what to do, and where."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dataplan_sync.model import Mark
    from dataplan_sync.problems.excerpt import Excerpt


class Severity(StrEnum):
    """How bad a problem is. Any error makes the plan files invalid (exit 4); a warning never does."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. The message is one or two sentences: what is wrong and what to do about it."""

    rule: str
    """A stable id in kebab case, such as `duplicate-key`."""
    severity: Severity
    message: str
    mark: Mark
    excerpt: Excerpt | None = field(default=None, compare=False, repr=False)
    """The line at `mark`; None where the problem is a file's as a whole."""

    def __str__(self) -> str:
        """Give one line: `plans/shop.yaml:41:7: error: … [duplicate-key]`."""
        return f"{self.mark}: {self.severity}: {self.message} [{self.rule}]"


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Give each problem once, by file, line and column."""
    unique = dict.fromkeys(problems)
    return tuple(
        sorted(unique, key=lambda found: (found.mark.file, found.mark.line, found.mark.column))
    )
