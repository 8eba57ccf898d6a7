"""`demo`: the main job from end to end on the embedded API, as a short tour."""

from __future__ import annotations

import io
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from dataplan_sync.cli.extras import emulator_missing
from dataplan_sync.cli.options import in_console
from dataplan_sync.cli.shipped import PLANS, shipped
from dataplan_sync.errors import DataplanSyncError

if TYPE_CHECKING:
    from dataplan_sync.cli.console import Console
    from dataplan_sync.emulator.server import EmulatorServer

SOMEBODY: Final = "robin@acme.example"
"""Whoever edits "in the UI" during the tour."""

_OTHERS: Final = ("MPARTICLE_", "SSL_CERT_")
"""What the environment says of another workspace and another network does not concern the tour."""


@dataclass(frozen=True, slots=True)
class Tour:
    """Runs real commands against one emulator and insists on their exit codes."""

    console: Console
    emulator: EmulatorServer
    plans: Path

    def say(self, text: str) -> None:
        """Tell what comes next."""
        self.console.write(f"\n{text}\n")

    def run(
        self, command: str, *arguments: str, expected: int, first: int = 0, last: int = 0
    ) -> None:
        """Run a command as a user would and check how it ends.

        Args:
            command: its name.
            arguments: further words of the command line.
            expected: its exit code.
            first: show only that many lines of its output; 0 shows all.
            last: show only that many lines from the end.

        Raises:
            DataplanSyncError: it ended otherwise.
        """
        from dataplan_sync.cli.boundary import INTERRUPTED, run

        self.console.write(f"\n$ dataplan-sync {' '.join((command, *arguments))}\n\n")
        own = {
            name: value
            for name, value in self.console.environ.items()
            if not name.startswith(_OTHERS)
        }
        environ = {**own, **self.emulator.environment()}
        output = io.TextIOWrapper(io.BytesIO(), "utf-8")
        with redirect_stdout(output):
            exit_code = run([command, "--plans", str(self.plans), *arguments], environ=environ)
        output.seek(0)
        self.console.write(shortened(output.read(), first=first, last=last))
        if exit_code == INTERRUPTED:
            raise KeyboardInterrupt
        if exit_code != expected:
            message = (
                f"{command} ended with exit code {exit_code}, and the tour expected {expected}."
            )
            raise DataplanSyncError(message)


def shortened(text: str, *, first: int, last: int) -> str:
    """Keep the first or the last lines of a text, and say how many are left out; 0 and 0 keep all."""
    lines = text.splitlines(keepends=True)
    hidden = len(lines) - (first or last)
    if not (first or last) or hidden <= 0:
        return text
    note = f"    ... {hidden} more lines ...\n"
    return "".join([*lines[:first], note] if first else [note, *lines[-last:]])


@click.command(short_help="Take a short tour on an embedded API.")
@in_console
def demo(console: Console) -> int:
    """Take a short tour: diff, apply, drift and pull on an embedded API, with example plan files.

    Needs no account and no network, and leaves nothing behind.
    """
    from tempfile import TemporaryDirectory

    try:
        from dataplan_sync.emulator.server import EmulatorServer
    except ImportError as exc:
        raise emulator_missing(exc) from exc
    with EmulatorServer() as emulator, TemporaryDirectory() as scratch:
        _take(Tour(console, emulator, shipped(PLANS)), Path(scratch))
    return 0


def _take(tour: Tour, scratch: Path) -> None:
    tour.say(
        f"1. A Data Planning API is running on {tour.emulator.url}, with an empty workspace.\n"
        f"   {tour.plans.name}/ holds three data plans. This is what an apply would do:"
    )
    tour.run("diff", expected=0, first=28)
    tour.say("2. Apply it. Every write is read back before it counts as applied.")
    tour.run("apply", "--yes", expected=0, last=17)
    tour.say("3. Nothing is left to do; --exit-code would say 3 if anything were.")
    tour.run("diff", "--exit-code", expected=0)
    tour.say(f"4. Now {SOMEBODY} edits a data plan in the UI, behind git's back ...")
    _edit_in_the_ui(tour.emulator)
    tour.say("   ... and drift finds it: what, who and when. It exits with 3.")
    tour.run("drift", expected=3)
    tour.say("5. Put back what git says, and nothing is left again.")
    tour.run("apply", "--yes", expected=0, last=5)
    tour.run("diff", "--exit-code", expected=0)
    tour.say("6. A team that has data plans already starts the other way round: with a pull.")
    pulled = Tour(tour.console, tour.emulator, scratch / "plans")
    pulled.run("pull", expected=0)
    tour.say(
        "That is the whole loop. Next: `dataplan-sync emulator` gives you the same API to play with,\n"
        "and README.md says how to connect a real workspace."
    )


def _edit_in_the_ui(emulator: EmulatorServer) -> None:
    emulator.edit(
        workspace_id=1,
        user=SOMEBODY,
        data_plan_id="mobile_app",
        version=2,
        set=[
            {
                "match_key": "custom_event:other:Card Scanned",
                "pointer": "/validator/definition/properties/data/properties/custom_attributes"
                "/properties/points/type",
                "value": "string",
            }
        ],
    )
