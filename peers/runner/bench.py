"""How long the action takes until its command has done something: `make action-bench`.

Cold means that nothing is there: no environment, no cache of pip's. Warm means the second job on the same runner. The
command is `validate` on this repository's own plan files, and GitHub is the one of the tests, on this machine. `python -c pass` says what the
machine costs by itself, so that numbers of different machines can be compared.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.github.server.hub import Hub
from tests.github.server.running import running

ROOT = Path(__file__).parents[2]
COLD_SECONDS = 10.0
WARM_SECONDS = 3.0


def timed(command: list[str], environ: dict[str, str], folder: Path) -> float:
    """Run a program to its end.

    Args:
        command: the program and its arguments.
        environ: its variables.
        folder: where it runs.

    Returns:
        The seconds that it took.

    Raises:
        CalledProcessError: it failed.
    """
    before = time.perf_counter()
    subprocess.run(command, env=environ, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - before


def runner(folder: Path, github_url: str) -> dict[str, str]:
    """Give the variables of a run of `validate` on a push.

    Args:
        folder: where the runner keeps its files.
        github_url: of GitHub's API.
    """
    sha = "1" * 40
    event = folder / "event.json"
    repository = {"full_name": "acme/plans", "default_branch": "main"}
    event.write_text(
        json.dumps(
            {"ref": "refs/heads/main", "before": sha, "after": sha, "forced": False}
            | {"repository": repository}
        )
    )
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "CI": "true",
        "PIP_NO_CACHE_DIR": "1",
        "RUNNER_TOOL_CACHE": str(folder / "tools"),
        "RUNNER_TEMP": str(folder),
        "DATAPLAN_SYNC_COMMAND": "validate",
        "DATAPLAN_SYNC_COMMENT": "off",
        "GITHUB_ACTIONS": "true",
        "GITHUB_API_URL": github_url,
        "GITHUB_EVENT_NAME": "push",
        "GITHUB_EVENT_PATH": str(event),
        "GITHUB_OUTPUT": str(folder / "outputs"),
        "GITHUB_STEP_SUMMARY": str(folder / "summary"),
        "GITHUB_REF": "refs/heads/main",
        "GITHUB_REPOSITORY": "acme/plans",
        "GITHUB_RUN_ID": "1",
        "GITHUB_RUN_NUMBER": "1",
        "GITHUB_RUN_ATTEMPT": "1",
        "GITHUB_SHA": sha,
        "GITHUB_TOKEN": "ghs-of-a-run",
    }


def line(name: str, seconds: list[float], bare: float) -> str:
    """Say how a series went.

    Args:
        name: what was measured.
        seconds: each time.
        bare: the median of `python -c pass`, in seconds.
    """
    middle = statistics.median(seconds)
    return (
        f"{name:6} n={len(seconds):<3} min {min(seconds):6.2f} s   median {middle:6.2f} s"
        f"   max {max(seconds):6.2f} s   {middle / bare:6.1f} x python -c pass"
    )


def main() -> int:
    """Measure, and print.

    Returns:
        1 if the median was over its limit, else 0.
    """
    with tempfile.TemporaryDirectory() as name, running(Hub()) as github_url:
        folder = Path(name)
        repository = folder / "repository"
        shutil.copytree(ROOT / "plans", repository / "plans")
        environ = runner(folder, github_url)
        # The interpreter itself: a shim of pyenv's in front of it would be measured too.
        python = os.path.realpath(sys.executable)
        start = [python, "-I", str(ROOT / "action" / "bootstrap.py")]
        cold = []
        for _ in range(5):
            shutil.rmtree(folder / "tools", ignore_errors=True)
            cold.append(timed(start, environ, repository))
        warm = [timed(start, environ, repository) for _ in range(10)]
        bare = [timed([python, "-c", "pass"], environ, repository) for _ in range(10)]
    unit = statistics.median(bare)
    lines = [line(*series, unit) for series in (("cold", cold), ("warm", warm), ("bare", bare))]
    sys.stdout.write("\n".join(lines) + "\n")
    slow = statistics.median(cold) > COLD_SECONDS or statistics.median(warm) > WARM_SECONDS
    if slow:
        sys.stdout.write(f"Too slow: cold has {COLD_SECONDS:.0f} s, warm {WARM_SECONDS:.0f} s.\n")
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())
