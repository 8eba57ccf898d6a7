"""The set-up can fail: Prism refuses requests and answers that break the document, on every operation.

Prism says nothing when a schema of its document does not compile, and then lets everything through. So each
body that the document describes is shown to be checked, by one that is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from peers.wire_forms import BATCH, CLICK, DATA_PLAN, DOCUMENT, PURCHASE, VERSION
from peers.workspace import CREDENTIALS, PLANS

if TYPE_CHECKING:
    import httpx

    from dataplan_sync.emulator.server import EmulatorServer
    from dataplan_sync.model import JSONObject, JSONValue
    from peers.prism import Prism
    from peers.workspace import Workspace

SHOP = f"{PLANS}/shop"
FIRST = f"{SHOP}/versions/1"
STAMPS: JSONObject = {"created_on": "2020-01-14T14:52:11.43", "created_by": "client_id:x"}
STORED_VERSION: JSONObject = {**VERSION, **STAMPS}
STORED: JSONObject = {**DATA_PLAN, **STAMPS, "data_plan_versions": [STORED_VERSION]}


def document(**changes: JSONValue) -> JSONObject:
    """Give a document whose only data point is changed at its top level."""
    return {"data_points": [{**CLICK, **changes}]}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", FIRST, {"activated_environment": "staging"}),
        ("PATCH", FIRST, {"version": "1"}),
        ("PATCH", FIRST, {"version": 1, "version_description": "The number does not belong here"}),
        ("PATCH", FIRST, {"quarantine_feed_id": 1}),
        ("PATCH", FIRST, {"version_description": None}),
        ("PATCH", FIRST, {"version_document": document(match={"type": "custom_event"})}),
        (
            "PATCH",
            FIRST,
            {
                "version_document": document(
                    match={
                        "type": "custom_event",
                        "criteria": {"event_name": "E", "custom_event_type": "purchase"},
                    }
                )
            },
        ),
        (
            "PATCH",
            FIRST,
            {
                "version_document": document(
                    match={"type": "product_action", "criteria": {"action": "remove_from_wishlist"}}
                )
            },
        ),
        ("PATCH", FIRST, {}),
        ("PATCH", SHOP, {"data_plan_id": "other"}),
        ("PATCH", SHOP, {"data_plan_name": 1}),
        ("POST", PLANS, {**DATA_PLAN, "data_plan_versions": []}),
        ("POST", PLANS, {**DATA_PLAN, "data_plan_versions": [{**VERSION, "version": "1"}]}),
        ("POST", PLANS, {**DATA_PLAN, **STAMPS}),
        ("POST", f"{SHOP}/versions", {**VERSION, "version": 1.5}),
        ("POST", f"{SHOP}/versions", {**VERSION, "version_document": {}}),
        (
            "POST",
            f"{SHOP}/versions",
            {**VERSION, "version_document": document(validator={"type": "json_schema"})},
        ),
        ("POST", f"{PLANS}/validate", {"document": DOCUMENT}),
        (
            "POST",
            f"{PLANS}/validate",
            {"document": DOCUMENT, "batch": {**BATCH, "environment": "staging"}},
        ),
        (
            "POST",
            f"{PLANS}/validate",
            {"document": DOCUMENT, "batch": {**BATCH, "events": [{"event_type": "purchase"}]}},
        ),
        ("POST", "/oauth/token", {**CREDENTIALS, "audience": "https://example.com"}),
        ("GET", f"{SHOP}/versions/first", None),
        ("PATCH", f"{SHOP}/versions/0", {"version_description": ""}),
        ("DELETE", f"{SHOP}/versions/latest", None),
        ("GET", PLANS.replace("/1/", "/one/"), None),
    ],
)
def test_refuses_a_request_that_breaks_the_document(
    prism: Prism,
    emulator: EmulatorServer,
    held: Workspace,
    method: str,
    path: str,
    body: JSONValue,
) -> None:
    headers = held.authorization()

    answer = prism.ask(method, path, body, headers)

    assert answer.status_code == 422, answer.text
    assert len(prism.complaints()) == 1
    assert [entry["path"] for entry in emulator.requests()] == ["/oauth/token"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", PLANS),
        ("GET", SHOP),
        ("DELETE", SHOP),
        ("GET", FIRST),
        ("DELETE", FIRST),
    ],
)
def test_refuses_a_request_without_a_token(
    prism: Prism, emulator: EmulatorServer, method: str, path: str
) -> None:
    answer = prism.ask(method, path)

    assert answer.status_code == 401
    assert len(prism.complaints()) == 1
    assert emulator.requests() == []


ERROR: JSONObject = {"errors": [{"message": "No"}]}
REQUESTS: dict[str, tuple[str, str, JSONValue]] = {
    "token": ("POST", "/oauth/token", dict(CREDENTIALS)),
    "list": ("GET", PLANS, None),
    "create": ("POST", PLANS, DATA_PLAN),
    "get": ("GET", SHOP, None),
    "update": ("PATCH", SHOP, {"data_plan_name": "N"}),
    "delete": ("DELETE", SHOP, None),
    "create version": ("POST", f"{SHOP}/versions", VERSION),
    "get version": ("GET", FIRST, None),
    "update version": ("PATCH", FIRST, {"version_description": ""}),
    "delete version": ("DELETE", FIRST, None),
    "validate": ("POST", f"{PLANS}/validate", {"document": DOCUMENT, "batch": BATCH}),
}


@dataclass(frozen=True, slots=True)
class ForgedAnswers:
    """Lets the emulator answer valid requests with something of our own."""

    prism: Prism
    emulator: EmulatorServer
    held: Workspace

    def ask(
        self, operation: str, *, status: int, body: JSONValue, headers: JSONObject | None = None
    ) -> httpx.Response:
        """Give what Prism makes of the answer."""
        method, path, sent = REQUESTS[operation]
        token = self.held.authorization()
        fault = {"kind": "status", "status": status, "body": body, "headers": headers or {}}
        self.emulator.inject(fault)
        return self.prism.ask(method, path, sent, token)


@pytest.fixture
def forged(prism: Prism, emulator: EmulatorServer, held: Workspace) -> ForgedAnswers:
    return ForgedAnswers(prism, emulator, held)


@pytest.mark.parametrize(
    ("operation", "status", "body"),
    [
        ("token", 200, {"access_token": "", "expires_in": 1, "token_type": "Bearer"}),
        ("token", 401, ERROR),
        ("list", 200, {}),
        ("list", 200, [STORED]),
        ("list", 200, [{**DATA_PLAN, **STAMPS, "data_plan_versions": None}]),
        ("create", 200, STORED_VERSION),
        ("create", 400, {"errors": []}),
        ("create", 400, {"message": "No"}),
        ("create", 400, {"errors": [{"message": "No", "error_type": "x"}]}),
        ("get", 200, DATA_PLAN),
        ("get", 200, {**STORED, "data_plan_versions": [{**STORED_VERSION, "version": "1"}]}),
        ("get", 200, {**STORED, "created_on": "2020-01-14T14:52:11.430"}),
        ("get", 200, {**STORED, "created_on": "2020-01-14T14:52:11Z"}),
        ("get", 200, {**STORED, "created_by": "somebody"}),
        ("get", 404, {"error": "not found"}),
        ("update", 200, {**STORED, "data_plan_description": 1}),
        ("update", 400, "No"),
        ("update", 404, {}),
        ("delete", 404, {"errors": ["not found"]}),
        ("create version", 200, STORED),
        ("create version", 200, {**STORED_VERSION, "version_document": None}),
        ("create version", 400, {"errors": [{}]}),
        ("create version", 404, []),
        ("get version", 200, {**STORED_VERSION, "activated_environment": "staging"}),
        ("get version", 200, {**STORED_VERSION, "version_document": document(description=1)}),
        ("get version", 404, {"errors": [{"message": ""}]}),
        ("update version", 200, {**STORED_VERSION, "shoe_size": 44}),
        ("update version", 400, {"errors": [{"message": "No", "match_key": "a"}]}),
        ("update version", 404, {"errors": None}),
        ("delete version", 400, {"errors": [{"message": "No"}, {"message": "No"}]}),
        ("delete version", 404, {"errors": [{"message": 404}]}),
        ("validate", 200, {"results": []}),
        ("validate", 200, {"results": [{"data": {"validation_errors": []}}], "batch": {}}),
        (
            "validate",
            200,
            {
                "results": [
                    {
                        "data": {
                            "match": PURCHASE["match"],
                            "validation_errors": [{"validation_error_type": "wrong"}],
                        }
                    }
                ],
                "batch": {},
            },
        ),
        ("validate", 400, {"errors": [{"message": "No", "match_key": "a", "error_type": "b"}]}),
    ],
)
def test_refuses_an_answer_that_breaks_the_document(
    forged: ForgedAnswers, operation: str, status: int, body: JSONValue
) -> None:
    answer = forged.ask(operation, status=status, body=body)

    complaints = forged.prism.complaints()
    if 200 <= status < 300:
        assert answer.status_code == 500
    assert complaints
    assert [entry["status"] for entry in forged.emulator.requests()] == [200, status]


@pytest.mark.parametrize("operation", REQUESTS)
def test_notices_a_status_that_the_document_does_not_know(
    forged: ForgedAnswers, operation: str
) -> None:
    forged.ask(operation, status=418, body=ERROR)

    assert forged.prism.complaints()


@pytest.mark.parametrize("headers", [{}, {"Retry-After": "soon"}])
def test_notices_a_429_that_does_not_say_how_long_to_wait(
    forged: ForgedAnswers, headers: JSONObject
) -> None:
    forged.ask("list", status=429, body=ERROR, headers=headers)

    assert forged.prism.complaints()


@pytest.mark.parametrize(
    ("operation", "status", "body"),
    [
        ("list", 200, [{**STORED, "data_plan_versions": []}]),
        ("get", 200, STORED),
        (
            "get",
            200,
            {**STORED, "created_by": "somebody@example.com", "data_plan_description": None},
        ),
        ("get", 404, ERROR),
        ("update version", 200, STORED_VERSION),
        (
            "update version",
            400,
            {"errors": [{"message": "No", "match_key": "user_attributes", "error_type": "x"}]},
        ),
    ],
)
def test_lets_an_answer_through_that_follows_the_document(
    forged: ForgedAnswers, operation: str, status: int, body: JSONValue
) -> None:
    answer = forged.ask(operation, status=status, body=body)

    assert (answer.status_code, answer.json()) == (status, body)
    assert forged.prism.complaints() == []
