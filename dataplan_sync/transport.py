"""Sends requests to an API and brings back an answer or an error: both API clients stand on this.

Owns the connection pool, the retries, the pace and the translation of httpx's errors. Knows no data plans. No
other module outside the API clients imports httpx, which costs a tenth of a second at start-up.

Reads are repeated freely. A write is sent again only if it was refused before it was executed (429, a 401 with
an old token) or never left (no connection); otherwise its fate is unknown, and `AnswerLostError` says so.
"""

from __future__ import annotations

import socket
import ssl
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.request import getproxies, proxy_bypass

import httpx

from dataplan_sync import __version__
from dataplan_sync.answers import Answer, Received, Setback, judge, unreadable
from dataplan_sync.errors import (
    AuthenticationError,
    UnreachableError,
    UsageError,
)
from dataplan_sync.pacing import REQUESTS_PER_SECOND, USED_HEADER, Pacer
from dataplan_sync.redaction import Redactor
from dataplan_sync.retry import RetryPolicy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from dataplan_sync.answers import Request

NEVER_SENT: Final = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
    UnicodeError,
)
"""After these nothing has reached the API: there was no connection to send it over."""

LOOPBACK: Final = ("all://localhost", "all://127.0.0.1", "all://[::1]")
"""Never asked for through a proxy, which could not reach this machine's emulator."""


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
    http: httpx.BaseTransport | None = None
    """Answers in place of the network, for tests."""


@dataclass(frozen=True, slots=True)
class Traffic:
    """What a transport has done so far."""

    requests: int = 0
    """Requests sent, repetitions included."""
    retries: int = 0
    """Requests sent again."""
    waits: int = 0
    """Waits before a request was sent again."""
    waited: float = 0.0
    """Seconds spent in those waits."""


class Transport:
    """One connection pool, one pace and one set of secrets for all threads of a run."""

    def __init__(self, options: TransportOptions = TransportOptions()) -> None:
        self.redactor: Final = Redactor()
        self._options = options
        self._closed = threading.Event()
        self._sleep = options.retry.sleep or self._closed.wait
        self._pacer = Pacer(monotonic=options.retry.monotonic, sleep=self._sleep, rate=options.rate)
        self._traffic = Traffic()
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
            outcome = self._try_once(request, authorization)
            if isinstance(outcome, Answer):
                return outcome
            refused = outcome.kind is AuthenticationError and not renewed
            if refused and credentials and authorization and credentials.renew(authorization):
                renewed = True
                self._count(retries=1)
            elif outcome.repeatable and self._may_try_again(outcome, tries):
                self._wait(request, outcome, tries)
            else:
                raise outcome.error(request, self.redactor, tries=tries) from outcome.cause

    def _may_try_again(self, setback: Setback, tries: int) -> bool:
        policy = self._options.retry
        reachable = not (setback.throttled and policy.out_of_reach(setback.headers))
        return tries < policy.tries and reachable

    def _try_once(self, request: Request, authorization: str | None) -> Answer | Setback:
        content = request.content()
        headers = {
            **request.service.headers,
            **({"Content-Type": "application/json"} if content else {}),
        }
        if authorization:
            headers["Authorization"] = authorization
        self._pacer.wait()
        self._count(requests=1)
        try:
            response = self._client.request(
                request.method, request.url, content=content, headers=headers
            )
        except (httpx.RequestError, httpx.InvalidURL, UnicodeError) as exc:
            # A host name that cannot exist, the proxy's too, fails as the encoding of a name.
            return self._lost(request, exc)
        received = Received(response.status_code, dict(response.headers), response.content)
        self._pacer.observe(received.headers.get(USED_HEADER))
        return judge(request, received, self.redactor)

    def _lost(
        self, request: Request, exc: httpx.RequestError | httpx.InvalidURL | UnicodeError
    ) -> Setback:
        said = self.redactor.quote(str(exc) or type(exc).__name__)
        if isinstance(exc, httpx.DecodingError):
            return unreadable(request, f"was answered unreadably: {said}", exc)
        never_sent = isinstance(exc, NEVER_SENT)
        if request.stores and not never_sent:
            return unreadable(request, f"was sent and not answered: {said}", exc)
        what = f"could not be sent: {said}" if never_sent else f"was not answered: {said}"
        return Setback(
            UnreachableError,
            what.rstrip("."),
            _proxy_advice(request, exc) or _advice(request, exc),
            repeatable=_may_pass(exc),
            cause=exc,
        )

    def _wait(self, request: Request, setback: Setback, tries: int) -> None:
        policy = self._options.retry
        asked = policy.asked_wait(setback.headers)
        backoff = policy.backoff(tries, throttled=setback.throttled)
        seconds = backoff if asked is None else asked
        if setback.throttled:
            self._pacer.hold(seconds)
        self._count(retries=1, waits=1, waited=seconds)
        if self._options.on_wait:
            reason = (
                f"{request.method} {request.url} {setback.what} (try {tries} of {policy.tries})"
            )
            self._options.on_wait(self.redactor.redact(f"waiting {seconds:.1f} s: {reason}"))
        self._sleep(seconds)

    def _count(
        self, *, requests: int = 0, retries: int = 0, waits: int = 0, waited: float = 0.0
    ) -> None:
        with self._lock:
            done = self._traffic
            self._traffic = Traffic(
                done.requests + requests,
                done.retries + retries,
                done.waits + waits,
                done.waited + waited,
            )


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
            mounts=dict.fromkeys(LOOPBACK),
            transport=options.http,
        )
    except (OSError, ValueError, ImportError, httpx.InvalidURL) as exc:
        # The text of such an error may quote a proxy's address with its password.
        message = (
            f"The environment does not allow a connection ({type(exc).__name__})."
            " Check HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, SSL_CERT_FILE and SSL_CERT_DIR."
        )
        raise UsageError(message) from exc


def _causes(exc: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = exc
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__


def _may_pass(exc: BaseException) -> bool:
    lasting = (
        ssl.SSLCertVerificationError,
        httpx.InvalidURL,
        httpx.UnsupportedProtocol,
        UnicodeError,
    )
    return not any(isinstance(cause, lasting) for cause in _causes(exc))


def _advice(request: Request, exc: BaseException) -> str:
    setting = request.service.url_setting
    for cause in _causes(exc):
        match cause:
            case ssl.SSLCertVerificationError():
                return (
                    "The certificate is not trusted: if a proxy inspects traffic here,"
                    " point SSL_CERT_FILE to its certificate authority."
                )
            case socket.gaierror():
                return f"The host name is not known here: check {setting} and the network."
            case ConnectionRefusedError():
                return (
                    f"Nothing listens there: check {setting}, and HTTPS_PROXY if a proxy is used."
                )
            case UnicodeError():
                return f"That is no host name: check {setting} and HTTPS_PROXY."
            case httpx.ProxyError():
                return "The proxy refused: check HTTPS_PROXY and NO_PROXY."
            case _:
                pass
    return f"Check the network, HTTPS_PROXY and {setting}, then run it again."


def _proxy_advice(request: Request, exc: BaseException) -> str | None:
    """Name the proxy, without its password, if there was no connection to it."""
    unreached = (httpx.ConnectTimeout, socket.gaierror, ConnectionRefusedError)
    if not any(isinstance(cause, unreached) for cause in _causes(exc)):
        return None
    url, proxies = httpx.URL(request.url), getproxies()
    proxy = proxies.get(url.scheme) or proxies.get("all")
    if not proxy or f"all://{url.host}" in LOOPBACK or proxy_bypass(url.host):
        return None
    address = proxy.rpartition("://")[2].rpartition("@")[2].partition("/")[0]
    return (
        f"Requests go through the proxy {address} here, and there is no connection to it: start it, correct"
        " HTTPS_PROXY, or list the host in NO_PROXY."
    )
