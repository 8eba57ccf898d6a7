"""Clients of the emulator for tests: quick where the real ones are patient."""

from __future__ import annotations

from contextlib import contextmanager

import httpx

from dataplan_sync.mparticle.client import MParticleClient
from dataplan_sync.retry import RetryPolicy
from dataplan_sync.transport import Transport, TransportOptions
from dataplan_sync.write import Patience
from tests.fake_api import FakeClock

QUICK = Patience(limit=0.05, first_pause=0.005, longest_pause=0.01)


def transport(handler=None):
    """A transport that does not wait between tries, over the network or with answers made by a handler."""
    clock = FakeClock()
    retry = RetryPolicy(sleep=clock.sleep, monotonic=lambda: clock.time)
    http = httpx.MockTransport(handler) if handler else None
    return Transport(TransportOptions(retry=retry, read_timeout=5, http=http))


@contextmanager
def client_of(emulator, *, workspace_id=1, handler=None):
    """A client of an emulator, as its default credentials."""
    with (
        transport(handler) as opened,
        MParticleClient(
            workspace_id,
            "emulator",
            "emulator",
            api_url=emulator.api_url,
            token_url=emulator.token_url,
            transport=opened,
        ) as client,
    ):
        yield client
