"""What the action writes to GitHub and to files holds no secret, however a run ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from dataplan_sync.emulator.options import EmulatorOptions
from tests.cli.conftest import SHOP
from tests.cli.test_secrets import API_MODES, LATER, SECRET, TOKEN, found_in


@pytest.fixture
def planted(workflow):
    cli = workflow.cli
    cli.emulator.reset(EmulatorOptions(client_secret=SECRET))
    cli.environ = {**cli.environ, "MPARTICLE_CLIENT_SECRET": SECRET, "RUNNER_DEBUG": "1"}
    workflow.token = TOKEN
    workflow.world.add_token(TOKEN, "github-actions[bot]")
    cli.write("plans/shop.yaml", SHOP.replace("Something was bought", f"'{SECRET} {TOKEN}'"))
    workflow.world.open_pull(1)
    return workflow


@pytest.mark.parametrize("mode", ["stored as wanted", "refused", "a proxy's page", "garbage"])
def test_no_output_of_a_run_holds_a_secret(planted, mode):
    planted.cli.emulator.inject(*({"match": LATER, **fault} for fault in API_MODES[mode]))
    steps = [planted.pull_request(1), planted.push(planted.head)]

    told = {
        f"{place} {number}": text
        for number, step in enumerate(steps)
        for place, text in {
            "log": step.log,
            "stderr": step.err,
            "summary": step.summary,
            "outputs": str(step.outputs),
            "report": Path(step.outputs["report-path"]).read_text(),
        }.items()
    }
    posted = {"comments": "\n".join(one.body for one in planted.world.comments.values())}
    assert posted["comments"]
    assert found_in(told | posted) == []
