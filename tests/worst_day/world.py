"""A workspace on its worst day: plan files, live, somebody in the UI, a bad network, and runs that die."""

from __future__ import annotations

import itertools
import threading
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

import httpx

from dataplan_sync import canonical, codec, diff, live, review
from dataplan_sync.apply import Stop, apply_changes
from dataplan_sync.changes import ChangeKind
from dataplan_sync.emulator.records import render_data_plan
from dataplan_sync.emulator.wire import parse
from dataplan_sync.errors import ApiError
from dataplan_sync.model import DataPlan, DataPlanKey, WorkspaceState
from dataplan_sync.mparticle.client import MParticleClient
from dataplan_sync.report import Outcome
from dataplan_sync.retry import RetryPolicy
from dataplan_sync.review import Review, ReviewedChange
from dataplan_sync.transport import Transport, TransportOptions
from dataplan_sync.write import Patience

if TYPE_CHECKING:
    from dataplan_sync.changes import Change, Resource
    from dataplan_sync.emulator.server import EmulatorServer
    from dataplan_sync.model import ObjectKey

STEPS_BETWEEN = {"none", "development", "production"}
"""A version may stand in any environment between two of our own steps, never with anything else changed."""


class Killed(BaseException):
    """The process is gone: nothing of it runs on, nothing is reported."""


class Network(httpx.BaseTransport):
    """A network that waits for what is under way before it is closed, so that no socket is left to the collector.

    Args:
        dies_at: the number of the request with which the process dies; None if it lives.
        answered: whether it dies before that request's answer is read, rather than before the request is sent.
    """

    def __init__(self, dies_at=None, *, answered=False):
        self._dies_at, self._answered = dies_at, answered
        self._count = itertools.count()
        self._dead = threading.Event()
        self._network = httpx.HTTPTransport()
        self._lock = threading.Condition()
        self._under_way = 0

    def handle_request(self, request):
        number = next(self._count)
        if self._dead.is_set() or (number == self._dies_at and not self._answered):
            self._dead.set()
            raise Killed
        with self._lock:
            self._under_way += 1
        try:
            response = self._network.handle_request(request)
            content = response.read()
            response.close()
        finally:
            with self._lock:
                self._under_way -= 1
                self._lock.notify_all()
        if number == self._dies_at:
            self._dead.set()
            raise Killed
        return httpx.Response(response.status_code, headers=_plain(response), content=content)

    def close(self):
        self._dead.set()
        with self._lock:
            self._lock.wait_for(lambda: not self._under_way, 30)
        self._network.close()


def _plain(response):
    """The headers of an answer whose content is read already."""
    gone = ("content-encoding", "transfer-encoding", "content-length")
    return [(name, value) for name, value in response.headers.items() if name not in gone]


class _Time(threading.local):
    """Each thread's own clock, which goes on only while the thread sleeps."""

    now = 0.0

    def sleep(self, seconds):
        self.now += seconds


def patience():
    """The product's own patience, in no time."""
    time = _Time()
    return Patience(clock=lambda: time.now, sleep=time.sleep)


@dataclass
class World:
    """One workspace of an emulator, and what its plan files say."""

    emulator: EmulatorServer
    workspace_id: int
    desired: dict[str, DataPlan] = field(default_factory=dict)

    def client(self, network=None):
        retry = RetryPolicy(sleep=lambda _seconds: None, random=lambda: 0.5)
        options = TransportOptions(retry=retry, read_timeout=30, http=network or Network())
        transport = Transport(options)
        client = MParticleClient(
            self.workspace_id,
            "emulator",
            "emulator",
            api_url=self.emulator.api_url,
            token_url=self.emulator.token_url,
            transport=transport,
        )
        return transport, client

    def truth(self):
        """What is live, whatever the network and lagging reads make of it: each object by its key."""
        state = self.emulator._app.state.emulator
        objects: dict[ObjectKey, Resource] = {}
        for listed in state.store.data_plans(self.workspace_id):
            record = state.store.data_plan(self.workspace_id, listed.data_plan_id)
            text = render_data_plan(record, legacy_nulls=False)
            data_plan = codec.decode_data_plan(parse(text), [])
            assert data_plan
            objects[data_plan.key] = replace(data_plan, versions=())
            objects |= {version.key: version for version in data_plan.versions}
        return objects

    def settle(self):
        """Let the trouble be over: no more faults, and reads show what is."""
        state = self.emulator._app.state.emulator
        state.faults.clear()
        state.lag._old.clear()

    @property
    def lags(self):
        return bool(self.emulator._options.lag_reads)

    def assert_still_reviewed(self, change_set):
        """A run that was cut off leaves nothing that the same review does not let the next run finish."""
        seen = {
            change.key: ReviewedChange(change.fingerprint, change.continuations)
            for change in change_set.changes
        }
        transport, client = self.client()
        with transport, client:
            left = self.compare(client)
            assert review.objection(left, Review(seen), own_author=client.author) is None

    def compare(self, client, *, deletable=()):
        wanted = {*self.desired, *(key.data_plan_id for key in deletable)}
        loaders = {name: partial(replace, plan) for name, plan in self.desired.items()}
        with live.fetch(client, wanted, concurrency=2) as state:
            return diff.diff_states(
                WorkspaceState(loaders), state, workspace_id=self.workspace_id, deletable=deletable
            )

    def apply(self, client, change_set):
        return apply_changes(
            change_set,
            client,
            patience=patience(),
            watcher=lambda _step, _result: None,
            stop=Stop(),
            concurrency=2,
        )

    def run(self, *, network=None, deletable=()):
        """One whole run, from the comparison on, with the invariants held against what it did.

        Returns:
            The change set and the report; None for what the run did not live to have.
        """
        before = self.truth()
        change_set = report = None
        transport, client = self.client(network)
        with transport, client:
            try:
                change_set = self.compare(client, deletable=deletable)
                report = self.apply(client, change_set)
            except (ApiError, Killed):
                pass
        after = self.truth()
        assert_only_what_was_shown(change_set, before, after)
        if report:
            assert_true(report, before, after)
        return change_set, report


def form(resource):
    """The canonical form of an object, member by member; empty for none."""
    if resource is None:
        return {}
    return {name: canonical.text(value) for name, value in canonical.resource(resource).items()}


def assert_only_what_was_shown(change_set, before, after, *more):
    """Nothing moved but objects of the change sets, and those only to what these show."""
    shown = [change for found in (change_set, *more) if found for change in found.changes]
    by_key: dict[ObjectKey, list[Change]] = {}
    for change in shown:
        by_key.setdefault(change.key, []).append(change)
    deleted = {
        change.data_plan_id
        for change in shown
        if change.kind is ChangeKind.DELETE and isinstance(change.key, DataPlanKey)
    }
    for key in before.keys() | after.keys():
        old, new = before.get(key), after.get(key)
        if key.data_plan_id in deleted and new is None:
            continue
        changes = by_key.get(key, [])
        if not changes:
            assert form(old) == form(new), f"{key} moved, and was in no change set"
            continue
        if new is None:
            gone = any(change.kind is ChangeKind.DELETE for change in changes) or old is None
            assert gone, f"{key} is gone"
            continue
        allowed = [form(old), *(form(change.before) for change in changes)]
        allowed += [form(change.after) for change in changes]
        for name, value in form(new).items():
            choices = {member.get(name) for member in allowed}
            if name == "activated_environment":
                choices |= {canonical.text(environment) for environment in STEPS_BETWEEN}
            assert value in choices, f"{name} of {key} is {value}, which nobody was shown"


def assert_true(report, before, after, *, moved=()):
    """No entry of a ledger claims what is not so; `moved` names what others had a hand in."""
    for entry in report.outcomes:
        key, change = entry.change.key, entry.change
        if key in moved:
            continue
        if entry.outcome is Outcome.APPLIED:
            assert form(after.get(key)) == form(change.after), f"{key} is claimed to be applied"
        elif entry.outcome is not Outcome.UNKNOWN and not entry.stored:
            assert form(after.get(key)) == form(before.get(key)), f"{key} is claimed untouched"
    applied = all(entry.outcome is Outcome.APPLIED for entry in report.outcomes)
    assert (report.exit_code == 0) == applied
    if report.exit_code in (1, 130):
        touched = {entry.change.key for entry in report.outcomes} - set(moved)
        assert all(form(after.get(key)) == form(before.get(key)) for key in touched)
