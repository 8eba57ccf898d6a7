"""An API that answers from a script, and a clock that costs no time."""

from __future__ import annotations

import threading

import httpx

from dataplan_sync.answers import Request, Service
from dataplan_sync.retry import RetryPolicy
from dataplan_sync.transport import Transport, TransportOptions

URL = "https://api.test"
SECRET = "s3cr3t-of-the-client"
TOKEN = "t0ken-of-the-run"


class FakeClock:
    """Time passes only while somebody sleeps."""

    def __init__(self):
        self.time = 1000.0
        self.slept = []
        self._lock = threading.Lock()

    def sleep(self, seconds):
        with self._lock:
            self.slept.append(round(seconds, 3))
            self.time += seconds

    def policy(self, **changes):
        """A policy whose dice always show the longest wait."""
        return RetryPolicy(
            sleep=self.sleep,
            monotonic=lambda: self.time,
            now=lambda: self.time,
            random=lambda: 1.0,
            **changes,
        )


class FakeApi:
    """Answers with one script entry after the other, the last one for ever; keeps what was asked.

    An entry is a response, an exception to raise, or a function of the request that gives either.
    """

    def __init__(self, *script):
        self._script = list(script)
        self.requests = []
        self._lock = threading.Lock()

    def __call__(self, request):
        with self._lock:
            self.requests.append(request)
            entry = self._script.pop(0) if len(self._script) > 1 else self._script[0]
        if callable(entry):
            entry = entry(request)
        if isinstance(entry, BaseException):
            raise entry
        # A response can be read once, and the last one is given for ever.
        return httpx.Response(entry.status_code, headers=entry.headers, content=entry.content)

    @property
    def asked(self):
        return [f"{request.method} {request.url.raw_path.decode()}" for request in self.requests]


class FakeCredentials:
    """Two tokens: the second is tried when the first was refused."""

    def __init__(self, *tokens):
        self._tokens = list(tokens)

    def authorization(self):
        return f"Bearer {self._tokens[0]}"

    def renew(self, rejected):
        if rejected == self.authorization() and len(self._tokens) > 1:
            self._tokens.pop(0)
            return True
        return False


def json(value, status=200, **headers):
    """A JSON answer."""
    names = {name.replace("_", "-"): text for name, text in headers.items()}
    return httpx.Response(status, json=value, headers=names)


def text(content, status=200, kind="text/plain", **headers):
    """An answer that is no JSON."""
    names = {name.replace("_", "-"): text for name, text in headers.items()}
    return httpx.Response(status, content=content, headers={"content-type": kind, **names})


def errors(*messages, status=400, **headers):
    """A refusal as the Data Planning API words it."""
    return json({"errors": [{"message": message} for message in messages]}, status, **headers)


def page(title="Sign in", status=200):
    """A proxy's page."""
    return text(f"<!DOCTYPE html><title>{title}</title>", status, "text/html")


def transport(api, clock=None, **options):
    """A transport whose network is `api`."""
    policy = (clock or FakeClock()).policy()
    return Transport(
        TransportOptions(**{"retry": policy, "http": httpx.MockTransport(api), **options})
    )


def service(credentials=None):
    return Service(
        url=URL,
        url_setting="THE_URL",
        scope="workspace 7",
        unauthorized_advice="Check the secret.",
        forbidden_advice="Widen the scope.",
        credentials=credentials,
    )


def read(path="/plans", credentials=None):
    return Request(service(credentials), "GET", path)


def write(method="POST", path="/plans", body=None, credentials=None):
    return Request(service(credentials), method, path, body or {"a": 1}, stores=True)
