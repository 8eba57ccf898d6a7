"""Requests are spaced, for all threads together, and wider as the limit comes near."""

from __future__ import annotations

from bisect import bisect_left
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataplan_sync.pacing import Pacer, stretch
from tests.fake_api import FakeClock


def pacer_of(clock, **rate):
    return Pacer(monotonic=lambda: clock.time, sleep=clock.sleep, **rate)


def starts(pacer, clock, count):
    times = []
    for _ in range(count):
        pacer.wait()
        times.append(clock.time)
    return times


@settings(max_examples=25)
@given(st.lists(st.floats(0, 2), min_size=60, max_size=90))
def test_no_second_sees_more_requests_than_the_rate(pauses):
    clock = FakeClock()
    pacer = pacer_of(clock)
    times = []
    for pause in pauses:
        clock.time += pause / 50
        pacer.wait()
        times.append(clock.time)

    busiest = max(bisect_left(times, start + 1) - index for index, start in enumerate(times))

    assert busiest <= 50


def test_threads_share_the_pace():
    clock = FakeClock()
    pacer = pacer_of(clock, rate=10)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: pacer.wait(), range(21)))
    pacer.wait()

    assert clock.time >= 1000 + 2.0


def test_the_first_request_and_one_after_a_pause_do_not_wait():
    clock = FakeClock()
    pacer = pacer_of(clock)
    pacer.wait()
    clock.time += 1
    pacer.wait()

    assert clock.slept == []


def test_a_hold_stops_everybody_and_then_spaces_them():
    clock = FakeClock()
    pacer = pacer_of(clock, rate=10)
    pacer.hold(30)

    assert starts(pacer, clock, 3) == pytest.approx([1030, 1030.1, 1030.2])


def test_a_shorter_hold_does_not_end_a_longer_one():
    clock = FakeClock()
    pacer = pacer_of(clock)
    pacer.hold(30)
    pacer.hold(1)

    assert starts(pacer, clock, 1) == [1030]


def test_the_pace_slows_down_and_recovers_with_the_limit():
    clock = FakeClock()
    pacer = pacer_of(clock, rate=10)
    pacer.observe("90")
    slow = starts(pacer, clock, 3)
    pacer.observe("12.5")
    pacer.wait()
    fast = starts(pacer, clock, 2)

    assert slow == pytest.approx([1000, 1000.2, 1000.4])
    assert fast[1] - fast[0] == pytest.approx(0.1)


@pytest.mark.parametrize("header", [None, "", "many"])
def test_a_percentage_that_is_no_number_changes_nothing(header):
    clock = FakeClock()
    pacer = pacer_of(clock, rate=10)
    pacer.observe("90")
    pacer.observe(header)

    assert starts(pacer, clock, 2) == pytest.approx([1000, 1000.2])


@pytest.mark.parametrize(
    ("used", "expected"),
    [(0, 1), (80, 1), (90, 2), (95, 4), (99, 20), (100, 20), (180, 20), (-1, 1), (float("nan"), 1)],
)
def test_how_much_wider(used, expected):
    assert stretch(used) == pytest.approx(expected)
