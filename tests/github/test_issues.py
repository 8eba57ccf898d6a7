"""Issues, comments, labels and the timeline, against a GitHub in memory."""

from __future__ import annotations

import pytest

from dataplan_sync.errors import (
    RejectedError,
)
from dataplan_sync.github.client import ACTIONS_BOT
from dataplan_sync.github.records import (
    IssueState,
    TimelineEvent,
)
from tests.github.server.faults import Fault


def test_an_author_who_is_gone_counts_as_ghost(hub, client):
    hub.faults.append(
        Fault(
            status=200,
            body={"id": 1, "html_url": "u", "created_at": "t", "updated_at": "t", "user": None},
        )
    )

    assert client.issues.comment(1).author == "ghost"


def test_a_comment_from_birth_to_death(client):
    made = client.issues.create_comment(1, "One")
    changed = client.issues.update_comment(made.id, "Two")

    assert client.issues.comment(made.id) == changed
    assert (changed.body, changed.author) == ("Two", ACTIONS_BOT)
    client.issues.delete_comment(made.id)
    client.issues.delete_comment(made.id)
    assert client.issues.comment(made.id) is None


def test_issues_are_found_by_label_state_and_author_without_pull_requests(hub, client):
    first = client.issues.create("One", "Body", labels=["drift"])
    second = client.issues.create("Two", "Body", labels=["drift", "x"])
    client.issues.update(first.number, state=IssueState.CLOSED, title="Uno", body="Text")
    hub.world.label(1, "drift")

    def numbers(**asked_for):
        return [issue.number for issue in client.issues.list(**asked_for)]

    assert numbers() == [second.number, first.number]
    assert numbers(label="drift", state=IssueState.OPEN) == [second.number]
    assert numbers(label="x", creator=ACTIONS_BOT) == [second.number]
    assert numbers(creator="alice") == []
    found = client.issues.get(first.number)
    assert (found.title, found.body, found.state) == ("Uno", "Text", IssueState.CLOSED)


def test_a_label_is_created_once(hub, client):
    for _time in range(2):
        client.issues.ensure_label("data plan/drift", color="d93f0b", description="Why")

    assert hub.world.labels == {"data plan/drift": {"color": "d93f0b", "description": "Why"}}


def test_a_label_that_somebody_else_creates_meanwhile_is_there(hub, client):
    def create(call):
        if call.method == "POST":
            hub.world.labels["drift"] = {"color": "000000", "description": None}

    hub.before = create

    client.issues.ensure_label("drift", color="d93f0b", description="Why")

    assert hub.world.labels["drift"]["color"] == "000000"


def test_a_label_that_cannot_be_created_is_an_error(hub, client):
    hub.faults.append(Fault("POST", "/labels", status=422, body={"message": "color is wrong"}))

    with pytest.raises(RejectedError, match="color is wrong"):
        client.issues.ensure_label("drift", color="red", description="")


def test_the_timeline_tells_who_set_which_label_when(hub, client):
    hub.world.label(1, "accept", by="alice")
    client.issues.create_comment(1, "Hm")
    hub.world.label(1, "accept", by="bob", remove=True)

    assert client.issues.timeline(1) == (
        TimelineEvent("labeled", "alice", "2026-01-01T00:00:02Z", "accept"),
        TimelineEvent("commented", ACTIONS_BOT, "2026-01-01T00:00:03Z", ""),
        TimelineEvent("unlabeled", "bob", "2026-01-01T00:00:04Z", "accept"),
    )
