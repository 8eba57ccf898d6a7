"""The commands, run as a user runs them on the example plan files, keep to the document from end to end."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from peers.programs import HERE, environment
from peers.workspace import without_stamps

if TYPE_CHECKING:
    from pathlib import Path

    from dataplan_sync.emulator.server import EmulatorServer
    from dataplan_sync.model import JSONObject
    from peers.prism import Prism
    from peers.workspace import Workspace

EXAMPLES = HERE.parent / "plans"
PATIENCE = 60
"""Seconds that a command may take."""
SOMEBODY = "robin@acme.example"


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    exit_code: int
    summary: JSONObject
    """The counts of its report that are not 0; a pull reports none."""
    said: str
    """Everything it said, for a test that fails."""


@dataclass(frozen=True, slots=True)
class Commands:
    """Runs `dataplan-sync` in a process of its own, with Prism in the place of the API."""

    prism: Prism
    home: Path

    def run(self, command: str, *words: str, plans: Path = EXAMPLES) -> Ended:
        """Run a command with `--output json`."""
        done = subprocess.run(
            [
                *(sys.executable, "-m", "dataplan_sync", command, "--plans", str(plans)),
                *("--output", "json", *words),
            ],
            cwd=HERE.parent,
            env=environment(
                self.home,
                MPARTICLE_WORKSPACE_ID="1",
                MPARTICLE_CLIENT_ID="emulator",
                MPARTICLE_CLIENT_SECRET="emulator",
                MPARTICLE_API_URL=self.prism.url,
                MPARTICLE_TOKEN_URL=f"{self.prism.url}/oauth/token",
            ),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        said = done.stdout + done.stderr
        assert done.stdout, said
        (reported,) = json.loads(done.stdout)["workspaces"]
        counts = {name: count for name, count in (reported["summary"] or {}).items() if count}
        return Ended(done.returncode, counts, said)


@pytest.fixture
def commands(agreeing_prism: Prism, tmp_path: Path) -> Commands:
    return Commands(agreeing_prism, tmp_path)


def test_the_whole_loop_keeps_to_the_document(
    commands: Commands, emulator: EmulatorServer, held: Workspace, tmp_path: Path
) -> None:
    pending = commands.run("diff", "--exit-code")
    assert (pending.exit_code, pending.summary) == (3, {"create": 7}), pending.said

    applied = commands.run("apply", "--yes")
    assert applied.exit_code == 0, applied.said
    done = commands.run("diff", "--exit-code")
    assert (done.exit_code, done.summary) == (0, {"unchanged": 7}), done.said
    stored = {item["data_plan_id"] for item in held.listed()}
    assert stored == {"mobile_app", "order_service", "shop"}

    before = without_stamps(held.version(2, "mobile_app"))
    emulator.edit(
        user=SOMEBODY,
        data_plan_id="mobile_app",
        version=2,
        changes={"version_description": "Edited by hand"},
    )
    drifted = commands.run("drift")
    assert drifted.exit_code == 3, drifted.said
    assert SOMEBODY in drifted.said
    assert commands.run("apply", "--yes").exit_code == 0
    assert without_stamps(held.version(2, "mobile_app")) == before
    assert commands.run("drift").exit_code == 0

    pulled = commands.run("pull", plans=tmp_path / "pulled")
    assert pulled.exit_code == 0, pulled.said
    same = commands.run("diff", "--exit-code", plans=tmp_path / "pulled")
    assert (same.exit_code, same.summary) == (0, {"unchanged": 7}), same.said
