"""What the workspace of the tests holds, and what was asked of it: read past the command that is tested."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import httpx

    from dataplan_sync.emulator.server import EmulatorServer

WORKSPACE = 7505
CLIENT_ID = "ci"
SECRET = "s3cr3t-of-the-workspace"


class Live:
    """Workspace 7505 of an emulator."""

    def __init__(self, emulator: EmulatorServer, http: httpx.Client) -> None:
        self._emulator = emulator
        self._http = http

    def shop(self) -> Any:
        """Give the data plan `shop`; None if there is none."""
        credentials = {
            "client_id": CLIENT_ID,
            "client_secret": SECRET,
            "audience": "https://api.mparticle.com",
            "grant_type": "client_credentials",
        }
        token = self._http.post(self._emulator.token_url, json=credentials).raise_for_status()
        answer = self._http.get(
            f"{self._emulator.url}/platform/v2/workspaces/{WORKSPACE}/plans/shop",
            headers={"Authorization": f"Bearer {token.json()['access_token']}"},
        )
        return None if answer.status_code == 404 else answer.raise_for_status().json()

    def description(self) -> str | None:
        """Give the description of the data plan's only data point; None if nothing is there."""
        shop = self.shop()
        if shop is None:
            return None
        [version] = shop["data_plan_versions"]
        [point] = version["version_document"]["data_points"]
        return str(point["description"])

    def edit(self, description: str) -> None:
        """Edit the data point as somebody in the UI."""
        value = {
            "match_key": "custom_event:transaction:Ordered",
            "pointer": "/description",
            "value": description,
        }
        self._emulator.edit(
            workspace_id=WORKSPACE,
            data_plan_id="shop",
            version=1,
            user="ada@example.com",
            set=[value],
        )

    def writes(self) -> list[str]:
        """Say what was asked other than to read and to give a token."""
        return [
            f"{request['method']} {request['path']}"
            for request in self._emulator.requests()
            if request["method"] != "GET" and request["path"] != "/oauth/token"
        ]
