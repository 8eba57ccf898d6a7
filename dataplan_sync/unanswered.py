"""Why a request got no answer: what httpx raised, as a setback with advice.

Apart from `transport` the only module that knows httpx's errors. What matters is whether a request can have reached
the API: only then may a write have been stored.
"""

from __future__ import annotations

import socket
import ssl
from typing import TYPE_CHECKING, Final
from urllib.request import getproxies, proxy_bypass

import httpx

from dataplan_sync.answers import Setback, unreadable
from dataplan_sync.errors import UnreachableError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataplan_sync.answers import Request
    from dataplan_sync.redaction import Redactor

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


def setback(
    request: Request,
    exc: httpx.RequestError | httpx.InvalidURL | UnicodeError,
    redactor: Redactor,
) -> Setback:
    """Say of a request that got no answer whether it may have been stored, and what to check."""
    said = redactor.quote(str(exc) or type(exc).__name__)
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
