"""The only place that prints: data to stdout, everything else to stderr."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dataplan_sync.render.style import Style
    from dataplan_sync.report import CommandReport
    from dataplan_sync.settings import TerminalSettings


class OutputFormat(StrEnum):
    """How a report is written."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


@dataclass(frozen=True, slots=True)
class Console:
    """Where a command runs: the environment that it sees, and the streams that it writes to."""

    environ: Mapping[str, str] = field(repr=False)

    @property
    def terminal(self) -> TerminalSettings:
        """What the environment says about the terminal."""
        from dataplan_sync.settings import TerminalSettings

        return TerminalSettings.from_environment(self.environ)

    @property
    def can_ask(self) -> bool:
        """Whether somebody is there to answer a question."""
        return sys.stdin.isatty() and sys.stderr.isatty() and not self.terminal.ci

    @property
    def shows_progress(self) -> bool:
        """Whether a line on stderr may be drawn over."""
        return sys.stderr.isatty() and not self.terminal.no_color and not self.terminal.ci

    def emit(self, report: CommandReport, output_format: OutputFormat) -> int:
        """Write a report to stdout, and in text its errors to stderr.

        Returns:
            The report's exit code.
        """
        match output_format:
            case OutputFormat.JSON:
                from dataplan_sync.render import json_report

                self.write(json_report.render(report))
            case OutputFormat.MARKDOWN:
                from dataplan_sync.render import markdown

                self.write(markdown.render(report))
            case OutputFormat.TEXT:
                self.show(report)
                for error in report.errors:
                    self._complain(error)
        return report.exit_code

    def write(self, text: str) -> None:
        """Write data to stdout, in UTF-8 whatever the locale says."""
        click.echo(text.encode("utf-8", "backslashreplace"), nl=False)

    def say(self, line: str) -> None:
        """Write a line for people to stderr; what a name could do to a terminal is made visible."""
        from dataplan_sync.render.escape import visible

        self._say(visible(line))

    def show(self, report: CommandReport, *, on_stderr: bool = False) -> None:
        """Write a report as text, without its errors."""
        from dataclasses import replace

        from dataplan_sync.render import terminal

        is_terminal = (sys.stderr if on_stderr else sys.stdout).isatty()
        text = terminal.render(
            replace(report, errors=()),
            style=self._style(is_terminal=is_terminal),
            now=datetime.now(UTC) if is_terminal else None,
        )
        if on_stderr:
            self._say(text.rstrip("\n"))
        else:
            self.write(text)

    def _complain(self, error: str) -> None:
        from dataplan_sync.render import terminal

        self._say(terminal.error(error, style=self._style(is_terminal=sys.stderr.isatty())))

    def _say(self, text: str) -> None:
        click.echo(f"{text}\n".encode("utf-8", "backslashreplace"), err=True, nl=False)

    def _style(self, *, is_terminal: bool) -> Style:
        from dataplan_sync.render.style import COLOUR, PLAIN

        return COLOUR if is_terminal and not self.terminal.no_color else PLAIN
