from __future__ import annotations

import time

import httpx
import pytest

from dataplan_sync.emulator.options import EmulatorOptions
from dataplan_sync.emulator.server import EmulatorServer
from tests.emulator.requests import data_plan, messages

WRITE = {"method": "post", "path_regex": "/plans$"}


def inject(api, server, faults):
    return api.post(f"{server.url}/_emulator/faults", json=faults)


def stored(api):
    return [item["data_plan_id"] for item in api.get("/plans").json()]


@pytest.mark.parametrize(
    ("kind", "error", "left"),
    [
        ("reset", httpx.ReadError, []),
        ("lost_answer", httpx.RemoteProtocolError, ["shop"]),
        ("truncated", httpx.RemoteProtocolError, ["shop"]),
    ],
)
def test_a_connection_ends_before_or_after_the_write(api, server, kind, error, left):
    server.inject({"kind": kind, "match": WRITE})
    with pytest.raises(error):
        api.post("/plans", json=data_plan())
    assert stored(api) == left


@pytest.mark.parametrize(
    ("fault", "answered"),
    [
        (
            {"kind": "status"},
            (503, "application/json", '{"errors":[{"message":"Injected fault."}]}'),
        ),
        (
            {"kind": "status", "status": 401, "body": {"a": [1]}},
            (401, "application/json", '{"a":[1]}'),
        ),
        ({"kind": "status", "status": 500, "body": "Oops"}, (500, "text/plain", "Oops")),
        ({"kind": "status", "status": 204}, (204, "text/plain", "")),
        ({"kind": "html"}, (502, "text/html; charset=utf-8")),
        ({"kind": "html", "status": 200, "body": "<p>"}, (200, "text/html; charset=utf-8", "<p>")),
        ({"kind": "garbage"}, (200, "application/json")),
    ],
)
@pytest.mark.parametrize("carried_out", [False, True])
def test_another_answer_comes_with_or_without_the_write(api, server, fault, answered, carried_out):
    server.inject({**fault, "match": WRITE, "stored": carried_out})
    answer = api.post("/plans", json=data_plan())
    found = (answer.status_code, answer.headers["content-type"], answer.text)
    assert found[: len(answered)] == answered
    assert stored(api) == (["shop"] if carried_out else [])


def test_garbage_is_not_json(api, server):
    server.inject({"kind": "garbage"})
    with pytest.raises(ValueError, match="Unterminated string"):
        api.get("/plans").json()


def test_a_fault_can_say_when_to_come_back(api, server):
    server.inject({"kind": "status", "status": 429, "headers": {"Retry-After": "7"}})
    assert api.get("/plans").headers["retry-after"] == "7"


def test_an_answer_can_claim_a_write_that_is_not_stored(api, server):
    server.inject({"kind": "unstored", "match": WRITE})
    assert api.post("/plans", json=data_plan()).json()["data_plan_id"] == "shop"
    assert stored(api) == []
    assert api.post("/plans", json=data_plan()).status_code == 200
    assert stored(api) == ["shop"]


def test_an_answer_can_be_slow(api, server):
    server.inject({"kind": "slow", "delay": 0.05})
    began = time.monotonic()
    assert api.get("/plans").status_code == 200
    assert time.monotonic() - began >= 0.049


def test_every_answer_can_be_slow():
    with EmulatorServer(EmulatorOptions(latency=0.05)) as server, httpx.Client() as client:
        began = time.monotonic()
        client.get(server.url)
        assert time.monotonic() - began >= 0.049


def test_a_fault_is_met_as_often_as_it_says_after_those_that_pass(api, server):
    server.inject({"kind": "status", "times": 2, "skip": 1})
    assert [api.get("/plans").status_code for _ in range(4)] == [200, 503, 503, 200]


def test_a_fault_can_stay(api, server):
    server.inject({"kind": "status", "times": 0})
    assert {api.get("/plans").status_code for _ in range(5)} == {503}


def test_faults_match_method_and_path(api, server):
    server.inject(
        {"kind": "status", "status": 500, "match": {"method": "PATCH"}},
        {"kind": "status", "status": 502, "match": {"path_regex": "/versions/\\d+$"}},
    )
    assert api.get("/plans").status_code == 200
    assert api.get("/plans/shop/versions/1").status_code == 502
    assert api.patch("/plans/shop", json={}).status_code == 500


def test_the_token_endpoint_can_fail_too(api, server):
    server.inject({"kind": "status", "match": {"path_regex": "^/oauth/"}})
    assert api.post(server.token_url, json={}).status_code == 503


def test_what_is_left_can_be_listed_and_cleared(api, server):
    answer = inject(api, server, {"kind": "html", "times": 2, "match": {"path_regex": "plans"}})
    left = {
        "match": {"path_regex": "plans"},
        "kind": "html",
        "times": 2,
        "skip": 0,
        "status": 502,
        "headers": {},
        "body": None,
        "delay": 0.0,
        "stored": False,
    }
    assert answer.json() == [left]
    api.get("/plans")
    assert api.get(f"{server.url}/_emulator/faults").json() == [{**left, "times": 1}]
    assert inject(api, server, answer.json()).status_code == 200
    assert api.delete(f"{server.url}/_emulator/faults").status_code == 204
    assert api.get(f"{server.url}/_emulator/faults").json() == []
    assert api.get("/plans").status_code == 200


KINDS = "reset, lost_answer, unstored, truncated, status, html, garbage, slow"


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ("reset", f"kind must be one of {KINDS}."),
        ({"kind": "explode"}, f"kind must be one of {KINDS}."),
        ({"kind": "slow", "match": "x"}, "match has the wrong type."),
        ({"kind": "slow", "match": {"path": "x"}}, "path is not a known key."),
        ({"kind": "slow", "match": {"path_regex": "("}}, "match.path_regex has the wrong type."),
        ({"kind": "slow", "until": 3}, "until is not a known key."),
        ({"kind": "slow", "times": True}, "times has the wrong type."),
        ({"kind": "slow", "delay": "1"}, "delay has the wrong type."),
        ({"kind": "slow", "delay": -0.5}, "delay has the wrong type."),
        ({"kind": "slow", "skip": -1}, "skip has the wrong type."),
        ({"kind": "status", "status": 100}, "status has the wrong type."),
        ({"kind": "slow", "headers": []}, "headers has the wrong type."),
    ],
)
def test_a_fault_that_makes_no_sense_is_refused(api, server, fault, message):
    answer = inject(api, server, fault)
    assert (answer.status_code, messages(answer)) == (400, [message])
    assert api.get(f"{server.url}/_emulator/faults").json() == []
