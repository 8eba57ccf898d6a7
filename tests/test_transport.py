"""How requests are sent: patiently for reads, never twice for a write that may have been stored."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from dataplan_sync import __version__
from dataplan_sync.errors import (
    AnswerLostError,
    AuthenticationError,
    ForbiddenError,
    NotFoundError,
    RejectedError,
    UnexpectedAnswerError,
    UnreachableError,
)
from dataplan_sync.traffic import Traffic
from tests import fake_api
from tests.fake_api import FakeApi, FakeClock, FakeCredentials, read, write

OK = fake_api.json({"ok": True})
NOT_CONNECTED = [
    httpx.ConnectError("refused"),
    httpx.ConnectTimeout("slow"),
    httpx.PoolTimeout("busy"),
    httpx.ProxyError("502"),
]
LOST = [
    httpx.ReadError("reset"),
    httpx.ReadTimeout(""),
    httpx.WriteError("broken pipe"),
    httpx.WriteTimeout(""),
    httpx.RemoteProtocolError("peer closed connection"),
]


def name_of(value):
    return type(value).__name__ if isinstance(value, Exception) else None


@pytest.mark.parametrize("fault", [*NOT_CONNECTED, *LOST], ids=name_of)
def test_a_read_is_repeated_until_it_succeeds(fault):
    clock = FakeClock()
    api = FakeApi(fault, fault, fault, fault, OK)

    answer = fake_api.transport(api, clock).send(read())

    assert answer.value == {"ok": True}
    assert len(api.requests) == 5
    assert [seconds for seconds in clock.slept if seconds >= 0.5] == [0.5, 1, 2, 4]


@pytest.mark.parametrize("fault", [*NOT_CONNECTED, *LOST], ids=name_of)
def test_a_read_that_never_succeeds_ends_after_five_tries(fault):
    api = FakeApi(fault)

    with pytest.raises(UnreachableError, match=r"\(5 tries\)") as caught:
        fake_api.transport(api).send(read())

    assert len(api.requests) == 5
    assert caught.value.__cause__ is fault


@pytest.mark.parametrize(
    "answer", [fake_api.text(b"", 500), fake_api.page(status=502), fake_api.text(b'{"cut": ', 200)]
)
def test_a_read_with_a_passing_fault_is_repeated(answer):
    api = FakeApi(answer, answer, OK)

    assert fake_api.transport(api).send(read()).value == {"ok": True}


def test_a_body_that_cannot_be_unpacked_is_repeated():
    broken = httpx.DecodingError("incorrect header check")

    assert fake_api.transport(FakeApi(broken, OK)).send(read()).value == {"ok": True}
    with pytest.raises(UnexpectedAnswerError, match="unreadably: incorrect header check"):
        fake_api.transport(FakeApi(broken)).send(read())


@pytest.mark.parametrize("fault", [*LOST, httpx.DecodingError("bad gzip")], ids=name_of)
@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE"])
def test_a_write_whose_answer_was_lost_is_not_sent_again(method, fault):
    api = FakeApi(fault, OK)

    with pytest.raises(AnswerLostError, match="may or may not have been stored"):
        fake_api.transport(api).send(write(method))

    assert len(api.requests) == 1


@pytest.mark.parametrize(
    "answer", [fake_api.text(b"", 500), fake_api.page(status=502), fake_api.text(b'{"cut": ', 200)]
)
def test_a_write_whose_answer_cannot_be_used_is_not_sent_again(answer):
    api = FakeApi(answer, OK)

    with pytest.raises(AnswerLostError):
        fake_api.transport(api).send(write())

    assert len(api.requests) == 1


@pytest.mark.parametrize("fault", NOT_CONNECTED, ids=name_of)
def test_a_write_that_never_left_is_sent_again(fault):
    api = FakeApi(fault, fault, OK)

    assert fake_api.transport(api).send(write()).value == {"ok": True}


@pytest.mark.parametrize("fault", NOT_CONNECTED, ids=name_of)
def test_a_write_that_could_not_leave_is_known_not_to_be_stored(fault):
    with pytest.raises(UnreachableError, match="could not be sent"):
        fake_api.transport(FakeApi(fault)).send(write())


@pytest.mark.parametrize("request_", [read(), write()], ids=["read", "write"])
@pytest.mark.parametrize(
    ("headers", "wait"),
    [({"retry_after": "7"}, 7), ({"RetryAfter": "3"}, 3), ({"retry_after": "9999"}, 120), ({}, 5)],
)
def test_a_refusal_for_asking_too_much_waits_as_asked_and_is_sent_again(request_, headers, wait):
    clock = FakeClock()
    api = FakeApi(fake_api.errors("slow down", status=429, **headers), OK)

    assert fake_api.transport(api, clock).send(request_).value == {"ok": True}
    assert (clock.slept, len(api.requests)) == ([wait], 2)


@pytest.mark.parametrize(("headers", "tries"), [({}, 5), ({"retry_after": "1"}, 12)])
def test_a_refusal_for_asking_too_much_is_not_repeated_for_ever(headers, tries):
    api = FakeApi(fake_api.errors("slow down", status=429, **headers))

    with pytest.raises(RejectedError, match="wait a minute") as caught:
        fake_api.transport(api).send(write())

    assert (caught.value.status, caught.value.messages) == (429, ("slow down",))
    assert len(api.requests) == tries


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, RejectedError),
        (403, ForbiddenError),
        (404, NotFoundError),
        (302, UnexpectedAnswerError),
    ],
)
@pytest.mark.parametrize("request_", [read(), write()], ids=["read", "write"])
def test_a_final_answer_is_asked_for_once(request_, status, kind):
    api = FakeApi(fake_api.text(b"", status, Location="https://elsewhere"))

    with pytest.raises(kind):
        fake_api.transport(api).send(request_)

    assert len(api.requests) == 1


@pytest.mark.parametrize("of", [read, write])
def test_a_refused_token_is_replaced_once(of):
    api = FakeApi(fake_api.text(b"", 401), OK)
    request = of(credentials=FakeCredentials("old", "new"))

    assert fake_api.transport(api).send(request).value == {"ok": True}
    sent = [asked.headers["authorization"] for asked in api.requests]
    assert sent == ["Bearer old", "Bearer new"]


def test_a_second_refusal_of_a_token_ends_the_request():
    api = FakeApi(fake_api.text(b"", 401))
    request = read(credentials=FakeCredentials("first", "second", "third"))

    with pytest.raises(AuthenticationError, match=r"Check the secret\."):
        fake_api.transport(api).send(request)

    assert len(api.requests) == 2


def test_without_credentials_a_401_is_final_and_nothing_is_authorised():
    api = FakeApi(fake_api.text(b"", 401))

    with pytest.raises(AuthenticationError):
        fake_api.transport(api).send(read())

    assert [request.headers.get("authorization") for request in api.requests] == [None]


def test_every_request_says_who_asks_and_for_what():
    api = FakeApi(OK)
    fake_api.transport(api, headers={"X-Extra": "1"}).send(read())
    headers = api.requests[0].headers

    assert (headers["user-agent"], headers["accept"], headers["x-extra"]) == (
        f"dataplan-sync/{__version__}",
        "application/json",
        "1",
    )


def test_every_request_has_its_timeouts():
    api = FakeApi(OK)
    fake_api.transport(api, connect_timeout=3, read_timeout=4).send(read())

    assert api.requests[0].extensions["timeout"] == {"connect": 3, "read": 4, "write": 4, "pool": 4}


def test_waits_are_told_and_counted():
    lines: list[str] = []
    api = FakeApi(fake_api.errors("busy", status=503), httpx.ReadError("reset"), OK)
    transport = fake_api.transport(api, on_wait=lines.append)

    transport.send(read())

    assert lines == [
        "waiting 0.5 s: GET https://api.test/plans was answered with 503: busy (try 1 of 5)",
        "waiting 1.0 s: GET https://api.test/plans was not answered: reset (try 2 of 5)",
    ]
    assert transport.traffic == Traffic(requests=3, retries=2, waits=2, waited=1.5)


def test_threads_share_one_transport():
    barrier = threading.Barrier(8, timeout=10)

    def answer(request):
        barrier.wait()
        return fake_api.json({"path": request.url.path})

    transport = fake_api.transport(FakeApi(answer))
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda number: transport.send(read(f"/{number}")), range(8)))

    assert [answer.value for answer in answers] == [{"path": f"/{number}"} for number in range(8)]
    assert transport.traffic.requests == 8


@pytest.mark.parametrize("request_", [read(), write()], ids=["read", "write"])
def test_an_interrupt_is_not_swallowed(request_):
    api = FakeApi(KeyboardInterrupt())

    with pytest.raises(KeyboardInterrupt):
        fake_api.transport(api).send(request_)

    assert len(api.requests) == 1


def test_a_closed_transport_is_closed():
    with fake_api.transport(FakeApi(OK)) as transport:
        transport.send(read())

    assert transport._client.is_closed
