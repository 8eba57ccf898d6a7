"""Pull requests and commits, against a GitHub in memory."""

from __future__ import annotations

import pytest

from dataplan_sync.errors import (
    RejectedError,
    UnexpectedAnswerError,
)
from dataplan_sync.github.client import ACTIONS_BOT
from dataplan_sync.github.commits import Comparison
from dataplan_sync.github.records import (
    Commit,
    ComparisonStatus,
    End,
    IssueState,
    PullRequest,
)
from tests.github.connecting import URL
from tests.github.server.faults import Fault
from tests.github.server.world import REPOSITORY


def test_a_pull_request_is_read_whole(hub, client):
    base = hub.world.refs["refs/heads/main"]
    number = hub.world.open_pull(
        fork="mallory/plans", labels=["x"], draft=True, title="T", files=["a"]
    )

    assert client.pulls.get(number) == PullRequest(
        number=number,
        title="T",
        state=IssueState.OPEN,
        draft=True,
        author="alice",
        head=End("topic", hub.world.issues[number].pull.head_sha, "mallory/plans"),
        base=End("main", base, REPOSITORY),
        labels=("x",),
        merged_at="",
        merge_commit_sha="",
        url=f"{URL}/pages/acme/plans/pull/2",
    )
    assert client.pulls.get(number).is_fork
    assert client.pulls.files(number) == ("a",)


def test_pull_requests_of_a_commit_and_of_a_branch(hub, client):
    own = hub.world.open_pull(head="work")
    foreign = hub.world.open_pull(head="work", fork="mallory/plans")
    merged = hub.world.merge(own)

    of_commit = client.pulls.of_commit(merged)
    assert [(pull.number, pull.merged, pull.merge_commit_sha) for pull in of_commit] == [
        (own, True, merged)
    ]
    assert client.pulls.of_commit(hub.world.push()) == ()
    of_head = client.pulls.of_head("mallory/plans", "work", state=IssueState.OPEN)
    assert [pull.number for pull in of_head] == [foreign]
    assert client.pulls.of_head("acme/plans", "work", state=IssueState.OPEN) == ()


def test_a_head_of_the_same_owner_in_another_repository_is_another(hub, client):
    hub.world.open_pull(head="work", fork="acme/copy")

    assert client.pulls.of_head("acme/plans", "work", state=IssueState.OPEN) == ()


def test_how_two_commits_compare(hub, client):
    first = hub.world.refs["refs/heads/main"]
    second = hub.world.push(message="Second")
    aside = hub.world.add_commit(parents=[first], message="Aside", branch="side/way")

    def status(base, head):
        return client.commits.compare(base, head).status.value

    assert client.commits.compare(first, second) == Comparison(
        ComparisonStatus.AHEAD, first, (Commit(second, (first,), "Second"),)
    )
    assert status(first, first) == "identical"
    assert status(second, first) == "behind"
    assert status("side/way", "main") == "diverged"
    assert client.commits.compare(second, aside).merge_base == first
    assert client.commits.get(second) == Commit(second, (first,), "Second")


def test_hundreds_of_commits_are_compared_page_by_page(hub, client):
    first = hub.world.refs["refs/heads/main"]
    made = [hub.world.push() for _number in range(150)]

    assert [commit.sha for commit in client.commits.compare(first, "main").commits] == made


def test_a_comparison_of_an_unknown_kind_is_an_error(hub, client):
    sha = hub.world.refs["refs/heads/main"]
    hub.faults.append(Fault(status=200, body={"status": "sideways"}))

    with pytest.raises(UnexpectedAnswerError, match="status is not one that a comparison has"):
        client.commits.compare(sha, sha)


def test_a_proposal_is_a_branch_with_one_commit_and_a_pull_request(hub, client):
    parent = hub.world.push(files={"a.yaml": "1", "b.yaml": "2"})

    sha = client.commits.propose("Adopt", parent=parent, files={"a.yaml": "3", "b.yaml": None})
    assert client.refs.swap("refs/heads/adopt", expected=None, new=sha)
    pull = client.pulls.create("Adopt", "Body", head="adopt", base="main")

    assert hub.world.trees[hub.world.commits[sha].tree] == {"a.yaml": "3"}
    assert client.commits.get(sha) == Commit(sha, (parent,), "Adopt")
    assert (pull.head.sha, pull.author) == (sha, ACTIONS_BOT)
    with pytest.raises(RejectedError, match="already exists"):
        client.pulls.create("Again", "", head="adopt", base="main")
