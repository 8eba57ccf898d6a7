"""The vendor's command line prints what the API refuses, in the API's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from dataplan_sync.emulator.options import EmulatorOptions
from peers.wire_forms import BATCH, DATA_PLAN, SECOND_VERSION, UNSUPPORTED, VERSION

if TYPE_CHECKING:
    from dataplan_sync.emulator.server import EmulatorServer
    from peers.vendor_cli import VendorCli
    from peers.workspace import Workspace


def failed(command: str, *messages: str) -> str:
    return " ".join([f"Error: {command} Failed:", *(f"- {message}" for message in messages)])


@pytest.mark.parametrize(
    ("command", "flags", "expected"),
    [
        pytest.param(
            "data-plans:create",
            {"dataPlan": DATA_PLAN},
            failed("Data Plan Creation", "Plan ID is already in use."),
            id="id in use",
        ),
        pytest.param(
            "data-plans:create",
            {"dataPlan": {**DATA_PLAN, "data_plan_id": "new", "data_plan_versions": 1}},
            failed("Data Plan Creation", "data_plan_versions must be an array of objects."),
            id="wrong type",
        ),
        pytest.param(
            "data-plans:fetch",
            {"dataPlanId": "nope"},
            failed("Data Plan Fetch", "The specified plan ID nope in workspace 1 was not found."),
            id="data plan to fetch not found",
        ),
        pytest.param(
            "data-plans:update",
            {"dataPlanId": "nope", "dataPlan": {"data_plan_name": "N"}},
            failed("Data Plan Update", "The specified plan ID nope in workspace 1 was not found."),
            id="data plan to update not found",
        ),
        pytest.param(
            "data-plan-versions:create",
            {"dataPlanId": "nope", "dataPlanVersion": VERSION},
            failed(
                "Data Plan Version Creation",
                "The specified plan ID nope in workspace 1 was not found.",
            ),
            id="data plan of a new version not found",
        ),
        pytest.param(
            "data-plan-versions:create",
            {"dataPlanId": "shop", "dataPlanVersion": VERSION},
            failed("Data Plan Version Creation", "Version 1 is already in use."),
            id="number in use",
        ),
        pytest.param(
            "data-plan-versions:fetch",
            {"dataPlanId": "shop", "versionNumber": 9},
            failed(
                "Data Plan Version Fetch",
                "The specified version 9 in plan ID shop was not found in workspace 1.",
            ),
            id="version to fetch not found",
        ),
        pytest.param(
            "data-plan-versions:update",
            {
                "dataPlanId": "shop",
                "versionNumber": 1,
                "dataPlanVersion": {"activated_environment": "staging"},
            },
            failed(
                "Data Plan Version Update",
                "activated_environment must be one of none, development, production.",
            ),
            id="unknown environment",
        ),
        pytest.param(
            "data-plan-versions:update",
            {
                "dataPlanId": "shop",
                "versionNumber": 1,
                "dataPlanVersion": {"version_document": UNSUPPORTED},
            },
            failed("Data Plan Version Update", "The keyword 'anyOf' is not supported."),
            id="unsupported keyword",
        ),
        pytest.param(
            "data-plan-versions:delete",
            {"dataPlanId": "shop", "versionNumber": 1},
            failed(
                "Data Plan Version Delete",
                "Unable to delete plan version - plans must contain at least one plan version.",
            ),
            id="last version",
        ),
        pytest.param(
            "batches:validate",
            {
                "serverMode": True,
                "batch": {"environment": "development", "events": [{}]},
                "dataPlanVersion": VERSION,
            },
            failed("Server Validation", "Invalid Event Batch."),
            id="invalid batch",
        ),
        pytest.param(
            "batches:validate",
            {
                "serverMode": True,
                "batch": BATCH,
                "dataPlanVersion": {"version_document": UNSUPPORTED},
            },
            failed("Server Validation", "Invalid data plan document."),
            id="invalid document",
        ),
    ],
)
def test_prints_what_the_api_refuses(
    cli_with_shop: VendorCli, held: Workspace, command: str, flags: dict[str, Any], expected: str
) -> None:
    before = held.data_plan()

    printed = cli_with_shop.run(command, answer="y\n", **flags)

    assert (printed.exit_code, printed.out) == (2, "")
    assert printed.told.endswith(expected)
    assert held.data_plan() == before


def test_prints_that_an_active_version_cannot_be_deleted(
    cli_with_shop: VendorCli, emulator: EmulatorServer
) -> None:
    cli_with_shop.run(
        "data-plan-versions:create", dataPlanId="shop", dataPlanVersion=SECOND_VERSION
    )
    emulator.edit(data_plan_id="shop", version=1, changes={"activated_environment": "production"})

    printed = cli_with_shop.run(
        "data-plan-versions:delete", dataPlanId="shop", versionNumber=1, answer="y\n"
    )

    assert printed.told.endswith(
        failed(
            "Data Plan Version Delete",
            "Unable to delete plan version - this version is active in prod and cannot be deleted.",
        )
    )


@pytest.mark.parametrize(
    ("command", "flags"),
    [("data-plans:fetch-all", {}), ("data-plans:create", {"dataPlan": DATA_PLAN})],
)
def test_prints_that_a_wrong_secret_is_not_accepted(
    cli: VendorCli, held: Workspace, command: str, flags: dict[str, Any]
) -> None:
    printed = cli.run(command, secret="wrong", **flags)

    assert (printed.exit_code, printed.out) == (2, "")
    assert printed.told.endswith("Error: Request failed with status code 401")
    assert held.listed() == []


def test_prints_that_a_workspace_is_not_covered(cli: VendorCli, emulator: EmulatorServer) -> None:
    emulator.reset(EmulatorOptions(workspace_ids=(7505,)))

    printed = cli.run("data-plans:fetch-all")

    assert (printed.exit_code, printed.told) == (
        2,
        "Fetching All Data Plans... ! "
        + failed("Data Plan Fetch All", "The credentials do not cover workspace 1."),
    )
