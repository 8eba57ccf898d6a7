"""Workflow commands of GitHub Actions: lines of a log that the runner acts on, such as annotations.

The escaping is the runner's own (`actions/toolkit`, `command.ts`): line breaks and percent signs everywhere, colons and
commas in properties as well. Whatever acts on a display is for the caller to make visible.
"""

from __future__ import annotations

import secrets
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_DATA: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


class Level(StrEnum):
    """How an annotation is shown."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


def command(name: str, message: str = "", properties: Mapping[str, str] | None = None) -> str:
    """Write a command as one line, without a line break.

    Args:
        name: of the command.
        message: its text; line breaks are kept.
        properties: those that are empty are left out.
    """
    given = {key: value for key, value in (properties or {}).items() if value}
    said = ",".join(f"{key}={value.translate(_PROPERTY)}" for key, value in given.items())
    return f"::{name}{' ' if said else ''}{said}::{message.translate(_DATA)}"


def annotation(
    level: Level,
    message: str,
    *,
    file: str = "",
    line: int | None = None,
    column: int | None = None,
    title: str = "",
) -> str:
    """Write an annotation. GitHub shows ten of each level a step and drops the rest in silence.

    Args:
        level: how it is shown.
        message: what it says.
        file: the file that it is about, relative to the repository.
        line: counted from 1.
        column: counted from 1.
        title: stands above the message.
    """
    properties = {
        "file": file,
        "line": "" if line is None else str(line),
        "col": "" if column is None else str(column),
        "title": title,
    }
    return command(level, message, properties)


def mask(secret: str) -> str:
    """Write the commands that hide a secret in all that is logged from here on, line by line as the runner masks."""
    return "\n".join(command("add-mask", line) for line in secret.splitlines() if line.strip())


def group(title: str, text: str) -> str:
    """Fold a text in the log under a title; nothing in the text acts on the runner."""
    return f"{command('group', title)}\n{inert(text)}\n{command('endgroup')}"


def inert(text: str) -> str:
    """Put a text that somebody else wrote into the log, so that no line of it is a command."""
    token = secrets.token_hex(16)
    return f"{command('stop-commands', token)}\n{text.rstrip()}\n{command(token)}"
