"""What all tests share: the Data Planning API, embedded, and no deadline, for a busy machine is no defect."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from dataplan_sync.emulator.server import EmulatorServer

if TYPE_CHECKING:
    from collections.abc import Iterator


settings.register_profile(
    "project",
    settings.get_profile(settings.get_current_profile_name()),
    # Enough for every change; HYPOTHESIS_EXAMPLES=1000 looks longer.
    max_examples=int(os.environ.get("HYPOTHESIS_EXAMPLES", "20")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("project")


@pytest.fixture(scope="session")
def running_emulator() -> Iterator[EmulatorServer]:
    """One server for all tests of a process; ask for `emulator`, which is as good as new."""
    with EmulatorServer() as server:
        yield server


@pytest.fixture
def emulator(running_emulator: EmulatorServer) -> EmulatorServer:
    """An emulator with an empty memory, in its default behaviour.

    Starting takes a tenth of a second, forgetting a millisecond: `emulator.reset(EmulatorOptions(...))`
    gives a test any other behaviour.
    """
    running_emulator.reset()
    return running_emulator
