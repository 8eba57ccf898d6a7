"""Whole change sets against the emulator: order, independence, the ledger."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dataplan_sync import codec, diff, live
from dataplan_sync.apply import Stop, apply_changes
from dataplan_sync.changes import ChangeSet
from dataplan_sync.emulator.options import (
    EmulatorOptions,
    ProdLock,
    UnsupportedKeyword,
)
from dataplan_sync.model import WorkspaceState
from dataplan_sync.report import ApplyReport, ChangeOutcome, Outcome
from tests.builders import custom_event, data_plan, version
from tests.connecting import QUICK, client_of
from tests.strategies import data_plans
from tests.test_ordering import changes, deletion

EVENT = custom_event("A")


def states(*plans):
    return WorkspaceState({plan.data_plan_id: partial(replace, plan) for plan in plans})


def compare(client, *desired):
    wanted = [plan.data_plan_id for plan in desired]
    with live.fetch(client, wanted) as state:
        return diff.diff_states(states(*desired), state, workspace_id=1)


def run(client, change_set, *, stop=None, watcher=None):
    return apply_changes(
        change_set,
        client,
        patience=QUICK,
        watcher=watcher or (lambda _step, _result: None),
        stop=stop or Stop(),
    )


def told(report):
    return {str(entry.change.key): entry.outcome for entry in report.outcomes}


@pytest.fixture
def client(emulator):
    with client_of(emulator) as made:
        yield made


def test_everything_is_applied_and_nothing_is_left(client):
    desired = [
        data_plan(version(1, EVENT, environment="production"), version(2, EVENT)),
        data_plan(version(1, data_plan_id="app"), data_plan_id="app"),
    ]
    report = run(client, compare(client, *desired))
    assert set(told(report).values()) == {Outcome.APPLIED}
    assert report.exit_code == 0
    assert compare(client, *desired).changes == ()


def test_applying_nothing_is_done_at_once(client):
    assert run(client, ChangeSet(1, ())) == ApplyReport(())


def test_independent_data_plans_go_on_after_a_failure(client):
    bad = custom_event("A", {"x": {"anyOf": []}})
    desired = [
        data_plan(version(1, bad), version(2)),
        data_plan(version(1, data_plan_id="app"), data_plan_id="app"),
    ]
    report = run(client, compare(client, *desired))
    assert told(report) == {
        "app": Outcome.APPLIED,
        "app v1": Outcome.APPLIED,
        "shop": Outcome.FAILED,
        "shop v1": Outcome.BLOCKED,
        "shop v2": Outcome.BLOCKED,
    }
    assert report.exit_code == 7
    assert [listed.data_plan_id for listed in client.list_data_plans()] == ["app"]


def test_a_failure_before_anything_was_stored_ends_with_1(client):
    bad = custom_event("A", {"x": {"anyOf": []}})
    assert run(client, compare(client, data_plan(version(1, bad)))).exit_code == 1


def test_later_versions_of_a_data_plan_are_not_attempted_after_a_failure(client):
    bad = custom_event("A", {"x": {"anyOf": []}})
    desired = data_plan(version(1, environment="production"), version(2, bad), version(3))
    report = run(client, compare(client, desired))
    assert told(report) == {
        "shop": Outcome.APPLIED,
        "shop v1": Outcome.NOT_ATTEMPTED,
        "shop v2": Outcome.FAILED,
        "shop v3": Outcome.NOT_ATTEMPTED,
    }
    (created,) = [entry for entry in report.outcomes if str(entry.change.key) == "shop v1"]
    assert created.stored, "it was created, and is not active yet"
    assert created.reason == "create version shop v2 came first and failed"
    assert report.exit_code == 7


def test_a_rerun_does_only_what_is_left(emulator, client):
    desired = data_plan(version(1, EVENT, environment="production"), version(2, EVENT))
    emulator.inject({"kind": "status", "status": 400, "match": {"path_regex": "/versions$"}})
    assert run(client, compare(client, desired)).exit_code == 7
    before = len(emulator.requests())
    assert run(client, compare(client, desired)).exit_code == 0
    writes = [entry["method"] for entry in emulator.requests()[before:] if entry["method"] != "GET"]
    assert writes == ["POST", "PATCH"]
    assert compare(client, desired).changes == ()


def test_a_stop_before_the_first_write_writes_nothing(client):
    stop = Stop()
    stop.asked.set()
    report = run(client, compare(client, data_plan(version(1))), stop=stop)
    assert set(told(report).values()) == {Outcome.NOT_ATTEMPTED}
    assert (report.interrupted, report.exit_code) == (True, 130)
    assert client.list_data_plans() == ()


def test_a_stop_finishes_the_write_in_flight_and_begins_no_other(client):
    stop = Stop()
    change_set = compare(client, data_plan(version(1), version(2)))
    report = run(client, change_set, stop=stop, watcher=lambda _step, _result: stop.asked.set())
    assert told(report) == {
        "shop": Outcome.APPLIED,
        "shop v1": Outcome.APPLIED,
        "shop v2": Outcome.NOT_ATTEMPTED,
    }
    assert report.exit_code == 7


def test_a_stop_after_everything_was_done_is_a_success(client):
    stop = Stop()
    change_set = compare(client, data_plan(version(1)))
    report = run(client, change_set, stop=stop, watcher=lambda _step, _result: stop.asked.set())
    assert report.exit_code == 0


def test_the_watcher_is_told_before_and_after_each_step(client):
    seen = []
    run(
        client,
        compare(client, data_plan(version(1), version(2))),
        watcher=lambda step, result: seen.append((str(step.key), result and result.outcome)),
    )
    assert seen == [
        ("shop", None),
        ("shop", Outcome.APPLIED),
        ("shop v2", None),
        ("shop v2", Outcome.APPLIED),
    ]


def test_deletions_wait_until_all_else_succeeded(client):
    run(client, compare(client, data_plan(version(1), version(2))))
    doomed = deletion(client.get_data_plan("shop").versions[0])
    bad = data_plan(
        version(1, custom_event("A", {"x": {"not": {}}}), data_plan_id="app"), data_plan_id="app"
    )
    report = run(client, ChangeSet(1, (*changes(bad, None), doomed)))
    assert told(report)["shop v1"] is Outcome.NOT_ATTEMPTED
    good = data_plan(version(1, data_plan_id="app"), data_plan_id="app")
    report = run(client, ChangeSet(1, (*changes(good, None), doomed)))
    assert told(report)["shop v1"] is Outcome.APPLIED
    assert [one.version for one in client.get_data_plan("shop").versions] == [2]


@pytest.mark.parametrize(
    ("outcome", "stored", "interrupted", "exit_code"),
    [
        (Outcome.APPLIED, True, False, 0),
        (Outcome.FAILED, False, False, 1),
        (Outcome.FAILED, True, False, 7),
        (Outcome.UNKNOWN, False, False, 7),
        (Outcome.NOT_ATTEMPTED, False, True, 130),
        (Outcome.NOT_ATTEMPTED, True, True, 7),
    ],
)
def test_exit_codes(outcome, stored, interrupted, exit_code):
    (change, *_) = changes(data_plan(version(1)), None)
    entry = ChangeOutcome(change, outcome, "", stored)
    assert ApplyReport((entry,), interrupted).exit_code == exit_code


FAULTS = st.lists(
    st.fixed_dictionaries(
        {
            "kind": st.sampled_from(["reset", "lost_answer", "truncated", "status", "unstored"]),
            "match": st.sampled_from([{"method": "POST"}, {"method": "PATCH"}, {"method": "GET"}]),
            "skip": st.integers(0, 3),
            "times": st.integers(1, 3),
        }
    ),
    max_size=3,
)


LENIENT = EmulatorOptions(prod_lock=ProdLock.ALLOW, unsupported_keyword=UnsupportedKeyword.IGNORE)
"""Under this the API refuses nothing that the strategies make, so that only the faults stand in the way."""


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    first=data_plans().filter(lambda plan: plan.versions),
    second=data_plans().filter(lambda plan: plan.versions),
    faults=FAULTS,
)
def test_whatever_goes_wrong_no_report_claims_what_is_not_live_and_a_rerun_converges(
    emulator, first, second, faults
):
    emulator.reset(LENIENT)
    with client_of(emulator) as client:
        assert run(client, compare(client, first)).exit_code == 0
        change_set = compare(client, second)
        emulator.inject(*({"status": 503} | fault for fault in faults))
        report = run(client, change_set)
        httpx.delete(f"{emulator.url}/_emulator/faults")
        left = {change.key for change in compare(client, second).changes}
        for entry in report.outcomes:
            assert entry.outcome is not Outcome.APPLIED or entry.change.key not in left
        assert run(client, compare(client, second)).exit_code == 0
        assert compare(client, second).changes == ()


def test_what_is_live_is_exactly_what_was_sent(client):
    desired = data_plan(version(1, custom_event("A", {"x": {"type": "string"}}, ["x"])))
    run(client, compare(client, desired))
    stored = client.get_data_plan("shop").versions[0].version_document
    assert stored is not None
    assert codec.encode_document(stored) == codec.encode_document(
        desired.versions[0].version_document
    )
