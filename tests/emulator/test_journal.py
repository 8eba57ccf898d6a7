from __future__ import annotations

import httpx
import pytest

from dataplan_sync.emulator.journal import Journal, JournalEntry, readable
from tests.emulator.requests import data_plan, token_request


def test_the_journal_says_what_was_asked_without_secrets(api, server):
    api.get("/plans?a=b")
    server.inject({"kind": "reset"}, {"kind": "status"})
    with pytest.raises(httpx.ReadError):
        api.get("/plans")
    api.post("/plans", json=data_plan())
    root = "/platform/v2/workspaces/1/plans"
    common = {"time": "2023-11-14T22:13:20.25", "query": "", "author": "client_id:emulator"}
    hidden = token_request(client_secret="[hidden]")
    assert server.requests() == [
        {
            **common,
            "method": "POST",
            "path": "/oauth/token",
            "status": 200,
            "body": hidden,
            "author": None,
            "fault": None,
        },
        {
            **common,
            "method": "GET",
            "path": root,
            "query": "a=b",
            "status": 200,
            "body": None,
            "fault": None,
        },
        {**common, "method": "GET", "path": root, "status": None, "body": None, "fault": "reset"},
        {
            **common,
            "method": "POST",
            "path": root,
            "status": 503,
            "body": data_plan(),
            "fault": "status",
        },
    ]
    assert api.delete(f"{server.url}/_emulator/requests").status_code == 204
    assert server.requests() == []


@pytest.mark.parametrize(
    ("content_type", "content", "shown"),
    [
        ("", b"", None),
        ("application/json", b"[1]", [1]),
        ("text/plain", b"not json", "not json"),
        (
            "application/x-www-form-urlencoded",
            b"a=1&client_secret=x",
            {"a": "1", "client_secret": "[hidden]"},
        ),
        ("application/x-www-form-urlencoded", b'{"a": "b=c"}', {"a": "b=c"}),
        ("application/json", b'{"client_secret": "x", ', "[hidden]"),
        ("", b"\xff", "\ufffd"),
    ],
)
def test_a_body_is_shown_as_it_was_meant(content_type, content, shown):
    assert readable(content_type, content) == shown


def test_old_requests_are_forgotten():
    journal = Journal()
    for number in range(10_001):
        journal.add(JournalEntry("GET", f"/{number}", "", 200, None, None, "", None))
    assert [journal.as_json()[0]["path"], len(journal.as_json())] == ["/1", 10_000]
