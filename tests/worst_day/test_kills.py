"""A run of forty changes that dies at one of its requests: the next run completes it, and says nothing wrong.

`make soak` dies at every request, before it is sent and before its answer is read; the test run at some of them.
"""

from __future__ import annotations

import itertools
import os

import pytest

from dataplan_sync.emulator.options import EmulatorOptions
from dataplan_sync.emulator.server import EmulatorServer
from dataplan_sync.model import DataPlanVersion
from tests.builders import custom_event, data_plan, version
from tests.worst_day.world import Network, World

STRIDE = int(os.environ.get("KILL_STRIDE", "101"))

EVENT = custom_event("A", {"size": {"type": "string"}})
MORE = custom_event("B", {"price": {"type": "number"}})
NAMES = [f"plan-{number}" for number in range(10)]


def before(name):
    """What is live: two versions, one of them in production."""
    return data_plan(
        version(1, EVENT, environment="production", data_plan_id=name),
        version(2, EVENT, environment="development", data_plan_id=name),
        data_plan_id=name,
        name="Old",
    )


def after(name, number):
    """What is wanted: each data plan renamed, edited in every way, or new."""
    if number >= 6:
        name = f"new-{number}"
    return data_plan(
        version(1, EVENT, MORE, environment="production", data_plan_id=name),
        version(2, MORE, environment="development", data_plan_id=name),
        version(3, MORE, environment="development", data_plan_id=name),
        data_plan_id=name,
        name="New",
    )


@pytest.fixture(scope="module")
def server():
    with EmulatorServer(EmulatorOptions()) as emulator:
        yield emulator


WORKSPACES = itertools.count(1)


def world(server):
    made = World(server, next(WORKSPACES), {name: before(name) for name in NAMES[:6]})
    _, report = made.run()
    assert report.exit_code == 0
    plans = [after(name, number) for number, name in enumerate(NAMES)]
    made.desired = {plan.data_plan_id: plan for plan in plans}
    return made


def requests_of(server, made):
    start = len(server.requests())
    change_set, report = made.run()
    assert (len(change_set.changes), report.exit_code) == (40, 0)
    return len(server.requests()) - start


@pytest.mark.timeout(1200)
def test_whatever_request_a_run_dies_with_the_next_one_completes_it(server):
    total = requests_of(server, world(server))
    assert total > 100
    for number in range(0, total, STRIDE):
        made = world(server)
        for answered in (True, False) if STRIDE == 1 else (number // STRIDE % 2 == 1,):
            change_set, report = made.run(network=Network(number, answered=answered))
            assert report is None
            if change_set:
                made.assert_still_reviewed(change_set)
        _, report = made.run()
        assert report.exit_code == 0
        assert created_once(server, made), f"killed at request {number}"
        change_set, _ = made.run()
        assert change_set.changes == ()


def created_once(server, made):
    """Every POST that was carried out has created one version, and no version has come of two."""
    posts = [
        entry
        for entry in server.requests()
        if entry["method"] == "POST"
        and entry["status"] == 200
        and f"workspaces/{made.workspace_id}/" in entry["path"]
    ]
    versions = [
        version for version in made.truth().values() if isinstance(version, DataPlanVersion)
    ]
    return len(posts) == len(versions)
