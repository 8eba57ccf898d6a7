"""One comment under a key, whoever writes, in whatever order."""

from __future__ import annotations

import pytest

from dataplan_sync.errors import (
    AnswerLostError,
    ForbiddenError,
    NotFoundError,
    RejectedError,
    UnexpectedAnswerError,
)
from dataplan_sync.github import comment
from dataplan_sync.github.comment import BodyTooLongError, Posted, Reason, Skipped
from tests.github.commenting import held, post, put, text
from tests.github.connecting import client_of
from tests.github.server.faults import Fault


def asked(hub):
    return [call.method for call in hub.calls]


def test_the_first_run_creates_the_comment_and_looks_at_it_again(hub, client):
    waited: list[float] = []

    outcome = post(client, pause=waited.append)

    assert isinstance(outcome, Posted)
    assert outcome.created
    assert held(hub) == [text()]
    assert asked(hub) == ["GET", "POST", "GET"]
    assert waited == [comment.PAUSE]


def test_a_later_run_edits_it_in_place(hub, client):
    post(client, "Old", run=1)

    outcome = post(client, "New", run=2)

    assert isinstance(outcome, Posted)
    assert not outcome.created
    assert held(hub) == [text("New", run=2)]


def test_a_later_run_writes_even_if_it_has_the_same_to_say(hub, client):
    post(client, run=1)
    post(client, run=2)

    assert held(hub) == [text(run=2)]


def test_a_repeat_with_equal_text_writes_nothing(hub, client):
    post(client)
    hub.calls.clear()

    outcome = post(client)

    assert (outcome.reason, asked(hub)) == (Reason.UNCHANGED, ["GET"])


def test_the_same_run_may_say_something_else(hub, client):
    post(client, "Applying")
    post(client, "Applied")

    assert held(hub) == [text("Applied")]


@pytest.mark.parametrize(("run", "attempt"), [(3, 1), (2, 2)])
def test_an_older_run_leaves_the_comment_of_a_newer_one(hub, client, run, attempt):
    post(client, "Newer", run=run, attempt=attempt)
    hub.calls.clear()

    outcome = post(client, "Older", run=2)

    assert isinstance(outcome, Skipped)
    assert outcome.reason is Reason.NEWER_RUN
    assert (held(hub), asked(hub)) == ([text("Newer", run=run, attempt=attempt)], ["GET"])


def test_a_run_that_is_overtaken_between_its_look_and_its_write_writes_nothing(hub, client):
    written = put(hub, text("First", run=1))

    def overtake(call):
        if call.method == "GET" and call.path.endswith(f"/comments/{written}"):
            hub.world.comments[written].body = text("Newer", run=3)

    hub.before = overtake

    outcome = post(client, "Older", run=2)

    assert outcome.reason is Reason.NEWER_RUN
    assert held(hub) == [text("Newer", run=3)]


@pytest.mark.parametrize(
    "body",
    [
        "No marker",
        text("Another key", key="7505-eu"),
        text("Another key", key="750"),
        f"Quoted:\n{text()}",
    ],
)
def test_what_is_not_ours_is_never_touched(hub, client, body):
    put(hub, body)

    post(client)

    assert held(hub) == [body, text()]


def test_a_marker_that_somebody_else_wrote_is_not_ours(hub, client):
    put(hub, text("Forged", run=99), author="mallory")

    post(client)

    assert held(hub) == [text("Forged", run=99), text()]


def test_it_is_found_behind_hundreds_of_comments(hub, client):
    for number in range(250):
        put(hub, f"Chatter {number}", author="alice")
    post(client, "Old", run=1)
    post(client, "New", run=2)

    assert held(hub)[250:] == [text("New", run=2)]


def test_of_several_the_oldest_stays_and_holds_the_newest_text(hub, client):
    kept = put(hub, text("A", run=1))
    for run in (2, 1):
        put(hub, text("B", run=run))

    post(client, "C", run=3)

    assert {key: one.body for key, one in hub.world.comments.items()} == {kept: text("C", run=3)}


def test_an_older_run_tidies_up_only_what_is_not_newer_than_the_first(hub, client):
    put(hub, text("Newest", run=9))
    put(hub, text("Left over", run=1))

    post(client, run=2)

    assert held(hub) == [text("Newest", run=9)]


def test_a_newer_duplicate_is_left_to_the_run_that_wrote_it(hub, client):
    put(hub, text("Old", run=1))
    put(hub, text("Newest", run=9))

    outcome = post(client, run=2)

    assert outcome.reason is Reason.NEWER_RUN
    assert held(hub) == [text("Old", run=1), text("Newest", run=9)]


def test_a_comment_that_is_deleted_meanwhile_is_written_anew(hub, client):
    gone = put(hub, text("Old", run=1))

    def delete(call):
        if call.method == "PATCH":
            hub.world.comments.pop(gone, None)

    hub.before = delete

    outcome = post(client, "New", run=2)

    assert outcome.created
    assert held(hub) == [text("New", run=2)]


def test_a_line_break_of_another_system_is_no_difference(hub, client):
    put(hub, text("a\nb").replace("\n", "\r\n"))

    assert post(client, "a\nb").reason is Reason.UNCHANGED


def test_what_github_stores_in_another_spelling_counts_as_written(hub, client):
    def respell(_call):
        for one in hub.world.comments.values():
            one.body = one.body.replace("[ ]", "[x]")

    hub.before = respell

    assert isinstance(post(client, "[ ] done"), Posted)


@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_a_write_whose_answer_is_lost_is_looked_up_before_it_is_sent_again(hub, client, method):
    if method == "PATCH":
        put(hub, text("Old", run=1))
    hub.faults.append(Fault(method, lost=True))

    outcome = post(client, "New", run=2)

    assert isinstance(outcome, Posted)
    assert held(hub) == [text("New", run=2)]
    assert asked(hub).count(method) == 1


def test_a_write_that_fails_for_good_is_sent_a_few_times_and_then_reported(hub, client):
    hub.faults.append(Fault("POST", status=502, times=99))

    with pytest.raises(AnswerLostError, match="502"):
        post(client)

    assert asked(hub).count("POST") == comment.ROUNDS


def test_a_comment_that_never_holds_what_was_written_is_reported(hub, client):
    def overwrite(_call):
        for one in hub.world.comments.values():
            one.body = text("Somebody else", run=1)

    hub.before = overwrite

    with pytest.raises(UnexpectedAnswerError, match="`concurrency` group"):
        post(client, run=2)


def test_a_body_that_is_too_long_is_told_apart(hub, client):
    with pytest.raises(BodyTooLongError, match="too long") as caught:
        post(client, "x" * 66_000)

    assert caught.value.status == 422
    assert held(hub) == []


def test_any_other_refusal_is_passed_on(hub, client):
    hub.faults.append(Fault("POST", status=422, body={"message": "locked"}))

    with pytest.raises(RejectedError, match="locked") as caught:
        post(client)

    assert not isinstance(caught.value, BodyTooLongError)


def test_a_token_that_only_reads_says_what_to_do(hub):
    with pytest.raises(ForbiddenError, match=r"not accessible by integration.*workflow_run"):
        post(client_of(hub, "ghs-of-a-fork"))


def test_a_pull_request_that_is_missing_is_an_error(client):
    with pytest.raises(NotFoundError):
        post(client, number=99)


def test_a_pull_request_that_vanishes_before_the_write_is_an_error(hub, client):
    hub.faults.append(Fault("POST", status=404))

    with pytest.raises(NotFoundError):
        post(client)
