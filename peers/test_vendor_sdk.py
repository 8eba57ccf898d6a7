"""The vendor's Node SDK does its work against the emulator, and is rejected with what the API says."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from peers.wire_forms import BATCH, CLICK, DATA_PLAN, SECOND_VERSION, UNSUPPORTED, VERSION
from peers.workspace import without_stamps

if TYPE_CHECKING:
    from dataplan_sync.emulator.server import EmulatorServer
    from dataplan_sync.model import JSONObject, JSONValue
    from peers.vendor_sdk import VendorSdk
    from peers.workspace import Workspace

CREATE = ("createDataPlan", DATA_PLAN)
CREATE_SECOND = ("createDataPlanVersion", "shop", SECOND_VERSION)


def refused(*messages: str) -> JSONObject:
    errors: list[JSONValue] = [{"message": message} for message in messages]
    return {"error": {"errors": errors}}


def test_creates_a_data_plan_and_reads_it_back(sdk: VendorSdk, held: Workspace) -> None:
    outcomes = sdk.call(CREATE, ("getDataPlan", "shop"), ("getDataPlans",))

    stored = held.data_plan()
    assert outcomes == [{"value": stored}, {"value": stored}, {"value": held.listed()}]
    assert without_stamps(stored) == DATA_PLAN


def test_updates_a_data_plan(sdk: VendorSdk, held: Workspace) -> None:
    changes: JSONObject = {"data_plan_description": "Everything that the web shop sends"}

    _, updated = sdk.call(CREATE, ("updateDataPlan", "shop", changes))

    stored = held.data_plan()
    assert updated == {"value": stored}
    assert without_stamps(stored) == {**DATA_PLAN, **changes}


def test_creates_updates_and_deletes_a_version(sdk: VendorSdk, held: Workspace) -> None:
    changes: JSONObject = {
        "version_description": "The second",
        "activated_environment": "development",
        "version_document": {
            "data_points": [
                CLICK,
                CLICK | {"match": {"type": "screen_view", "criteria": {"screen_name": "Home"}}},
            ]
        },
    }

    _, created, updated, fetched = sdk.call(
        CREATE,
        CREATE_SECOND,
        ("updateDataPlanVersion", "shop", 2, changes),
        ("getDataPlanVersion", "shop", 2),
    )

    assert without_stamps(created) == {"value": SECOND_VERSION}
    stored = held.version(2)
    assert updated == fetched == {"value": stored}
    assert without_stamps(stored) == {**SECOND_VERSION, **changes}
    assert sdk.call(("deleteDataPlanVersion", "shop", 2)) == [{"value": True}]
    assert without_stamps(held.data_plan()) == DATA_PLAN


def test_deletes_a_data_plan(sdk: VendorSdk, held: Workspace) -> None:
    _, deleted = sdk.call(CREATE, ("deleteDataPlan", "shop"))

    assert deleted == {"value": True}
    assert held.listed() == []


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (CREATE, refused("Plan ID is already in use.")),
        (
            ("createDataPlan", {**DATA_PLAN, "data_plan_id": "new", "data_plan_versions": []}),
            refused("data_plan_versions must contain at least one plan version."),
        ),
        (
            ("getDataPlan", "nope"),
            refused("The specified plan ID nope in workspace 1 was not found."),
        ),
        (
            ("deleteDataPlan", "nope"),
            refused("The specified plan ID nope in workspace 1 was not found."),
        ),
        (
            ("createDataPlanVersion", "nope", VERSION),
            refused("The specified plan ID nope in workspace 1 was not found."),
        ),
        (
            ("getDataPlanVersion", "shop", 9),
            refused("The specified version 9 in plan ID shop was not found in workspace 1."),
        ),
        (
            ("updateDataPlanVersion", "shop", 9, {"version_description": ""}),
            refused("The specified version 9 in plan ID shop was not found in workspace 1."),
        ),
        (
            ("deleteDataPlanVersion", "shop", 1),
            refused(
                "Unable to delete plan version - plans must contain at least one plan version."
            ),
        ),
        (
            ("updateDataPlanVersion", "shop", 1, {"version_document": UNSUPPORTED}),
            {
                "error": {
                    "errors": [
                        {
                            "message": "The keyword 'anyOf' is not supported.",
                            "match_key": "product_action:purchase",
                            "error_type": "unsupported_keyword",
                            "schema_pointer": "#/anyOf",
                            "keyword": "anyOf",
                        }
                    ]
                }
            },
        ),
        (
            ("validateBatch", BATCH, {"version_document": {}}, {"serverMode": True}),
            refused("Invalid data plan document."),
        ),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_is_rejected_with_what_the_api_says(
    sdk: VendorSdk, held: Workspace, call: tuple[JSONValue, ...], expected: JSONObject
) -> None:
    _, outcome = sdk.call(CREATE, call)

    assert outcome == expected
    assert [without_stamps(item) for item in held.listed()] == [
        {
            **DATA_PLAN,
            "data_plan_versions": [
                {key: item for key, item in VERSION.items() if key != "version_document"}
            ],
        }
    ]


def test_is_rejected_with_a_wrong_secret(sdk: VendorSdk, emulator: EmulatorServer) -> None:
    outcomes = sdk.call(("getDataPlans",), CREATE, secret="wrong")

    assert outcomes == [{"error": {"message": "Request failed with status code 401"}}] * 2
    assert [entry["path"] for entry in emulator.requests()] == ["/oauth/token"] * 2


def test_finds_the_same_on_the_server_as_by_itself(sdk: VendorSdk) -> None:
    """Its own validator is the oracle; wordings and the order of errors are its own business.

    The batch holds nothing that the server reads more generously (text that spells a number or a boolean).
    Of a value of a wrong type the server reports the type alone.
    """
    alone, on_the_server = sdk.call(
        ("validateBatch", BATCH, VERSION),
        ("validateBatch", BATCH, VERSION, {"serverMode": True}),
    )

    beside_a_wrong_type = ("invalid_value", "#/data/custom_attributes/size", "enum")
    expected = [
        (match, [error for error in errors if error != beside_a_wrong_type])
        for match, errors in _found(alone)
    ]
    assert _found(on_the_server) == expected
    assert len(expected) == 4


def _found(outcome: JSONObject) -> list[tuple[object, list[tuple[str, str, str]]]]:
    """Give for each result its match, and of each error its type, place and keyword."""
    value = cast("dict[str, list[dict[str, dict[str, list[dict[str, str]]]]]]", outcome["value"])
    return [
        (
            result["data"]["match"],
            sorted(
                (
                    error["validation_error_type"],
                    error["error_pointer"],
                    error.get("schema_keyword", ""),
                )
                for error in result["data"]["validation_errors"]
            ),
        )
        for result in value["results"]
    ]
