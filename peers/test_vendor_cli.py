"""The vendor's command line does its work against the emulator."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from peers.vendor_cli import Printed
from peers.wire_forms import (
    BATCH,
    CLICK,
    DATA_PLAN,
    SECOND_VERSION,
    VERSION,
)
from peers.workspace import without_stamps

if TYPE_CHECKING:
    from pathlib import Path

    from dataplan_sync.emulator.server import EmulatorServer
    from dataplan_sync.model import JSONObject
    from peers.vendor_cli import VendorCli
    from peers.workspace import Workspace


def test_creates_a_data_plan_with_its_version(cli: VendorCli, held: Workspace) -> None:
    printed = cli.run("data-plans:create", dataPlan=DATA_PLAN)

    assert printed == Printed(0, "Created Data Plan with ID 'shop'\n", "Creating Data Plan... done")
    stored = held.data_plan()
    assert without_stamps(stored) == DATA_PLAN
    assert stored["created_by"] == "client_id:emulator"


def test_fetches_a_data_plan_exactly_as_the_emulator_holds_it(
    cli_with_shop: VendorCli, held: Workspace
) -> None:
    printed = cli_with_shop.run("data-plans:fetch", dataPlanId="shop")

    assert (printed.exit_code, json.loads(printed.out)) == (0, held.data_plan())


def test_fetches_all_data_plans_without_documents(
    cli_with_shop: VendorCli, held: Workspace
) -> None:
    cli_with_shop.run("data-plans:create", dataPlan={**DATA_PLAN, "data_plan_id": "app"})

    printed = cli_with_shop.run("data-plans:fetch-all")

    fetched = json.loads(printed.out)
    assert (printed.exit_code, fetched) == (0, held.listed())
    assert [item["data_plan_id"] for item in fetched] == ["shop", "app"]
    assert "version_document" not in fetched[0]["data_plan_versions"][0]


def test_fetches_all_data_plans_into_one_file_for_each_version(
    cli_with_shop: VendorCli, held: Workspace, tmp_path: Path
) -> None:
    cli_with_shop.run(
        "data-plan-versions:create", dataPlanId="shop", dataPlanVersion=SECOND_VERSION
    )

    printed = cli_with_shop.run("data-plans:fetch-all", split=True, outPath=str(tmp_path))

    assert printed.exit_code == 0
    assert {path.name: json.loads(path.read_text()) for path in tmp_path.glob("shop-*.json")} == {
        "shop-1.json": held.version(1),
        "shop-2.json": held.version(2),
    }


def test_updates_name_and_description_of_a_data_plan(
    cli_with_shop: VendorCli, held: Workspace
) -> None:
    changes: JSONObject = {"data_plan_name": "Web shop", "data_plan_description": ""}

    printed = cli_with_shop.run("data-plans:update", dataPlanId="shop", dataPlan=changes)

    assert (printed.exit_code, printed.out) == (0, "Updated Data Plan with ID 'shop'\n")
    stored = held.data_plan()
    assert without_stamps(stored) == {**DATA_PLAN, **changes}
    assert stored["last_modified_by"] == "client_id:emulator"


def test_deletes_a_data_plan_once_it_is_confirmed(
    cli_with_shop: VendorCli, held: Workspace
) -> None:
    printed = cli_with_shop.run("data-plans:delete", dataPlanId="shop", answer="y\n")

    assert (printed.exit_code, printed.out) == (0, "Deleted Data Plan with ID 'shop'\n")
    assert held.listed() == []


def test_deletes_nothing_when_it_is_not_confirmed(
    cli_with_shop: VendorCli, held: Workspace
) -> None:
    before = held.data_plan()

    cli_with_shop.run("data-plans:delete", dataPlanId="shop", answer="n\n")

    assert held.data_plan() == before


def test_creates_a_version_from_a_file(
    cli_with_shop: VendorCli, held: Workspace, tmp_path: Path
) -> None:
    file = tmp_path / "version.json"
    file.write_text(json.dumps(SECOND_VERSION))

    printed = cli_with_shop.run(
        "data-plan-versions:create", dataPlanId="shop", dataPlanVersionFile=str(file)
    )

    assert (printed.exit_code, printed.out) == (0, "Created Data Plan Version: 'shop:v2'\n")
    assert without_stamps(held.version(2)) == SECOND_VERSION


def test_fetches_a_version_exactly_as_the_emulator_holds_it(
    cli_with_shop: VendorCli, held: Workspace
) -> None:
    printed = cli_with_shop.run("data-plan-versions:fetch", dataPlanId="shop", versionNumber=1)

    assert (printed.exit_code, json.loads(printed.out)) == (0, held.version(1))


def test_writes_a_fetched_version_to_a_file(
    cli_with_shop: VendorCli, held: Workspace, tmp_path: Path
) -> None:
    file = tmp_path / "fetched.json"

    cli_with_shop.run(
        "data-plan-versions:fetch", dataPlanId="shop", versionNumber=1, outFile=str(file)
    )

    assert json.loads(file.read_text()) == held.version(1)


def test_updates_a_version_and_replaces_its_document_whole(
    cli_with_shop: VendorCli, held: Workspace
) -> None:
    changes: JSONObject = {
        "activated_environment": "development",
        "version_document": {"data_points": [CLICK]},
    }

    printed = cli_with_shop.run(
        "data-plan-versions:update", dataPlanId="shop", versionNumber=1, dataPlanVersion=changes
    )

    assert (printed.exit_code, printed.out) == (0, "Updated Data Plan Version: 'shop:v1'\n")
    assert without_stamps(held.version(1)) == {**VERSION, **changes}


def test_sends_back_a_version_that_it_fetched(cli_with_shop: VendorCli, held: Workspace) -> None:
    """Its users fetch a version, edit the file and send it back whole: number, stamps and all."""
    fetched = json.loads(
        cli_with_shop.run("data-plan-versions:fetch", dataPlanId="shop", versionNumber=1).out
    )

    printed = cli_with_shop.run(
        "data-plan-versions:update",
        dataPlanId="shop",
        versionNumber=1,
        dataPlanVersion={**fetched, "version_description": "Edited"},
    )

    assert printed.out == "Updated Data Plan Version: 'shop:v1'\n"
    stored = held.version(1)
    assert stored == {
        **fetched,
        "version_description": "Edited",
        "last_modified_on": stored["last_modified_on"],
        "last_modified_by": "client_id:emulator",
    }


def test_deletes_a_version_once_it_is_confirmed(cli_with_shop: VendorCli, held: Workspace) -> None:
    cli_with_shop.run(
        "data-plan-versions:create", dataPlanId="shop", dataPlanVersion=SECOND_VERSION
    )

    printed = cli_with_shop.run(
        "data-plan-versions:delete", dataPlanId="shop", versionNumber=2, answer="y\n"
    )

    assert (printed.exit_code, printed.out) == (0, "Deleted Data Plan Version: 'shop:v2'\n")
    assert without_stamps(held.data_plan()) == DATA_PLAN


def test_validates_a_batch_on_the_server(cli: VendorCli) -> None:
    printed = cli.run("batches:validate", serverMode=True, batch=BATCH, dataPlanVersion=VERSION)

    answer = json.loads(printed.out)
    assert (printed.exit_code, answer["batch"]) == (0, BATCH)
    found = [
        [error["validation_error_type"] for error in result["data"]["validation_errors"]]
        for result in answer["results"]
    ]
    assert found == [
        ["unplanned"],
        ["missing_required", "unplanned", "invalid_value"],
        ["invalid_value"],
        ["unplanned"],
    ]


def test_validates_an_event_on_the_server(cli: VendorCli) -> None:
    """It makes a batch around the event, with an empty text as the user's id."""
    unplanned: JSONObject = {
        "event_type": "custom_event",
        "data": {"event_name": "Nobody planned this", "custom_event_type": "other"},
    }

    printed = cli.run("events:validate", serverMode=True, event=unplanned, dataPlanVersion=VERSION)

    assert (printed.exit_code, json.loads(printed.out)) == (
        0,
        {
            "results": [
                {
                    "event_type": "validation_result",
                    "data": {
                        "match": {
                            "type": "custom_event",
                            "criteria": {
                                "event_name": "Nobody planned this",
                                "custom_event_type": "other",
                            },
                        },
                        "validation_errors": [
                            {
                                "validation_error_type": "unplanned",
                                "key": "Nobody planned this",
                                "error_pointer": "#",
                            }
                        ],
                    },
                }
            ],
            "batch": {"events": [unplanned], "mpid": "", "environment": "unknown"},
        },
    )


def test_is_not_told_of_a_document_that_the_production_lock_held_back(
    cli_with_shop: VendorCli, emulator: EmulatorServer, held: Workspace
) -> None:
    """The documented silent failure, as its users meet it: success is printed, nothing is stored."""
    emulator.edit(data_plan_id="shop", version=1, changes={"activated_environment": "production"})
    before = held.version(1)

    printed = cli_with_shop.run(
        "data-plan-versions:update",
        dataPlanId="shop",
        versionNumber=1,
        dataPlanVersion={"version_document": {"data_points": []}},
    )

    assert printed.out == "Updated Data Plan Version: 'shop:v1'\n"
    assert held.version(1) == before
