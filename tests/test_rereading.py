"""Right before a write live is looked at once more: an edit that came in between is reported, never lost."""

from __future__ import annotations

import pytest

from dataplan_sync.report import Outcome
from tests.builders import custom_event, data_plan, version
from tests.connecting import client_of
from tests.test_apply import compare, run, told

OLD, NEW = custom_event("A"), custom_event("B")
UI = "someone@example.com"


@pytest.fixture
def client(emulator):
    with client_of(emulator) as made:
        run(made, compare(made, data_plan(version(1, OLD), version(2, OLD))))
        yield made


def writes(emulator):
    return [one["method"] for one in emulator.requests() if one["method"] in {"PATCH", "DELETE"}]


def edit(emulator, **changes):
    emulator.edit(workspace_id=1, data_plan_id="shop", version=1, changes=changes)


def test_a_version_that_somebody_edited_meanwhile_is_not_written(client, emulator):
    change_set = compare(client, data_plan(version(1, NEW), version(2, OLD)))
    edit(emulator, version_description="By hand")

    report = run(client, change_set)

    (entry,) = report.outcomes
    assert (entry.outcome, entry.stored, entry.stale) == (Outcome.FAILED, False, True)
    assert f"it was edited since it was compared by {UI}, last written " in entry.reason
    assert "UTC: version_description. Nothing was written" in entry.reason
    assert report.exit_code == 6
    assert writes(emulator) == []
    assert client.get_data_plan_version("shop", 1).version_description == "By hand"


def test_what_else_was_stored_makes_it_a_partial_apply(client, emulator):
    other = data_plan(version(1, data_plan_id="app"), data_plan_id="app")
    change_set = compare(client, data_plan(version(1, NEW), version(2, OLD)), other)
    edit(emulator, version_description="By hand")

    report = run(client, change_set)

    assert told(report)["shop v1"] is Outcome.FAILED
    assert report.exit_code == 7


def test_an_edit_of_another_object_stops_nothing(client, emulator):
    change_set = compare(client, data_plan(version(1, OLD), version(2, NEW)))
    edit(emulator, version_description="By hand")

    assert run(client, change_set).exit_code == 0


def test_what_somebody_else_has_brought_about_is_not_written_again(client, emulator):
    wanted = version(1, OLD, description="Ours")
    change_set = compare(client, data_plan(wanted, version(2, OLD)))
    edit(emulator, version_description="Ours")

    report = run(client, change_set)

    assert (told(report), writes(emulator)) == ({"shop v1": Outcome.APPLIED}, [])


def test_a_version_that_somebody_deleted_is_not_written(client):
    change_set = compare(client, data_plan(version(1, NEW), version(2, OLD)))
    client.delete_data_plan_version("shop", 1)

    (entry,) = run(client, change_set).outcomes

    assert entry.reason.startswith("somebody deleted it since it was compared.")


def test_a_version_that_somebody_created_meanwhile_is_not_created_again(client):
    change_set = compare(client, data_plan(version(1, OLD), version(2, OLD), version(3, NEW)))
    client.create_data_plan_version("shop", version(3, OLD))

    report = run(client, change_set)

    assert (told(report), report.exit_code) == ({"shop v3": Outcome.FAILED}, 6)
    assert "somebody created it since it was compared by client_id:" in report.outcomes[0].reason


def test_a_data_plan_that_cannot_be_looked_at_is_not_written(client, emulator):
    change_set = compare(client, data_plan(version(1, NEW), version(2, OLD)))
    emulator.inject({"kind": "status", "status": 403})

    report = run(client, change_set)

    assert "nothing was written, for live cannot be read" in report.outcomes[0].reason
    assert (report.exit_code, writes(emulator)) == (1, [])


def test_one_look_is_enough_for_several_steps_on_one_object(client, emulator):
    change_set = compare(
        client, data_plan(version(1, NEW, environment="development"), version(2, OLD))
    )
    before = len(emulator.requests())

    assert run(client, change_set).exit_code == 0
    sent = [one["method"] for one in emulator.requests()[before:]]
    assert sent == ["GET", "PATCH", "GET", "PATCH", "GET"]
