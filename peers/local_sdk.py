"""The vendor's Node SDK in its local mode, kept running: thousands of validations in one process."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, cast

from peers.programs import HERE, environment, program

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from dataplan_sync.model import JSONObject, JSONValue


class LocalSdk:
    """Validates batches with the SDK's own validator. A context manager.

    Args:
        home: a directory of its own.
    """

    def __init__(self, home: Path) -> None:
        program("mp")  # the same installation brings the SDK
        self._process = subprocess.Popen(
            ["node", HERE / "sdk_lines.cjs"],
            env=environment(home),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )

    def __enter__(self) -> LocalSdk:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with self._process as process:
            assert process.stdin
            process.stdin.close()

    def results(self, document: JSONObject, batch: JSONObject) -> list[JSONValue] | None:
        """Validate a batch.

        Returns:
            The SDK's results; None where it throws, which it does over definitions that do not compile.
        """
        assert self._process.stdin
        assert self._process.stdout
        # Everything but ASCII is escaped, so that half a surrogate pair travels too.
        self._process.stdin.write(f"{json.dumps({'document': document, 'batch': batch})}\n")
        self._process.stdin.flush()
        outcome = json.loads(self._process.stdout.readline())
        return cast("list[JSONValue] | None", outcome.get("results"))
