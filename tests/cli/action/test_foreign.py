"""The trusted half of the fork-safe pair: it posts what a fork's run has found, and takes nothing from it on trust."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from tests.cli.action.git import commit
from tests.cli.action.pulls import REVIEWED_ONLY, plan
from tests.cli.action.test_hostile import NAMES, assert_inert, assert_inert_markdown, write_all
from tests.github.server.faults import Fault

NO_SECRETS = {"MPARTICLE_CLIENT_ID": "", "MPARTICLE_CLIENT_SECRET": ""}


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch):
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


def packed(content, name="report.json"):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return made.getvalue()


class Pair:
    """Both halves, on one pull request of a fork."""

    def __init__(self, workflow, base):
        self.workflow, self.base = workflow, base

    def check(self, text):
        """The half that runs on the fork's files, without secrets."""
        flow = self.workflow
        flow.cli.write("plans/shop.yaml", text)
        flow.token = "ghs-of-a-fork"
        step = flow.pull_request(base_sha=self.base, environ=NO_SECRETS, comment="off")
        flow.token = "ghs-of-a-run"
        content = Path(step.outputs["report-path"]).read_bytes()
        self.leave(packed(content), run=flow.runs)
        return flow.runs

    def leave(self, content, run, name="dataplan-sync-report", **more):
        self.workflow.world.add_artifact(run, name, content, **more)

    def post(self, run, *, pull=None, sha=None, **more):
        """The half that may write; it checks nothing out, and the event says nothing of the pull request."""
        flow = self.workflow
        pull = pull or flow.world.issues[1].pull
        event = {
            "id": run,
            "event": "pull_request",
            "conclusion": "success",
            "head_sha": sha or pull.head_sha,
            "head_branch": pull.head_ref,
            "head_repository": {"full_name": pull.head_repository},
            "run_number": 1,
            "run_attempt": 1,
            "pull_requests": [],
            **more.pop("event", {}),
        }
        payload = {"action": "completed", "workflow_run": event}
        return flow("workflow_run", payload, sha=flow.head, environ=NO_SECRETS, **more)


@pytest.fixture
def pair(workflow):
    base = commit(workflow.cli.directory, "Base")
    workflow.world.open_pull(1, head="patch", fork="mallory/plans")
    return Pair(workflow, base)


def test_the_report_of_the_fork_becomes_the_comment_and_says_where_it_comes_from(pair, workflow):
    step = pair.post(pair.check(plan("shop", "S, M, L, NO")))

    assert (step.exit_code, step.outputs["exit-code"]) == (0, "0"), step.log
    (body,) = workflow.comments()
    assert "## Data plans: 1 to update · from a fork · live was not read" in body
    assert "This is no review" in body
    assert "`shop v1`" in body
    assert "dataplan-sync:review" not in body
    assert workflow.cli.emulator.requests() == []


def test_what_is_posted_is_never_asked_for_on_another_event(workflow):
    step = workflow.push(workflow.head, command="foreign")

    assert (step.exit_code, step.outputs["failure-reason"]) == (2, "usage")


def test_a_second_push_edits_the_same_comment(pair, workflow):
    pair.post(pair.check(plan("shop", "S, M, L, NO")))
    workflow.push_to_pull()
    pair.post(pair.check(plan("shop")))

    (body,) = workflow.comments()
    assert "## Data plans: no changes · from a fork" in body


def test_invalid_plan_files_are_told(pair, workflow):
    pair.post(pair.check("data_plan_id: [\n"))

    assert "in plan files · from a fork" in workflow.comments()[0]


def test_a_run_whose_head_has_moved_on_posts_nothing(pair, workflow):
    run, old = pair.check(plan("shop", "S, M, L, NO")), workflow.world.issues[1].pull.head_sha
    workflow.push_to_pull()

    step = pair.post(run, sha=old)

    assert (step.exit_code, workflow.comments()) == (0, [])
    assert "::notice::No open pull request of a fork has the head" in step.log


def test_what_the_artifact_says_of_the_pull_request_counts_for_nothing(pair, workflow):
    workflow.world.open_pull(2, head="other")
    run = pair.check(plan("shop", "S, M, L, NO"))
    report = {
        **json.loads((workflow.folder / "dataplan-sync/report.json").read_text()),
        "number": 2,
    }
    pair.leave(packed(json.dumps(report)), run)

    pair.post(run)

    assert (len(workflow.comments(1)), workflow.comments(2)) == (1, [])


@pytest.mark.parametrize(
    "event",
    [
        {"event": "push"},
        {"event": "workflow_dispatch"},
        {"head_repository": {"full_name": "acme/plans"}},
        {"head_repository": None},
        {"head_branch": "another"},
    ],
)
def test_a_run_that_is_of_no_forks_pull_request_posts_nothing(pair, workflow, event):
    step = pair.post(pair.check(plan("shop", "S, M, L, NO")), event=event)

    assert (step.exit_code, workflow.world.comments) == (0, {})


def test_the_comment_of_the_repositorys_own_pull_request_is_never_touched(pair, workflow):
    workflow.world.open_pull(2, head="own")
    assert workflow.pull_request(2).exit_code == 0
    before = workflow.comments(2)

    pair.post(pair.check(plan("shop", "S, M, L, NO")), pull=workflow.world.issues[2].pull)

    assert workflow.comments(2) == before


@pytest.mark.parametrize(
    ("content", "more"),
    [
        (b"no zip", {}),
        (packed("{}", name="other.json"), {}),
        (packed("{}"), {}),
        (packed("[" * 100_000), {}),
        (packed("{}", name="../report.json"), {}),
        (packed(b"0" * 60_000_000), {}),
        (packed("{}"), {"size": 10**9}),
        (packed("{}"), {"name": "something else"}),
    ],
    ids=["no zip", "no file", "no report", "deep", "elsewhere", "bomb", "large", "name"],
)
def test_an_artifact_that_is_no_report_is_told_and_not_shown(pair, workflow, content, more):
    pair.leave(content, run=77, **more)

    step = pair.post(77)

    assert step.exit_code == 0, step.log
    assert "no report · from a fork" in workflow.comments()[0]


def test_hostile_names_are_inert(pair, workflow):
    write_all(workflow)
    assert_inert(pair.post(pair.check(plan("shop"))))

    (comment,) = workflow.world.comments.values()
    assert_inert_markdown(comment.body)


def test_a_report_that_the_fork_wrote_itself_is_inert(pair, workflow):
    changes, problems = [], []
    for name in NAMES:
        field = {"path": [name, name], "before": name, "after": {name: [name]}}
        changes.append({"kind": "update", "data_plan_id": name, "version": None, "fields": [field]})
        problems.append({"severity": "error", "message": name, "file": name, "line": 1})
    part = {"changes": changes, "problems": problems}
    report = {"format_version": 1, "command": "diff", "errors": NAMES, "workspaces": [part]}
    pair.leave(packed(json.dumps(report)), run=77)

    assert_inert(pair.post(77))
    (comment,) = workflow.world.comments.values()
    assert_inert_markdown(comment.body)


def test_what_is_posted_is_no_review_when_the_pull_request_is_merged(pair, workflow):
    pair.post(pair.check(plan("shop", "S, M, L, NO")))
    workflow.cli.write("dataplan-sync.yaml", REVIEWED_ONLY)

    step = workflow.push(workflow.world.merge(1))

    assert (step.exit_code, workflow.cli.writes()) == (5, [])


def test_a_comment_that_cannot_be_written_is_a_warning_with_the_text_in_the_summary(pair, workflow):
    run = pair.check(plan("shop", "S, M, L, NO"))
    workflow.hub.faults.append(Fault("POST", "/comments$", status=403, body={"message": "no"}))

    step = pair.post(run)

    assert step.exit_code == 0
    assert "::warning::The comment on #1 could not be written" in step.log
    assert "from a fork" in step.summary
