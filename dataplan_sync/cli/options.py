"""Options that several commands share, each written once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import click

from dataplan_sync.cli.console import Console, OutputFormat

if TYPE_CHECKING:
    from collections.abc import Callable

Function = TypeVar("Function", bound="Callable[..., object]")

in_console = click.make_pass_decorator(Console)
"""Gives a command the console that it runs in."""


def output_option(function: Function) -> Function:
    """Say how the report is written."""
    return click.option(
        "--output",
        "-o",
        "output_format",
        type=click.Choice(OutputFormat, case_sensitive=False),
        default=OutputFormat.TEXT.value,
        show_default=True,
        help="How the report is written to stdout.",
    )(function)


def told_option(help_text: str) -> Callable[[Function], Function]:
    """Say how something is written that has no form in Markdown.

    Args:
        help_text: what `--help` says of it.
    """
    return click.option(
        "--output",
        "-o",
        "output_format",
        type=click.Choice([OutputFormat.TEXT, OutputFormat.JSON], case_sensitive=False),
        default=OutputFormat.TEXT.value,
        show_default=True,
        help=help_text,
    )


def workspace_option(function: Function) -> Function:
    """Say which workspace."""
    return click.option(
        "--workspace-id",
        type=int,
        help="The mParticle workspace; wins over MPARTICLE_WORKSPACE_ID.",
    )(function)


def timeout_option(function: Function) -> Function:
    """Say how long to wait for an answer, and what to keep and to tell of requests.

    Only the first is given to the command; the others go where the console looks for them.
    """
    for option in reversed(_CONNECTION_OPTIONS):
        function = option(function)
    return click.option(
        "--timeout",
        type=float,
        metavar="SECONDS",
        help="How long to wait for one answer of the API. [default: 60]",
    )(function)


def _max_wait(context: click.Context, _option: click.Parameter, seconds: float | None) -> None:
    if seconds is not None:
        context.ensure_object(Console).connection.max_wait = seconds


def _debug(context: click.Context, _option: click.Parameter, debug: object) -> None:
    if debug:
        context.ensure_object(Console).connection.debug = True


def _audit_log(context: click.Context, _option: click.Parameter, path: Path | None) -> None:
    if path is not None:
        context.ensure_object(Console).connection.log_file = path


_CONNECTION_OPTIONS: Final = (
    click.option(
        "--max-wait",
        type=click.FloatRange(0, 86_400),
        metavar="SECONDS",
        expose_value=False,
        callback=_max_wait,
        help="How long all waits before requests are sent again may take together. [default: 600]",
    ),
    click.option(
        "--audit-log",
        type=click.Path(path_type=Path),
        metavar="FILE",
        expose_value=False,
        callback=_audit_log,
        help="Add a JSON line to this file for each request and each change; no bodies, no secrets.",
    ),
    click.option(
        "--debug",
        is_flag=True,
        expose_value=False,
        callback=_debug,
        help="Say on stderr of each request what came of it, and how long that took.",
    ),
)
