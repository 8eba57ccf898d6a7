"""What an answer means, and how the error that it stands for reads."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataplan_sync.answers import Answer, Received, Setback, Wanted, judge, messages_of
from dataplan_sync.errors import (
    AnswerLostError,
    AuthenticationError,
    ForbiddenError,
    NotFoundError,
    RejectedError,
    UnexpectedAnswerError,
)
from dataplan_sync.redaction import Redactor
from tests.fake_api import read, write

PROXY = "A proxy or another server may have answered: check THE_URL and the proxy settings."
HTML = b"<!DOCTYPE html><html><head><title>Blue\nProxy</title></head></html>"


def received(status, content=b"", kind="application/json"):
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return Received(status, {"content-type": kind}, body)


def judged(request, answer, redactor=None):
    return judge(request, answer, redactor or Redactor())


def error_of(request, answer, *, tries=1):
    return judged(request, answer).error(request, Redactor(), tries=tries)


@pytest.mark.parametrize(
    ("status", "of_read", "of_write", "repeated"),
    [
        (301, UnexpectedAnswerError, UnexpectedAnswerError, "never"),
        (400, RejectedError, RejectedError, "never"),
        (401, AuthenticationError, AuthenticationError, "never"),
        (403, ForbiddenError, ForbiddenError, "never"),
        (404, NotFoundError, NotFoundError, "never"),
        (409, RejectedError, RejectedError, "never"),
        (429, RejectedError, RejectedError, "always"),
        (500, UnexpectedAnswerError, AnswerLostError, "read"),
        (503, UnexpectedAnswerError, AnswerLostError, "read"),
    ],
)
def test_what_a_status_means(status, of_read, of_write, repeated):
    of = {
        kind: judged(request, received(status))
        for kind, request in (("read", read()), ("write", write()))
    }

    assert {kind: (setback.kind, setback.repeatable) for kind, setback in of.items()} == {
        "read": (of_read, repeated in {"always", "read"}),
        "write": (of_write, repeated == "always"),
    }


@pytest.mark.parametrize("status", [200, 201])
@pytest.mark.parametrize("request_", [read(), write()])
def test_any_success_gives_the_decoded_body(request_, status):
    outcome = judged(request_, received(status, {"a": [1, None]}))

    assert (outcome.status, outcome.value) == (status, {"a": [1, None]})


@pytest.mark.parametrize(
    ("request_", "status"), [(write("DELETE"), 204), (write("DELETE"), 200), (read(), 204)]
)
def test_a_success_without_a_body_is_an_answer(request_, status):
    assert judged(request_, received(status)).value is None


@pytest.mark.parametrize(
    "content",
    [b'{"a": ', b"\xff\xfe\xfd", b"[" * 100_000, b"", b"OK"],
    ids=["cut", "binary", "deep", "empty", "text"],
)
def test_a_read_that_cannot_be_decoded_is_repeated(content):
    outcome = judged(read(), received(200, content))

    assert (outcome.kind, outcome.repeatable) == (UnexpectedAnswerError, True)


@pytest.mark.parametrize("content", [b'{"a": ', b"OK", HTML], ids=["cut", "text", "page"])
def test_a_write_that_was_answered_unreadably_has_an_unknown_fate(content):
    outcome = judged(write(), received(200, content))

    assert (outcome.kind, outcome.repeatable) == (AnswerLostError, False)
    assert "may or may not have been stored" in outcome.advice


@pytest.mark.parametrize("status", [200, 302, 404, 409])
def test_a_page_is_no_answer_and_not_asked_for_again(status):
    outcome = judged(read(), received(status, HTML, "text/html"))

    assert (outcome.kind, outcome.repeatable) == (UnexpectedAnswerError, False)
    assert "THE_URL" in outcome.advice
    assert 'an HTML page titled "Blue Proxy"' in outcome.what


@pytest.mark.parametrize(("status", "kind"), [(401, AuthenticationError), (403, ForbiddenError)])
def test_a_page_that_refuses_hints_at_a_proxy(status, kind):
    error = error_of(read(), received(status, HTML))

    assert isinstance(error, kind)
    assert "A proxy or another server may have answered: check THE_URL" in str(error)


def test_a_message_says_what_was_asked_what_came_back_and_what_to_do():
    answer = received(400, {"errors": [{"message": "Taken."}, {"message": "B"}]})
    error = error_of(write(), answer)

    assert isinstance(error, RejectedError)
    assert (error.status, error.messages) == (400, ("Taken.", "B"))
    assert str(error) == (
        "POST https://api.test/plans (workspace 7) was answered with 400: Taken.; B."
        " Nothing was stored: correct the request."
    )


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (received(401), "401. Check the secret."),
        (received(403), "403. Widen the scope."),
        (received(404, {"message": "Gone."}), "404: Gone. Check that it exists in workspace 7."),
        (received(200, b"[1, 2"), f"200 and no JSON. The answer may have been cut short. {PROXY}"),
    ],
)
def test_messages_of_a_read(answer, expected):
    asked = "GET https://api.test/plans (workspace 7) was answered with"

    assert str(error_of(read(), answer)) == f"{asked} {expected}"


def test_a_message_says_how_often_it_was_tried():
    error = error_of(read(), received(503), tries=5)

    assert "was answered with 503 (5 tries). The API is in trouble" in str(error)


def test_what_the_api_says_is_clipped_and_redacted():
    answer = received(400, {"errors": [{"message": "s3cr3t-value " + "x" * 5000}]})
    redactor = Redactor(["s3cr3t-value"])
    setback = judged(write(), answer, redactor)
    error = setback.error(write(), redactor)

    assert "s3cr3t" not in f"{error}{error.messages}{setback!r}"
    assert len(str(error)) < 500
    assert len(error.messages[0]) == 300


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", ()),
        (b"null", ()),
        (b"{}", ()),
        (b"upstream connect error", ("upstream connect error",)),
        ({"errors": [{"message": "A"}, {"message": "B"}]}, ("A", "B")),
        (
            {
                "errors": [
                    {
                        "message": "Bad",
                        "match_key": "custom_event:other:X",
                        "schema_pointer": "#/not",
                        "error_type": "t",
                    }
                ]
            },
            ("Bad (custom_event:other:X #/not)",),
        ),
        ({"errors": ["A", {"code": 1}, 2]}, ("A", '{"code": 1}', "2")),
        ({"error": "access_denied", "error_description": "Unauthorized"}, ("Unauthorized",)),
        (
            {"message": "Validation Failed", "errors": [{"message": "A"}]},
            ("Validation Failed", "A"),
        ),
        ({"message": "Not Found", "documentation_url": "https://x"}, ("Not Found",)),
        ({"code": 7}, ('{"code": 7}',)),
        (["é"], ('["é"]',)),
        (b"[" * 100_000, ("[" * 2000,)),
        (b"<html></html>", ("an HTML page",)),
    ],
)
def test_what_a_refusal_has_to_say(content, expected):
    assert messages_of(received(400, content)) == expected


@given(st.integers(100, 599), st.binary(max_size=60), st.sampled_from(["text/html", "x", ""]))
def test_no_answer_breaks_it_and_no_write_is_repeated_once_executed(status, content, kind):
    answer = received(status, content, kind)
    of_read = judged(read(), answer)
    of_write = judged(write(), answer)

    assert isinstance(of_read, Answer | Setback)
    assert not (isinstance(of_write, Setback) and of_write.repeatable and status != 429)
    if isinstance(of_write, Setback):
        assert str(of_write.error(write(), Redactor())).isprintable()


def test_neither_bodies_nor_credentials_are_part_of_a_repr():
    request = write(body={"client_secret": "x"})
    answer = Answer(200, {}, {"access_token": "x"})

    assert "'x'" not in f"{request!r}{answer!r}{received(200, b'x')!r}"


@pytest.mark.parametrize("request_", [read(), write()])
@pytest.mark.parametrize(
    ("headers", "message", "advice"),
    [
        ({"retry-after": "30"}, "Slow down", "wait a minute"),
        (
            {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1090"},
            "API rate limit exceeded",
            "wait until 1970-01-01 00:18:10 UTC",
        ),
        ({}, "You have exceeded a secondary rate limit.", "wait a minute"),
        ({}, "You have triggered an abuse detection mechanism.", "wait a minute"),
    ],
)
def test_a_403_that_refuses_for_asking_too_much_is_sent_again(request_, headers, message, advice):
    answer = Received(403, headers, json.dumps({"message": message}).encode())

    setback = judged(request_, answer)

    assert (setback.kind, setback.throttled, setback.repeatable) == (RejectedError, True, True)
    assert setback.advice == f"Too many requests: {advice}, then run it again."


@pytest.mark.parametrize("headers", [{}, {"x-ratelimit-remaining": "59"}])
def test_any_other_403_is_about_what_is_allowed(headers):
    setback = judged(write(), Received(403, headers, b'{"message": "Resource not accessible"}'))

    assert (setback.kind, setback.throttled, setback.repeatable) == (ForbiddenError, False, False)


@pytest.mark.parametrize("status", [301, 302, 307])
def test_where_an_address_is_wanted_a_redirection_is_a_success(status):
    wanted = replace(read(), wanted=Wanted.ADDRESS)
    headers = {"location": "https://elsewhere.test/file?signature"}

    assert judged(wanted, Received(status, headers, b"")) == Answer(status, headers, None)
    assert judged(wanted, Received(status, {}, b"")).kind is UnexpectedAnswerError
    assert judged(read(), Received(status, headers, b"")).kind is UnexpectedAnswerError


def test_where_bytes_are_wanted_they_are_given_as_they_came():
    wanted = replace(read(), wanted=Wanted.BYTES)

    assert judged(wanted, Received(200, {}, HTML)) == Answer(200, {}, None, HTML)
    assert judged(wanted, Received(404, {}, b"")).kind is NotFoundError
