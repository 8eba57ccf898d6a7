"""Where each object of the Data Planning API lives, and what to advise when the API refuses.

Paths carry no trailing slash, as mParticle's own clients write them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from dataplan_sync.answers import Request, Service
from dataplan_sync.errors import UsageError

if TYPE_CHECKING:
    from dataplan_sync.answers import JSON, Credentials


@dataclass(frozen=True, slots=True)
class Routes:
    """The requests that one workspace's data plans take."""

    service: Service
    plans: str
    """The path of the list of data plans."""

    @classmethod
    def of(cls, workspace_id: int, *, api_url: str, credentials: Credentials) -> Routes:
        """Give the routes of a workspace."""
        service = Service(
            url=api_url,
            url_setting="MPARTICLE_API_URL",
            scope=f"workspace {workspace_id}",
            unauthorized_advice=(
                "The token was not accepted: check that MPARTICLE_CLIENT_ID and MPARTICLE_CLIENT_SECRET"
                " are those of an API credential with access to Data Planning."
            ),
            forbidden_advice=(
                "The credential does not cover this: let an administrator add"
                f" workspace {workspace_id} to its scope, or check MPARTICLE_WORKSPACE_ID."
            ),
            credentials=credentials,
        )
        return cls(service, f"/platform/v2/workspaces/{workspace_id}/plans")

    def data_plan(self, data_plan_id: str) -> str:
        """Give the path of a data plan.

        Raises:
            UsageError: such an id would make the path of another object: `DELETE plans/..` names the workspace.
        """
        if data_plan_id in {"", ".", ".."}:
            message = (
                f'"{data_plan_id}" cannot be the id of a data plan: give the id, such as "shop".'
            )
            raise UsageError(message)
        return f"{self.plans}/{quote(data_plan_id, safe='')}"

    def versions(self, data_plan_id: str) -> str:
        """Give the path of a data plan's versions."""
        return f"{self.data_plan(data_plan_id)}/versions"

    def version(self, data_plan_id: str, number: int) -> str:
        """Give the path of a version."""
        return f"{self.versions(data_plan_id)}/{number}"

    def read(self, path: str) -> Request:
        """Give the request that reads what lives there."""
        return Request(self.service, "GET", path)

    def ask(self, path: str, body: JSON) -> Request:
        """Give a POST that stores nothing, and is repeated like a read."""
        return Request(self.service, "POST", path, body)

    def write(self, method: str, path: str, body: JSON = None) -> Request:
        """Give a request that stores something."""
        return Request(self.service, method, path, body, stores=True)
