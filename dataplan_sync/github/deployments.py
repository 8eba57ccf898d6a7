"""Deployments of a repository: the record of what was applied where, which GitHub shows on its own pages."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from dataplan_sync.github import records
from dataplan_sync.github.connection import nothing

if TYPE_CHECKING:
    from dataplan_sync.answers import JSON
    from dataplan_sync.github.connection import Connection
    from dataplan_sync.github.records import Deployment


class DeploymentState(StrEnum):
    """How far a deployment is."""

    IN_PROGRESS = "in_progress"
    SUCCESS = "success"
    FAILURE = "failure"
    ERROR = "error"
    INACTIVE = "inactive"


class Deployments:
    """The deployments of one repository."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list(self, *, environment: str = "", task: str = "") -> tuple[Deployment, ...]:
        """List deployments, newest first.

        Args:
            environment: only those to it; empty for any.
            task: only those with it; empty for any.
        """
        asked = {"environment": environment, "task": task}
        query = urlencode({key: value for key, value in asked.items() if value})
        path = f"/deployments?{query}" if query else "/deployments"
        return self._connection.entries(path, records.deployment)

    def create(
        self, sha: str, *, environment: str, task: str, description: str, payload: JSON = None
    ) -> Deployment:
        """Record the start of a deployment of a commit, whatever its checks say.

        Args:
            sha: the commit.
            environment: where to.
            task: what kind of deployment.
            description: one short line.
            payload: what to keep with it.

        Raises:
            AnswerLostError: look for it before recording it again.
        """
        sent: JSON = {
            "ref": sha,
            "environment": environment,
            "task": task,
            "description": description,
            "payload": payload or {},
            "auto_merge": False,
            "required_contexts": [],
        }
        return self._connection.send("POST", "/deployments", sent, records.deployment)

    def set_state(
        self,
        deployment_id: int,
        state: DeploymentState,
        *,
        log_url: str = "",
        description: str = "",
    ) -> None:
        """Record how far a deployment is.

        Args:
            deployment_id: which one.
            state: how far.
            log_url: where its log is.
            description: at most 140 characters; the rest is cut off.
        """
        sent: JSON = {"state": state, "log_url": log_url, "description": description[:140]}
        path = f"/deployments/{deployment_id}/statuses"
        self._connection.send("POST", path, sent, nothing)
