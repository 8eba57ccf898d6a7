"""Prism as a proxy that validates: it stands between a client and the emulator and holds both to the document.

With `--errors` a request that breaks the document is answered with 422 and goes no further, and an answer that
breaks it becomes a 500. Statuses that the document does not know are let through with a warning in Prism's
output, which is why the output is read as well.
"""

from __future__ import annotations

import re
import subprocess
import time
from typing import TYPE_CHECKING

import httpx

from peers.programs import HERE, environment, program

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from dataplan_sync.model import JSONValue

DOCUMENT = HERE / "data-planning.oas.yaml"
PATIENCE = 30.0
"""Seconds that Prism may take to start, and to write its output."""

_COMPLAINT = re.compile(r"Violation:|terminated with error|✖|⚠|\b(?:warning|fatal)\b")


class Prism:
    """A running Prism; a context manager.

    Args:
        upstream: where it forwards requests to.
        home: a directory of its own, which takes its output as well.
        document: what it holds both sides to.
    """

    def __init__(self, upstream: str, home: Path, *, document: Path = DOCUMENT) -> None:
        self._upstream = upstream
        self._document = document
        self._environment = environment(home)
        self._log = home / "prism.log"
        self._read = 0
        self._marks = 0
        self._http = httpx.Client(trust_env=False)
        self.url = ""

    def __enter__(self) -> Self:
        """Start; requests are answered from here on."""
        with self._log.open("wb") as output:
            self._process = subprocess.Popen(
                [
                    *(program("prism"), "proxy", self._document, self._upstream, "--errors"),
                    *("--host", "127.0.0.1", "--port", "0"),
                ],
                env=self._environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        try:
            self.url = self._wait_for(r"Prism is listening on (\S+)")
        except TimeoutError:
            self._stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop; the process has ended afterwards."""
        self._stop()

    def ask(
        self,
        method: str,
        path: str,
        body: JSONValue = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """Send a request of any kind through it; a body of None is none."""
        return self._http.request(method, self.url + path, json=body, headers=headers)

    def complaints(self) -> list[str]:
        """Give the lines in which Prism complained since it started, or since it was asked the last time."""
        self._marks += 1
        mark = f"/read-up-to-here/{self._marks}"
        self.ask("GET", mark)
        self._wait_for(f"get ({mark}) .*terminated with error")
        lines = self._output().splitlines()
        unread, self._read = lines[self._read :], len(lines)
        return [line for line in unread if _COMPLAINT.search(line) and mark not in line]

    def _stop(self) -> None:
        self._http.close()
        self._process.terminate()
        self._process.wait(PATIENCE)

    def _wait_for(self, pattern: str) -> str:
        """Wait until the output holds a pattern; gives its group.

        Raises:
            TimeoutError: it does not, and will not.
        """
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self._process.poll() is None:
            found = re.search(pattern, self._output())
            if found:
                return found.group(1)
            time.sleep(0.02)
        message = f"Prism did not say {pattern!r}. Its output:\n{self._output()}"
        raise TimeoutError(message)

    def _output(self) -> str:
        return self._log.read_text("utf-8")
