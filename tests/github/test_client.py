"""Who the client is, what it may do, and what it records."""

from __future__ import annotations

import pytest

from dataplan_sync.errors import (
    ForbiddenError,
)
from dataplan_sync.github.client import ACTIONS_BOT, GitHubClient
from dataplan_sync.github.deployments import DeploymentState
from dataplan_sync.github.records import (
    Deployment,
)
from tests.github.connecting import TOKEN, URL, client_of, transport
from tests.github.server.world import REPOSITORY


def test_who_writes_is_asked_or_known_of_the_token_of_a_run(hub):
    assert client_of(hub, "ghp-of-alice").login() == "alice"
    assert client_of(hub).login() == ACTIONS_BOT


def test_what_a_user_may_do(client):
    assert (client.permission("alice"), client.permission("mallory")) == ("write", "read")


def test_a_deployment_and_its_states(hub, client):
    sha = hub.world.refs["refs/heads/main"]

    made = client.deployments.create(
        sha, environment="7505", task="apply", description="d", payload={"a": 1}
    )
    client.deployments.set_state(
        made.id, DeploymentState.SUCCESS, log_url=URL, description="x" * 200
    )
    client.deployments.create(sha, environment="other", task="apply", description="d")

    assert client.deployments.list(environment="7505") == (
        Deployment(made.id, sha, "7505", "apply", {"a": 1}),
    )
    assert len(client.deployments.list()) == 2
    state = hub.world.statuses[made.id][0]
    assert (state["state"], len(state["description"])) == ("success", 140)


def test_a_token_that_only_reads_may_read(hub):
    client = client_of(hub, "ghs-of-a-fork")

    assert client.pulls.get(1).number == 1
    with pytest.raises(ForbiddenError, match="Resource not accessible by integration"):
        client.issues.create_comment(1, "Hello")


def test_a_client_closes_only_the_transport_that_it_opened(hub):
    opened = transport(hub)
    with GitHubClient(TOKEN, REPOSITORY, api_url=URL, transport=opened):
        pass
    assert not opened._client.is_closed

    with GitHubClient(TOKEN, REPOSITORY) as client:
        own = client._transport
    assert own._client.is_closed
