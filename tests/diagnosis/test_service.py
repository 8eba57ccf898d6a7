from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dataplan_sync.diagnosis import service
from dataplan_sync.diagnosis.diagnosis import State, exit_code

NOW = datetime(2026, 11, 24, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("date", "state", "told"),
    [
        ("Tue, 24 Nov 2026 12:00:00 GMT", State.SOUND, "within 120 seconds"),
        ("Tue, 24 Nov 2026 11:58:00 GMT", State.SOUND, "within 120 seconds"),
        ("Tue, 24 Nov 2026 11:57:59 GMT", State.FAULTY, "121 seconds ahead of"),
        ("Tue, 24 Nov 2026 12:10:00 GMT", State.FAULTY, "600 seconds behind"),
        ("Tue, 24 Nov 2026 12:00:00 -0000", State.SOUND, "within 120 seconds"),
        (None, State.UNKNOWN, "does not say"),
        ("yesterday", State.UNKNOWN, "does not say"),
    ],
)
def test_clocks_that_are_far_apart_are_a_fault(date, state, told):
    diagnosis = service.clock(date, NOW)
    assert (diagnosis.state, told in diagnosis.told) == (state, True)
    assert bool(diagnosis.remedy) is (state is State.FAULTY)


@pytest.mark.parametrize(
    ("percentage", "state", "told"),
    [
        (None, State.SOUND, "does not say"),
        ("plenty", State.SOUND, "does not say"),
        ("12.5", State.SOUND, "12.5 %"),
        ("80", State.ADVICE, "80 %"),
    ],
)
def test_a_rate_that_is_nearly_used_up_is_told(percentage, state, told):
    diagnosis = service.rate(percentage)
    assert (diagnosis.state, told in diagnosis.told) == (state, True)


@pytest.mark.parametrize(
    ("headers", "permissions", "state"),
    [
        ({"x-oauth-scopes": "gist, repo"}, {}, State.SOUND),
        ({"x-oauth-scopes": "public_repo"}, {"push": False}, State.SOUND),
        ({"x-oauth-scopes": "gist"}, {"push": True}, State.FAULTY),
        ({"x-oauth-scopes": ""}, {}, State.FAULTY),
        ({}, {"pull": True, "push": False}, State.FAULTY),
        ({}, {"push": True}, State.UNKNOWN),
        ({}, {}, State.UNKNOWN),
    ],
)
def test_what_a_token_may_is_told_as_far_as_github_says(headers, permissions, state):
    diagnosis = service.comment_rights(headers, permissions)
    assert diagnosis.state is state
    assert bool(diagnosis.remedy) is (state is not State.SOUND)


def test_only_a_fault_makes_the_run_fail():
    found = [service.clock(None, NOW), service.rate("99"), service.rate("1")]
    assert exit_code(found) == 0
    assert exit_code([*found, service.comment_rights({"x-oauth-scopes": ""}, {})]) == 1
