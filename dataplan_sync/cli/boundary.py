"""Runs the command line and ends every run the same way: one catch site, one exit code, one JSON document.

Scripts read the exit codes of design §6; in JSON mode they get a document whatever happens, wrong usage
included.
"""

from __future__ import annotations

import os
import sys
from itertools import pairwise
from typing import TYPE_CHECKING

import click

from dataplan_sync.cli.console import Console, OutputFormat
from dataplan_sync.cli.main import command_line
from dataplan_sync.errors import DataplanSyncError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

INTERRUPTED = 130


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
        # Whoever read our output has gone (`… | head`). Python would complain once more when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
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
    if _wants_json(argv):
        return _failed(console, argv, error.format_message(), UsageError.exit_code)
    error.show()
    return UsageError.exit_code


def _failed(console: Console, argv: Sequence[str], message: str, exit_code: int) -> int:
    from dataplan_sync.report import CommandReport

    output_format = OutputFormat.JSON if _wants_json(argv) else OutputFormat.TEXT
    report = CommandReport(_command(argv), exit_code=exit_code, errors=(message,))
    return console.emit(report, output_format)


def _told(error: OSError) -> str:
    place = f"{error.filename}: " if error.filename else ""
    return f"{place}{error.strerror or error}"


def _command(argv: Sequence[str]) -> str:
    return next((word for word in argv if word in command_line.commands), "")


def _wants_json(argv: Sequence[str]) -> bool:
    """Tell whether the output was to be JSON, from the words alone: they may not have been parsed."""
    words = [word.lower() for word in argv]
    return not {"--output=json", "-ojson"}.isdisjoint(words) or any(
        option in {"--output", "-o"} and value == "json" for option, value in pairwise(words)
    )
