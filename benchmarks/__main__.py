"""Measures the program against the references: `python -m benchmarks [SIZE ...]`, which is `make bench`.

Writes `benchmarks/results.json` and prints the ratios, which are what counts: seconds belong to a machine.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final

from benchmarks.measure import run, serving
from benchmarks.sizes import SIZES
from benchmarks.workspace import WORKSPACE_ID, write_workspace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.measure import Cost

RESULTS: Final = Path("benchmarks/results.json")
RUNS: Final = {"S": 3, "M": 1, "L": 1}
WITHOUT_REFERENCES: Final = frozenset("L")
"""The naive reference would take an hour for it."""


def main(names: Sequence[str]) -> None:
    """Measure the sizes that are named, or all."""
    results: dict[str, object] = {}
    for name in names or tuple(SIZES):
        results[name] = {command: cost.as_json() for command, cost in _measured(name).items()}
    RESULTS.write_text(json.dumps(results, indent=2) + "\n")


def _measured(name: str) -> dict[str, Cost]:
    with tempfile.TemporaryDirectory() as directory:
        folder = Path(directory)
        write_workspace(folder, SIZES[name])
        plans = str(folder / "plans")
        with serving(folder) as api_url:
            commands = {"diff": [_program(), "diff", "--plans", plans]}
            if name not in WITHOUT_REFERENCES:
                for reference in ("fixed", "naive"):
                    module = f"benchmarks.{reference}"
                    commands[reference] = [sys.executable, "-m", module, plans, api_url]
            found = {
                what: _typical(
                    [run(command, api_url, environ=_environ(api_url)) for _ in range(RUNS[name])]
                )
                for what, command in commands.items()
            }
    _tell(f"{name} {SIZES[name]}", found)
    return found


def _typical(costs: Sequence[Cost]) -> Cost:
    middle = median(cost.wall for cost in costs)
    return min(costs, key=lambda cost: abs(cost.wall - middle))


def _tell(title: str, found: dict[str, Cost]) -> None:
    ours = found["diff"]
    lines = [f"{title}: {ours.output}"]
    for what, cost in found.items():
        ratios = (
            f"wall {cost.wall / ours.wall:7.1f}x  cpu {cost.cpu / ours.cpu:7.1f}x  "
            f"memory {cost.memory / ours.memory:5.1f}x"
        )
        absolute = f"{cost.wall:7.2f} s  {cost.cpu:7.2f} s cpu  {cost.memory:6.0f} MiB  {cost.requests} requests"
        lines.append(f"  {what:6} {ratios}   ({absolute}, {cost.refused} refused)")
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def _program() -> str:
    return str(Path(sys.executable).parent / "dataplan-sync")


def _environ(api_url: str) -> dict[str, str]:
    return {
        "MPARTICLE_WORKSPACE_ID": str(WORKSPACE_ID),
        "MPARTICLE_CLIENT_ID": "benchmark",
        "MPARTICLE_CLIENT_SECRET": "benchmark",
        "MPARTICLE_API_URL": api_url,
        "MPARTICLE_TOKEN_URL": f"{api_url}/token",
        "PYTHONPATH": str(Path.cwd()),
    }


if __name__ == "__main__":
    main(sys.argv[1:])
