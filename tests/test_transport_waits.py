"""How long requests wait, who is told of it, and that nobody waits for ever."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise

import httpx
import pytest

from dataplan_sync import transport as sending
from dataplan_sync.errors import AnswerLostError, RejectedError, UnexpectedAnswerError
from dataplan_sync.retry import RetryPolicy
from dataplan_sync.traffic import Exchange, Traffic
from tests import fake_api
from tests.fake_api import FakeApi, FakeClock, read, write

OK = fake_api.json({"ok": True})


def test_all_waits_together_end_at_the_budget():
    clock = FakeClock()
    busy = fake_api.errors("busy", status=429, retry_after="40", x_mp_rate_limit_exceeded="account")
    api = FakeApi(busy)
    transport = fake_api.transport(api, clock, retry=clock.policy(budget=100.0))

    with pytest.raises(RejectedError, match=r"has waited 80 s, and may wait 100 s .* --max-wait"):
        transport.send(read())

    assert clock.time == pytest.approx(1080, abs=0.1)
    assert transport.traffic == Traffic(requests=3, retries=2, waits=2, waited=80, throttled=3)


def test_waits_side_by_side_count_once():
    clock = FakeClock()
    both = threading.Barrier(2)

    def together(_line):
        both.wait(10)

    api = FakeApi(*[fake_api.errors("busy", status=503)] * 2, OK)
    transport = fake_api.transport(api, clock, rate=1e9, on_wait=together)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: transport.send(read()), range(2)))

    assert (transport.traffic.waits, transport.traffic.waited) == (2, pytest.approx(0.5))


def test_every_request_is_told_of_without_what_it_holds():
    clock = FakeClock()
    told: list[Exchange] = []

    def slow(_request):
        clock.time += 0.25
        return fake_api.json({}, X_Request_Id="abc")

    api = FakeApi(fake_api.errors("busy", status=503), httpx.ReadError("reset"), slow)
    fake_api.transport(api, clock, on_exchange=told.append).send(read())

    told_of = partial(Exchange, "GET", "https://api.test/plans", "workspace 7")
    assert told == [
        told_of(attempt=1, seconds=0.0, status=503),
        told_of(attempt=2, seconds=0.0, failure="was not answered: reset"),
        told_of(attempt=3, seconds=0.25, status=200, request_id="abc"),
    ]


def test_requests_are_spaced_and_slow_down_as_the_limit_comes_near():
    clock = FakeClock()
    used = ["10", "20", "30", "55", "60", "60"]
    near = [fake_api.json({}, X_MP_Rate_Limit_Percentage_Used=percent) for percent in used]
    transport = fake_api.transport(FakeApi(*near), clock, rate=10)
    times = []
    for _ in used:
        transport.send(read())
        times.append(clock.time)

    gaps = [after - before for before, after in pairwise(times)]
    assert gaps[:3] == pytest.approx([0.1] * 3)
    assert min(gaps[3:]) > 10


def test_a_refusal_for_asking_too_much_holds_every_thread_back():
    clock = FakeClock()
    api = FakeApi(fake_api.errors("slow", status=429, retry_after="30"), OK)
    sent_meanwhile: list[float] = []

    def meanwhile(line):
        if "for a turn" in line:
            return
        transport.send(read("/other"))
        sent_meanwhile.append(clock.time)

    transport = fake_api.transport(api, clock, on_wait=meanwhile)
    transport.send(read())

    assert sent_meanwhile == [1030]


def test_closing_ends_the_waits_of_other_threads():
    waiting = threading.Event()
    busy = fake_api.errors("busy", status=429, retry_after="60")
    transport = fake_api.transport(
        FakeApi(busy), retry=RetryPolicy(), on_wait=lambda _: waiting.set()
    )
    with ThreadPoolExecutor(1) as pool:
        started = time.monotonic()
        abandoned = pool.submit(transport.send, read())
        assert waiting.wait(10)
        transport.close()
        error = abandoned.exception(timeout=10)

    assert isinstance(error, RuntimeError)
    assert time.monotonic() - started < 10


def test_an_answer_without_an_end_is_given_up(monkeypatch):
    monkeypatch.setattr(sending, "LONGEST_ANSWER", 3 * 1024**2)
    api = FakeApi(fake_api.text(b"[" * (4 * 1024**2)))

    with pytest.raises(UnexpectedAnswerError, match="answered with more than 3 MiB"):
        fake_api.transport(api).send(read())
    with pytest.raises(AnswerLostError, match="answered with more than 3 MiB"):
        fake_api.transport(api).send(write())

    assert len(api.requests) == 2


def test_of_a_refusal_only_the_beginning_is_read():
    api = FakeApi(fake_api.text("Too much. " * 300_000, 400))

    with pytest.raises(RejectedError) as caught:
        fake_api.transport(api).send(read())

    assert len(str(caught.value)) < 600


def test_an_answer_that_trickles_is_given_up():
    clock = FakeClock()

    class Trickle(httpx.SyncByteStream):
        def __iter__(self):
            for _ in range(10_000):
                clock.time += 50
                yield b" "

    network = httpx.MockTransport(lambda _request: httpx.Response(200, stream=Trickle()))

    with pytest.raises(UnexpectedAnswerError, match="without an end in sight"):
        fake_api.transport(None, clock, http=network).send(read())
    assert clock.time - 1000 <= 10 * 60 + 50
