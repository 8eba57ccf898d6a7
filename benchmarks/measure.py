"""What a command takes as a whole process, with all that it starts: wall time, CPU time, peak memory, requests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.request import urlopen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

SAMPLED_EVERY: Final = 0.02
"""Seconds between two looks at the memory of a process and its children."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took."""

    wall: float
    """Seconds from start to end."""
    cpu: float
    """Seconds of all its processes, user and system."""
    memory: float
    """MiB: the most that its processes held at one time; pages that they share count once."""
    requests: int
    """GETs; the token is not counted."""
    refused: int
    """GETs that were answered with 429."""
    exit_code: int
    output: str
    """The last line on stdout."""

    def as_json(self) -> dict[str, object]:
        """Give the figures as a JSON object."""
        return asdict(self)


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a generated workspace from a process of its own, and give the address."""
    command = [sys.executable, "-m", "benchmarks.server", str(folder / "live")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603 - our own
        try:
            assert server.stdout is not None  # noqa: S101 - it is a pipe, two lines above
            yield f"http://127.0.0.1:{int(server.stdout.readline())}"
        finally:
            server.terminate()


def run(command: Sequence[str], api_url: str, *, environ: Mapping[str, str] | None = None) -> Cost:
    """Run a command to its end and tell what it took.

    Args:
        command: the program and its arguments.
        api_url: where `server` serves; what it counted before is forgotten.
        environ: variables beside those of this process.
    """
    _taken(api_url)
    variables = {**os.environ, **(environ or {})}
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=variables)  # noqa: S603 - our own
    watch = _MemoryWatch(process.pid)
    watch.start()
    assert process.stdout is not None  # noqa: S101 - it is a pipe, three lines above
    lines = process.stdout.read().splitlines()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    watch.ended.set()
    watch.join()
    counted = _taken(api_url)
    return Cost(
        wall=wall,
        cpu=usage.ru_utime + usage.ru_stime,
        memory=max(watch.peak, usage.ru_maxrss) / 1024,
        requests=counted["requests"],
        refused=counted["refused"],
        exit_code=process.returncode,
        output=lines[-1] if lines else "",
    )


def _taken(api_url: str) -> dict[str, int]:
    with urlopen(f"{api_url}/count") as answer:  # noqa: S310 - our own server on loopback
        counted: dict[str, int] = json.load(answer)
    return counted


class _MemoryWatch(threading.Thread):
    """Looks at the memory of a process and its children again and again."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.ended = threading.Event()
        self.peak = 0
        """KiB."""
        self._pid = pid

    def run(self) -> None:
        """Watch until the end is told."""
        while not self.ended.wait(SAMPLED_EVERY):
            self.peak = max(self.peak, sum(map(_memory, self._family(self._pid))))

    def _family(self, pid: int) -> Iterator[int]:
        yield pid
        try:
            children = [
                Path(f"/proc/{pid}/task/{task.name}/children").read_text()
                for task in Path(f"/proc/{pid}/task").iterdir()
            ]
        except OSError:
            return
        for child in " ".join(children).split():
            yield from self._family(int(child))


def _memory(pid: int) -> int:
    """Give the proportional set size in KiB; 0 for a process that has gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
