"""Runs of the action in this process, against an emulator of either API, in a directory that stands for the checkout."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

import pytest

from tests.github.server.hub import Hub
from tests.github.server.running import running

REPOSITORY = {"full_name": "acme/plans", "default_branch": "main"}


@dataclass(frozen=True)
class Step:
    """What a run left behind."""

    exit_code: int
    log: str
    err: str
    outputs: dict[str, str]
    summary: str


class Workflow:
    """A repository on a hub, and runs of the action in it."""

    def __init__(self, cli, hub, url, folder):
        self.cli, self.hub, self.world = cli, hub, hub.world
        self._url, self._runs = url, 100
        self._folder = folder

    def __call__(
        self, event, payload, *, sha, ref="refs/heads/main", attempt=1, run=None, **inputs
    ):
        self._runs += 1
        number = run or self._runs
        files = {
            name: self._folder / f"{name}-{self._runs}" for name in ("event", "out", "summary")
        }
        files["event"].write_text(json.dumps({"repository": REPOSITORY, **payload}))
        environ = {
            **self.cli.environ,
            "GITHUB_EVENT_NAME": event,
            "GITHUB_EVENT_PATH": str(files["event"]),
            "GITHUB_REPOSITORY": "acme/plans",
            "GITHUB_API_URL": self._url,
            "GITHUB_SHA": sha,
            "GITHUB_REF": ref,
            "GITHUB_RUN_ID": str(number),
            "GITHUB_RUN_NUMBER": str(number),
            "GITHUB_RUN_ATTEMPT": str(attempt),
            "GITHUB_ACTOR": "alice",
            "GITHUB_OUTPUT": str(files["out"]),
            "GITHUB_STEP_SUMMARY": str(files["summary"]),
            "GITHUB_TOKEN": "ghs-of-a-run",
            "RUNNER_TEMP": str(self._folder),
            "DATAPLAN_SYNC_WORKSPACE_ID": "1",
            **{f"DATAPLAN_SYNC_{name.upper()}": value for name, value in inputs.items()},
        }
        found = self.cli("action", environ=environ)
        summary = files["summary"].read_text() if files["summary"].exists() else ""
        return Step(found.exit_code, found.out, found.err, outputs_in(files["out"]), summary)

    def pull_request(self, number=1, **options):
        pull = self.world.issues[number].pull
        head = {"sha": pull.head_sha, "ref": pull.head_ref}
        head["repo"] = {"full_name": pull.head_repository}
        base = {"sha": pull.base_sha, "ref": "main", "repo": REPOSITORY}
        payload = {"number": number, "head": head, "base": base, "labels": []}
        ref = f"refs/pull/{number}/merge"
        event = {"action": "synchronize", "pull_request": payload}
        return self("pull_request", event, **{"sha": "c" * 40, "ref": ref, **options})

    def push(self, sha, **options):
        payload = {"ref": "refs/heads/main", "before": "a" * 40, "after": sha}
        return self("push", payload, sha=sha, **options)

    def schedule(self, **options):
        return self("schedule", {"schedule": "17 5 * * *"}, sha=self.head, **options)

    @property
    def head(self):
        return self.world.refs["refs/heads/main"]

    @property
    def applied(self):
        return self.world.refs.get("refs/dataplan-sync/1/applied")

    def push_to_pull(self, number=1):
        pull = self.world.issues[number].pull
        pull.head_sha = self.world.add_commit("", (pull.head_sha,), "More work")
        self.world.refs[f"refs/heads/{pull.head_ref}"] = pull.head_sha

    def comments(self, number=1):
        return [one.body for one in self.world.comments.values() if one.number == number]


def outputs_in(file):
    found = (
        re.findall(r"(?ms)^([\w-]+)<<(\S+)\n(.*?)\n\2$", file.read_text()) if file.exists() else []
    )
    return {name: value for name, _, value in found}


@pytest.fixture
def workflow(shop, tmp_path_factory):
    hub = Hub()
    hub.world.push("main", "First", files={"plans/shop.yaml": shop.read("plans/shop.yaml")})
    with running(hub) as url:
        yield Workflow(shop, hub, url, tmp_path_factory.mktemp("runner"))
