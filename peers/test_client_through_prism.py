"""Our client and the emulator keep to the document, in every operation."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import yaml

from dataplan_sync.emulator.options import EmulatorOptions
from dataplan_sync.model import ActivatedEnvironment
from peers import prism
from peers.our_client import DOCUMENT, SECOND, SHOP
from peers.wire_forms import BATCH

if TYPE_CHECKING:
    from dataplan_sync.emulator.server import EmulatorServer
    from dataplan_sync.model import JSONObject
    from dataplan_sync.mparticle.client import MParticleClient


def test_every_operation_keeps_to_the_document(
    api: MParticleClient, emulator: EmulatorServer
) -> None:
    assert api.list_data_plans() == ()
    assert api.create_data_plan(SHOP) == SHOP
    assert api.create_data_plan_version("shop", SECOND) == SECOND
    assert api.get_data_plan("shop") == replace(SHOP, versions=(*SHOP.versions, SECOND))
    assert api.list_data_plans() == (
        replace(
            SHOP,
            versions=tuple(
                replace(item, version_document=None) for item in (*SHOP.versions, SECOND)
            ),
        ),
    )
    renamed = api.update_data_plan("shop", data_plan_name="Web shop", data_plan_description="")
    assert (renamed.data_plan_name, renamed.data_plan_description) == ("Web shop", "")
    updated = api.update_data_plan_version(
        "shop",
        2,
        version_description="The second",
        activated_environment=ActivatedEnvironment.PRODUCTION,
        version_document=DOCUMENT,
    )
    assert updated == replace(
        SECOND,
        version_description="The second",
        activated_environment=ActivatedEnvironment.PRODUCTION,
        version_document=DOCUMENT,
    )
    assert api.get_data_plan_version("shop", 2) == updated
    assert not api.validate_batch(DOCUMENT, BATCH).ok
    api.delete_data_plan_version("shop", 1)
    api.delete_data_plan("shop")

    assert api.list_data_plans() == ()
    assert asked_of(emulator) == described()


def described() -> set[tuple[str, str]]:
    """Give every operation of the document: its method, and its path with names for what varies."""
    document = yaml.safe_load(prism.DOCUMENT.read_text("utf-8"))
    return {
        (method.upper(), path)
        for path, item in document["paths"].items()
        for method in item
        if method != "parameters"
    }


def asked_of(emulator: EmulatorServer) -> set[tuple[str, str]]:
    """Give every operation that the emulator was asked for, in the document's form."""
    names = (
        (r"/workspaces/\d+/", "/workspaces/{workspace_id}/"),
        (r"/plans/shop", "/plans/{plan_id}"),
        (r"/versions/\d+$", "/versions/{plan_version}"),
    )
    found = set()
    for entry in emulator.requests():
        path = entry["path"]
        for pattern, name in names:
            path = re.sub(pattern, name, path)
        found.add((entry["method"], path))
    return found


@pytest.mark.parametrize(
    "events",
    [
        pytest.param([{"event_type": "custom_event", "data": {}}], id="no name"),
        pytest.param([{"event_type": "commerce_event"}], id="no data"),
        pytest.param(
            [{"event_type": "commerce_event", "data": {"product_action": {"action": "refund"}}}],
            id="an unplanned purchase",
        ),
        pytest.param(
            [
                {
                    "event_type": "custom_event",
                    "data": {
                        "event_name": "Clicked: a|b",
                        "custom_event_type": "other",
                        "event_id": 12,
                        "source_message_id": "a",
                        "custom_attributes": {"size": None, "code": [1, {"a": True}]},
                    },
                }
            ],
            id="values of the wrong type",
        ),
    ],
)
def test_validation_keeps_to_the_document_whatever_is_wrong_with_an_event(
    api: MParticleClient, events: list[JSONObject]
) -> None:
    batch: JSONObject = {"environment": "production", "events": [*events]}

    assert len(api.validate_batch(DOCUMENT, batch).results) == 1


def test_an_edit_of_a_version_in_production_is_answered_with_what_was_stored_before(
    shop: MParticleClient,
) -> None:
    shop.update_data_plan_version("shop", 1, activated_environment=ActivatedEnvironment.PRODUCTION)
    before = shop.get_data_plan_version("shop", 1)

    assert shop.update_data_plan_version("shop", 1, version_document=DOCUMENT) == before


def test_answers_with_nulls_as_before_2021_keep_to_the_document(
    api: MParticleClient, emulator: EmulatorServer
) -> None:
    emulator.reset(EmulatorOptions(legacy_nulls=True))

    api.create_data_plan(replace(SHOP, data_plan_description=None))

    assert api.get_data_plan("shop").data_plan_description is None
