"""What a run is about, from its variables and its event file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataplan_sync.errors import UsageError
from dataplan_sync.github import context
from dataplan_sync.github.context import Run, RunContext
from dataplan_sync.github.events import (
    MergeGroupEvent,
    PullRequestEvent,
    PushEvent,
    WorkflowRunEvent,
)
from tests.github import payloads
from tests.github.payloads import BASE, HEAD, MERGE, environment

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


def read(tmp_path, name, payload, **more):
    return RunContext.from_environment(environment(tmp_path, name, payload, **more))


def test_a_pull_request_is_read_whole(tmp_path):
    found = read(
        tmp_path,
        "pull_request",
        payloads.pull_request(),
        GITHUB_REF="refs/pull/7/merge",
        GITHUB_OUTPUT="/tmp/out",
        GITHUB_STEP_SUMMARY="/tmp/summary",
    )

    assert found == RunContext(
        event="pull_request",
        action="synchronize",
        repository="acme/plans",
        sha=MERGE,
        ref="refs/pull/7/merge",
        run=Run(9001, 812, 2, "https://github.com/acme/plans/actions/runs/9001"),
        actor="alice",
        default_branch="main",
        pull_request=PullRequestEvent(
            number=7,
            head_sha=HEAD,
            head_ref="topic",
            head_repository="acme/plans",
            base_sha=BASE,
            base_ref="main",
            is_fork=False,
            merged=False,
            merge_commit_sha=MERGE,
            draft=False,
            labels=("reviewed",),
        ),
        output_file=Path("/tmp/out"),
        summary_file=Path("/tmp/summary"),
    )
    assert (found.branch, found.is_pull_request_target) == ("", False)


def test_a_fork_is_recognised_by_the_repository_of_its_head(tmp_path):
    found = read(tmp_path, "pull_request", payloads.pull_request(fork="mallory/plans"))

    assert found.pull_request.is_fork
    assert found.pull_request.head_repository == "mallory/plans"


def test_a_fork_that_was_deleted_is_still_a_fork(tmp_path):
    payload = payloads.pull_request(head={"sha": HEAD, "ref": "topic", "repo": None})

    found = read(tmp_path, "pull_request", payload)

    assert (found.pull_request.is_fork, found.pull_request.head_repository) == (True, "")


def test_a_run_with_secrets_on_a_strangers_event_is_told_apart(tmp_path):
    found = read(tmp_path, "pull_request_target", payloads.pull_request())

    assert found.is_pull_request_target
    assert found.pull_request.number == 7


@pytest.mark.parametrize(
    ("name", "payload", "field", "expected"),
    [
        ("push", payloads.push(), "push", PushEvent(BASE, HEAD, "main", forced=False)),
        (
            "push",
            payloads.push(ref="refs/tags/v1", forced=True),
            "push",
            PushEvent(BASE, HEAD, "", forced=True),
        ),
        (
            "merge_group",
            payloads.merge_group(),
            "merge_group",
            MergeGroupEvent(
                base_sha=BASE,
                base_ref="refs/heads/main",
                head_sha=HEAD,
                head_ref=f"refs/heads/gh-readonly-queue/main/pr-104-{BASE}",
                pull_numbers=(104,),
            ),
        ),
        (
            "merge_group",
            payloads.merge_group(head_ref="refs/heads/elsewhere"),
            "merge_group",
            MergeGroupEvent(BASE, "refs/heads/main", HEAD, "refs/heads/elsewhere", ()),
        ),
        (
            "workflow_run",
            payloads.workflow_run(pull_requests=None),
            "workflow_run",
            WorkflowRunEvent(
                5, "pull_request", "success", HEAD, "topic", "mallory/plans", 3, 1, ()
            ),
        ),
        (
            "workflow_run",
            payloads.workflow_run(
                pull_requests=[{"number": 7}], head_repository=None, run_attempt=None
            ),
            "workflow_run",
            WorkflowRunEvent(5, "pull_request", "success", HEAD, "topic", "", 3, 1, (7,)),
        ),
    ],
)
def test_what_the_other_events_say(tmp_path, name, payload, field, expected):
    assert getattr(read(tmp_path, name, payload), field) == expected


def test_inputs_are_text_whatever_their_type(tmp_path):
    given_inputs = {"command": "apply", "force": True, "quiet": False, "count": 3, "none": None}

    found = read(tmp_path, "workflow_dispatch", {"inputs": given_inputs})

    assert found.inputs == {
        "command": "apply",
        "force": "true",
        "quiet": "false",
        "count": "3",
        "none": "",
    }


@pytest.mark.parametrize("payload", [{}, {"inputs": None}])
def test_a_dispatch_without_inputs_has_none(tmp_path, payload):
    assert read(tmp_path, "workflow_dispatch", payload).inputs == {}


def test_any_other_event_says_where_it_runs(tmp_path):
    found = read(
        tmp_path,
        "schedule",
        {"schedule": "7 4 * * *"},
        GITHUB_API_URL="https://git.acme.test/api/v3/",
        GITHUB_SERVER_URL="https://git.acme.test",
    )

    assert (found.event, found.api_url, found.branch, found.default_branch) == (
        "schedule",
        "https://git.acme.test/api/v3",
        "main",
        "",
    )
    assert found.run.url == "https://git.acme.test/acme/plans/actions/runs/9001"


@pytest.mark.parametrize(
    "name",
    [
        "GITHUB_EVENT_NAME",
        "GITHUB_EVENT_PATH",
        "GITHUB_REPOSITORY",
        "GITHUB_SHA",
        "GITHUB_RUN_ID",
        "GITHUB_RUN_NUMBER",
    ],
)
def test_what_every_run_has_must_be_set(tmp_path, name):
    environ = environment(tmp_path, "push", payloads.push(), **{name: " "})

    with pytest.raises(UsageError, match=f"{name} is not set: this command runs as a step"):
        RunContext.from_environment(environ)


def test_the_first_attempt_need_not_be_said(tmp_path):
    assert read(tmp_path, "push", payloads.push(), GITHUB_RUN_ATTEMPT="").run.attempt == 1


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("GITHUB_REPOSITORY", "acme", "must look like owner/name"),
        ("GITHUB_REPOSITORY", "acme/..", "must look like owner/name"),
        ("GITHUB_REPOSITORY", "acme/plans/issues?x", "must look like owner/name"),
        ("GITHUB_SHA", "main", "must be the full SHA of a commit"),
        ("GITHUB_RUN_ID", "-1", "must be a whole number"),
        ("GITHUB_RUN_NUMBER", "٣", "must be a whole number"),
        ("GITHUB_API_URL", "ftp://api", "must be an address such as"),
        ("GITHUB_API_URL", "https://me:secret@api", "must be an address such as"),
        ("GITHUB_SERVER_URL", "https://[", "must be an address such as"),
        ("GITHUB_EVENT_PATH", "/nowhere/event.json", "cannot be read: No such file"),
    ],
)
def test_what_is_wrong_is_named_and_no_secret_quoted(tmp_path, name, value, message):
    with pytest.raises(UsageError, match=f"{name}.*{message}") as caught:
        read(tmp_path, "push", payloads.push(), **{name: value})

    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b"\xff\xfe{", "is not JSON"),
        (b"[]", "holds no JSON object"),
    ],
)
def test_an_event_file_that_is_none_is_refused(tmp_path, content, message):
    with pytest.raises(UsageError, match=message):
        read(tmp_path, "push", content)


def test_an_event_file_that_is_too_large_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(context, "EVENT_FILE_LIMIT", 10)

    with pytest.raises(UsageError, match="larger than GitHub makes an event"):
        read(tmp_path, "push", b'{"a": "12345"}')


@pytest.mark.parametrize(
    ("name", "payload", "where"),
    [
        ("pull_request", {}, "pull_request is no object"),
        (
            "pull_request",
            payloads.pull_request(number="7"),
            "pull_request.number is not a whole number",
        ),
        ("pull_request", payloads.pull_request(number=None), "pull_request.number is missing"),
        (
            "pull_request",
            payloads.pull_request(merged="no"),
            "pull_request.merged is not true or false",
        ),
        ("pull_request", payloads.pull_request(labels="x"), "pull_request.labels is not a list"),
        (
            "pull_request",
            payloads.pull_request(labels=[1]),
            r"pull_request.labels\[0\] is no object",
        ),
        ("push", payloads.push(after="main"), "after is not the SHA of a commit"),
        ("push", payloads.push(ref=1), "ref is not text"),
        ("workflow_run", payloads.workflow_run(pull_requests=None, id=None), "workflow_run.id is"),
        ("workflow_dispatch", {"inputs": {"a": []}}, "inputs.a is not text"),
    ],
)
def test_an_event_that_is_not_as_documented_says_where(tmp_path, name, payload, where):
    with pytest.raises(UsageError, match=f"{name} event is not as GitHub documents it: {where}"):
        read(tmp_path, name, payload)


@given(
    st.sampled_from(["pull_request", "push", "merge_group", "workflow_run", "workflow_dispatch"]),
    st.dictionaries(
        st.sampled_from(
            ["pull_request", "ref", "merge_group", "workflow_run", "inputs", "repository"]
        ),
        JSON_VALUES,
    ),
)
def test_no_event_file_ends_in_anything_but_a_usage_error(tmp_path_factory, name, payload):
    folder = tmp_path_factory.getbasetemp()
    try:
        found = read(folder, name, payload)
    except UsageError:
        return

    assert found.event == name
