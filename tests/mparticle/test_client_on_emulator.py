"""The client against the emulator, which stores and answers as the API does and knows nothing of our codec."""

from __future__ import annotations

import dataclasses
from concurrent.futures import ThreadPoolExecutor

import pytest

from dataplan_sync.emulator.options import EmulatorOptions
from dataplan_sync.errors import (
    AnswerLostError,
    AuthenticationError,
    ForbiddenError,
    NotFoundError,
    RejectedError,
    UnexpectedAnswerError,
)
from dataplan_sync.model import ActivatedEnvironment
from dataplan_sync.mparticle.client import MParticleClient
from dataplan_sync.transport import Transport, TransportOptions
from tests import builders
from tests.fake_api import FakeClock

CLICK = builders.custom_event("Click: é|x", {"size": {"enum": ["NO", 1.5, None]}}, ["size"])
FIRST = builders.version(1, CLICK, description="First")
SECOND = builders.version(2, CLICK, builders.custom_event("Legacy", kind="transaction"))
SHOP = builders.data_plan(FIRST, SECOND, name="Shop", description="")


@pytest.fixture
def transport():
    with Transport(TransportOptions(retry=FakeClock().policy())) as opened:
        yield opened


@pytest.fixture
def client(emulator, transport):
    return connect(emulator, transport)


def connect(emulator, transport, *, secret="emulator", workspace_id=1):
    return MParticleClient(
        workspace_id,
        "emulator",
        secret,
        api_url=emulator.api_url,
        token_url=emulator.token_url,
        transport=transport,
    )


def test_what_is_created_is_what_can_be_read(client):
    assert client.list_data_plans() == ()
    assert client.create_data_plan(SHOP) == SHOP
    assert client.get_data_plan("shop") == SHOP
    assert client.get_data_plan_version("shop", 2) == SECOND
    assert client.get_data_plan("shop").authorship.created_by == client.author


def test_the_list_leaves_documents_out(client):
    client.create_data_plan(SHOP)
    bare = [dataclasses.replace(version, version_document=None) for version in SHOP.versions]

    assert client.list_data_plans() == (dataclasses.replace(SHOP, versions=tuple(bare)),)


def test_an_update_changes_what_is_given_and_nothing_else(client):
    client.create_data_plan(SHOP)
    client.update_data_plan("shop", data_plan_description="New")
    updated = client.update_data_plan_version(
        "shop", 2, activated_environment=ActivatedEnvironment.DEVELOPMENT
    )

    active = dataclasses.replace(SECOND, activated_environment=ActivatedEnvironment.DEVELOPMENT)
    expected = dataclasses.replace(SHOP, data_plan_description="New", versions=(FIRST, active))
    assert updated == active
    assert client.get_data_plan("shop") == expected


def test_a_document_is_replaced_whole(client):
    client.create_data_plan(SHOP)
    client.update_data_plan_version("shop", 2, version_document=FIRST.version_document)

    found = client.get_data_plan_version("shop", 2)
    assert found == dataclasses.replace(SECOND, version_document=FIRST.version_document)


def test_versions_come_and_go(client):
    client.create_data_plan(SHOP)
    third = builders.version(3, CLICK)

    assert client.create_data_plan_version("shop", third) == third
    client.delete_data_plan_version("shop", 1)
    assert client.get_data_plan("shop").versions == (SECOND, third)
    client.delete_data_plan("shop")
    assert client.list_data_plans() == ()


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda client: client.get_data_plan("none"), "The specified plan ID none in workspace 1"),
        (lambda client: client.delete_data_plan("none"), "The specified plan ID none"),
        (lambda client: client.get_data_plan_version("shop", 9), "The specified version 9 in plan"),
        (lambda client: client.delete_data_plan_version("shop", 9), "The specified version 9"),
    ],
)
def test_what_does_not_exist_is_not_found(client, ask, said):
    client.create_data_plan(SHOP)

    with pytest.raises(NotFoundError, match=said):
        ask(client)


def test_a_refusal_carries_the_api_s_own_words(client):
    client.create_data_plan(SHOP)

    with pytest.raises(RejectedError) as caught:
        client.create_data_plan(SHOP)

    assert (caught.value.status, caught.value.messages) == (400, ("Plan ID is already in use.",))


def test_a_batch_is_validated(client):
    event = {
        "event_type": "custom_event",
        "data": {"event_name": "Unknown", "custom_event_type": "other", "custom_attributes": {}},
    }
    found = client.validate_batch(
        builders.document(CLICK), {"environment": "development", "events": [event]}
    )

    errors = [error for result in found.results for error in result.validation_errors]
    assert [error.validation_error_type for error in errors] == ["unplanned"]


def test_wrong_credentials_are_named(emulator, transport):
    with pytest.raises(AuthenticationError, match="MPARTICLE_CLIENT_SECRET"):
        connect(emulator, transport, secret="wr0ng-secret").list_data_plans()


def test_a_workspace_out_of_scope_is_forbidden(emulator, transport):
    emulator.reset(EmulatorOptions(workspace_ids=(1,)))

    with pytest.raises(ForbiddenError, match="add workspace 2 to its scope"):
        connect(emulator, transport, workspace_id=2).list_data_plans()


def test_a_token_that_the_api_forgot_is_replaced_once_for_all_threads(client, emulator):
    client.list_data_plans()
    emulator.reset()

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: client.list_data_plans(), range(16)))

    assert found == [()] * 16
    asked = [entry["path"] for entry in emulator.requests()]
    assert asked.count("/oauth/token") == 1


def test_a_token_is_fetched_once_a_run(client, emulator):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: client.list_data_plans(), range(16)))

    assert [entry["path"] for entry in emulator.requests()].count("/oauth/token") == 1


@pytest.mark.parametrize("kind", ["reset", "lost_answer", "truncated", "garbage", "status"])
def test_a_read_survives_trouble(client, emulator, kind):
    client.create_data_plan(SHOP)
    emulator.inject({"match": {"method": "GET"}, "kind": kind, "times": 3})

    assert client.get_data_plan("shop") == SHOP


@pytest.mark.parametrize(
    ("kind", "stored"), [("reset", False), ("lost_answer", True), ("truncated", True)]
)
def test_a_write_whose_answer_is_lost_is_sent_once(client, emulator, kind, stored):
    client.create_data_plan(SHOP)
    emulator.inject({"match": {"method": "PATCH"}, "kind": kind})

    with pytest.raises(AnswerLostError):
        client.update_data_plan("shop", data_plan_name="New")

    name = client.get_data_plan("shop").data_plan_name
    assert name == ("New" if stored else "Shop")
    assert [entry["method"] for entry in emulator.requests()].count("PATCH") == 1


def test_a_write_that_was_refused_for_asking_too_much_is_sent_again(client, emulator, transport):
    client.create_data_plan(SHOP)
    headers = {"Retry-After": "2", "X-mp-rate-limit-exceeded": "account"}
    emulator.inject(
        {"match": {"method": "PATCH"}, "kind": "status", "status": 429, "headers": headers}
    )

    client.update_data_plan("shop", data_plan_name="New")

    assert client.get_data_plan("shop").data_plan_name == "New"
    assert (transport.traffic.retries, transport.traffic.waited) == (1, 2)


def test_a_proxy_s_page_is_no_answer(client, emulator):
    client.list_data_plans()
    emulator.inject({"match": {"method": "GET"}, "kind": "html", "status": 200})

    with pytest.raises(UnexpectedAnswerError, match="an HTML page"):
        client.list_data_plans()
