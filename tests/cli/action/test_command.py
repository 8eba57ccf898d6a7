"""The command itself, as a process with a GitHub and a Data Planning API that are processes or threads of their own."""

from __future__ import annotations

import subprocess
import sys

from tests.cli.action.conftest import outputs_in
from tests.github.server.running import running

LEFT_OUT = ("rich", "markdown_it", "mdurl", "pygments")
"""The modules of `bootstrap.NOT_NEEDED`."""


def process(environ, folder):
    command = [sys.executable, "-m", "dataplan_sync", "action"]
    return subprocess.run(  # noqa: PLW1510  the exit code is what is tested
        command, cwd=folder, env=environ, capture_output=True, text=True, timeout=60
    )


def test_a_push_is_applied_by_the_process_that_a_step_starts(workflow, monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    payload = {"ref": "refs/heads/main", "before": "a" * 40, "after": workflow.head}
    for name in LEFT_OUT:
        (workflow.folder / f"{name}.py").write_text("raise ImportError('It is not installed.')\n")
    with running(workflow.hub) as url:
        environ = workflow.environ("push", payload, workflow.head, "refs/heads/main", 5, 1)
        more = {"GITHUB_API_URL": url, "PYTHONPATH": str(workflow.folder)}
        found = process(environ | more, workflow.cli.directory)

    assert (found.returncode, outputs_in(workflow.folder / "out-100")["creates"]) == (0, "2")
    assert workflow.applied == workflow.head
    assert "Traceback" not in found.stdout + found.stderr


def test_a_wrong_input_ends_the_process_with_2_and_its_outputs(workflow):
    environ = workflow.environ("push", {}, workflow.head, "refs/heads/main", 5, 1)
    found = process(environ | {"DATAPLAN_SYNC_COMMAND": "destroy"}, workflow.cli.directory)

    assert (found.returncode, found.stderr) == (2, "")
    assert outputs_in(workflow.folder / "out-100")["failure-reason"] == "usage"


def test_the_command_is_one_of_the_command_line(workflow):
    environ = workflow.environ("push", {}, workflow.head, "refs/heads/main", 5, 1)
    found = workflow.cli("action", environ=environ | {"DATAPLAN_SYNC_COMMENT": "perhaps"})

    assert found.exit_code == 2
    assert "The input comment must be one of on, off, required" in found.out
