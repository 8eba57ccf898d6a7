"""The only place that prints: data to stdout, everything else to stderr."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

    from dataplan_sync.cli.connection import Connection
    from dataplan_sync.render.style import Style
    from dataplan_sync.report import CommandReport
    from dataplan_sync.settings import TerminalSettings


class OutputFormat(StrEnum):
    """How a report is written."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


class FanOut(StrEnum):
    """How what is to be done is written for a CI system that does it in several jobs."""

    MATRIX = "matrix"


class ProblemFormat(StrEnum):
    """How what is wrong in plan files is written for tools, which say nothing of anything else."""

    SARIF = "sarif"
    JUNIT = "junit"
    GITHUB = "github"


@dataclass(frozen=True, slots=True)
class Console:
    """Where a command runs: the environment that it sees, and the streams that it writes to."""

    environ: Mapping[str, str] = field(repr=False)
    _connection: list[Connection] = field(default_factory=list, repr=False, compare=False)

    @property
    def connection(self) -> Connection:
        """What this run has to do with APIs: secrets to hide, what was sent. Made when it is first asked for."""
        if not self._connection:
            from dataplan_sync.cli.connection import connection_of

            self._connection.append(connection_of(self.environ))
        return self._connection[0]

    @property
    def terminal(self) -> TerminalSettings:
        """What the environment says about the terminal."""
        from dataplan_sync.settings import TerminalSettings

        return TerminalSettings.from_environment(self.environ)

    @property
    def can_ask(self) -> bool:
        """Whether somebody is there to answer a question."""
        return is_terminal(sys.stdin) and is_terminal(sys.stderr) and not self.terminal.ci

    @property
    def shows_progress(self) -> bool:
        """Whether a line on stderr may be drawn over."""
        return is_terminal(sys.stderr) and not self.terminal.no_color and not self.terminal.ci

    @property
    def style(self) -> Style:
        """How text on stdout is drawn."""
        return self._style(is_terminal=is_terminal(sys.stdout))

    def emit(
        self, report: CommandReport, output_format: OutputFormat | ProblemFormat | FanOut
    ) -> int:
        """Write a report to stdout, and in text its errors to stderr.

        Returns:
            The report's exit code. Where a write has been stored it counts even if nobody can read the report.

        Raises:
            OSError: stdout cannot be written to.
        """
        report = self.accounted(report)
        try:
            self._emit(report, output_format)
        except OSError as error:
            if not report.has_stored:
                raise
            release_stdout()
            if not isinstance(error, BrokenPipeError):
                self.say(f"error: the report could not be written: {error.strerror or error}")
        return report.exit_code

    def accounted(self, report: CommandReport) -> CommandReport:
        """Add to a report what was sent for it, and note its end in the audit log."""
        from dataclasses import replace

        self.connection.conclude(report)
        return replace(report, traffic=self.connection.traffic)

    def _emit(
        self, report: CommandReport, output_format: OutputFormat | ProblemFormat | FanOut
    ) -> None:
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
            case FanOut.MATRIX:
                from dataplan_sync.render import matrix

                self.write(matrix.render(report))
                self.show(report, on_stderr=True)
                self.emit_errors(report)
            case ProblemFormat():
                self.write(_problems(report, output_format))

    def emit_errors(self, report: CommandReport) -> int:
        """Write only the errors of a report, to stderr: where stdout cannot be written to.

        Returns:
            The report's exit code.
        """
        for error in report.errors:
            self._complain(error)
        return report.exit_code

    def write(self, text: str) -> None:
        """Write data to stdout, in UTF-8 whatever the locale says, and without a secret whatever it holds."""
        text = self.connection.redactor.hide(text)
        click.echo(text.encode("utf-8", "backslashreplace"), nl=False)

    def say(self, line: str) -> None:
        """Write a line for people to stderr; what a name could do to a terminal is made visible."""
        from dataplan_sync.render.escape import visible

        self._say(visible(line))

    def say_all(self, text: str) -> None:
        """Write several lines for people to stderr, as they are."""
        self._say(text.rstrip("\n"))

    def show(self, report: CommandReport, *, on_stderr: bool = False) -> None:
        """Write a report as text, without its errors."""
        from dataclasses import replace

        from dataplan_sync.render import terminal

        watched = is_terminal(sys.stderr if on_stderr else sys.stdout)
        text = terminal.render(
            replace(report, errors=()),
            style=self._style(is_terminal=watched),
            now=datetime.now(UTC) if watched else None,
        )
        if on_stderr:
            self._say(text.rstrip("\n"))
        else:
            self.write(text)

    def text(self, report: CommandReport) -> str:
        """Give a report as plain text, its errors included, for a log."""
        from dataplan_sync.render import terminal
        from dataplan_sync.render.style import PLAIN

        return terminal.render(report, style=PLAIN, now=None).rstrip("\n")

    def _complain(self, error: str) -> None:
        from dataplan_sync.render import terminal

        self._say(terminal.error(error, style=self._style(is_terminal=is_terminal(sys.stderr))))

    def _say(self, text: str) -> None:
        text = self.connection.redactor.hide(text)
        # What people are told on the way is never a reason to break off what is under way.
        with suppress(OSError, ValueError):
            click.echo(f"{text}\n".encode("utf-8", "backslashreplace"), err=True, nl=False)

    def _style(self, *, is_terminal: bool) -> Style:
        from dataplan_sync.render.style import COLOUR, PLAIN

        return COLOUR if is_terminal and not self.terminal.no_color else PLAIN


def is_terminal(stream: TextIO | None) -> bool:
    """Tell whether somebody sits at a stream; a process may have been started without it."""
    return stream is not None and not stream.closed and stream.isatty()


def release_stdout() -> None:
    """Let go of an output that cannot be written to: Python would complain once more when it flushes."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _problems(report: CommandReport, problem_format: ProblemFormat) -> str:
    match problem_format:
        case ProblemFormat.SARIF:
            from dataplan_sync.render import sarif

            return sarif.render(report, rules_page=_rules_page())
        case ProblemFormat.JUNIT:
            from dataplan_sync.render import junit

            return junit.render(report)
        case ProblemFormat.GITHUB:
            from dataplan_sync.render import github

            return github.render(report)


def _rules_page() -> str | None:
    """Give the address of `docs/rules.md`, once the package's metadata says where it is published."""
    from importlib.metadata import distributions

    entries = (
        entry.partition(", ")
        for package in distributions(name="dataplan-sync")
        for entry in package.metadata.get_all("Project-URL", [])
    )
    return next((address for label, _, address in entries if label == "Rules"), None)
