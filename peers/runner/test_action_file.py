"""action.yml alone: what it hands to the command, and what it makes of how the command ends."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from peers.runner import plans as payloads
from peers.runner.act import action_in
from peers.runner.live import CLIENT_ID, SECRET
from peers.runner.stand_in import OUTPUTS

if TYPE_CHECKING:
    from peers.runner.act import Act, Finished
    from peers.runner.plans import PlanRepository


@pytest.fixture(scope="session")
def stand_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a checkout of the action with the stand-in as its package."""
    folder = action_in(tmp_path_factory.mktemp("stand-in"))
    shutil.rmtree(folder / "dataplan_sync")
    (folder / "dataplan_sync").mkdir()
    (folder / "dataplan_sync" / "__init__.py").touch()
    shutil.copy(Path(__file__).with_name("stand_in.py"), folder / "dataplan_sync" / "__main__.py")
    return folder


@pytest.fixture
def runner(act: Act, stand_in: Path) -> Act:
    """Give a runner whose action is the stand-in."""
    return replace(act, action=stand_in)


def run(runner: Act, plans: PlanRepository, **more: str) -> Finished:
    """Let a push to main happen."""
    sha = plans.world.refs["refs/heads/main"]
    return runner.run("dataplan-sync.yml", "push", plans.folder, payloads.push(sha, sha), **more)


def seen(runner: Act) -> Any:
    """Give what the stand-in has kept of its only run."""
    return json.loads((runner.folder / "run-1" / "seen.json").read_text())


def test_every_input_arrives_and_an_empty_one_does_not(runner: Act, plans: PlanRepository):
    assert run(runner, plans).succeeded
    ours = ("DATAPLAN_SYNC_", "MPARTICLE_", "GITHUB_TOKEN")
    found = {
        name: value for name, value in seen(runner)["environ"].items() if name.startswith(ours)
    }
    assert found == {
        "DATAPLAN_SYNC_COMMAND": "auto",
        "DATAPLAN_SYNC_WORKSPACE_ID": "7505",
        "DATAPLAN_SYNC_COMMENT": "on",
        "DATAPLAN_SYNC_FAIL_ON": "breaking",
        "DATAPLAN_SYNC_ON_DRIFT": "fail",
        "DATAPLAN_SYNC_ARTIFACT": "dataplan-sync-report",
        "DATAPLAN_SYNC_ALLOW_OTHER_HOSTS": "false",
        "MPARTICLE_CLIENT_ID": CLIENT_ID,
        "MPARTICLE_CLIENT_SECRET": SECRET,
        "MPARTICLE_API_URL": runner.api_url,
        "MPARTICLE_TOKEN_URL": f"{runner.api_url}/oauth/token",
        "GITHUB_TOKEN": "ghs-of-a-run",
    }


def test_no_value_of_an_input_is_in_a_command_line(runner: Act, plans: PlanRepository):
    assert run(runner, plans).succeeded
    assert seen(runner)["arguments"][1:] == ["-m", "dataplan_sync", "action"]


def test_modules_come_from_the_action_and_its_environment_alone(runner: Act, plans: PlanRepository):
    taken = "raise SystemExit('taken over')\n"
    (plans.folder / "sitecustomize.py").write_text(taken)
    (plans.folder / "dataplan_sync").mkdir()
    (plans.folder / "dataplan_sync" / "__main__.py").write_text(taken)
    plans.commit("main", "hostile")
    assert run(runner, plans).succeeded
    workspace = seen(runner)["environ"]["GITHUB_WORKSPACE"]
    assert [path for path in seen(runner)["path"] if path in {"", "."} or workspace in path] == []


def test_the_outputs_and_the_report_are_handed_on(runner: Act, plans: PlanRepository):
    done = run(runner, plans)
    handed = {name: value for name, value in done.outputs.items() if name != "report-path"}
    assert handed == {**{name: f"the {name}" for name in OUTPUTS}, "exit-code": "0"}
    assert done.artifacts == {"dataplan-sync-report": "{}"}


@pytest.mark.parametrize("exit_code", [1, 2, 3, 4, 5, 6, 7, 130])
def test_a_command_that_fails_fails_the_job_and_its_outputs_and_report_are_there_all_the_same(
    runner: Act, plans: PlanRepository, exit_code: int
):
    done = run(runner, plans, STAND_IN_EXIT_CODE=str(exit_code))
    assert not done.succeeded
    assert done.exit_code == exit_code
    assert done.outputs["failure-reason"] == "the failure-reason"
    assert done.artifacts == {"dataplan-sync-report": "{}"}


def test_an_environment_that_cannot_be_made_is_said_in_the_outputs(
    runner: Act, plans: PlanRepository, tmp_path: Path
):
    home = tmp_path / "home"
    blocked = home / ".cache" / "act" / "tool_cache"
    blocked.mkdir(parents=True)
    (blocked / "dataplan-sync").write_text("a file")
    done = run(replace(runner, home=home), plans)
    assert not done.succeeded
    assert done.outputs["exit-code"] == "1"
    assert done.outputs["failure-reason"] == "setup"
