"""The one fixture that many tests share: the Data Planning API, embedded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dataplan_sync.emulator.server import EmulatorServer

if TYPE_CHECKING:
    from collections.abc import Iterator


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
