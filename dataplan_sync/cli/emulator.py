"""`dataplan-sync emulator`: the Data Planning API on this machine, to try things out.

Its options are made from `EmulatorOptions`, so that each switch is described in one place.
"""

from __future__ import annotations

import dataclasses
import shlex
from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

import click

from dataplan_sync.cli.extras import emulator_missing
from dataplan_sync.cli.options import in_console
from dataplan_sync.emulator.options import EmulatorOptions
from dataplan_sync.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dataplan_sync.cli.console import Console

_SECRET_VARIABLE = "EMULATOR_CLIENT_SECRET"  # noqa: S105  the name of a variable, not a secret
_BY_HAND = ("client_id", "client_secret")


class _EnvironmentOnly(click.Option):
    """An option that is read from its variable and cannot be given as a flag: a secret."""

    def add_to_parser(self, parser: Any, ctx: click.Context) -> None:  # noqa: ANN401  click's private parser
        """Stay unknown to the parser."""


def switch_options() -> Iterator[click.Option]:
    """Make an option of every switch of the emulator."""
    hints = get_type_hints(EmulatorOptions, include_extras=True)
    for field in dataclasses.fields(EmulatorOptions):
        kind, switch = get_args(hints[field.name])
        if field.name not in _BY_HAND:
            yield _option(field.name, kind, field.default, switch.help)


def _option(name: str, kind: Any, default: Any, text: str) -> click.Option:  # noqa: ANN401  any type of option
    flag = f"--{name.replace('_', '-')}"
    if kind is bool:
        off = f"--no-{flag.removeprefix('--')}"
        return click.Option([f"{flag}/{off}"], default=default, show_default=True, help=text)
    if kind == tuple[int, ...]:
        names = ["--allow-workspace", name]
        return click.Option(names, type=click.IntRange(min=0), multiple=True, help=text)
    if issubclass(kind, StrEnum):
        return click.Option(
            [flag],
            type=click.Choice([member.value for member in kind]),
            default=default.value,
            show_default=True,
            callback=lambda _context, _option, value: kind(value),
            help=text,
        )
    number = click.IntRange(min=0) if kind is int else click.FloatRange(min=0)
    return click.Option([flag], type=number, default=default, show_default=True, help=text)


def _with_switches(command: click.Command) -> click.Command:
    command.params += [
        *switch_options(),
        _EnvironmentOnly(["--client-secret"], envvar=_SECRET_VARIABLE, hidden=True),
    ]
    return command


@_with_switches
@click.command("emulator")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8080,
    show_default=True,
    help="Port to listen on; 0 takes a free one.",
)
@click.option(
    "--db",
    type=click.Path(dir_okay=False, path_type=Path),
    help="SQLite file to keep the data plans in; made if absent. Without it they live in memory.",
)
@click.option(
    "--seed",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Directory of *.json to start with: data plans, versions, or exports of the UI.",
)
@click.option(
    "--workspace-id",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    help="Workspace that is seeded, and named in what is printed.",
)
@click.option(
    "--client-id",
    envvar="EMULATOR_CLIENT_ID",
    show_envvar=True,
    default="emulator",
    show_default=True,
    help="Client id that the token endpoint accepts.",
)
@click.option(
    "--client-secret-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=f"File with the client secret. Without it: {_SECRET_VARIABLE}, else `emulator`.",
)
@in_console
def emulator(
    console: Console,
    /,
    host: str,
    port: int,
    db: Path | None,
    seed: Path | None,
    workspace_id: int,
    **given: object,
) -> None:
    """Run the Data Planning API on this machine.

    Prints the environment variables that lead dataplan-sync to it, and serves until Ctrl-C.
    docs/emulator.md describes every switch, the back door and the faults.
    """
    try:
        from dataplan_sync.emulator import app, seeds, server
    except ImportError as exc:
        raise emulator_missing(exc) from exc
    options, secret = _options(given)
    made = app.create_app(options, db=db)
    with closing(made.state.emulator) as state:
        loaded = seeds.load_seeds(state, seed, workspace_id) if seed else []

        def announce(url: str) -> None:
            place = db or "memory"
            console.say(f"Data Planning API on {url}, kept in {place}. Ctrl-C ends it.")
            if loaded:
                console.say(f"Seeded workspace {workspace_id}: {', '.join(loaded)}.")
            for name, value in server.environment(url, options, workspace_id).items():
                hidden = secret if name == "MPARTICLE_CLIENT_SECRET" else None
                console.write(f"export {name}={hidden or shlex.quote(value)}\n")

        server.serve(made, host, port, ready=announce)


def _options(given: Mapping[str, Any]) -> tuple[EmulatorOptions, str | None]:
    """Give the options, and by what a shell finds a secret that is not the default: it is never printed."""
    switches = dict(given)
    secret, file = switches.pop("client_secret"), switches.pop("client_secret_file")
    if file is not None:
        try:
            switches["client_secret"] = file.read_text(encoding="utf-8-sig").strip()
        except UnicodeDecodeError as exc:
            message = f"--client-secret-file {file}: this is not UTF-8 text."
            raise UsageError(message) from exc
        return EmulatorOptions(**switches), f'"$(cat {shlex.quote(str(file))})"'
    if secret is not None:
        return EmulatorOptions(**switches, client_secret=secret), f'"${_SECRET_VARIABLE}"'
    return EmulatorOptions(**switches), None
