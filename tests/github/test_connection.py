"""How GitHub is asked: headers, pages, limits, and answers that are not as documented."""

from __future__ import annotations

from dataclasses import replace

import httpx
import pytest

from dataplan_sync.errors import (
    AuthenticationError,
    NotFoundError,
    RejectedError,
    UnexpectedAnswerError,
)
from dataplan_sync.github import connection
from dataplan_sync.github.client import PATIENT, GitHubClient
from dataplan_sync.transport import Transport, TransportOptions
from tests.fake_api import FakeClock
from tests.github.connecting import TOKEN, URL, answered_by, client_of
from tests.github.server.faults import Fault, primary_limit, secondary_limit
from tests.github.server.world import REPOSITORY


def asked(hub):
    return [f"{call.method} {call.path.removeprefix('/repos/acme/plans')}" for call in hub.calls]


def test_headers_name_the_version_and_a_form_that_every_github_knows():
    seen = []

    def answer(request):
        seen.append(request.headers)
        return httpx.Response(200, json=[])

    with Transport(TransportOptions(http=httpx.MockTransport(answer))) as opened:
        GitHubClient(TOKEN, REPOSITORY, api_url=f"{URL}/api/v3", transport=opened).issues.comments(
            1
        )

    assert {
        name: seen[0][name] for name in ("accept", "x-github-api-version", "authorization")
    } == {
        "accept": "application/vnd.github+json, application/json;q=0.9",
        "x-github-api-version": "2022-11-28",
        "authorization": f"Bearer {TOKEN}",
    }


def test_a_token_that_is_not_accepted_says_what_to_do_and_is_not_quoted(hub):
    with pytest.raises(AuthenticationError, match="Check that GITHUB_TOKEN is passed on") as caught:
        client_of(hub, "ghs-expired-token").login()

    assert "ghs-expired-token" not in str(caught.value)


def test_all_pages_are_read_whatever_path_the_links_name(hub, client):
    for number in range(205):
        client.issues.create_comment(1, f"Comment {number}")
    hub.calls.clear()

    found = client.issues.comments(1)

    assert [one.body for one in found] == [f"Comment {number}" for number in range(205)]
    assert asked(hub) == ["GET /issues/1/comments"] * 3
    assert [call.query for call in hub.calls] == [
        {"per_page": "100"},
        {"per_page": "100", "page": "2"},
        {"per_page": "100", "page": "3"},
    ]


def test_a_list_that_does_not_end_is_given_up(hub, client, monkeypatch):
    monkeypatch.setattr(connection, "MOST_PAGES", 3)
    link = {"link": f'<{URL}/x?page=2>; rel="next"'}
    hub.faults.append(Fault("GET", status=200, body=[], headers=link, times=99))

    with pytest.raises(UnexpectedAnswerError, match="more than 3 pages"):
        client.issues.comments(1)


@pytest.mark.parametrize(
    ("link", "query"),
    [
        ("", ""),
        ('<https://a/x?page=2>; rel="next"', "page=2"),
        ('<https://a/x?page=1>; rel="prev", <https://a/x?a=b&page=3>; rel="next"', "a=b&page=3"),
        ('<https://a/x?after=Y3Vyc29y%3D>; type="x"; rel=next', "after=Y3Vyc29y%3D"),
        ('<https://a/x?page=9>; rel="last"', ""),
        ("rel=next", ""),
    ],
)
def test_only_the_query_of_a_link_is_followed(link, query):
    assert connection._next_query(link) == query


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({}, "the whole is no list"),
        ([1], "the whole is no object"),
        ([{"id": "1"}], "id is not a whole number"),
        ([{"id": 1, "html_url": "x", "user": "alice"}], "user is no object"),
    ],
)
def test_an_answer_that_is_not_as_documented_is_an_error(hub, client, body, fault):
    hub.faults.append(Fault("GET", status=200, body=body))

    with pytest.raises(UnexpectedAnswerError, match=f"answered not as documented: {fault}"):
        client.issues.comments(1)


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ([], "the whole is no object"),
        ({"number": 1, "title": "T", "state": "merged"}, "state is neither open nor closed"),
        ({"number": True}, "number is not a whole number"),
    ],
)
def test_one_thing_that_is_not_as_documented_is_an_error(hub, client, body, fault):
    hub.faults.append(Fault("GET", status=200, body=body))

    with pytest.raises(UnexpectedAnswerError, match=f"answered not as documented: {fault}"):
        client.issues.get(1)


def test_what_does_not_exist_is_told_apart(client):
    with pytest.raises(NotFoundError, match="acme/plans"):
        client.pulls.get(99)


@pytest.mark.parametrize(
    ("fault", "waited"),
    [
        (secondary_limit(retry_after=30), 30.0),
        (secondary_limit(), 120.0),
        (primary_limit(reset=1090), 90.0),
        (Fault(status=429, headers={"retry-after": "7"}), 7.0),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_limit_is_waited_for_and_the_request_sent_again(hub, fault, waited, method):
    fault.times = 1
    hub.faults.append(fault)
    patient = {"throttled_base": 120.0, "cap": 120.0, "random": lambda: 1.0, "now": lambda: 1000.0}
    client = client_of(hub, **patient)

    if method == "GET":
        client.issues.get(1)
    else:
        client.issues.create_comment(1, "Hello")

    assert client._transport.traffic.waited == waited
    assert asked(hub) == [asked(hub)[0]] * 2


def test_a_limit_that_does_not_end_costs_a_run_a_quarter_of_an_hour_and_not_each_request(hub):
    hub.faults.append(secondary_limit(retry_after=60, times=999))
    clock = FakeClock()
    policy = replace(PATIENT, sleep=clock.sleep, monotonic=lambda: clock.time)
    options = TransportOptions(retry=policy, rate=1_000_000, http=answered_by(hub))
    with Transport(options) as opened:
        client = GitHubClient(TOKEN, REPOSITORY, api_url=URL, transport=opened)
        for number in range(9):
            said = r"900 s in all: run it again later\.$" if number > 1 else ""
            with pytest.raises(RejectedError, match=said or "secondary rate limit"):
                client.issues.create_comment(1, f"Number {number}")

    assert opened.traffic.waited == 900.0
    # What GitHub asked of the request before holds for the next one as well.
    assert sum(clock.slept) <= 900.0 + 8 * 60.0


def test_a_limit_that_lasts_an_hour_is_reported_at_once(hub):
    hub.faults.append(primary_limit(reset=4600, times=99))
    client = client_of(hub, now=lambda: 1000.0)

    with pytest.raises(RejectedError, match="wait until 1970-01-01 01:16:40 UTC"):
        client.issues.get(1)

    assert len(hub.calls) == 1


def test_trouble_is_sat_out_while_reading(hub, client):
    hub.faults.append(Fault("GET", status=503, times=2))

    assert client.issues.get(1).number == 1
