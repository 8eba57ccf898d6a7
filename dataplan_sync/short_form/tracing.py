"""What an expansion notes on its way: faults, and from which key of the short form each part of the result came."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dataplan_sync.wire import Fault

if TYPE_CHECKING:
    from dataplan_sync.wire import FaultKind, Path


@dataclass(frozen=True, slots=True)
class Trace:
    """The notes of one expansion."""

    faults: list[Fault]
    """What is wrong in the short form, with paths in the short form."""
    origins: dict[Path, Path] = field(default_factory=dict)
    """From paths in the API's object to those in the short form. A path that is not here came from where the
    one above it came from."""

    def fault(self, kind: FaultKind, path: Path, message: str) -> None:
        """Note something that is wrong."""
        self.faults.append(Fault(kind, path, message))


@dataclass(frozen=True, slots=True)
class Course:
    """Where an expansion is: at a place of the short form, and at the place in the API's object that it makes."""

    short: Path
    wire: Path

    def into(self, step: str | int) -> Course:
        """Go down by the same step on both sides."""
        return Course((*self.short, step), (*self.wire, step))
