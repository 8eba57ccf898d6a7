"""Changes that take several writes, or one write for several: edits in production, and whole data plans deleted."""

from __future__ import annotations

import pytest

from dataplan_sync import diff, live
from dataplan_sync.apply import Stop
from dataplan_sync.emulator.options import EmulatorOptions, LockedFields
from dataplan_sync.model import ActivatedEnvironment, DataPlanKey
from dataplan_sync.report import Outcome
from tests.builders import custom_event, data_plan, version
from tests.connecting import client_of
from tests.test_apply import compare, run, states, told

EVENT = custom_event("A")
ACTIVE = data_plan(version(1, environment="production"))
EDITED = data_plan(version(1, EVENT, environment="production"))


@pytest.fixture
def client(emulator):
    with client_of(emulator) as made:
        yield made


def patches(emulator):
    return [entry for entry in emulator.requests() if entry["method"] == "PATCH"]


def test_an_edit_in_production_gets_past_the_lock_in_three_steps(emulator, client):
    run(client, compare(client, ACTIVE))
    before = len(patches(emulator))
    report = run(client, compare(client, EDITED))
    assert (told(report), report.exit_code) == ({"shop v1": Outcome.APPLIED}, 0)
    assert len(patches(emulator)) == before + 3
    assert compare(client, EDITED).changes == ()


def test_an_edit_that_production_swallows_is_never_reported_as_applied(emulator, client):
    emulator.reset(EmulatorOptions(locked_fields=LockedFields.EVERYTHING))
    run(client, compare(client, ACTIVE))
    report = run(client, compare(client, EDITED))
    assert told(report) == {"shop v1": Outcome.FAILED}
    assert "did not store it" in report.outcomes[0].reason
    assert "development" not in report.outcomes[0].reason.partition("vendor")[0]
    assert report.exit_code == 1


@pytest.mark.parametrize(("skip", "document_is_live"), [(1, False), (2, True)])
def test_an_edit_in_production_that_stops_halfway_says_where_it_left_the_version(
    emulator, client, skip, document_is_live
):
    run(client, compare(client, ACTIVE))
    change_set = compare(client, EDITED)
    emulator.inject({"kind": "status", "status": 400, "match": {"method": "PATCH"}, "skip": skip})
    report = run(client, change_set)
    (entry,) = report.outcomes
    assert (entry.outcome, entry.stored, report.exit_code) == (Outcome.FAILED, True, 7)
    assert entry.reason.endswith(
        "shop v1 was lowered to development for this edit and may not be back in production: "
        "run the same apply again, which finishes it"
    )
    (left,) = client.get_data_plan("shop").versions
    assert left.activated_environment is ActivatedEnvironment.DEVELOPMENT
    assert (left.version_document == EDITED.versions[0].version_document) is document_is_live
    (again,) = compare(client, EDITED).changes
    assert again.fingerprint in change_set.changes[0].continuations
    assert run(client, compare(client, EDITED)).exit_code == 0
    assert compare(client, EDITED).changes == ()


def test_an_edit_in_production_that_is_interrupted_says_where_it_left_the_version(client):
    run(client, compare(client, ACTIVE))
    stop = Stop()
    report = run(
        client, compare(client, EDITED), stop=stop, watcher=lambda _step, _result: stop.asked.set()
    )
    (entry,) = report.outcomes
    assert (entry.outcome, entry.stored, report.exit_code) == (Outcome.NOT_ATTEMPTED, True, 7)
    assert entry.reason.startswith("the run was interrupted; shop v1 was lowered to development")


def test_a_data_plan_is_deleted_with_its_versions_in_one_request(emulator, client):
    app = data_plan(version(1, data_plan_id="app"), data_plan_id="app")
    run(client, compare(client, data_plan(version(1, EVENT), version(2)), app))
    with live.fetch(client) as state:
        change_set = diff.diff_states(
            states(app), state, workspace_id=1, deletable=[DataPlanKey("shop")]
        )
    report = run(client, change_set)
    assert told(report) == dict.fromkeys(("shop v2", "shop v1", "shop"), Outcome.APPLIED)
    assert [one.data_plan_id for one in client.list_data_plans()] == ["app"]
    deletes = [entry["path"] for entry in emulator.requests() if entry["method"] == "DELETE"]
    assert [path.rpartition("/plans/")[2] for path in deletes] == ["shop"]
