"""Which pull requests brought a range of commits in."""

from __future__ import annotations

import pytest

from dataplan_sync.errors import NotFoundError
from dataplan_sync.github.merged import DirectPush, MergedPull, arrivals
from dataplan_sync.github.records import ComparisonStatus
from tests.github.server.faults import Fault


def main(hub):
    return hub.world.refs["refs/heads/main"]


def range_of(client, hub, last):
    return arrivals(client, last=last, head=main(hub), branch="main")


def told(found):
    return [
        (one.pull.number, one.commits) if isinstance(one, MergedPull) else one.commit
        for one in found.arrivals
    ]


@pytest.mark.parametrize("how", ["merge", "squash"])
def test_a_merged_pull_request_is_found_by_its_commit(hub, client, how):
    last = main(hub)
    merge = hub.world.merge(1, how)

    found = range_of(client, hub, last)

    assert told(found) == [(1, (merge,))]
    assert (found.status, [pull.merged for pull in found.pulls]) == (ComparisonStatus.AHEAD, [True])


def test_a_rebased_pull_request_has_all_its_commits(hub, client):
    last = main(hub)
    pull = hub.world.issues[1].pull
    pull.head_sha = hub.world.add_commit(parents=[pull.head_sha], message="More")
    hub.world.merge(1, "rebase")

    ((number, commits),) = told(range_of(client, hub, last))

    assert (number, len(commits), commits[-1]) == (1, 2, main(hub))


def test_several_merges_and_pushes_come_in_the_order_of_the_branch(hub, client):
    last = main(hub)
    second = hub.world.open_pull(head="second")
    first_merge = hub.world.merge(second)
    pushed = hub.world.push(message="Hotfix")
    second_merge = hub.world.merge(1, "squash")

    found = range_of(client, hub, last)

    assert told(found) == [(second, (first_merge,)), pushed, (1, (second_merge,))]
    assert found.arrivals[1] == DirectPush(pushed)


def test_what_was_applied_already_is_not_looked_at(hub, client):
    hub.world.merge(1)
    last = main(hub)
    pushed = hub.world.push()

    assert told(range_of(client, hub, last)) == [pushed]


def test_without_a_last_commit_the_head_alone_counts(hub, client):
    hub.world.push()
    merge = hub.world.merge(1)

    assert told(range_of(client, hub, None)) == [(1, (merge,))]


def test_a_pull_request_into_another_branch_does_not_count(hub, client):
    last = main(hub)
    hub.world.refs["refs/heads/release"] = last
    other = hub.world.open_pull(head="fix", base="release")
    hub.world.refs["refs/heads/main"] = hub.world.merge(other)

    assert told(range_of(client, hub, last)) == [main(hub)]


def test_an_open_pull_request_does_not_own_the_commits_that_were_pushed(hub, client):
    last = main(hub)
    hub.world.refs["refs/heads/main"] = hub.world.issues[1].pull.head_sha

    assert told(range_of(client, hub, last)) == [main(hub)]


def test_a_list_that_lags_behind_is_made_up_for_by_the_message(hub, client):
    last = main(hub)
    merge = hub.world.merge(1, "squash")
    hub.faults.append(Fault("GET", "/commits/.*/pulls", status=200, body=[]))

    assert told(range_of(client, hub, last)) == [(1, (merge,))]


@pytest.mark.parametrize(
    "message",
    [
        "Forged (#1)",
        "Merge pull request #1 from acme/topic",
        "Forged (#99)",
        "No (#1) end",
        "(#1)\n",
    ],
)
def test_a_message_alone_makes_no_pull_request_of_a_push(hub, client, message):
    last = main(hub)
    pushed = hub.world.push(message=message)

    assert told(range_of(client, hub, last)) == [pushed]


@pytest.mark.parametrize("message", ["Forged (#1)", "Merge pull request #1 from acme/topic"])
def test_a_message_cannot_claim_a_pull_request_that_was_merged_before(hub, client, message):
    hub.world.merge(1, "squash")
    last = main(hub)
    pushed = hub.world.push(message=message)

    assert told(range_of(client, hub, last)) == [pushed]


@pytest.mark.parametrize(
    ("last", "head", "status"),
    [("new", "old", "behind"), ("old", "old", "identical"), ("side", "new", "diverged")],
)
def test_a_head_that_is_not_ahead_brings_nothing(hub, client, last, head, status):
    commits = {"old": main(hub), "new": hub.world.push()}
    commits["side"] = hub.world.add_commit(parents=[commits["old"]], message="Side")

    found = arrivals(client, last=commits[last], head=commits[head], branch="main")

    assert (found.status.value, found.arrivals) == (status, ())


def test_a_last_commit_that_is_gone_is_an_error(hub, client):
    with pytest.raises(NotFoundError):
        range_of(client, hub, "d" * 40)
