from __future__ import annotations

import pytest

from tests.emulator.requests import messages

USED = "x-mp-rate-limit-percentage-used"
MINUTE = 1_700_000_040.0


@pytest.mark.parametrize(("kind", "option"), [("account", "account_limit"), ("org", "org_limit")])
def test_over_a_limit_a_request_is_refused_until_the_minute_ends(start, clock, kind, option):
    api = start(**{option: 2})
    clock.now = MINUTE + 47.5
    assert [api.get("/plans").headers[USED] for _ in range(2)] == ["50", "100"]
    answer = api.get("/plans")
    assert (answer.status_code, messages(answer)) == (
        429,
        [f"The rate limit of the {kind} is exceeded."],
    )
    assert answer.headers["retry-after"] == "13"
    assert answer.headers["x-mp-rate-limit-exceeded"] == kind
    assert USED not in answer.headers
    clock.now += int(answer.headers["retry-after"])
    assert api.get("/plans").headers[USED] == "50"


def test_the_share_that_is_used_is_that_of_the_tighter_limit(start):
    api = start(account_limit=4, org_limit=100)
    assert api.get("/plans").headers[USED] == "25"


def test_refusals_count_and_carry_no_share_and_deletions_do_not_count(start):
    api = start(account_limit=2)
    assert USED not in api.get("/plans/shop").headers
    assert api.delete("/plans/shop").status_code == 404
    assert api.get("/plans").headers[USED] == "100"


def test_by_default_there_is_no_limit(api):
    assert USED not in api.get("/plans").headers
