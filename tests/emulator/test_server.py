from __future__ import annotations

import socket
import threading
import time
import urllib.request

import httpx
import pytest

from dataplan_sync import errors
from dataplan_sync.emulator.options import EmulatorOptions
from dataplan_sync.emulator.server import EmulatorServer
from tests.emulator.requests import data_plan, token_request


def test_it_starts_in_a_moment_and_leaves_nothing_behind():
    before = threading.enumerate()
    began = time.monotonic()
    with EmulatorServer() as server:
        assert time.monotonic() - began < 0.5
        with urllib.request.urlopen(f"{server.url}/_emulator/health") as answer:
            assert answer.status == 200
        port = server.port
    assert threading.enumerate() == before
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=1)


def test_it_ends_while_a_client_holds_its_connection():
    with httpx.Client() as client, EmulatorServer() as server:
        client.get(server.url)


def test_its_environment_leads_a_client_to_it():
    options = EmulatorOptions(client_id="ours", client_secret="s")
    with EmulatorServer(options) as server:
        assert server.environment(7505) == {
            "MPARTICLE_WORKSPACE_ID": "7505",
            "MPARTICLE_CLIENT_ID": "ours",
            "MPARTICLE_CLIENT_SECRET": "s",
            "MPARTICLE_API_URL": server.api_url,
            "MPARTICLE_TOKEN_URL": server.token_url,
        }
        assert server.token_url == f"http://127.0.0.1:{server.port}/oauth/token"


def test_it_listens_on_ipv6():
    with EmulatorServer(host="::1") as server, httpx.Client() as client:
        assert server.url == f"http://[::1]:{server.port}"
        assert client.get(f"{server.url}/_emulator/health").status_code == 200


def test_a_taken_port_is_named():
    with EmulatorServer() as server:
        with pytest.raises(errors.UsageError) as caught, EmulatorServer(port=server.port):
            """It must not start."""
        assert str(caught.value) == (
            f"cannot listen on 127.0.0.1:{server.port}: "
            "the port is taken; name another with --port, or 0 for a free one"
        )


def test_an_address_that_is_not_ours_is_named():
    with (
        pytest.raises(errors.UsageError, match="cannot listen on 192"),
        EmulatorServer(host="192.0.2.1"),
    ):
        """It must not start."""


def test_a_reset_forgets_everything(api, server):
    api.post("/plans", json=data_plan())
    server.inject({"kind": "status"})
    server.reset()
    assert api.get("/plans").status_code == 401
    answer = api.post(server.token_url, json=token_request())
    api.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
    assert api.get("/plans").json() == []
    assert len(server.requests()) == 3


def test_the_shared_fixture_begins_empty(emulator):
    assert emulator.requests() == []
    emulator.edit(data_plan_id="shop", version=1)


def test_the_shared_fixture_begins_empty_again(emulator):
    emulator.edit(data_plan_id="left_over", delete=False, version=1)
    assert emulator.edit(data_plan_id="shop")["created_by"] == "someone@example.com"
    assert emulator.edit(data_plan_id="shop")["data_plan_versions"] == []


def test_many_clients_at_once_lose_no_write(api):
    headers = dict(api.headers)
    failures = []

    def write(number):
        with httpx.Client(base_url=api.base_url, headers=headers, verify=False) as client:
            for index in range(5):
                body = data_plan(data_plan_id=f"plan_{number}_{index}")
                failures.extend(
                    [] if client.post("/plans", json=body).status_code == 200 else [body]
                )

    threads = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (failures, len(api.get("/plans").json())) == ([], 30)
