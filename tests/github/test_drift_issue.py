"""One issue that stays, and notifies only when something is new."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataplan_sync.errors import AnswerLostError, ForbiddenError, UnexpectedAnswerError
from dataplan_sync.github import drift_issue
from dataplan_sync.github.drift_issue import Action, Clean, Drifted, record
from dataplan_sync.github.marker import Marker
from tests.github.connecting import client_of
from tests.github.server.faults import Fault
from tests.github.server.hub import Hub
from tests.github.server.world import BOT, Issue
from tests.github.turns import Turns

LABEL = "data-plan-drift"
CLEAN = Clean("No drift any more")


def marker(digest="d1", run=1, key="7505"):
    return Marker(key, run, run, 1, fingerprint=digest, state="drift")


def drifted(digest="d1"):
    return Drifted(f"Drift {digest}", f"Body {digest}", f"Note {digest}")


def found(client, digest="d1", *, run=1, key="7505", finding=None):
    return record(
        client,
        finding or drifted(digest),
        marker=marker(digest, run, key),
        label=LABEL,
        author=BOT,
    )


def issues(hub):
    """What people see: number, state and body of each issue."""
    return [
        (one.number, one.state, one.body.partition("\n")[2])
        for one in hub.world.issues.values()
        if not one.pull
    ]


def notes(hub):
    return [one.body for one in hub.world.comments.values()]


def put(hub, body, *, author=BOT, state="open", labels=(LABEL,)):
    """Open an issue as somebody else does."""
    number = hub.world.number()
    now = hub.world.now()
    hub.world.issues[number] = Issue(
        number, "T", body, author, now, now, state=state, labels=list(labels)
    )
    return number


def test_the_first_drift_opens_an_issue_with_its_label(hub, client):
    outcome = found(client)

    assert (outcome.action, outcome.issue.number) == (Action.OPEN, 2)
    assert issues(hub) == [(2, "open", "Body d1")]
    assert (outcome.issue.labels, outcome.issue.title) == ((LABEL,), "Drift d1")
    assert hub.world.labels[LABEL]["color"] == drift_issue.LABEL_COLOR
    assert notes(hub) == []


def test_the_same_drift_again_changes_nothing(hub, client):
    found(client)
    hub.calls.clear()

    outcome = found(client, run=2)

    assert outcome.action is Action.LEAVE
    assert [call.method for call in hub.calls] == ["GET"]


def test_another_drift_edits_the_issue_and_tells_people(hub, client):
    found(client)

    outcome = found(client, "d2", run=2)

    assert outcome.action is Action.EDIT
    assert issues(hub) == [(2, "open", "Body d2")]
    assert notes(hub) == ["Note d2"]


def test_a_complete_check_without_drift_closes_it(hub, client):
    found(client)

    outcome = found(client, run=2, finding=CLEAN)

    assert (outcome.action, issues(hub)) == (Action.CLOSE, [(2, "closed", "Body d1")])
    assert notes(hub) == [CLEAN.note]
    assert found(client, run=3, finding=CLEAN).action is Action.LEAVE


def test_without_drift_and_without_an_issue_nothing_happens(hub, client):
    outcome = found(client, finding=CLEAN)

    assert (outcome.action, outcome.issue, issues(hub)) == (Action.LEAVE, None, [])


@pytest.mark.parametrize("digest", ["d1", "d2"])
def test_drift_that_comes_back_reopens_the_same_issue(hub, client, digest):
    found(client)
    found(client, run=2, finding=CLEAN)

    outcome = found(client, digest, run=3)

    assert outcome.action is Action.REOPEN
    assert issues(hub) == [(2, "open", f"Body {digest}")]
    assert notes(hub) == [CLEAN.note, f"Note {digest}"]


@pytest.mark.parametrize(
    ("body", "author", "labels"),
    [
        (f"{marker(key='7506').line()}\nBody", BOT, (LABEL,)),
        (f"{marker().line()}\nBody", "mallory", (LABEL,)),
        (f"{marker().line()}\nBody", BOT, ()),
        ("drift 7505", BOT, (LABEL,)),
    ],
)
def test_an_issue_that_is_not_ours_is_never_touched(hub, client, body, author, labels):
    put(hub, body, author=author, labels=labels)
    before = issues(hub)

    found(client)
    found(client, run=2, finding=CLEAN)

    assert issues(hub) == [*before, (3, "closed", "Body d1")]


def test_an_open_issue_comes_before_a_closed_one(hub, client):
    put(hub, f"{marker().line()}\nOld", state="closed")
    put(hub, f"{marker().line()}\nNew")

    found(client, "d2", run=2)

    assert issues(hub) == [(2, "closed", "Old"), (3, "open", "Body d2")]


def test_the_last_closed_one_is_reopened(hub, client):
    put(hub, f"{marker().line()}\nOlder", state="closed")
    put(hub, f"{marker().line()}\nOld", state="closed")

    found(client, "d2", run=2)

    assert issues(hub) == [(2, "closed", "Older"), (3, "open", "Body d2")]


def test_of_two_open_ones_the_older_stays(hub, client):
    for body in ("First", "Second"):
        put(hub, f"{marker().line()}\n{body}")

    found(client, run=2)

    assert issues(hub) == [(2, "open", "First"), (3, "closed", "Second")]


def test_without_drift_all_of_them_are_closed(hub, client):
    for body in ("First", "Second"):
        put(hub, f"{marker().line()}\n{body}")

    found(client, run=2, finding=CLEAN)

    assert [state for _number, state, _body in issues(hub)] == ["closed", "closed"]


@pytest.mark.parametrize("finding", [drifted("d2"), CLEAN])
def test_an_older_run_changes_nothing(hub, client, finding):
    found(client, "d3", run=9)
    before = issues(hub)

    outcome = found(client, "d2", run=8, finding=finding)

    assert (outcome.action, issues(hub)) == (Action.LEAVE, before)


def test_an_issue_whose_answer_is_lost_is_looked_up_before_another_is_opened(hub, client):
    hub.faults.append(Fault("POST", "/issues$", lost=True))

    outcome = found(client)

    assert (outcome.action, issues(hub)) == (Action.OPEN, [(2, "open", "Body d1")])


def test_an_issue_that_cannot_be_opened_is_reported(hub, client):
    hub.faults.append(Fault("POST", "/issues$", status=502, times=99))

    with pytest.raises(AnswerLostError):
        found(client)


def test_a_label_that_somebody_keeps_removing_is_reported(hub, client):
    def remove(_call):
        for one in hub.world.issues.values():
            one.labels.clear()

    hub.before = remove

    with pytest.raises(UnexpectedAnswerError, match="Check that the label stays"):
        found(client)


def test_a_token_that_may_not_write_issues_is_an_error(hub):
    with pytest.raises(ForbiddenError):
        found(client_of(hub, "ghs-of-a-fork"))


FINDINGS = st.lists(st.sampled_from(["d1", "d2", None]), min_size=1, max_size=8)


@given(FINDINGS)
def test_whatever_comes_and_goes_one_issue_tells_the_last_finding(findings):
    hub = Hub()
    client = client_of(hub)
    told = 0
    for run, digest in enumerate(findings):
        before = issues(hub)
        found(client, digest or "", run=run, finding=None if digest else CLEAN)
        told += issues(hub) != before and bool(before)

    drifts = [digest for digest in findings if digest]
    state = "open" if findings[-1] else "closed"
    assert issues(hub) == ([(1, state, f"Body {drifts[-1]}")] if drifts else [])
    assert len(hub.world.comments) >= told


@given(st.data())
def test_of_two_runs_at_once_one_open_issue_is_left(data):
    hub = Hub()
    turns = Turns(hub)
    runs = {f"run {run}": lambda run=run: found(client_of(hub), run=run) for run in (1, 2)}

    turns.run(runs, lambda ready: data.draw(st.sampled_from(ready)))
    found(client_of(hub), run=3)

    assert [state for _number, state, _body in issues(hub)].count("open") == 1
