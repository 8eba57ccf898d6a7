"""An emulator with a clock that stands still, and a client that holds a token."""

from __future__ import annotations

import httpx
import pytest

from dataplan_sync.emulator.options import EmulatorOptions
from dataplan_sync.emulator.server import EmulatorServer
from tests.emulator.requests import token_request

START = 1_700_000_000.25
"""2023-11-14T22:13:20.25, a time whose milliseconds end in zero."""


class Clock:
    """Seconds that move only when a test says so."""

    def __init__(self):
        self.now = START

    def __call__(self):
        return self.now


@pytest.fixture(scope="session")
def clocked():
    clock = Clock()
    with EmulatorServer(clock=clock) as server, httpx.Client(verify=False) as client:
        yield clock, server, client


@pytest.fixture
def clock(clocked):
    clocked[0].now = START
    return clocked[0]


@pytest.fixture
def server(clocked, clock):  # noqa: ARG001  the clock is set back as well
    clocked[1].reset()
    return clocked[1]


@pytest.fixture
def start(server, clocked):
    """Begin anew with some options; gives a client of workspace 1 that holds a token."""

    def begin(**options):
        client = clocked[2]
        chosen = EmulatorOptions(**options)
        server.reset(chosen)
        client.headers.clear()
        client.base_url = f"{server.url}/platform/v2/workspaces/1"
        answer = client.post(
            server.token_url,
            json=token_request(client_id=chosen.client_id, client_secret=chosen.client_secret),
        )
        client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        return client

    return begin


@pytest.fixture
def api(start):
    """A client of an emulator in its default behaviour."""
    return start()
