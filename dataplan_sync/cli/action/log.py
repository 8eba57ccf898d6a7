"""The log of a step. The runner acts on some of its lines, so nothing that somebody else wrote may look like those."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync import workflow_commands
from dataplan_sync.cli.console import Console
from dataplan_sync.render.escape import visible

if TYPE_CHECKING:
    from dataplan_sync.workflow_commands import Level

_OLD_COMMAND: Final = "##["
"""Begins a command of the older form, which the runner finds anywhere in a line."""


class StepConsole(Console):
    """A console whose lines on stderr, which the runner reads as well, are no commands."""

    __slots__ = ()

    def say(self, line: str) -> None:
        """Write a line for people to stderr."""
        inert = line.replace(_OLD_COMMAND, "## [")
        super().say(f"| {inert}" if inert.lstrip().startswith("::") else inert)

    def quote(self, text: str) -> None:
        """Write a text to the log of which no line is a command."""
        self.write(f"{workflow_commands.inert(text)}\n")

    def annotate(self, level: Level, message: str) -> None:
        """Write an annotation; line breaks are kept, all else that acts on a display is made visible."""
        shown = "\n".join(visible(line) for line in message.split("\n"))
        self.write(f"{workflow_commands.annotation(level, shown)}\n")
