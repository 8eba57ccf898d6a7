"""Sends requests to an API and brings back an answer or an error: both API clients stand on this.

Owns the connection pool, the retries, the pace and the translation of httpx's errors. Knows no data plans. No
other module outside the API clients imports httpx, which costs a tenth of a second at start-up.

Reads are repeated freely. A write is sent again only if it was refused before it was executed (429, a 401 with
an old token) or never left (no connection); otherwise its fate is unknown, and `AnswerLostError` says so.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import httpx

from dataplan_sync import __version__, unanswered
from dataplan_sync.answers import Answer, Received, Setback, judge, unreadable
from dataplan_sync.errors import AuthenticationError, UsageError
from dataplan_sync.pacing import EXCEEDED_HEADER, REQUESTS_PER_SECOND, USED_HEADER, Pacer
from dataplan_sync.redaction import Redactor
from dataplan_sync.retry import RetryPolicy
from dataplan_sync.traffic import Exchange, Traffic

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dataplan_sync.answers import Request

LONGEST_ANSWER: Final = 256 * 1024 * 1024
"""Bytes, unpacked. A data plan with all its versions has a few megabytes, ten for each version at most."""

LONGEST_REFUSAL: Final = 1024 * 1024
"""Bytes of an unsuccessful answer that are read; the rest is not."""

SLOWEST_ANSWER: Final = 10
"""How many read timeouts an answer may take in all: one that trickles never runs into the timeout itself."""

REQUEST_IDS: Final = (
    "x-request-id",
    "x-mp-request-id",
    "x-github-request-id",
    "x-amzn-requestid",
    "cf-ray",
)
"""Where an API, or what stands in front of it, says how it names a request."""


@dataclass(frozen=True, slots=True)
class TransportOptions:
    """How a transport behaves; times in seconds."""

    connect_timeout: float = 10.0
    read_timeout: float = 60.0
    """Also for writing, and for waiting on a free connection."""
    connections: int = 16
    """At most, for all threads; more are useless at the pace that the API allows."""
    rate: float = REQUESTS_PER_SECOND
    retry: RetryPolicy = field(default_factory=RetryPolicy)
    headers: Mapping[str, str] = field(default_factory=dict)
    """Sent with every request, beside the `User-Agent`."""
    on_wait: Callable[[str], None] | None = None
    """Told why a request waits, in one line, for people who watch."""
    on_exchange: Callable[[Exchange], None] | None = None
    """Told of every request once it was answered or lost; from several threads."""
    redactor: Redactor | None = None
    """What keeps secrets out of messages; None takes a new one. The tokens of the run are added to it."""
    http: httpx.BaseTransport | None = None
    """Answers in place of the network, for tests."""


class Transport:
    """One connection pool, one pace and one set of secrets for all threads of a run."""

    def __init__(self, options: TransportOptions = TransportOptions()) -> None:
        self.redactor: Final = options.redactor or Redactor()
        self._options = options
        self._closed = threading.Event()
        self._sleep = options.retry.sleep or self._closed.wait
        self._pacer = Pacer(
            monotonic=options.retry.monotonic,
            sleep=self._sleep,
            rate=options.rate,
            on_wait=options.on_wait,
        )
        self._traffic = Traffic()
        self._waiting_until = 0.0
        self._lock = threading.Lock()
        self._client = _open_client(options)

    @property
    def traffic(self) -> Traffic:
        """What was done so far."""
        return self._traffic

    def monotonic(self) -> float:
        """Give the time of the clock that the waits are measured with, in seconds."""
        return self._options.retry.monotonic()

    def __enter__(self) -> Transport:
        """Give the transport itself."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Close the connections."""
        self.close()

    def close(self) -> None:
        """Close the connections and end all waits; the transport cannot be used afterwards."""
        self._closed.set()
        self._client.close()

    def send(self, request: Request) -> Answer:
        """Send a request, again where that is safe, and give the answer.

        Raises:
            ApiError: the kind says what is known (see `dataplan_sync.errors`); `AnswerLostError` only for a
                request that stores something.
        """
        credentials = request.service.credentials
        renewed = False
        tries = 0
        while True:
            tries += 1
            authorization = credentials.authorization() if credentials else None
            outcome = self._try_once(request, authorization, tries)
            if isinstance(outcome, Answer):
                return outcome
            refused = outcome.kind is AuthenticationError and not renewed
            if refused and credentials and authorization and credentials.renew(authorization):
                renewed = True
                self._count(Traffic(retries=1))
                continue
            final = self._wait(request, outcome, tries)
            if final:
                raise final.error(request, self.redactor, tries=tries) from final.cause

    def _try_once(
        self, request: Request, authorization: str | None, attempt: int
    ) -> Answer | Setback:
        self._pacer.wait()
        began = self.monotonic()
        exchange = Exchange(
            request.method, request.url, request.service.scope, attempt=attempt, seconds=0.0
        )
        outcome: Answer | Setback
        try:
            received = self._exchange(request, authorization)
        except (httpx.RequestError, httpx.InvalidURL, UnicodeError) as exc:
            # A host name that cannot exist, the proxy's too, fails as the encoding of a name.
            outcome = unanswered.setback(request, exc, self.redactor)
            exchange = replace(exchange, failure=outcome.what)
        except _EndlessAnswerError as exc:
            outcome = replace(unreadable(request, str(exc), exc), repeatable=False)
            exchange = replace(exchange, failure=outcome.what)
        else:
            self._pacer.observe(received.headers.get(USED_HEADER))
            outcome = judge(request, received, self.redactor)
            named = next(filter(None, map(received.headers.get, REQUEST_IDS)), "")
            exchange = replace(
                exchange, status=received.status, request_id=self.redactor.quote(named, limit=80)
            )
        throttled = isinstance(outcome, Setback) and outcome.throttled
        self._count(Traffic(requests=1, throttled=int(throttled)))
        if self._options.on_exchange:
            self._options.on_exchange(replace(exchange, seconds=self.monotonic() - began))
        return outcome

    def _exchange(self, request: Request, authorization: str | None) -> Received:
        """Send a request once and read its answer, as far as that is an answer and no flood.

        Raises:
            _EndlessAnswerError: it is a flood.
        """
        content = request.content()
        headers = {
            **request.service.headers,
            **({"Content-Type": "application/json"} if content else {}),
            **({"Authorization": authorization} if authorization else {}),
        }
        deadline = self.monotonic() + SLOWEST_ANSWER * self._options.read_timeout
        with self._client.stream(
            request.method, request.url, content=content, headers=headers
        ) as response:
            refused = response.status_code >= 400
            limit = LONGEST_REFUSAL if refused else LONGEST_ANSWER
            received = bytearray()
            for piece in response.iter_bytes():
                received += piece
                if len(received) > limit and refused:
                    del received[limit:]
                    break
                if len(received) > limit:
                    message = f"was answered with more than {limit // 1024**2} MiB"
                    raise _EndlessAnswerError(message)
                if self.monotonic() > deadline:
                    message = "was answered without an end in sight"
                    raise _EndlessAnswerError(message)
            return Received(response.status_code, dict(response.headers), bytes(received))

    def _wait(self, request: Request, setback: Setback, tries: int) -> Setback | None:
        """Wait before another try; give the setback, with what else is to say, if there is to be none."""
        policy = self._options.retry
        asked = policy.asked_wait(setback.headers)
        patient = setback.throttled and asked is not None
        limit = policy.throttled_tries if patient else policy.tries
        hopeless = setback.throttled and policy.out_of_reach(setback.headers)
        if not setback.repeatable or tries >= limit or hopeless:
            return setback
        backoff = policy.backoff(tries, throttled=setback.throttled)
        seconds = backoff if asked is None else asked
        kind = setback.headers.get(EXCEEDED_HEADER, "")
        if setback.throttled:
            self._pacer.hold(seconds, kind=kind, told=asked is not None)
        if not self._may_wait(seconds):
            return replace(setback, advice=f"{setback.advice} {self._spent()}")
        if self._options.on_wait:
            named = f", the limit {self.redactor.quote(kind, limit=40)}" if kind else ""
            reason = (
                f"{request.method} {request.url} {setback.what}{named} (try {tries} of {limit})"
            )
            self._options.on_wait(self.redactor.redact(f"waiting {seconds:.1f} s: {reason}"))
        self._sleep(seconds)
        return None

    def _may_wait(self, seconds: float) -> bool:
        """Count a wait, unless that would be more than a run may wait."""
        with self._lock:
            now = self.monotonic()
            more = max(0.0, now + seconds - max(now, self._waiting_until))
            if self._traffic.waited + more > self._options.retry.budget:
                return False
            self._waiting_until = max(self._waiting_until, now + seconds)
            self._traffic += Traffic(retries=1, waits=1, waited=more)
            return True

    def _spent(self) -> str:
        waited, budget = self._traffic.waited, self._options.retry.budget
        option = self._options.retry.budget_option
        more = f", or give it more with {option}" if option else ""
        return f"The run has waited {waited:.0f} s, and may wait {budget:g} s in all: run it again later{more}."

    def _count(self, more: Traffic) -> None:
        with self._lock:
            self._traffic += more


class _EndlessAnswerError(Exception):
    """An answer is larger, or slower, than any answer of the API can be."""


def _open_client(options: TransportOptions) -> httpx.Client:
    timeout = httpx.Timeout(options.read_timeout, connect=options.connect_timeout)
    limits = httpx.Limits(
        max_connections=options.connections, max_keepalive_connections=options.connections
    )
    agent = {"User-Agent": f"dataplan-sync/{__version__}", "Accept": "application/json"}
    try:
        return httpx.Client(
            headers={**agent, **options.headers},
            timeout=timeout,
            limits=limits,
            follow_redirects=False,
            mounts=dict.fromkeys(unanswered.LOOPBACK),
            transport=options.http,
        )
    except (OSError, ValueError, ImportError, httpx.InvalidURL) as exc:
        # The text of such an error may quote a proxy's address with its password.
        message = (
            f"The environment does not allow a connection ({type(exc).__name__})."
            " Check HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, SSL_CERT_FILE and SSL_CERT_DIR."
        )
        raise UsageError(message) from exc
