"""What a workflow run is about: the variables that GitHub Actions sets, and the event file, read once.

The event file of a pull request from a fork holds names and titles that a stranger chose. They are read as data,
capped in size, and what becomes part of an address (SHAs, repository names) is checked for its form.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from dataplan_sync.errors import UsageError
from dataplan_sync.github import events
from dataplan_sync.github.fields import Fields, UnexpectedFieldError, is_sha

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dataplan_sync.answers import JSON

EVENT_FILE_LIMIT: Final = 25 * 1024 * 1024
"""Bytes. GitHub caps the payload of a webhook at 25 MB (docs: "Webhook events and payloads")."""

DEFAULT_API_URL: Final = "https://api.github.com"
DEFAULT_SERVER_URL: Final = "https://github.com"

_REPOSITORY: Final = re.compile(r"[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+")


@dataclass(frozen=True, slots=True)
class Run:
    """One attempt of one run of a workflow."""

    id: int
    """Grows with every run of the repository, whatever the workflow; a re-run keeps it."""
    number: int
    """Counts the runs of one workflow."""
    attempt: int
    url: str


@dataclass(frozen=True, slots=True)
class RunContext:
    """What triggered a run, and where it runs."""

    event: str
    """The name of the event: `pull_request`, `push`, `schedule` …"""
    action: str
    """What happened to it: `synchronize`, for example; empty where the event has none."""
    repository: str
    """`owner/name`."""
    sha: str
    """The commit that is checked out by default: the merge commit on `pull_request`."""
    ref: str
    run: Run
    actor: str
    api_url: str = DEFAULT_API_URL
    server_url: str = DEFAULT_SERVER_URL
    default_branch: str = ""
    """Empty where the event does not say."""
    pull_request: events.PullRequestEvent | None = None
    push: events.PushEvent | None = None
    merge_group: events.MergeGroupEvent | None = None
    workflow_run: events.WorkflowRunEvent | None = None
    inputs: Mapping[str, str] = field(default_factory=dict)
    """Of a `workflow_dispatch`."""
    output_file: Path | None = None
    """`GITHUB_OUTPUT`."""
    summary_file: Path | None = None
    """`GITHUB_STEP_SUMMARY`."""

    @property
    def branch(self) -> str:
        """The branch that the run is about; empty on a tag or a pull request."""
        return self.ref.removeprefix("refs/heads/") if self.ref.startswith("refs/heads/") else ""

    @property
    def is_pull_request_target(self) -> bool:
        """Whether the run has the secrets of the repository on an event that a stranger may trigger."""
        return self.event == "pull_request_target"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> RunContext:
        """Read the variables of GitHub Actions and the event file.

        Args:
            environ: the environment variables. The file that `GITHUB_EVENT_PATH` names is read.

        Raises:
            UsageError: this is no run of GitHub Actions, or something that every run has is missing or wrong.
        """
        reader = _Variables(environ)
        event = reader.required("GITHUB_EVENT_NAME")
        payload = Fields(_event_file(Path(reader.required("GITHUB_EVENT_PATH"))))
        server_url = reader.url("GITHUB_SERVER_URL", DEFAULT_SERVER_URL)
        repository = reader.repository()
        run_id = reader.number("GITHUB_RUN_ID")
        try:
            parsed = events.read(event, payload)
        except UnexpectedFieldError as exc:
            message = (
                f"The event file of this {event} event is not as GitHub documents it: {exc}. If a tool other than"
                " GitHub Actions started this, let it write the whole event to GITHUB_EVENT_PATH."
            )
            raise UsageError(message) from exc
        return cls(
            event=event,
            action=parsed.action,
            repository=repository,
            sha=reader.sha(),
            ref=reader.optional("GITHUB_REF"),
            run=Run(
                id=run_id,
                number=reader.number("GITHUB_RUN_NUMBER"),
                attempt=reader.number("GITHUB_RUN_ATTEMPT", default="1"),
                url=f"{server_url}/{repository}/actions/runs/{run_id}",
            ),
            actor=reader.optional("GITHUB_ACTOR"),
            api_url=reader.url("GITHUB_API_URL", DEFAULT_API_URL),
            server_url=server_url,
            default_branch=parsed.default_branch,
            pull_request=parsed.pull_request,
            push=parsed.push,
            merge_group=parsed.merge_group,
            workflow_run=parsed.workflow_run,
            inputs=parsed.inputs,
            output_file=reader.path("GITHUB_OUTPUT"),
            summary_file=reader.path("GITHUB_STEP_SUMMARY"),
        )


@dataclass(frozen=True, slots=True)
class _Variables:
    environ: Mapping[str, str]

    def optional(self, name: str) -> str:
        return self.environ.get(name, "").strip()

    def required(self, name: str) -> str:
        value = self.optional(name)
        if not value:
            message = (
                f"{name} is not set: this command runs as a step of a GitHub Actions workflow, which sets it."
                " Elsewhere use `dataplan-sync diff` and `dataplan-sync apply`."
            )
            raise UsageError(message)
        return value

    def number(self, name: str, *, default: str = "") -> int:
        value = self.optional(name) or default or self.required(name)
        if not re.fullmatch(r"[0-9]{1,18}", value):
            message = (
                f"{name} must be a whole number, as GitHub Actions sets it. Do not set it yourself."
            )
            raise UsageError(message)
        return int(value)

    def repository(self) -> str:
        value = self.required("GITHUB_REPOSITORY")
        if not _REPOSITORY.fullmatch(value) or ".." in value.split("/"):
            message = "GITHUB_REPOSITORY must look like owner/name. Do not set it yourself."
            raise UsageError(message)
        return value

    def sha(self) -> str:
        value = self.required("GITHUB_SHA")
        if not is_sha(value):
            message = (
                "GITHUB_SHA must be the full SHA of a commit. On a pull request that cannot be merged, GitHub has"
                " no merge commit: resolve the conflicts and push again."
            )
            raise UsageError(message)
        return value

    def url(self, name: str, default: str) -> str:
        value = (self.optional(name) or default).rstrip("/")
        try:
            parts = urlsplit(value)
            usable = (
                parts.scheme in {"http", "https"} and parts.hostname and "@" not in parts.netloc
            )
        except ValueError:
            usable = None
        if not usable:
            # The value is not quoted: what makes an address wrong may be the password in it.
            message = f"{name} must be an address such as {default}, without a user name."
            raise UsageError(message)
        return value

    def path(self, name: str) -> Path | None:
        value = self.optional(name)
        return Path(value) if value else None


def _event_file(path: Path) -> dict[str, JSON]:
    try:
        with path.open("rb") as file:
            content = file.read(EVENT_FILE_LIMIT + 1)
    except OSError as exc:
        message = (
            f"GITHUB_EVENT_PATH: {path} cannot be read: {exc.strerror}. In a container, mount the directory that"
            " holds it."
        )
        raise UsageError(message) from exc
    if len(content) > EVENT_FILE_LIMIT:
        message = f"GITHUB_EVENT_PATH: {path} is larger than GitHub makes an event (25 MiB)."
        raise UsageError(message)
    try:
        value = json.loads(content)
    except (ValueError, RecursionError) as exc:
        message = f"GITHUB_EVENT_PATH: {path} is not JSON. GitHub writes the event there."
        raise UsageError(message) from exc
    if not isinstance(value, dict):
        message = f"GITHUB_EVENT_PATH: {path} holds no JSON object. GitHub writes the event there."
        raise UsageError(message)
    return value
