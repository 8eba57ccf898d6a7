"""A Data Planning API that answers from a script, and a client of it."""

from __future__ import annotations

import json

from dataplan_sync.mparticle.client import MParticleClient
from tests import fake_api
from tests.fake_api import SECRET, FakeApi

PLANS = "/platform/v2/workspaces/7505/plans"


class FakePlanningApi(FakeApi):
    """Gives a token to whoever asks; the script is for the rest."""

    def __call__(self, request):
        if request.url.path == "/oauth/token":
            return fake_api.json({"access_token": "t0ken-t0ken"})
        return super().__call__(request)

    @property
    def sent(self):
        """Method, path and decoded body of each request."""
        return [
            (*line.split(" ", 1), json.loads(request.content) if request.content else None)
            for line, request in zip(self.asked, self.requests, strict=True)
        ]


def client(api, **options):
    return MParticleClient(
        7505,
        "the-client",
        SECRET,
        api_url="https://api.test",
        token_url="https://sso.test/oauth/token",
        transport=fake_api.transport(api, **options),
    )
