"""A GitHub with one open pull request, and a client of it."""

from __future__ import annotations

import pytest

from tests.github.connecting import client_of
from tests.github.server.hub import Hub


@pytest.fixture
def hub():
    """A hub whose repository has a branch `main` and the open pull request 1."""
    made = Hub()
    made.world.push("main", "First")
    made.world.open_pull(1)
    return made


@pytest.fixture
def client(hub):
    """A client with the token of a workflow run."""
    return client_of(hub)
