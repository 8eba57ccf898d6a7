"""The vendor's own command line, `mp`, unmodified: it reaches the emulator as its HTTP proxy."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from peers.programs import environment, program

if TYPE_CHECKING:
    from pathlib import Path

    from dataplan_sync.model import JSONObject, JSONValue

PATIENCE = 60
"""Seconds that a command may take; half a second is usual."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What a command said."""

    exit_code: int
    out: str
    """Standard output, as it came."""
    told: str
    """Standard error on one line, without the frame that it draws around an error."""


class VendorCli:
    """Runs `mp` against one workspace.

    Args:
        proxy: the emulator's URL.
        home: a directory of its own; commands run there.
    """

    def __init__(self, proxy: str, home: Path) -> None:
        self.home = home
        self._program = program("mp")
        self._environment = environment(home, HTTPS_PROXY=proxy)

    def run(
        self,
        command: str,
        *,
        answer: str = "",
        secret: str = "emulator",
        **flags: JSONValue,
    ) -> Printed:
        """Run a command.

        Args:
            command: without its topic: `data-plans:fetch`.
            answer: what to say when it asks for confirmation.
            secret: the client secret to use.
            flags: by their own names; True is a flag alone, objects are written as JSON.
        """
        known: JSONObject = {"workspaceId": 1, "clientId": "emulator", "clientSecret": secret}
        words = [_flag(name, value) for name, value in {**known, **flags}.items()]
        done = subprocess.run(
            [self._program, f"planning:{command}", *words],
            cwd=self.home,
            env=self._environment,
            input=answer,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        return Printed(
            done.returncode,
            done.stdout,
            " ".join(
                done.stderr.replace("\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}", " ").split()
            ),
        )


def _flag(name: str, value: JSONValue) -> str:
    if value is True:
        return f"--{name}"
    text = json.dumps(value) if isinstance(value, dict) else value
    return f"--{name}={text}"
