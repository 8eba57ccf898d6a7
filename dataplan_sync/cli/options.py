"""Options that several commands share, each written once."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

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


def workspace_option(function: Function) -> Function:
    """Say which workspace."""
    return click.option(
        "--workspace-id",
        type=int,
        help="The mParticle workspace; wins over MPARTICLE_WORKSPACE_ID.",
    )(function)


def timeout_option(function: Function) -> Function:
    """Say how long to wait for an answer."""
    return click.option(
        "--timeout",
        type=float,
        metavar="SECONDS",
        help="How long to wait for one answer of the API. [default: 60]",
    )(function)
