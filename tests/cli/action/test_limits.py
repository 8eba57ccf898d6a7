"""GitHub refuses for asking too much, in the midst of a run: nothing is written unreviewed, and nothing is denied after."""

from __future__ import annotations

import pytest

from tests.cli.action.pulls import is_live, merge, open_pull
from tests.github.server.faults import secondary_limit

READS = ["/commits/", "/issues/1/comments", "/issues/1/timeline", "/git/ref/"]


@pytest.mark.parametrize("path", READS)
def test_while_reviews_are_read_nothing_is_written(live, path):
    open_pull(live, 1, "shop", "S, M, L, NO")
    head = merge(live, 1, shop="S, M, L, NO")
    before = live.cli.writes()
    live.hub.faults.append(secondary_limit(retry_after=60, method="GET", path=path, times=999))

    step = live.push(head)

    assert (step.exit_code, step.outputs["failure-reason"]) == (1, "error")
    assert live.cli.writes() == before
    assert live.applied != head


def test_while_it_is_recorded_the_apply_stands_and_the_next_run_finishes_the_record(live):
    open_pull(live, 1, "shop", "S, M, L, NO")
    head = merge(live, 1, shop="S, M, L, NO")
    for method in ("POST", "PATCH"):
        limit = secondary_limit(retry_after=60, method=method, path="", times=999)
        live.hub.faults.append(limit)

    step = live.push(head)

    assert (step.exit_code, is_live(live)) == (0, True)
    assert step.log.count("::warning::") >= 2
    assert live.applied != head
    live.hub.faults.clear()
    assert (live.push(head).exit_code, live.applied) == (0, head)


@pytest.mark.parametrize("times", [1, 3])
def test_a_limit_that_ends_is_waited_for(live, times):
    open_pull(live, 1, "shop", "S, M, L, NO")
    live.hub.faults.append(secondary_limit(retry_after=2, method="", path="", times=times))

    step = live.push(merge(live, 1, shop="S, M, L, NO"))

    assert (step.exit_code, live.applied) == (0, live.head)
    assert "## Data plans: applied, 1 change" in live.comments(1)[0]
