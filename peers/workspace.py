"""What the emulator holds, read as raw JSON: a witness that neither the peers nor our client has a hand in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx

    from dataplan_sync.emulator.server import EmulatorServer
    from dataplan_sync.model import JSONObject, JSONValue

PLANS: Final = "/platform/v2/workspaces/1/plans"
CREDENTIALS: Final[Mapping[str, str]] = {
    "client_id": "emulator",
    "client_secret": "emulator",
    "audience": "https://api.mparticle.com",
    "grant_type": "client_credentials",
}
STAMPS: Final = ("created_on", "created_by", "last_modified_on", "last_modified_by")
"""Keys that the server owns."""


class Workspace:
    """Workspace 1 of an emulator.

    Args:
        emulator: that holds it.
        http: asks the emulator.
    """

    def __init__(self, emulator: EmulatorServer, http: httpx.Client) -> None:
        self._emulator = emulator
        self._http = http

    def authorization(self) -> dict[str, str]:
        """Get a token; gives the header that carries it."""
        answer = self._http.post(self._emulator.token_url, json=CREDENTIALS).raise_for_status()
        return {"Authorization": f"Bearer {answer.json()['access_token']}"}

    def listed(self) -> list[JSONObject]:
        """Give the data plans, their versions without documents."""
        return cast("list[JSONObject]", self._read(PLANS))

    def data_plan(self, data_plan_id: str = "shop") -> JSONObject:
        """Give a data plan with all its documents."""
        return cast("JSONObject", self._read(f"{PLANS}/{data_plan_id}"))

    def version(self, number: int, data_plan_id: str = "shop") -> JSONObject:
        """Give a version with its document."""
        return cast("JSONObject", self._read(f"{PLANS}/{data_plan_id}/versions/{number}"))

    def _read(self, path: str) -> JSONValue:
        answer = self._http.get(self._emulator.url + path, headers=self.authorization())
        return cast("JSONValue", answer.raise_for_status().json())


def without_stamps(value: JSONValue) -> JSONValue:
    """Take away, at every level, what the server owns."""
    match value:
        case dict():
            return {k: without_stamps(item) for k, item in value.items() if k not in STAMPS}
        case list():
            return [without_stamps(item) for item in value]
        case _:
            return value
