"""What each operation of the client asks for, and what it makes of the answers."""

from __future__ import annotations

import inspect

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dataplan_sync import codec
from dataplan_sync.errors import (
    AnswerLostError,
    AuthenticationError,
    ForbiddenError,
    NotFoundError,
    RejectedError,
    UnexpectedAnswerError,
    UsageError,
)
from dataplan_sync.model import ActivatedEnvironment, Authorship, DataPlan, DataPlanVersion
from dataplan_sync.mparticle.client import MParticleClient
from dataplan_sync.transport import Transport
from tests import builders, fake_api
from tests.fake_api import SECRET
from tests.mparticle.planning_api import PLANS, FakePlanningApi, client

VERSION = builders.version(3, builders.custom_event("Click", {"size": {"type": "string"}}))
DATA_PLAN = builders.data_plan(VERSION, name="Shop", description="")


def wire(data_plan=DATA_PLAN):
    return codec.encode_data_plan(data_plan)


OPERATIONS = {
    "list_data_plans": (
        lambda api: api.list_data_plans(),
        ("GET", PLANS, None),
        [wire()],
        (DATA_PLAN,),
    ),
    "get_data_plan": (
        lambda api: api.get_data_plan("shop"),
        ("GET", f"{PLANS}/shop", None),
        wire(),
        DATA_PLAN,
    ),
    "create_data_plan": (
        lambda api: api.create_data_plan(DATA_PLAN),
        ("POST", PLANS, wire()),
        wire(),
        DATA_PLAN,
    ),
    "update_data_plan": (
        lambda api: api.update_data_plan("shop", data_plan_name="N", extra={"x": None}),
        ("PATCH", f"{PLANS}/shop", {"data_plan_name": "N", "x": None}),
        wire(),
        DATA_PLAN,
    ),
    "get_data_plan_version": (
        lambda api: api.get_data_plan_version("shop", 3),
        ("GET", f"{PLANS}/shop/versions/3", None),
        codec.encode_version(VERSION),
        VERSION,
    ),
    "create_data_plan_version": (
        lambda api: api.create_data_plan_version("shop", VERSION),
        ("POST", f"{PLANS}/shop/versions", codec.encode_version(VERSION)),
        codec.encode_version(VERSION),
        VERSION,
    ),
    "update_data_plan_version": (
        lambda api: api.update_data_plan_version(
            "shop",
            3,
            version_description="",
            activated_environment=ActivatedEnvironment.NONE,
            version_document=VERSION.version_document,
        ),
        (
            "PATCH",
            f"{PLANS}/shop/versions/3",
            {
                "version_description": "",
                "activated_environment": "none",
                "version_document": codec.encode_version(VERSION)["version_document"],
            },
        ),
        codec.encode_version(VERSION),
        VERSION,
    ),
    "delete_data_plan": (
        lambda api: api.delete_data_plan("shop"),
        ("DELETE", f"{PLANS}/shop", None),
        None,
        None,
    ),
    "delete_data_plan_version": (
        lambda api: api.delete_data_plan_version("shop", 3),
        ("DELETE", f"{PLANS}/shop/versions/3", None),
        None,
        None,
    ),
}
READS = ["list_data_plans", "get_data_plan", "get_data_plan_version"]
CHANGES = sorted(OPERATIONS.keys() - set(READS))


def call(name, api):
    return OPERATIONS[name][0](client(api))


@pytest.mark.parametrize("name", OPERATIONS)
@pytest.mark.parametrize("status", [200, 201])
def test_an_operation_sends_what_is_documented_and_decodes_the_answer(name, status):
    _, sent, answer, result = OPERATIONS[name]
    api = FakePlanningApi(
        fake_api.text(b"", status) if answer is None else fake_api.json(answer, status)
    )

    assert call(name, api) == result
    assert api.sent == [sent]
    assert api.requests[0].headers["authorization"] == "Bearer t0ken-t0ken"


@pytest.mark.parametrize("name", ["delete_data_plan", "delete_data_plan_version"])
def test_a_deletion_is_answered_with_nothing(name):
    assert call(name, FakePlanningApi(fake_api.text(b"", 204))) is None


@pytest.mark.parametrize("name", OPERATIONS)
@pytest.mark.parametrize(
    ("status", "kind"),
    [(400, RejectedError), (401, AuthenticationError), (403, ForbiddenError), (404, NotFoundError)],
)
def test_a_refusal_names_the_workspace_and_what_the_api_said(name, status, kind):
    api = FakePlanningApi(fake_api.errors("This is why.", status=status))

    with pytest.raises(kind, match=r"\(workspace 7505\) was answered with \d+: This is why"):
        call(name, api)


@pytest.mark.parametrize("name", READS)
def test_a_read_is_repeated(name):
    api = FakePlanningApi(httpx.ReadTimeout(""), fake_api.json(OPERATIONS[name][2]))

    assert call(name, api) == OPERATIONS[name][3]


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("fault", [httpx.ReadTimeout(""), fake_api.errors("x", status=500)])
def test_a_change_whose_answer_is_lost_is_not_repeated(name, fault):
    api = FakePlanningApi(fault)

    with pytest.raises(AnswerLostError):
        call(name, api)

    assert len(api.requests) == 1


def test_only_what_is_given_is_sent():
    api = FakePlanningApi(fake_api.json(wire()))
    client(api).update_data_plan("shop")

    assert api.sent == [("PATCH", f"{PLANS}/shop", {})]


@given(
    st.text(st.characters(codec="utf-8"), min_size=1).filter(lambda text: text not in (".", ".."))
)
@example("a/b")
@example("../a?b#c")
@example("%2F")
def test_an_id_is_one_segment_of_the_path_whatever_it_holds(data_plan_id):
    api = FakePlanningApi(fake_api.json(wire()))
    client(api).get_data_plan(data_plan_id)

    assert api.requests[0].url.path == f"{PLANS}/{data_plan_id}"
    assert api.asked[0].count("/") == f"GET {PLANS}/shop".count("/")
    assert "?" not in api.asked[0]


@pytest.mark.parametrize("data_plan_id", ["", ".", ".."])
def test_an_id_that_would_name_another_object_is_refused(data_plan_id):
    api = FakePlanningApi(fake_api.text(b"", 204))

    with pytest.raises(UsageError, match="cannot be the id of a data plan"):
        client(api).delete_data_plan(data_plan_id)

    assert api.requests == []


@pytest.mark.parametrize(
    ("name", "answer", "place"),
    [
        ("list_data_plans", {}, "the answer: a list of data plans was expected, not an object"),
        ("list_data_plans", [{"data_plan_id": 7}], "0/data_plan_id: data_plan_id must be text"),
        ("list_data_plans", [[]], "0: this must be an object, not a list"),
        ("get_data_plan", 7, "the answer: this must be an object, not a number"),
        (
            "get_data_plan",
            {"data_plan_id": "shop", "data_plan_versions": [{"version": "3"}]},
            "data_plan_versions/0/version: version must be a whole number",
        ),
        (
            "get_data_plan_version",
            {"version": 3, "version_document": {"data_points": {}}},
            "version_document/data_points: data_points must be a list, not an object",
        ),
    ],
)
def test_a_read_that_is_not_as_documented_names_the_place(name, answer, place):
    with pytest.raises(UnexpectedAnswerError) as caught:
        call(name, FakePlanningApi(fake_api.json(answer)))

    assert f"was answered with 200 and not as documented: at {place}" in str(caught.value)


@pytest.mark.parametrize("answer", [fake_api.json({"version": "3"}), fake_api.text(b"", 200)])
def test_a_write_that_is_not_answered_as_documented_has_an_unknown_fate(answer):
    with pytest.raises(AnswerLostError, match="not as documented"):
        call("update_data_plan_version", FakePlanningApi(answer))


def test_what_json_cannot_say_is_refused_before_it_is_sent():
    api = FakePlanningApi(fake_api.json(wire()))
    document = builders.document(builders.custom_event("A", {"size": {"minimum": float("nan")}}))

    with pytest.raises(UsageError, match="not a number"):
        client(api).update_data_plan_version("shop", 3, version_document=document)

    assert api.requests == []


def test_any_text_can_be_sent():
    api = FakePlanningApi(fake_api.json(wire()))
    client(api).update_data_plan("shop", data_plan_name="é|\ud800")

    assert api.sent[0][2] == {"data_plan_name": "é|\ud800"}
    assert api.requests[0].headers["content-type"] == "application/json"


def test_keys_and_values_that_nobody_knows_are_no_fault():
    answer = {"data_plan_id": "shop", "colour": "red", "data_plan_nam": "x", "created_by": "me"}
    found = client(FakePlanningApi(fake_api.json(answer))).get_data_plan("shop")

    assert found == DataPlan("shop", extra={"colour": "red", "data_plan_nam": "x"})
    assert found.authorship == Authorship(created_by="me")


def test_the_number_in_an_answer_wins():
    api = FakePlanningApi(fake_api.json({"version": 4, "data_plan_id": "other"}))

    assert client(api).create_data_plan_version("shop", VERSION) == DataPlanVersion("shop", 4)


def test_one_token_serves_all_operations_and_is_given_out():
    api = FakePlanningApi(fake_api.json(wire()))
    shared = client(api)
    shared.get_data_plan("shop")

    assert shared.token() == "t0ken-t0ken"
    assert shared.author == "client_id:the-client"


def test_a_transport_that_was_passed_in_stays_open():
    transport = fake_api.transport(FakePlanningApi(fake_api.json([])))
    with MParticleClient(1, "a", SECRET, transport=transport) as first:
        first.list_data_plans()

    assert MParticleClient(2, "a", SECRET, transport=transport).list_data_plans() == ()


def test_a_transport_of_its_own_is_closed():
    with MParticleClient(1, "a", SECRET) as own:
        transport = own._transport

    assert isinstance(transport, Transport)
    assert transport._client.is_closed


def test_a_repr_shows_no_secret():
    shared = client(FakePlanningApi(fake_api.json([])))
    shared.list_data_plans()

    assert SECRET not in f"{shared!r}{vars(shared)!r}"
    assert "t0ken-t0ken" not in f"{shared!r}{vars(shared)!r}"


def test_every_public_method_of_the_client_is_tried_here():
    methods = {name for name, _ in inspect.getmembers(MParticleClient, inspect.isfunction)}
    public = {name for name in methods if not name.startswith("_")}

    assert public - OPERATIONS.keys() == {"close", "token", "validate_batch"}
