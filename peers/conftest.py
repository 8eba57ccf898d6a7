"""What the tests of the peers share: one emulator, as good as new for each test, and the peers in front of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from dataplan_sync.emulator.server import EmulatorServer
from peers.our_client import SECOND, SHOP, connected
from peers.prism import Prism
from peers.vendor_cli import VendorCli
from peers.vendor_sdk import VendorSdk
from peers.wire_forms import DATA_PLAN
from peers.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dataplan_sync.mparticle.client import MParticleClient


@pytest.fixture(scope="session")
def running_emulator() -> Iterator[EmulatorServer]:
    """Give the server of all tests; ask for `emulator`, which is empty."""
    with EmulatorServer() as server:
        yield server


@pytest.fixture
def emulator(running_emulator: EmulatorServer) -> EmulatorServer:
    """Give an emulator with an empty memory, in its default behaviour."""
    running_emulator.reset()
    return running_emulator


@pytest.fixture(scope="session")
def http(running_emulator: EmulatorServer) -> Iterator[httpx.Client]:
    """Give plain HTTP, which is neither a peer nor our client; it must end before the server does."""
    assert running_emulator.port
    with httpx.Client(trust_env=False) as client:
        yield client


@pytest.fixture
def held(emulator: EmulatorServer, http: httpx.Client) -> Workspace:
    """Give what the emulator holds."""
    return Workspace(emulator, http)


@pytest.fixture
def cli(emulator: EmulatorServer, tmp_path: Path) -> VendorCli:
    """Give the vendor's command line, with the emulator as its proxy."""
    return VendorCli(emulator.url, tmp_path)


@pytest.fixture
def cli_with_shop(cli: VendorCli) -> VendorCli:
    """Give the vendor's command line after it has created the data plan `shop`."""
    created = cli.run("data-plans:create", dataPlan=DATA_PLAN)
    assert created.exit_code == 0, created.told
    return cli


@pytest.fixture
def sdk(emulator: EmulatorServer, tmp_path: Path) -> VendorSdk:
    """Give the vendor's Node SDK, with the emulator as its proxy."""
    return VendorSdk(emulator.url, tmp_path)


@pytest.fixture(scope="session")
def running_prism(
    running_emulator: EmulatorServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Prism]:
    """Give the Prism of all tests, in front of the emulator; ask for `prism`, which has not complained yet."""
    with Prism(running_emulator.url, tmp_path_factory.mktemp("prism")) as proxy:
        yield proxy


@pytest.fixture
def prism(running_prism: Prism, emulator: EmulatorServer) -> Prism:
    """Give Prism in front of an empty emulator, with the complaints of earlier tests forgotten."""
    assert emulator.requests() == []
    running_prism.complaints()
    return running_prism


@pytest.fixture
def agreeing_prism(prism: Prism) -> Iterator[Prism]:
    """Give Prism, and insist after the test that nothing broke the document, in either direction."""
    yield prism
    assert prism.complaints() == []


@pytest.fixture
def api(agreeing_prism: Prism) -> Iterator[MParticleClient]:
    """Give our client, which asks Prism as if it were the API, and never twice."""
    with connected(agreeing_prism) as client:
        yield client


@pytest.fixture
def shop(api: MParticleClient) -> MParticleClient:
    """Give our client after it has created the data plan `shop` with versions 1 and 2."""
    api.create_data_plan(SHOP)
    api.create_data_plan_version("shop", SECOND)
    return api
