"""Every refusal that our client may meet keeps to the document, and reaches the caller as the right error."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from dataplan_sync.emulator.options import EmulatorOptions
from dataplan_sync.errors import (
    AuthenticationError,
    ForbiddenError,
    NotFoundError,
    RejectedError,
)
from peers.our_client import (
    DOCUMENT,
    SECOND,
    SHOP,
    UNSUPPORTED_DOCUMENT,
    WHOLE_DOCUMENT,
    connected,
)
from peers.wire_forms import BATCH

if TYPE_CHECKING:
    from collections.abc import Callable

    from dataplan_sync.emulator.server import EmulatorServer
    from dataplan_sync.model import JSONObject
    from dataplan_sync.mparticle.client import MParticleClient
    from peers.prism import Prism


@pytest.mark.parametrize(
    ("ask", "kind", "message"),
    [
        pytest.param(
            lambda api: api.create_data_plan(SHOP),
            RejectedError,
            "Plan ID is already in use.",
            id="id in use",
        ),
        pytest.param(
            lambda api: api.create_data_plan_version("shop", SECOND),
            RejectedError,
            "Version 2 is already in use.",
            id="number in use",
        ),
        pytest.param(
            lambda api: api.get_data_plan("nope"),
            NotFoundError,
            "The specified plan ID nope in workspace 1 was not found.",
            id="data plan to get not found",
        ),
        pytest.param(
            lambda api: api.update_data_plan("nope", data_plan_name="N"),
            NotFoundError,
            "The specified plan ID nope in workspace 1 was not found.",
            id="data plan to update not found",
        ),
        pytest.param(
            lambda api: api.delete_data_plan("nope"),
            NotFoundError,
            "The specified plan ID nope in workspace 1 was not found.",
            id="data plan to delete not found",
        ),
        pytest.param(
            lambda api: api.create_data_plan_version("nope", SECOND),
            NotFoundError,
            "The specified plan ID nope in workspace 1 was not found.",
            id="data plan of a new version not found",
        ),
        pytest.param(
            lambda api: api.get_data_plan_version("shop", 9),
            NotFoundError,
            "The specified version 9 in plan ID shop was not found in workspace 1.",
            id="version to get not found",
        ),
        pytest.param(
            lambda api: api.update_data_plan_version("shop", 9, version_description=""),
            NotFoundError,
            "The specified version 9 in plan ID shop was not found in workspace 1.",
            id="version to update not found",
        ),
        pytest.param(
            lambda api: api.delete_data_plan_version("shop", 9),
            NotFoundError,
            "The specified version 9 in plan ID shop was not found in workspace 1.",
            id="version to delete not found",
        ),
        pytest.param(
            lambda api: api.update_data_plan("shop", data_plan_name=" "),
            RejectedError,
            "data_plan_name must not be empty.",
            id="empty name",
        ),
        pytest.param(
            lambda api: api.create_data_plan(
                replace(
                    SHOP,
                    data_plan_id="new",
                    versions=(replace(SECOND, version_document=UNSUPPORTED_DOCUMENT),),
                )
            ),
            RejectedError,
            "The keyword 'anyOf' is not supported.",
            id="unsupported keyword in a new data plan",
        ),
        pytest.param(
            lambda api: api.create_data_plan_version(
                "shop", replace(SECOND, version=3, version_document=UNSUPPORTED_DOCUMENT)
            ),
            RejectedError,
            "The keyword 'anyOf' is not supported.",
            id="unsupported keyword in a new version",
        ),
        pytest.param(
            lambda api: api.update_data_plan_version(
                "shop", 2, version_document=UNSUPPORTED_DOCUMENT
            ),
            RejectedError,
            "The keyword 'anyOf' is not supported.",
            id="unsupported keyword in an edit",
        ),
        pytest.param(
            lambda api: api.update_data_plan_version(
                "shop",
                2,
                version_document=replace(DOCUMENT, data_points=DOCUMENT.data_points * 2),
            ),
            RejectedError,
            "Duplicate match key 'custom_event:other:Clicked: a|b'.",
            id="two data points with one match",
        ),
        pytest.param(
            lambda api: api.validate_batch(UNSUPPORTED_DOCUMENT, BATCH),
            RejectedError,
            "Invalid data plan document.",
            id="invalid document",
        ),
        pytest.param(
            lambda api: api.validate_batch(DOCUMENT, {"environment": "unknown", "events": [{}]}),
            RejectedError,
            "Invalid Event Batch.",
            id="invalid batch",
        ),
    ],
)
def test_a_refusal_keeps_to_the_document(
    shop: MParticleClient,
    ask: Callable[[MParticleClient], object],
    kind: type[Exception],
    message: str,
) -> None:
    with pytest.raises(kind, match=re.escape(message.rstrip("."))):
        ask(shop)


def test_the_last_version_cannot_be_deleted(shop: MParticleClient) -> None:
    shop.delete_data_plan_version("shop", 1)

    with pytest.raises(RejectedError, match="must contain at least one plan version"):
        shop.delete_data_plan_version("shop", 2)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"activated_environment": "production"}, "active in prod and cannot be deleted"),
        ({"quarantine_feed_id": 12}, "can only be deleted through the UI"),
    ],
)
def test_a_version_that_is_in_use_cannot_be_deleted(
    shop: MParticleClient, emulator: EmulatorServer, changes: JSONObject, message: str
) -> None:
    emulator.edit(data_plan_id="shop", version=1, changes=changes)

    with pytest.raises(RejectedError, match=message):
        shop.delete_data_plan_version("shop", 1)
    assert shop.get_data_plan_version("shop", 1).authorship.latest_by == "someone@example.com"


def test_too_many_data_points_are_refused(api: MParticleClient, emulator: EmulatorServer) -> None:
    emulator.reset(EmulatorOptions(max_points=2))

    with pytest.raises(RejectedError, match="exceeds maximum of 2 with 3 data points"):
        api.create_data_plan(SHOP)
    with pytest.raises(RejectedError, match="exceeds maximum of 2 with 3 data points"):
        api.validate_batch(WHOLE_DOCUMENT, BATCH)


def test_a_token_that_has_run_out_is_replaced(
    api: MParticleClient, emulator: EmulatorServer
) -> None:
    api.list_data_plans()
    emulator.reset()

    assert api.list_data_plans() == ()
    assert [entry["status"] for entry in emulator.requests()] == [401, 200, 200]


def test_a_wrong_secret_is_refused(agreeing_prism: Prism) -> None:
    with (
        connected(agreeing_prism, secret="wrong") as client,
        pytest.raises(AuthenticationError, match="MPARTICLE_CLIENT_SECRET"),
    ):
        client.list_data_plans()


def test_another_workspace_is_refused(api: MParticleClient, emulator: EmulatorServer) -> None:
    emulator.reset(EmulatorOptions(workspace_ids=(7505,)))

    with pytest.raises(ForbiddenError, match="workspace 1"):
        api.list_data_plans()


def test_too_many_requests_are_refused(
    api: MParticleClient, emulator: EmulatorServer, agreeing_prism: Prism
) -> None:
    emulator.reset(EmulatorOptions(account_limit=1))
    # Whoever has seen that the limit is used up waits; so it is another one who uses it up.
    with connected(agreeing_prism) as other:
        other.list_data_plans()

    with pytest.raises(RejectedError, match="The rate limit of the account is exceeded"):
        api.create_data_plan(SHOP)
