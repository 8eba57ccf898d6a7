from __future__ import annotations

import pytest

from tests.emulator.requests import data_plan, token_request


@pytest.fixture
def ask(api, server):
    return lambda **request: api.post(server.token_url, **request)


@pytest.mark.parametrize("form", ["json", "data"])
def test_a_token_is_issued_for_json_and_for_a_form(ask, form):
    answer = ask(**{form: token_request()})
    token = answer.json()["access_token"]
    assert answer.status_code == 200
    assert answer.json() == {"access_token": token, "expires_in": 28800, "token_type": "Bearer"}
    assert answer.headers["cache-control"] == "no-store"


def test_a_token_opens_the_api_in_the_name_of_its_client(start):
    api = start(client_id="ours", client_secret="s")
    created = api.post("/plans", json=data_plan()).json()
    assert created["created_by"] == "client_id:ours"


@pytest.mark.parametrize(
    ("changes", "status", "error", "description"),
    [
        ({"client_secret": "wrong"}, 401, "access_denied", "Unauthorized"),
        ({"client_id": "wrong"}, 401, "access_denied", "Unauthorized"),
        ({"client_secret": None}, 401, "access_denied", "Unauthorized"),
        ({"audience": "https://x"}, 403, "access_denied", "Service not found: https://x"),
        (
            {"grant_type": "password"},
            403,
            "unsupported_grant_type",
            "Unsupported grant type: password",
        ),
        ({"grant_type": ""}, 400, "invalid_request", "Missing required parameter: grant_type"),
    ],
)
def test_wrong_credentials_are_refused_as_auth0_does(ask, changes, status, error, description):
    answer = ask(json=token_request(**changes))
    assert (answer.status_code, answer.json()) == (
        status,
        {"error": error, "error_description": description},
    )


@pytest.mark.parametrize("content", [b"{", b"[]", b"\xff"])
def test_an_unreadable_request_for_a_token_is_refused(ask, content):
    answer = ask(content=content)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


def test_a_token_expires(start, clock):
    api = start(token_lifetime=10)
    clock.now += 9
    assert api.get("/plans").status_code == 200
    clock.now += 1
    assert api.get("/plans").status_code == 401
