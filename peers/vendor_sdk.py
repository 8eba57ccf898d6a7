"""The vendor's own Node SDK, unmodified: `sdk.cjs` makes the calls, and the emulator is its HTTP proxy."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, cast

from peers.programs import HERE, environment, program

if TYPE_CHECKING:
    from pathlib import Path

    from dataplan_sync.model import JSONObject, JSONValue

PATIENCE = 60
"""Seconds that all calls together may take."""


class VendorSdk:
    """Makes calls of the SDK's `DataPlanService`.

    Args:
        proxy: the emulator's URL.
        home: a directory of its own.
    """

    def __init__(self, proxy: str, home: Path) -> None:
        program("mp")  # the same installation brings the SDK
        self._environment = environment(home, HTTPS_PROXY=proxy)

    def call(
        self,
        *calls: tuple[JSONValue, ...],
        secret: str = "emulator",
    ) -> list[JSONObject]:
        """Make calls, one after the other.

        Args:
            calls: each the name of a method, then its arguments.
            secret: the client secret to use.

        Returns:
            For each call `{"value": …}`, or `{"error": …}`.

        Raises:
            CalledProcessError: the script itself failed; its standard error says why.
        """
        credentials = {"workspaceId": 1, "clientId": "emulator", "clientSecret": secret}
        done = subprocess.run(
            ["node", HERE / "sdk.cjs"],
            env=self._environment,
            input=json.dumps({"credentials": credentials, "calls": calls}),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=True,
        )
        return cast("list[JSONObject]", json.loads(done.stdout))
