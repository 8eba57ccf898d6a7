"""What people are told when no answer comes, and what they must not be told."""

from __future__ import annotations

import socket
import ssl
import traceback

import httpx
import pytest

from dataplan_sync.errors import ApiError, UnreachableError, UsageError
from dataplan_sync.transport import Transport, TransportOptions
from tests import fake_api
from tests.fake_api import FakeApi, FakeClock, FakeCredentials, read


def caused_by(cause):
    """A connection error as httpx raises it: the real reason is two causes down."""
    outer = httpx.ConnectError(str(cause))
    outer.__cause__ = OSError("wrapped")
    outer.__cause__.__cause__ = cause
    return outer


@pytest.mark.parametrize(
    ("fault", "advice", "tries"),
    [
        (
            caused_by(socket.gaierror("unknown")),
            "The host name is not known here: check THE_URL",
            5,
        ),
        (caused_by(ConnectionRefusedError()), "Nothing listens there: check THE_URL", 5),
        (caused_by(ssl.SSLCertVerificationError("self-signed")), "SSL_CERT_FILE", 1),
        (httpx.ProxyError("403 Forbidden"), "check HTTPS_PROXY and NO_PROXY", 5),
        (httpx.ReadTimeout(""), "Check the network, HTTPS_PROXY and THE_URL", 5),
        (httpx.UnsupportedProtocol("ftp"), "THE_URL", 1),
        (httpx.InvalidURL("Invalid port"), "THE_URL", 1),
    ],
)
def test_an_unreachable_host_says_what_to_check(fault, advice, tries, monkeypatch):
    monkeypatch.setenv("NO_PROXY", "*")
    api = FakeApi(fault)

    with pytest.raises(UnreachableError, match=advice):
        fake_api.transport(api).send(read())

    assert len(api.requests) == tries


def test_a_closed_port_of_this_machine_is_unreachable():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    policy = FakeClock().policy()
    request = fake_api.read()
    service = fake_api.service()

    with Transport(TransportOptions(retry=policy)) as transport:
        closed = type(service)(
            f"http://127.0.0.1:{port}", service.url_setting, service.scope, "", ""
        )
        with pytest.raises(
            UnreachableError, match=r"Nothing listens there: check THE_URL, and HTTPS_PROXY"
        ):
            transport.send(type(request)(closed, "GET", "/plans"))


@pytest.fixture
def dead_proxy(monkeypatch):
    """An address of this machine where no proxy listens any more, set as the proxy of everything."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"127.0.0.1:{server.getsockname()[1]}"
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTPS_PROXY", f"http://user:passw0rd@{address}/")
    return address


def test_a_dead_proxy_is_named_without_its_password(dead_proxy):
    policy = FakeClock().policy()
    with (
        Transport(TransportOptions(retry=policy)) as transport,
        pytest.raises(UnreachableError) as caught,
    ):
        transport.send(read())

    assert (
        f"Requests go through the proxy {dead_proxy} here, and there is no connection to it: start it, correct"
        " HTTPS_PROXY, or list the host in NO_PROXY."
    ) in str(caught.value)
    assert "passw0rd" not in str(caught.value)


@pytest.mark.usefixtures("dead_proxy")
@pytest.mark.parametrize(
    ("fault", "advice"),
    [
        (httpx.ConnectTimeout("slow"), "Requests go through the proxy"),
        (caused_by(socket.gaierror("unknown")), "Requests go through the proxy"),
        (caused_by(ssl.SSLCertVerificationError("self-signed")), "SSL_CERT_FILE"),
        (httpx.ReadTimeout(""), "Check the network, HTTPS_PROXY and THE_URL"),
    ],
)
def test_a_proxy_is_blamed_only_where_there_was_no_connection(fault, advice):
    with pytest.raises(UnreachableError, match=advice):
        fake_api.transport(FakeApi(fault)).send(read())


@pytest.mark.usefixtures("dead_proxy")
def test_a_proxy_is_not_blamed_for_a_host_that_is_reached_without_it(monkeypatch):
    monkeypatch.setenv("NO_PROXY", httpx.URL(read().url).host)
    with pytest.raises(UnreachableError, match="Nothing listens there: check THE_URL"):
        fake_api.transport(FakeApi(caused_by(ConnectionRefusedError()))).send(read())


def test_a_message_never_holds_a_secret():
    secret, token = "s3cr3t with spaces", "t0ken-t0ken"
    answers = [
        fake_api.errors(f"bad secret {secret}"),
        fake_api.text(f"Authorization: Bearer {token}", 403),
        fake_api.page(f"{secret}", 200),
        httpx.ConnectError(f"header {token} is illegal"),
        fake_api.text(f'"{secret}', 200),
    ]
    said: list[str] = []
    for answer in answers:
        transport = fake_api.transport(FakeApi(answer), on_wait=said.append)
        transport.redactor.add(secret)
        transport.redactor.add(token)
        with pytest.raises(ApiError) as caught:
            transport.send(read(f"/{token}", FakeCredentials(token)))
        said.extend([str(caught.value), repr(caught.value), repr(transport)])
        said.append(str(getattr(caught.value, "messages", "")))

    assert [line for line in said if secret in line or token in line] == []


def test_a_cause_shows_no_authorization():
    # Put together here, for a traceback quotes the lines of this file.
    token = "".join(["t0ken", "-of-", "this-run"])
    fault = httpx.ReadError("reset")

    def answer(request):
        fault.request = request
        return fault

    with pytest.raises(UnreachableError) as caught:
        fake_api.transport(FakeApi(answer)).send(read(credentials=FakeCredentials(token)))

    assert token not in "".join(traceback.format_exception(caught.value))
    assert token not in repr(fault.request.headers)


@pytest.mark.parametrize(
    ("name", "value"),
    [("HTTPS_PROXY", "what://user:passw0rd@proxy"), ("SSL_CERT_FILE", "/no/such/file.pem")],
)
def test_an_environment_that_allows_no_connection_is_named(monkeypatch, name, value):
    monkeypatch.setenv(name, value)

    with pytest.raises(UsageError, match=name) as caught:
        Transport()

    assert "passw0rd" not in str(caught.value)


def test_this_machine_is_never_asked_for_through_a_proxy(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        address = f"http://127.0.0.1:{proxy.getsockname()[1]}"
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, address)
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        with Transport() as transport:
            picked = transport._client._transport_for_url(httpx.URL("http://127.0.0.1:1/plans"))

            assert picked is transport._client._transport
