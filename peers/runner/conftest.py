"""What the tests of the action share: a runner, both emulators, and a repository with one data plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dataplan_sync.emulator.options import EmulatorOptions
from peers.runner.act import ACT, Act, action_in
from peers.runner.live import CLIENT_ID, SECRET, Live
from peers.runner.plans import PlanRepository
from peers.runner.story import Story
from tests.github.server.hub import Hub
from tests.github.server.running import running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import httpx

    from dataplan_sync.emulator.server import EmulatorServer


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give what a runner has of the action: those files of it that are run."""
    return action_in(tmp_path_factory.mktemp("action"))


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the home of a runner that has run nothing yet."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def emulator(running_emulator: EmulatorServer) -> EmulatorServer:
    """Give an empty emulator that knows one credential, whose secret is like nothing else."""
    running_emulator.reset(EmulatorOptions(client_id=CLIENT_ID, client_secret=SECRET))
    return running_emulator


@pytest.fixture
def live(emulator: EmulatorServer, http: httpx.Client) -> Live:
    """Give what the workspace holds."""
    return Live(emulator, http)


@pytest.fixture
def hub() -> Hub:
    """Give a GitHub with one empty repository."""
    return Hub()


@pytest.fixture
def act(
    hub: Hub, emulator: EmulatorServer, checkout: Path, home: Path, tmp_path: Path
) -> Iterator[Act]:
    """Give a runner that knows both emulators."""
    if not ACT.exists():
        message = f"{ACT} is missing: `make action` installs it."
        raise FileNotFoundError(message)
    with running(hub) as github_url:
        yield Act(tmp_path, checkout, home, emulator.url, github_url)


@pytest.fixture
def plans(hub: Hub, tmp_path: Path) -> PlanRepository:
    """Give a repository whose main branch has one commit with one data plan."""
    folder = tmp_path / "plans"
    folder.mkdir()
    repository = PlanRepository(folder, hub.world)
    repository.git("init", "--quiet", "--initial-branch=main")
    repository.commit("main", "first")
    return repository


@pytest.fixture
def story(act: Act, plans: PlanRepository) -> Story:
    """Give what happens to that repository, with the whole-round example as its workflow."""
    return Story(act, plans)
