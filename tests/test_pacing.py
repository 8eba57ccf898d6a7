"""Requests are spaced, for all threads together, and wider as the limit comes near."""

from __future__ import annotations

from bisect import bisect_left
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataplan_sync.pacing import Pacer
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


def test_the_first_half_of_a_minute_is_free():
    clock = FakeClock()
    pacer = pacer_of(clock, rate=10)
    pacer.observe("49")

    assert starts(pacer, clock, 3) == pytest.approx([1000, 1000.1, 1000.2])


def test_what_is_left_of_a_minute_is_spread_over_the_rest_of_it():
    clock = FakeClock()
    pacer = pacer_of(clock, rate=10)
    pacer.observe("10")
    starts(pacer, clock, 10)
    pacer.observe("60")  # ten of ours cost 50 %: others are there, too
    times = starts(pacer, clock, 4)

    # 90 % less 60 % pays for six requests in the 59 s that are left.
    assert [after - before for before, after in pairwise(times)] == pytest.approx([59.1 / 6] * 3)


def test_what_was_used_before_the_first_request_is_not_what_ours_cost():
    clock = FakeClock()
    pacer = pacer_of(clock, rate=10)
    pacer.observe("60")
    starts(pacer, clock, 10)
    pacer.observe("61")
    times = starts(pacer, clock, 2)

    assert times[1] - times[0] < 0.5


def test_a_meter_that_falls_is_a_new_minute():
    clock = FakeClock()
    pacer = pacer_of(clock, rate=10)
    starts(pacer, clock, 20)
    pacer.observe("49")
    clock.time += 30
    pacer.observe("2")

    assert starts(pacer, clock, 2)[1] - clock.time == pytest.approx(0)
    assert clock.slept == pytest.approx([0.1] * 20)


@pytest.mark.parametrize("header", [None, "", "many", "nan", "inf", "-1"])
def test_a_percentage_that_is_no_number_changes_nothing(header):
    clock = FakeClock()
    pacer = pacer_of(clock, rate=10)
    pacer.observe(header)

    assert starts(pacer, clock, 2) == pytest.approx([1000, 1000.1])


def test_a_limit_on_acceleration_slows_the_ramp_and_lets_go_of_it():
    clock = FakeClock()
    pacer = pacer_of(clock, rate=10)
    pacer.hold(1, kind="acceleration")
    slow = starts(pacer, clock, 2)
    pacer.hold(1, kind="acceleration")
    slower = starts(pacer, clock, 2)
    clock.time += 60
    pacer.wait()
    fast = starts(pacer, clock, 1)

    assert slow[1] - slow[0] == pytest.approx(0.4, rel=0.05)
    assert slower[1] - slower[0] == pytest.approx(1.5, rel=0.15)
    assert fast[0] - clock.time == pytest.approx(0)
    assert clock.slept[-1] == pytest.approx(0.1)


def test_the_steepest_ramp_is_bounded():
    clock = FakeClock()
    pacer = pacer_of(clock, rate=10)
    for _ in range(20):
        pacer.hold(0.1, kind="acceleration")

    times = starts(pacer, clock, 2)

    assert 1 < times[1] - times[0] < 7


def test_a_long_wait_for_a_turn_is_told_in_one_line():
    clock, lines = FakeClock(), list[str]()
    pacer = pacer_of(clock, on_wait=lines.append)
    pacer.hold(30)
    starts(pacer, clock, 2)

    assert lines == ["waiting 30.0 s for a turn: the API asked for a pause"]


def test_the_line_says_how_much_is_used():
    clock, lines = FakeClock(), list[str]()
    pacer = pacer_of(clock, on_wait=lines.append)
    pacer.wait()
    pacer.observe("99")
    pacer.wait()

    assert "99 % of the API's rate limit is used, by everybody together" in lines[0]


def test_nobody_waits_once_the_run_is_over():
    clock = FakeClock()
    pacer = Pacer(monotonic=lambda: clock.time, sleep=lambda _seconds: True)
    pacer.hold(30)
    pacer.wait()

    assert clock.time == 1000
