"""How long a request waits before it is sent again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataplan_sync.retry import RetryPolicy
from tests.fake_api import FakeClock

WEDNESDAY = 1445412480.0
"""Wed, 21 Oct 2015 07:28:00 GMT"""


def test_the_wait_doubles_up_to_the_cap():
    policy = FakeClock().policy()

    assert [policy.backoff(tries) for tries in range(1, 8)] == [0.5, 1, 2, 4, 8, 16, 20]


def test_the_wait_is_longer_after_a_refusal_for_asking_too_much():
    policy = FakeClock().policy()

    assert [policy.backoff(tries, throttled=True) for tries in range(1, 5)] == [5, 10, 20, 20]


@given(st.integers(1, 2000), st.booleans())
def test_the_jitter_stays_between_half_and_whole(tries, throttled):
    longest = FakeClock().policy().backoff(tries, throttled=throttled)

    assert longest / 2 <= RetryPolicy().backoff(tries, throttled=throttled) <= longest


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, None),
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": " 1.5 "}, 1.5),
        ({"retryafter": "3"}, 3.0),
        ({"retry-after": "0"}, 0.0),
        ({"retry-after": "86400"}, 120.0),
        ({"retry-after": "Wed, 21 Oct 2015 07:28:30 GMT"}, 30.0),
        ({"retry-after": "Wed, 21 Oct 2015 07:28:30 -0000"}, 30.0),
        ({"retry-after": "Wed, 21 Oct 2015 07:27:00 GMT"}, 0.0),
        ({"retry-after": "Wed, 21 Oct 2099 07:28:30 GMT"}, 120.0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "٣"}, None),
        ({"retry-after": "1" * 40}, None),
    ],
)
def test_what_an_answer_asks_for_is_read_and_capped(headers, expected):
    clock = FakeClock()
    clock.time = WEDNESDAY

    assert clock.policy().asked_wait(headers) == expected


@given(st.text(max_size=30))
def test_no_header_breaks_it(header):
    wait = RetryPolicy().asked_wait({"retry-after": header})

    assert wait is None or 0 <= wait <= 120


@pytest.mark.parametrize(
    ("headers", "wait", "out_of_reach"),
    [
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1090"}, 90.0, False),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "990"}, 0.0, False),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "4600"}, 120.0, True),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "soon"}, None, False),
        ({"x-ratelimit-remaining": "0"}, None, False),
        ({"x-ratelimit-remaining": "1", "x-ratelimit-reset": "4600"}, None, False),
        (
            {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "4600", "retry-after": "5"},
            5.0,
            False,
        ),
    ],
)
def test_a_limit_that_says_when_it_is_lifted_is_waited_for_within_reason(
    headers, wait, out_of_reach
):
    policy = FakeClock().policy()

    assert policy.asked_wait(headers) == wait
    assert policy.out_of_reach(headers) is out_of_reach
