"""Event files and environments of workflow runs, as far as they matter."""

from __future__ import annotations

import json

BASE, HEAD, MERGE = "a" * 40, "b" * 40, "c" * 40
REPOSITORY = {"full_name": "acme/plans", "default_branch": "main"}


def pull_request(*, fork=None, **more):
    """The payload of a `pull_request` event; `fork` names the head's repository."""
    head = {"sha": HEAD, "ref": "topic", "repo": {"full_name": fork or "acme/plans"}}
    pull = {
        "number": 7,
        "head": head,
        "base": {"sha": BASE, "ref": "main", "repo": REPOSITORY},
        "merged": False,
        "merge_commit_sha": MERGE,
        "draft": False,
        "labels": [{"name": "reviewed"}],
        **more,
    }
    return {"action": "synchronize", "repository": REPOSITORY, "pull_request": pull}


def push(**more):
    """The payload of a `push` event."""
    own = {"ref": "refs/heads/main", "before": BASE, "after": HEAD, "forced": False}
    return {"repository": REPOSITORY, **own, **more}


def merge_group(**more):
    """The payload of a `merge_group` event."""
    group = {
        "base_sha": BASE,
        "base_ref": "refs/heads/main",
        "head_sha": HEAD,
        "head_ref": f"refs/heads/gh-readonly-queue/main/pr-104-{BASE}",
        **more,
    }
    return {"action": "checks_requested", "repository": REPOSITORY, "merge_group": group}


def workflow_run(**more):
    """The payload of a `workflow_run` event that follows a fork's pull request."""
    run = {
        "id": 5,
        "event": "pull_request",
        "conclusion": "success",
        "head_sha": HEAD,
        "head_branch": "topic",
        "head_repository": {"full_name": "mallory/plans"},
        "run_number": 3,
        "run_attempt": 1,
        "pull_requests": [],
        **more,
    }
    return {"action": "completed", "repository": REPOSITORY, "workflow_run": run}


def environment(tmp_path, name, payload, **more):
    """The variables of a run, its event file written."""
    file = tmp_path / "event.json"
    file.write_bytes(payload if isinstance(payload, bytes) else json.dumps(payload).encode())
    return {
        "GITHUB_EVENT_NAME": name,
        "GITHUB_EVENT_PATH": str(file),
        "GITHUB_REPOSITORY": "acme/plans",
        "GITHUB_SHA": MERGE,
        "GITHUB_REF": "refs/heads/main",
        "GITHUB_RUN_ID": "9001",
        "GITHUB_RUN_NUMBER": "812",
        "GITHUB_RUN_ATTEMPT": "2",
        "GITHUB_ACTOR": "alice",
        **more,
    }
