"""What happens to a repository that uses the action, told in steps: each of them is one run of a workflow."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from peers.runner import plans as payloads
from peers.runner.act import WITHOUT_SECRETS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from peers.runner.act import Act, Finished
    from peers.runner.plans import PlanRepository

FORK = "mallory/plans"


@dataclass(slots=True)
class Story:
    """A runner and a repository."""

    act: Act
    plans: PlanRepository
    example: str = "dataplan-sync.yml"

    def bodies(self) -> list[str]:
        """Give the comments on all pull requests."""
        return [comment.body for comment in self.plans.world.comments.values()]

    def propose(self, description: str) -> tuple[int, Finished]:
        """Open a pull request that changes the data point's description."""
        number = self.plans.open_pull(self.plans.commit("topic", description))
        return number, self._reviewed(number, "opened")

    def revise(self, number: int, description: str) -> Finished:
        """Push to the branch of a pull request."""
        self.plans.git("checkout", "--quiet", "topic")
        pull = self.plans.world.issues[number].pull
        assert pull is not None
        pull.head_sha = self.plans.commit("topic", description)
        return self._reviewed(number, "synchronize")

    def propose_from_fork(self, description: str, example: str) -> tuple[int, Finished]:
        """Open a pull request from a fork: no secret, a token that only reads."""
        number = self.plans.open_pull(self.plans.commit("patch", description), fork=FORK)
        return number, self._reviewed(number, "opened", example=example, token=WITHOUT_SECRETS)

    def comment_on_fork(self, number: int, checked: Finished) -> Finished:
        """Let the second half of the fork-safe pair run after the first."""
        world = self.plans.world
        pull = world.issues[number].pull
        assert pull is not None
        run_id = 4711
        for name, text in checked.artifacts.items():
            packed = io.BytesIO()
            with zipfile.ZipFile(packed, "w") as archive:
                archive.writestr("report.json", text)
            world.add_artifact(run_id, name, packed.getvalue())
        payload = payloads.workflow_run(run_id, pull.head_sha, pull.head_ref, FORK)
        return self._on_main("workflow_run", payload, example="fork-comment.yml")

    def merge(self, number: int) -> Finished:
        """Merge a pull request."""
        before = self.plans.world.refs["refs/heads/main"]
        after = self.plans.merge(number)
        return self.pushed(before, after)

    def pushed(self, before: str, after: str) -> Finished:
        """Let the run of a push to main happen, or happen again."""
        return self._on_main("push", payloads.push(before, after))

    def queue(self, number: int) -> Finished:
        """Put a pull request into the merge queue."""
        pull = self.plans.world.issues[number].pull
        assert pull is not None
        base = self.plans.world.refs["refs/heads/main"]
        sha = self.plans.stand_on_test_merge(pull.head_sha)
        payload = payloads.merge_group(base, sha, number)
        ref = str(payload["merge_group"]["head_ref"])
        return self._run("merge_group", payload, GITHUB_SHA=sha, GITHUB_REF=ref)

    def look_for_drift(self) -> Finished:
        """Let the clock strike."""
        return self._on_main("schedule", payloads.schedule(), example="drift.yml")

    def dispatch(self, **inputs: str) -> Finished:
        """Start a run by hand."""
        return self._on_main("workflow_dispatch", payloads.dispatch(**inputs))

    def _reviewed(self, number: int, action: str, **more: str) -> Finished:
        pull = self.plans.world.issues[number].pull
        assert pull is not None
        sha = self.plans.stand_on_test_merge(pull.head_sha)
        payload = payloads.pull_request(self.plans.world, number, action)
        ref = f"refs/pull/{number}/merge"
        return self._run("pull_request", payload, GITHUB_SHA=sha, GITHUB_REF=ref, **more)

    def _on_main(self, event: str, payload: Mapping[str, Any], **more: str) -> Finished:
        self.plans.git("checkout", "--quiet", "main")
        sha = self.plans.world.refs["refs/heads/main"]
        return self._run(event, payload, GITHUB_SHA=sha, GITHUB_REF="refs/heads/main", **more)

    def _run(
        self, event: str, payload: Mapping[str, Any], *, example: str = "", **more: str
    ) -> Finished:
        return self.act.run(example or self.example, event, self.plans.folder, payload, **more)
