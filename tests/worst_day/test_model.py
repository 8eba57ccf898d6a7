"""A model of the worst day: edits, faults, kills and races in any order, and what must hold after each of them.

`make soak` runs thousands of steps of it (`WORST_DAY_EXAMPLES`), the test run a few hundred.
"""

from __future__ import annotations

import itertools
import os
import threading
from contextlib import ExitStack
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from dataplan_sync.emulator.options import EmulatorOptions, ProdLock, VersionNumber
from dataplan_sync.emulator.server import EmulatorServer
from dataplan_sync.model import DataPlanKey, DataPlanVersionKey
from dataplan_sync.report import Outcome
from tests.builders import custom_event, data_plan, user_attributes, version
from tests.worst_day.world import (
    Network,
    World,
    assert_only_what_was_shown,
    assert_true,
    form,
)

EXAMPLES = int(os.environ.get("WORST_DAY_EXAMPLES", "8"))
STEPS = int(os.environ.get("WORST_DAY_STEPS", "10"))
IDS = ("app", "shop", "web")

EMULATORS = {
    "as documented": EmulatorOptions(),
    "reads that lag": EmulatorOptions(lag_reads=2),
    "no lock, numbers of its own": EmulatorOptions(
        prod_lock=ProdLock.ALLOW, taken_version=VersionNumber.NEXT
    ),
    "a lock that refuses": EmulatorOptions(prod_lock=ProdLock.REJECT),
}

SCHEMAS = st.sampled_from(
    [{"type": "string"}, {"type": "number"}, {"type": "string", "enum": ["S", "M"]}]
)
POINTS = st.one_of(
    st.builds(
        custom_event,
        st.sampled_from("ABC"),
        st.dictionaries(st.sampled_from(["size", "price"]), SCHEMAS, max_size=2),
        description=st.sampled_from(["", "Something"]),
    ),
    st.builds(user_attributes, st.dictionaries(st.sampled_from(["age"]), SCHEMAS, max_size=1)),
)
ENVIRONMENTS = st.sampled_from([None, "none", "development", "production"])


@st.composite
def desired_states(draw):
    """What plan files may say: up to three data plans of up to three versions."""
    found = {}
    for name in draw(st.lists(st.sampled_from(IDS), min_size=1, max_size=3, unique=True)):
        numbers = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3, unique=True))
        versions = [
            version(
                number,
                *draw(st.lists(POINTS, max_size=3, unique_by=lambda point: point.match.identity)),
                environment=draw(ENVIRONMENTS),
                description=draw(st.sampled_from([None, "", "Text"])),
                data_plan_id=name,
            )
            for number in sorted(numbers)
        ]
        found[name] = data_plan(
            *versions,
            data_plan_id=name,
            name=draw(st.sampled_from([None, "A", "B"])),
            description=draw(st.sampled_from([None, "Words"])),
        )
    return found


FAULTS = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(
            ["reset", "lost_answer", "unstored", "truncated", "html", "garbage", "slow"]
        )
    },
    optional={"stored": st.booleans(), "times": st.integers(1, 6)},
)
STATUSES = st.fixed_dictionaries(
    {
        "kind": st.just("status"),
        "status": st.sampled_from([401, 403, 404, 409, 429, 500, 502, 503, 504]),
    },
    optional={
        "stored": st.booleans(),
        "times": st.integers(1, 6),
        "headers": st.sampled_from([{"Retry-After": "1"}, {"retryafter": "2"}, {}]),
    },
)


@st.composite
def troubles(draw):
    """Faults, each met by one request of the run or by several after it."""
    found = []
    for kind in draw(st.lists(st.one_of(FAULTS, STATUSES), max_size=3)):
        fault = {**kind, "skip": draw(st.integers(0, 12))}
        # A refusal that was carried out all the same is nothing that the API does.
        if fault["kind"] == "status" and fault["status"] < 500:
            fault.pop("stored", None)
        if fault["kind"] == "unstored":
            fault["match"] = {"method": draw(st.sampled_from(["POST", "PATCH"]))}
        if fault["kind"] == "slow":
            fault["delay"] = 0.01
        found.append(fault)
    return found


class WorstDay(RuleBasedStateMachine):
    """One workspace, from its first data plan to the clean run at the end of the day."""

    servers: ClassVar[dict[str, EmulatorServer]]
    numbers = itertools.count(1)

    @initialize(kind=st.sampled_from(sorted(EMULATORS)), desired=desired_states())
    def morning(self, kind, desired):
        self.world = World(self.servers[kind], next(self.numbers), desired)

    @rule(desired=desired_states())
    def edit_files(self, desired):
        self.world.desired = desired

    @rule(data=st.data())
    def edit_in_the_ui(self, data):
        live = sorted(self.world.truth(), key=str)
        if not live:
            return
        key = data.draw(st.sampled_from(live))
        where = {"data_plan_id": key.data_plan_id, "workspace_id": self.world.workspace_id}
        if isinstance(key, DataPlanVersionKey):
            environment = data.draw(st.sampled_from(["none", "development", "production"]))
            changes = {"version_description": "By hand", "activated_environment": environment}
            self.world.emulator.edit(**where, version=key.version, changes=changes)
        else:
            self.world.emulator.edit(**where, changes={"data_plan_description": "By hand"})

    @rule()
    def apply(self):
        self.world.run()

    @rule(faults=troubles())
    def apply_in_trouble(self, faults):
        self.world.emulator.inject(*faults)
        self.world.run()
        self.world.settle()

    @rule(at=st.integers(0, 25), answered=st.booleans(), faults=troubles())
    def apply_and_be_killed(self, at, answered, faults):
        self.world.emulator.inject(*faults)
        change_set, _ = self.world.run(network=Network(at, answered=answered))
        self.world.settle()
        # Lagging reads may have shown the dead run what was over already; then nobody reviewed what is.
        if change_set and not self.world.lags:
            self.world.assert_still_reviewed(change_set)

    @rule(faults=troubles())
    def delete_what_is_not_declared(self, faults):
        """A data plan as a whole, or versions beside declared ones, as a policy would allow."""
        deletable = frozenset(
            key
            for key in self.world.truth()
            if (plan := self.world.desired.get(key.data_plan_id)) is None
            or (isinstance(key, DataPlanVersionKey) and plan.version(key.version) is None)
        )
        whole = {key for key in deletable if isinstance(key, DataPlanKey)}
        partly = {key for key in deletable if key.data_plan_id in self.world.desired}
        self.world.emulator.inject(*faults)
        self.world.run(deletable=whole | partly)
        self.world.settle()

    @rule(other=desired_states())
    def apply_twice_at_once(self, other):
        """Two runs with different files; each may win, neither may claim what is not so."""
        self.world.settle()
        mine, theirs = self.world, World(self.world.emulator, self.world.workspace_id, other)
        before, found = mine.truth(), {}
        gate = threading.Barrier(2)

        def run(world):
            transport, client = world.client()
            with transport, client:
                change_set = world.compare(client)
                gate.wait(10)
                found[world is mine] = (change_set, world.apply(client, change_set))

        threads = [threading.Thread(target=run, args=[world]) for world in (mine, theirs)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        (change_set, report), (other_set, other_report) = found[True], found[False]
        after = mine.truth()
        assert_only_what_was_shown(change_set, before, after, other_set)
        mine_keys, other_keys = (
            {change.key for change in changes.changes} for changes in (change_set, other_set)
        )
        assert_true(report, before, after, moved=other_keys)
        assert_true(other_report, before, after, moved=mine_keys)
        self.world.settle()

    def teardown(self):
        """Once the trouble is over, one run puts everything right, and the next has nothing to do."""
        if not hasattr(self, "world"):
            return
        self.world.settle()
        change_set, report = self.world.run()
        assert report, "a run without trouble ended early"
        left = [entry for entry in report.outcomes if entry.outcome is not Outcome.APPLIED]
        assert not left, left
        self.world.settle()
        before = self.world.truth()
        change_set, report = self.world.run()
        assert change_set.changes == ()
        assert {key: form(value) for key, value in before.items()} == {
            key: form(value) for key, value in self.world.truth().items()
        }


@pytest.fixture(scope="module")
def servers():
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(EmulatorServer(options))
            for name, options in EMULATORS.items()
        }


def test_nothing_is_lost_whatever_happens(servers):
    class Day(WorstDay):
        pass

    Day.servers = servers
    run = Day.TestCase
    run.settings = settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
    run("runTest").runTest()
