"""Runs the command line and ends every run the same way: one catch site, one exit code, one JSON document.

Scripts read the exit codes of design §6; in JSON mode they get a document whatever happens, wrong usage
included.
"""

from __future__ import annotations

import re
from io import StringIO
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import click

from dataplan_sync.cli.console import Console, OutputFormat, release_stdout
from dataplan_sync.cli.main import command_line
from dataplan_sync.errors import DataplanSyncError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

INTERRUPTED: Final = 130


def run(argv: Sequence[str], *, environ: Mapping[str, str] | None = None) -> int:
    """Run a command.

    Args:
        argv: the arguments, without the program's name.
        environ: the environment variables that the command sees; this process's if None.

    Returns:
        The exit code.
    """
    console = Console(_environment() if environ is None else environ)
    try:
        result = command_line.main(
            args=list(argv), prog_name="dataplan-sync", standalone_mode=False, obj=console
        )
    except click.ClickException as error:
        return _wrong_usage(console, argv, error)
    except (click.Abort, KeyboardInterrupt):
        return _failed(console, argv, "interrupted; nothing was written", INTERRUPTED)
    except BrokenPipeError:
        # Whoever read our output has gone (`… | head`).
        release_stdout()
        return DataplanSyncError.exit_code
    except OSError as error:
        return _failed(console, argv, _told(error), DataplanSyncError.exit_code)
    except DataplanSyncError as error:
        return _failed(console, argv, str(error), error.exit_code)
    return result if isinstance(result, int) else 0


def _environment() -> Mapping[str, str]:
    from dataplan_sync.settings import read_environment

    return read_environment()


def _wrong_usage(console: Console, argv: Sequence[str], error: click.ClickException) -> int:
    if _wanted(argv) is not OutputFormat.TEXT:
        return _failed(console, argv, error.format_message(), UsageError.exit_code)
    said = StringIO()
    error.show(said)
    console.say_all(said.getvalue())
    return UsageError.exit_code


def _failed(console: Console, argv: Sequence[str], message: str, exit_code: int) -> int:
    from dataplan_sync.report import CommandReport

    report = CommandReport(_command(argv), exit_code=exit_code, errors=(message,))
    try:
        return console.emit(report, _wanted(argv))
    except OSError:
        release_stdout()
        return console.emit_errors(report)


def _told(error: OSError) -> str:
    place = f"{error.filename}: " if error.filename else ""
    return f"{place}{error.strerror or error}"


def _command(argv: Sequence[str]) -> str:
    return next((word for word in argv if word in command_line.commands), "")


def _wanted(argv: Sequence[str]) -> OutputFormat:
    """Tell how the output was to be written, from the words alone: they may not have been parsed."""
    words = [word.lower() for word in argv]
    values = [value for option, value in pairwise(words) if _OUTPUT.fullmatch(option)]
    values += [found["value"] for word in words if (found := _OUTPUT_WITH_VALUE.fullmatch(word))]
    return next((known for known in OutputFormat if known.value in values), OutputFormat.TEXT)


_OUTPUT: Final = re.compile("--output|-[a-z]*o")
_OUTPUT_WITH_VALUE: Final = re.compile("(?:--output=|-[a-z]*?o)(?P<value>[a-z]+)")
