"""Clients of a hub: in this process, where every call costs microseconds, or over HTTP."""

from __future__ import annotations

import json

import httpx

from dataplan_sync.github.client import GitHubClient
from dataplan_sync.retry import RetryPolicy
from dataplan_sync.transport import Transport, TransportOptions
from tests.fake_api import FakeClock
from tests.github.server.calls import Call
from tests.github.server.world import REPOSITORY

TOKEN = "ghs-of-a-run"
URL = "https://github.test"


def answered_by(hub):
    """A network on which only a hub is."""

    def answer(request):
        call = Call(
            request.method,
            request.url.raw_path.decode().partition("?")[0],
            dict(request.url.params),
            json.loads(request.content) if request.content else None,
            request.headers.get("authorization", "").removeprefix("Bearer "),
            URL,
        )
        reply = hub.answer(call)
        if reply.lost:
            message = "the answer was lost"
            raise httpx.ReadError(message, request=request)
        if isinstance(reply.body, bytes):
            return httpx.Response(reply.status, headers=reply.headers, content=reply.body)
        if reply.body is None:
            return httpx.Response(reply.status, headers=reply.headers)
        return httpx.Response(reply.status, headers=reply.headers, json=reply.body)

    return httpx.MockTransport(answer)


def transport(hub=None, **retry):
    """A transport that does not wait; without a hub it uses the network."""
    clock = FakeClock()
    patience = {"sleep": clock.sleep, "monotonic": lambda: clock.time, **retry}
    policy = RetryPolicy(**patience)
    http = answered_by(hub) if hub else None
    return Transport(TransportOptions(retry=policy, rate=1_000_000, read_timeout=5, http=http))


def client_of(hub, token=TOKEN, **retry):
    """A client of a hub in this process; there is nothing to close."""
    return GitHubClient(token, REPOSITORY, api_url=URL, transport=transport(hub, **retry))
