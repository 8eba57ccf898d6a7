from __future__ import annotations

import asyncio

import httpx
import pytest

from dataplan_sync.emulator.app import create_app
from dataplan_sync.emulator.options import EmulatorOptions


def test_health_needs_no_token(api, server):
    del api.headers["Authorization"]
    answer = api.get(f"{server.url}/_emulator/health")
    assert answer.json() == {"status": "ok", "time": "2023-11-14T22:13:20.25"}


@pytest.mark.parametrize(
    ("client", "status"),
    [
        ("127.0.0.1", 200),
        ("127.8.8.8", 200),
        ("::1", 200),
        ("::ffff:127.0.0.1", 200),
        ("192.0.2.7", 403),
        ("2001:db8::1", 403),
        ("::ffff:192.0.2.7", 403),
        ("testclient", 403),
    ],
)
def test_the_back_door_is_open_to_this_machine_only(client, status):
    app = create_app(EmulatorOptions())

    async def ask():
        transport = httpx.ASGITransport(app, client=(client, 1234))
        async with httpx.AsyncClient(transport=transport, base_url="http://emulator") as http:
            return await http.get("/_emulator/health")

    try:
        assert asyncio.run(ask()).status_code == status
    finally:
        app.state.emulator.close()


def test_a_forwarded_address_does_not_count(api, server):
    answer = api.get(f"{server.url}/_emulator/health", headers={"X-Forwarded-For": "192.0.2.7"})
    assert answer.status_code == 200


def test_the_back_door_leaves_no_trace_and_meets_no_fault(api, server):
    server.inject({"kind": "status", "times": 0})
    before = server.requests()
    assert api.get(f"{server.url}/_emulator/health").status_code == 200
    assert server.requests() == before
