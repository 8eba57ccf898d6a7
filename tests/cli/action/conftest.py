"""Runs of the action in this process, against an emulator of either API, in a directory that stands for the checkout.

GitHub is asked without a network and without waiting; `test_command.py` goes the whole way instead.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from dataplan_sync.cli.action.running import act
from dataplan_sync.cli.action.stage import Surroundings
from tests.cli.action.pulls import plan
from tests.github.connecting import URL, transport
from tests.github.server.hub import Hub

REPOSITORY = {"full_name": "acme/plans", "default_branch": "main"}


@dataclass(frozen=True)
class Step:
    """What a run left behind."""

    exit_code: int
    log: str
    err: str
    outputs: dict[str, str]
    summary: str

    @property
    def report(self):
        return json.loads(Path(self.outputs["report-path"]).read_text())


class Workflow:
    """A repository on a hub, and runs of the action in it."""

    def __init__(self, cli, hub, surroundings, folder, capfd):
        self.cli, self.hub, self.world = cli, hub, hub.world
        self.surroundings, self.folder, self._capfd = surroundings, folder, capfd
        self.runs = 100
        self.token = "ghs-of-a-run"

    def __call__(self, event, payload, *, sha, ref="refs/heads/main", environ=None, **options):
        given = {"attempt": 1, "run": None, **options}
        attempt, run = given.pop("attempt"), given.pop("run")
        self.runs += 1
        environ = (
            self.environ(event, payload, sha, ref, run or self.runs, attempt)
            | {f"DATAPLAN_SYNC_{name.upper()}": value for name, value in given.items()}
            | (environ or {})
        )
        self._capfd.readouterr()
        exit_code = act(environ, self.surroundings)
        captured = self._capfd.readouterr()
        out, summary = Path(environ["GITHUB_OUTPUT"]), Path(environ["GITHUB_STEP_SUMMARY"])
        shown = summary.read_text() if summary.exists() else ""
        return Step(exit_code, captured.out, captured.err, outputs_in(out), shown)

    def environ(self, event, payload, sha, ref, run, attempt):
        files = {name: self.folder / f"{name}-{self.runs}" for name in ("event", "out", "summary")}
        files["event"].write_text(json.dumps({"repository": REPOSITORY, **payload}))
        return {
            **self.cli.environ,
            "GITHUB_EVENT_NAME": event,
            "GITHUB_EVENT_PATH": str(files["event"]),
            "GITHUB_REPOSITORY": "acme/plans",
            "GITHUB_API_URL": URL,
            "GITHUB_SHA": sha,
            "GITHUB_REF": ref,
            "GITHUB_RUN_ID": str(run),
            "GITHUB_RUN_NUMBER": str(run),
            "GITHUB_RUN_ATTEMPT": str(attempt),
            "GITHUB_ACTOR": "alice",
            "GITHUB_OUTPUT": str(files["out"]),
            "GITHUB_STEP_SUMMARY": str(files["summary"]),
            "GITHUB_TOKEN": self.token,
            "RUNNER_TEMP": str(self.folder),
            "DATAPLAN_SYNC_WORKSPACE_ID": "1",
        }

    def pull_request(self, number=1, **options):
        pull = self.world.issues[number].pull
        head = {"sha": pull.head_sha, "ref": pull.head_ref}
        head["repo"] = {"full_name": pull.head_repository}
        base_sha = options.pop("base_sha", pull.base_sha)
        base = {"sha": base_sha, "ref": "main", "repo": REPOSITORY}
        payload = {"number": number, "head": head, "base": base, "labels": []}
        ref = f"refs/pull/{number}/merge"
        event = {"action": "synchronize", "pull_request": payload}
        return self("pull_request", event, **{"sha": "c" * 40, "ref": ref, **options})

    def push(self, sha, **options):
        self.commit_checkout(sha)
        payload = {"ref": "refs/heads/main", "before": "a" * 40, "after": sha}
        return self("push", payload, sha=sha, **options)

    def commit_checkout(self, sha):
        """Let GitHub have of a commit what its run has checked out."""
        if sha in self.world.commits:
            folder = self.cli.directory
            files = (folder / "plans").rglob("*.yaml")
            content = {file.relative_to(folder).as_posix(): file.read_text() for file in files}
            self.world.give_files(sha, content)

    def merge_group(self, sha, number, **options):
        group = {"base_sha": self.head, "base_ref": "refs/heads/main", "head_sha": sha}
        group["head_ref"] = f"refs/heads/gh-readonly-queue/main/pr-{number}-{self.head}"
        return self(
            "merge_group", {"action": "checks_requested", "merge_group": group}, sha=sha, **options
        )

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
        """The comments of a pull request as people read them: without what makes text inert."""
        return [shown(one.body) for one in self.world.comments.values() if one.number == number]

    def edit(self, data_plan_id="shop", value="By hand"):
        """Change a description, as somebody in the UI."""
        set_ = {"match_key": "custom_event:transaction:Bought", "pointer": "/description"}
        self.cli.emulator.edit(
            workspace_id=1,
            user="robin@acme.example",
            data_plan_id=data_plan_id,
            version=1,
            set=[{**set_, "value": value}],
        )


def shown(body):
    return html.unescape(body.replace("<wbr>", ""))


def outputs_in(file):
    found = (
        re.findall(r"(?ms)^([\w-]+)<<(\S+)\n(.*?)\n\2$", file.read_text()) if file.exists() else []
    )
    return {name: value for name, _, value in found}


@pytest.fixture
def workflow(shop, tmp_path_factory, capfd):
    hub = Hub()
    hub.world.push("main", "First", files={"plans/shop.yaml": shop.read("plans/shop.yaml")})
    with transport(hub) as opened:
        surroundings = Surroundings(opened, lambda _seconds: None)
        yield Workflow(shop, hub, surroundings, tmp_path_factory.mktemp("runner"), capfd)


@pytest.fixture
def live(workflow):
    """Two data plans that are live and applied at the head of main."""
    workflow.cli.write("plans/store.yaml", plan("store"))
    assert workflow.push(workflow.head).exit_code == 0
    return workflow
