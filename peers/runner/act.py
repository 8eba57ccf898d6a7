"""Runs workflows as GitHub does, with nektos/act and without Docker: `make action` installs it.

`actions/checkout` is act's own: it copies the repository. `actions/upload-artifact` is a stand-in beside this file,
since the real one talks to a service of GitHub's; it copies the file to where the test looks.
"""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from peers.runner.live import CLIENT_ID, SECRET
from peers.runner.workflow import ACTION, runnable

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[2]
ACT = ROOT / ".peers" / "workflows" / "bin" / "act"
UPLOAD = "actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a"
WITHOUT_SECRETS = "ghs-of-a-fork"
"""The token of a fork's run, which gets nothing else either."""


def action_in(folder: Path) -> Path:
    """Put into a folder what a runner has of the action, as far as it is run."""
    shutil.copy(ROOT / "action.yml", folder)
    (folder / "requirements").mkdir()
    shutil.copy(ROOT / "requirements" / "runtime.txt", folder / "requirements")
    for package in ("action", "dataplan_sync"):
        shutil.copytree(
            ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    return folder


@dataclass(frozen=True, slots=True)
class Finished:
    """What a run left behind."""

    succeeded: bool
    log: str
    outputs: Mapping[str, str]
    summary: str
    artifacts: Mapping[str, str]
    """The text of each artifact's file, by the name of the artifact."""

    @property
    def exit_code(self) -> int:
        """What the command ended with."""
        return int(self.outputs["exit-code"])

    @property
    def report(self) -> Any:
        """The JSON report that was kept."""
        [text] = self.artifacts.values()
        return json.loads(text)


@dataclass(slots=True)
class Act:
    """A runner. Its tool cache outlasts the runs, as that of a self-hosted runner does."""

    folder: Path
    action: Path
    """A checkout of the action."""
    home: Path
    """Where act keeps its tool cache, and all that is its own."""
    api_url: str
    """Of the Data Planning API."""
    github_url: str
    _ids: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def run(
        self, example: str, event: str, repository: Path, payload: Mapping[str, Any], **more: str
    ) -> Finished:
        """Let an event happen.

        Args:
            example: the file of the workflow.
            event: its name.
            repository: a git repository at the commit that GitHub would check out.
            payload: of the event.
            more: variables that are otherwise than on a usual run, and `token`.

        Returns:
            How the run went.
        """
        number = next(self._ids)
        here = self.folder / f"run-{number}"
        here.mkdir()
        inputs = {"api-url": self.api_url, "token-url": f"{self.api_url}/oauth/token"}
        (here / "workflow.yml").write_text(runnable(example, inputs))
        (here / "event.json").write_text(json.dumps(payload))
        variables = {
            "GITHUB_API_URL": self.github_url,
            "GITHUB_REPOSITORY": "acme/plans",
            "GITHUB_RUN_ID": str(9000 + number),
            "GITHUB_RUN_NUMBER": str(number),
            "GITHUB_RUN_ATTEMPT": "1",
            "KEPT": str(here),
        } | more
        token = variables.pop("token", "ghs-of-a-run")
        secrets = {"GITHUB_TOKEN": token}
        if token != WITHOUT_SECRETS:
            secrets |= {"MPARTICLE_CLIENT_ID": CLIENT_ID, "MPARTICLE_CLIENT_SECRET": SECRET}
        done = subprocess.run(
            self._command(event, here, variables, secrets),
            cwd=repository,
            env={"PATH": os.environ["PATH"], "HOME": str(self.home)},
            capture_output=True,
            text=True,
            check=False,
            timeout=90,
        )
        return _finished(done, here)

    def _command(
        self, event: str, here: Path, variables: Mapping[str, str], secrets: Mapping[str, str]
    ) -> list[str]:
        command = [
            str(ACT),
            event,
            "--workflows",
            str(here / "workflow.yml"),
            "--eventpath",
            str(here / "event.json"),
        ]
        command += ["--platform", "ubuntu-24.04=-self-hosted", "--json"]
        command += ["--local-repository", f"{ACTION}={self.action}"]
        command += ["--local-repository", f"{UPLOAD}={Path(__file__).parent / 'upload-artifact'}"]
        for name, value in variables.items():
            command += ["--env", f"{name}={value}"]
        for name, value in secrets.items():
            command += ["--secret", f"{name}={value}"]
        return command


def _finished(done: subprocess.CompletedProcess[str], here: Path) -> Finished:
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    of_action = [line for line in lines if line.get("stepID") in (["sync"], ["sync", "run"])]
    kept = here / "artifacts"
    return Finished(
        done.returncode == 0,
        "\n".join([*(line["msg"] for line in lines), done.stderr]),
        {line["name"]: line["arg"] for line in of_action if line.get("command") == "set-output"},
        "".join(line["content"] for line in of_action if line.get("command") == "summary"),
        {path.name: path.read_text() for path in kept.iterdir()} if kept.exists() else {},
    )
