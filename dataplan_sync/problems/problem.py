"""A finding about a plan file: which rule, how bad, what to do, and where."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dataplan_sync.model import Mark
    from dataplan_sync.problems.excerpt import Excerpt

_SHOWN: Final = 40
"""Data points that a message names; those beyond are counted."""


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
    reaches: tuple[str, str] | None = field(default=None, compare=False, repr=False)
    """Where the problem is in a shared definition, one thing that it reaches: a version, and a data point in it."""

    def __str__(self) -> str:
        """Give one line: `plans/shop.yaml:41:7: error: … [duplicate-key]`."""
        return f"{self.mark}: {self.severity}: {self.message} [{self.rule}]"


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Give each problem once, by file, line and column; one in a shared definition with all that it reaches."""
    reached: dict[Problem, dict[str, dict[str, None]]] = {}
    for found in problems:
        versions = reached.setdefault(found, {})
        if found.reaches:
            version, data_point = found.reaches
            versions.setdefault(version, {}).setdefault(data_point)
    told = [
        replace(found, message=found.message + _reach(versions), reaches=None)
        if versions
        else found
        for found, versions in reached.items()
    ]
    return tuple(
        sorted(told, key=lambda found: (found.mark.file, found.mark.line, found.mark.column))
    )


def _reach(versions: Mapping[str, Iterable[str]]) -> str:
    """Say in which data points a problem of a shared definition is."""
    names = {version: tuple(data_points) for version, data_points in versions.items()}
    listed = "; ".join(f"{_some(each)} ({version})" for version, each in names.items())
    count = sum(map(len, names.values()))
    return f"; this is in {count} data point{'' if count == 1 else 's'}: {listed}"


def _some(names: Sequence[str]) -> str:
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
