"""A repository of somebody who uses the action: in git, and on the GitHub of the tests at the same time."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.github.server.world import World

NAME = "acme/plans"

PLAN = """\
data_plan_id: shop
data_plan_name: Shop
data_plan_versions:
  - version: 1
    activated_environment: development
    data_points:
      - description: {description}
        match: {{type: custom_event, criteria: {{event_name: Ordered, custom_event_type: transaction}}}}
        validator: {{type: json_schema, definition: {{}}}}
"""


@dataclass(slots=True)
class PlanRepository:
    """A git repository whose commits the hub knows."""

    folder: Path
    world: World

    def git(self, *arguments: str) -> str:
        """Run git, with nothing of the developer's configuration."""
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.folder,
            env={
                "PATH": os.environ["PATH"],
                "GIT_CONFIG_GLOBAL": os.devnull,
                "GIT_CONFIG_SYSTEM": os.devnull,
                **{f"GIT_{who}_NAME": "alice" for who in ("AUTHOR", "COMMITTER")},
                **{f"GIT_{who}_EMAIL": "alice@example.com" for who in ("AUTHOR", "COMMITTER")},
            },
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    def commit(self, branch: str, description: str) -> str:
        """Write the data plan and commit it on a branch; a new branch starts from where git stands.

        Args:
            branch: which one.
            description: of the data point, so that each commit differs.

        Returns:
            The SHA.
        """
        self.git("checkout", "--quiet", "-B", branch)
        plans = self.folder / "plans"
        plans.mkdir(exist_ok=True)
        (plans / "shop.yaml").write_text(PLAN.format(description=description))
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", f"Say {description}")
        return self._known(branch)

    def open_pull(self, head_sha: str, *, fork: str = "") -> int:
        """Open a pull request for a commit, and stand where GitHub merges it for trying."""
        number = self.world.open_pull(head="topic", head_sha=head_sha, fork=fork)
        return int(number)

    def stand_on_test_merge(self, head_sha: str) -> str:
        """Check out what GitHub checks out for a pull request.

        Returns:
            The SHA of the test merge.
        """
        self.git("checkout", "--quiet", "--detach", "main")
        self.git("merge", "--quiet", "--no-ff", "--no-edit", head_sha)
        return self._known("")

    def merge(self, number: int) -> str:
        """Merge a pull request into main, and stand there.

        Returns:
            The SHA of the merge.
        """
        pull = self.world.issues[number].pull
        assert pull is not None
        self.git("checkout", "--quiet", "main")
        self.git("merge", "--quiet", "--no-ff", "--no-edit", pull.head_sha)
        sha = self._known("main")
        pull.merge_commit_sha, pull.merged_at, pull.brought = (
            sha,
            self.world.now(),
            (sha, pull.head_sha),
        )
        self.world.issues[number].state = "closed"
        return sha

    def _known(self, branch: str) -> str:
        sha, *parents = self.git("rev-list", "--parents", "--max-count=1", "HEAD").split()
        self.world.add_commit(sha, parents, self.git("log", "-1", "--format=%s"), branch=branch)
        return sha


def pull_request(world: World, number: int, action: str) -> Mapping[str, Any]:
    """Give the payload of a `pull_request` event, as far as anybody reads it."""
    issue = world.issues[number]
    pull = issue.pull
    assert pull is not None
    return {
        "action": action,
        "number": number,
        "pull_request": {
            "number": number,
            "title": issue.title,
            "draft": False,
            "merged": pull.merged_at is not None,
            "merge_commit_sha": pull.merge_commit_sha,
            "labels": [{"name": name} for name in issue.labels],
            "head": {
                "sha": pull.head_sha,
                "ref": pull.head_ref,
                "repo": {"full_name": pull.head_repository},
            },
            "base": {"sha": pull.base_sha, "ref": pull.base_ref, "repo": {"full_name": NAME}},
        },
        **_repository(),
    }


def push(before: str, after: str) -> Mapping[str, Any]:
    """Give the payload of a push to main."""
    return {
        "ref": "refs/heads/main",
        "before": before,
        "after": after,
        "forced": False,
        **_repository(),
    }


def merge_group(base_sha: str, head_sha: str, number: int) -> Mapping[str, Any]:
    """Give the payload of a merge queue that asks for checks."""
    return {
        "action": "checks_requested",
        "merge_group": {
            "base_sha": base_sha,
            "base_ref": "refs/heads/main",
            "head_sha": head_sha,
            "head_ref": f"refs/heads/gh-readonly-queue/main/pr-{number}-{base_sha}",
        },
        **_repository(),
    }


def workflow_run(run_id: int, head_sha: str, branch: str, fork: str) -> Mapping[str, Any]:
    """Give the payload of a fork's run that has ended. GitHub names no pull request in it."""
    return {
        "action": "completed",
        "workflow_run": {
            "id": run_id,
            "event": "pull_request",
            "conclusion": "success",
            "head_sha": head_sha,
            "head_branch": branch,
            "head_repository": {"full_name": fork},
            "run_number": 1,
            "run_attempt": 1,
            "pull_requests": [],
        },
        **_repository(),
    }


def dispatch(**inputs: str) -> Mapping[str, Any]:
    """Give the payload of a run that somebody started by hand."""
    return {"inputs": inputs, "ref": "refs/heads/main", **_repository()}


def schedule() -> Mapping[str, Any]:
    """Give the payload of a run by the clock."""
    return {"schedule": "23 */4 * * *", **_repository()}


def _repository() -> Mapping[str, Any]:
    return {
        "repository": {"full_name": NAME, "default_branch": "main"},
        "sender": {"login": "alice"},
    }
