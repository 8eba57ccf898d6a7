"""The access token: fetched once, shared, replaced in time and once if refused."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from dataplan_sync.errors import (
    AuthenticationError,
    RejectedError,
    UnexpectedAnswerError,
    UnreachableError,
)
from dataplan_sync.mparticle.token import TokenSource
from tests import fake_api
from tests.fake_api import SECRET, FakeApi, FakeClock


def source(api, clock=None, transport=None):
    return TokenSource(
        transport or fake_api.transport(api, clock),
        client_id="the-client",
        client_secret=SECRET,
        token_url="https://sso.test/oauth/token",
        scope="workspace 7",
    )


def tokens(**members):
    """Answers with a new token each time: token-1, token-2, …"""
    count = iter(range(1, 100))
    lock = threading.Lock()

    def answer(_):
        with lock:
            number = next(count)
        return fake_api.json({"access_token": f"token-{number}", "expires_in": 28800, **members})

    return FakeApi(answer)


def test_a_token_is_asked_for_as_documented():
    api = tokens()

    assert source(api).authorization() == "Bearer token-1"
    assert api.asked == ["POST /oauth/token"]
    assert api.requests[0].url == "https://sso.test/oauth/token"
    assert json.loads(api.requests[0].content) == {
        "client_id": "the-client",
        "client_secret": SECRET,
        "audience": "https://api.mparticle.com",
        "grant_type": "client_credentials",
    }


def test_threads_share_one_token():
    api = tokens()
    shared = source(api)

    with ThreadPoolExecutor(8) as pool:
        given = set(pool.map(lambda _: shared.authorization(), range(40)))

    assert (given, len(api.requests)) == ({"Bearer token-1"}, 1)


def test_a_token_is_replaced_before_it_ends():
    clock = FakeClock()
    shared = source(tokens(), clock)
    given = []
    for seconds in (0, 28800 - 61, 2):
        clock.time += seconds
        given.append(shared.authorization())

    assert given == ["Bearer token-1", "Bearer token-1", "Bearer token-2"]


def test_a_short_lived_token_is_used_for_most_of_its_life():
    clock = FakeClock()
    shared = source(tokens(expires_in=10), clock)
    given = []
    for seconds in (0, 8, 1):
        clock.time += seconds
        given.append(shared.authorization())

    assert given == ["Bearer token-1", "Bearer token-1", "Bearer token-2"]


@pytest.mark.parametrize("expires_in", [None, "soon", True, 0, -5])
def test_a_token_without_a_usable_life_is_kept(expires_in):
    clock = FakeClock()
    shared = source(tokens(expires_in=expires_in), clock)
    shared.authorization()
    clock.time += 1e9

    assert shared.authorization() == "Bearer token-1"


def test_a_refused_token_is_replaced_once_for_all_threads():
    api = tokens()
    shared = source(api)
    first = shared.authorization()

    with ThreadPoolExecutor(8) as pool:
        renewed = list(pool.map(lambda _: shared.renew(first), range(8)))

    assert renewed == [True] * 8
    assert (shared.authorization(), len(api.requests)) == ("Bearer token-2", 2)
    assert shared.renew("Bearer token-2") is False
    assert len(api.requests) == 2


def test_a_server_that_gives_the_refused_token_again_is_asked_once():
    api = FakeApi(fake_api.json({"access_token": "the-same-token"}))
    shared = source(api)
    first = shared.authorization()

    assert [shared.renew(first), shared.renew(first)] == [True, False]


@pytest.mark.parametrize("status", [401, 403])
def test_refused_credentials_are_named(status):
    refusal = {"error": "access_denied", "error_description": "Unauthorized"}

    with pytest.raises(AuthenticationError) as caught:
        source(FakeApi(fake_api.json(refusal, status))).authorization()

    assert str(caught.value) == (
        f"POST https://sso.test/oauth/token (workspace 7) was answered with {status}: Unauthorized."
        " Check MPARTICLE_CLIENT_ID and MPARTICLE_CLIENT_SECRET: they must be those of an API"
        " credential with access to Data Planning."
    )


def test_a_request_for_a_token_stores_nothing_and_is_repeated():
    api = FakeApi(httpx.ReadTimeout(""), fake_api.errors("busy", status=503), next_token())

    assert source(api).authorization() == "Bearer a-token-1"
    assert len(api.requests) == 3


def next_token():
    return fake_api.json({"access_token": "a-token-1"})


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (httpx.ConnectError("refused"), UnreachableError),
        (fake_api.errors("bad", status=400), RejectedError),
        (fake_api.page(), UnexpectedAnswerError),
        (fake_api.json([]), UnexpectedAnswerError),
        (fake_api.json({}), UnexpectedAnswerError),
        (fake_api.json({"access_token": 7}), UnexpectedAnswerError),
        (fake_api.json({"access_token": ""}), UnexpectedAnswerError),
        (fake_api.json({"access_token": "two\r\nlines"}), UnexpectedAnswerError),
        (fake_api.json({"access_token": "tökn"}), UnexpectedAnswerError),
    ],
)
def test_an_answer_without_a_token_says_what_to_check(answer, kind):
    with pytest.raises(kind, match=r"MPARTICLE_TOKEN_URL|correct the request"):
        source(FakeApi(answer)).authorization()


def test_secret_and_token_are_known_to_the_redactor():
    transport = fake_api.transport(tokens())
    source(None, transport=transport).authorization()

    assert transport.redactor.redact(f"{SECRET} token-1-is-short") == "*** token-1-is-short"
    transport = fake_api.transport(FakeApi(next_token()))
    source(None, transport=transport).authorization()

    assert transport.redactor.redact("has a-token-1 in it") == "has *** in it"


def test_a_repr_shows_no_secret():
    transport = fake_api.transport(FakeApi(next_token()))
    shared = source(None, transport=transport)
    shared.authorization()

    assert SECRET not in f"{shared!r}{shared._request!r}"
