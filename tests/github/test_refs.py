"""Refs move only from where they are expected to be."""

from __future__ import annotations

import pytest

from dataplan_sync.errors import AnswerLostError, ForbiddenError, RejectedError
from tests.github.connecting import client_of
from tests.github.server.faults import Fault

NAME = "refs/dataplan-sync/7505/applied"


@pytest.fixture
def line(hub):
    """Three commits, one after the other."""
    return [hub.world.push() for _number in range(3)]


def meanwhile(hub, method, act):
    """Do something once, just before a call of that method is carried out."""

    def before(call):
        if call.method == method:
            hub.before = None
            act()

    hub.before = before


def test_a_ref_is_created_moved_and_deleted(client, line):
    first, second, _third = line

    assert client.refs.get(NAME) is None
    assert client.refs.swap(NAME, expected=None, new=first)
    assert client.refs.swap(NAME, expected=first, new=second)
    assert client.refs.get(NAME) == second
    client.refs.delete(NAME)
    client.refs.delete(NAME)
    assert client.refs.get(NAME) is None


def test_the_head_of_a_branch(hub, client, line):
    hub.world.refs["refs/heads/a/b#c"] = line[0]

    assert client.refs.branch_head("main") == line[2]
    assert client.refs.branch_head("a/b#c") == line[0]
    assert client.refs.branch_head("gone") is None


@pytest.mark.parametrize("expected", [None, 1])
def test_a_ref_that_is_elsewhere_is_not_moved(hub, client, line, expected):
    hub.world.refs[NAME] = line[0]

    assert not client.refs.swap(
        NAME, expected=None if expected is None else line[expected], new=line[2]
    )
    assert hub.world.refs[NAME] == line[0]


def test_a_ref_that_is_there_already_counts_as_moved(hub, client, line):
    hub.world.refs[NAME] = line[2]

    assert client.refs.swap(NAME, expected=line[0], new=line[2])


def test_of_two_that_create_one_wins(hub, client, line):
    meanwhile(hub, "POST", lambda: hub.world.refs.update({NAME: line[1]}))

    assert not client.refs.swap(NAME, expected=None, new=line[0])
    assert hub.world.refs[NAME] == line[1]


def test_a_ref_never_goes_back(hub, client, line):
    hub.world.refs[NAME] = line[0]
    meanwhile(hub, "PATCH", lambda: hub.world.refs.update({NAME: line[2]}))

    assert not client.refs.swap(NAME, expected=line[0], new=line[1])
    assert hub.world.refs[NAME] == line[2]


@pytest.mark.parametrize("expected", [None, 0])
def test_a_write_whose_answer_is_lost_is_looked_up(hub, client, line, expected):
    before = None if expected is None else line[expected]
    if before:
        hub.world.refs[NAME] = before
    hub.faults.append(Fault("PATCH" if before else "POST", lost=True))

    assert client.refs.swap(NAME, expected=before, new=line[2])
    assert sum(call.method != "GET" for call in hub.calls) == 1


def test_a_write_that_was_not_stored_is_sent_again(hub, client, line):
    hub.faults.append(Fault("POST", status=502))

    assert client.refs.swap(NAME, expected=None, new=line[0])


def test_a_write_that_is_lost_twice_is_reported(hub, client, line):
    hub.faults.append(Fault("POST", status=502, times=2))

    with pytest.raises(AnswerLostError):
        client.refs.swap(NAME, expected=None, new=line[0])


def test_a_write_that_is_lost_to_somebody_faster_is_lost(hub, client, line):
    hub.faults.append(Fault("POST", status=502))
    meanwhile(hub, "POST", lambda: hub.world.refs.update({NAME: line[1]}))

    assert not client.refs.swap(NAME, expected=None, new=line[0])


def test_a_refusal_that_nobody_else_explains_is_an_error(client):
    with pytest.raises(RejectedError, match="Object does not exist"):
        client.refs.swap(NAME, expected=None, new="d" * 40)


def test_a_history_that_does_not_lead_there_is_an_error(hub, client, line):
    aside = hub.world.add_commit(parents=[line[0]], message="Aside")
    hub.world.refs[NAME] = line[2]

    with pytest.raises(RejectedError, match="not a fast forward"):
        client.refs.swap(NAME, expected=line[2], new=aside)


def test_a_token_that_only_reads_is_an_error(hub, line):
    with pytest.raises(ForbiddenError):
        client_of(hub, "ghs-of-a-fork").refs.swap(NAME, expected=None, new=line[0])


def test_a_ref_that_may_not_be_deleted_is_an_error(hub, client, line):
    hub.world.refs[NAME] = line[0]
    hub.faults.append(Fault("DELETE", status=422, body={"message": "protected"}))

    with pytest.raises(RejectedError, match="protected"):
        client.refs.delete(NAME)
