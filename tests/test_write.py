"""One write at a time against the emulator, with every fault that can befall it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dataplan_sync import diff, errors, ordering, write
from dataplan_sync.codec import encode_data_point
from dataplan_sync.emulator.options import EmulatorOptions, ProdLock
from dataplan_sync.report import Outcome
from dataplan_sync.write import SILENT_FAILURE
from tests.builders import custom_event, data_plan, version
from tests.connecting import QUICK, client_of
from tests.test_ordering import deletion

ANY_WRITE = {"method": "PATCH"}
EVENT = custom_event("A", {"x": {"type": "string"}})


@pytest.fixture
def client(emulator):
    with client_of(emulator) as made:
        yield made


def steps(client, desired):
    """The steps that lead the emulator's workspace to `desired`."""
    live = next(
        (
            client.get_data_plan(listed.data_plan_id)
            for listed in client.list_data_plans()
            if listed.data_plan_id == desired.data_plan_id
        ),
        None,
    )
    return ordering.steps(diff.diff_data_plan(desired, live, workspace_id=1).changes)


def perform_all(client, desired):
    return [write.perform(step, client, QUICK) for step in steps(client, desired)]


def edit_step(client):
    """A version that exists, and the one step that edits its document."""
    perform_all(client, data_plan(version(1)))
    (step,) = steps(client, data_plan(version(1, EVENT)))
    return step


def sent(emulator, method):
    return [entry for entry in emulator.requests() if entry["method"] == method]


def test_creating_reads_back_what_is_live(client):
    desired = data_plan(version(1, EVENT, environment="production"), version(2))
    results = perform_all(client, desired)
    assert [result.outcome for result in results] == [Outcome.APPLIED] * 3
    assert diff.diff_data_plan(desired, client.get_data_plan("shop"), workspace_id=1).changes == ()


def test_a_patch_holds_only_what_changes_and_never_the_version(emulator, client):
    perform_all(client, data_plan(version(1, EVENT), description="old"))
    perform_all(client, data_plan(version(1, EVENT, description="new"), description="new"))
    assert [entry["body"] for entry in sent(emulator, "PATCH")] == [
        {"data_plan_description": "new"},
        {"version_description": "new"},
    ]


def test_a_changed_document_is_sent_whole_in_the_authors_order(emulator, client):
    perform_all(client, data_plan(version(1, custom_event("A"))))
    perform_all(client, data_plan(version(1, custom_event("B"), custom_event("A"))))
    (patch,) = sent(emulator, "PATCH")
    assert list(patch["body"]) == ["version_document"]
    points = patch["body"]["version_document"]["data_points"]
    assert [point["match"]["criteria"]["event_name"] for point in points] == ["B", "A"]


def test_descriptions_are_cleared_with_an_empty_text(emulator, client):
    perform_all(client, data_plan(version(1, description="x"), description="x"))
    perform_all(client, data_plan(version(1, description=""), description=""))
    assert [entry["body"] for entry in sent(emulator, "PATCH")] == [
        {"data_plan_description": ""},
        {"version_description": ""},
    ]


def test_a_success_that_stored_nothing_is_a_failure_that_says_so(client):
    active, edited = (version(1, *points, environment="production") for points in ((), (EVENT,)))
    perform_all(client, data_plan(active))
    step = replace(steps(client, data_plan(edited))[0], before=active, after=edited)
    result = write.perform(step, client, QUICK)
    assert (result.outcome, result.stored) == (Outcome.FAILED, False)
    assert result.reason.startswith(f"{SILENT_FAILURE}: ")
    assert "DEV in the mParticle UI" in result.reason


def test_a_success_that_stored_something_else_names_what(client):
    step = edit_step(client)
    read = client.get_data_plan_version

    def another(*arguments):
        other = read(*arguments)
        return replace(other, version_document=version(1, custom_event("Z")).version_document)

    client.get_data_plan_version = another
    result = write.perform(step, client, QUICK)
    assert (result.outcome, result.stored) == (Outcome.FAILED, True)
    assert "custom_event:other:A" in result.reason


def test_a_refusal_is_the_apis_own_words(client):
    perform_all(client, data_plan(version(1)))
    bad = custom_event("A", {"x": {"anyOf": [{}]}})
    (step,) = steps(client, data_plan(version(1, bad)))
    result = write.perform(step, client, QUICK)
    assert (result.outcome, result.stored) == (Outcome.FAILED, False)
    assert "anyOf" in result.reason


@pytest.mark.parametrize("kind", ["lost_answer", "truncated", "garbage", "html"])
def test_a_lost_answer_after_the_write_is_resolved_by_reading(emulator, client, kind):
    step = edit_step(client)
    stored = {} if kind in ("lost_answer", "truncated") else {"stored": True}
    emulator.inject({"kind": kind, "match": ANY_WRITE, "times": 1, **stored})
    assert write.perform(step, client, QUICK).outcome is Outcome.APPLIED
    assert client.get_data_plan_version("shop", 1).version_document == step.after.version_document


@pytest.mark.parametrize(
    "fault",
    [{"kind": "reset"}, {"kind": "status", "status": 503}, {"kind": "status", "status": 500}],
)
def test_a_write_that_was_lost_before_it_was_stored_is_sent_again(emulator, client, fault):
    step = edit_step(client)
    emulator.inject({**fault, "match": ANY_WRITE, "times": 1})
    assert write.perform(step, client, QUICK).outcome is Outcome.APPLIED
    assert len(sent(emulator, "PATCH")) == 2


def test_a_created_version_whose_answer_was_lost_is_not_created_twice(emulator, client):
    perform_all(client, data_plan(version(1)))
    (step,) = steps(client, data_plan(version(1), version(2, EVENT)))
    emulator.inject({"kind": "lost_answer", "match": {"method": "POST"}, "times": 1})
    assert write.perform(step, client, QUICK).outcome is Outcome.APPLIED
    assert [one.version for one in client.get_data_plan("shop").versions] == [1, 2]


def test_what_became_of_a_write_that_keeps_getting_lost_is_not_known_after_three_sendings(
    emulator, client
):
    step = edit_step(client)
    emulator.inject({"kind": "status", "status": 502, "match": ANY_WRITE, "times": 9})
    result = write.perform(step, client, QUICK)
    assert (result.outcome, result.stored) == (Outcome.UNKNOWN, False)
    assert "lost 3 times" in result.reason
    assert len(sent(emulator, "PATCH")) == 3


def test_a_lost_answer_that_cannot_be_read_back_either_is_unknown(emulator, client):
    step = edit_step(client)
    emulator.inject(
        {"kind": "lost_answer", "match": ANY_WRITE, "times": 1},
        {"kind": "status", "status": 503, "match": {"method": "GET"}, "times": 99},
    )
    result = write.perform(step, client, QUICK)
    assert result.outcome is Outcome.UNKNOWN
    assert "Reading it back failed too" in result.reason


def test_an_accepted_write_that_cannot_be_read_back_is_unknown(emulator, client):
    step = edit_step(client)
    emulator.inject({"kind": "status", "status": 503, "match": {"method": "GET"}, "times": 99})
    result = write.perform(step, client, QUICK)
    assert result.outcome is Outcome.UNKNOWN
    assert "could not be read back" in result.reason


def test_a_lost_answer_beside_an_edit_in_the_ui_is_unknown_and_not_overwritten(emulator, client):
    step = edit_step(client)
    emulator.inject({"kind": "reset", "match": ANY_WRITE, "times": 1})
    emulator.edit(
        workspace_id=1,
        data_plan_id="shop",
        version=1,
        changes={"version_document": {"data_points": [encode_data_point(custom_event("UI"))]}},
    )
    result = write.perform(step, client, QUICK)
    assert result.outcome is Outcome.UNKNOWN
    assert "live has moved meanwhile" in result.reason
    assert len(sent(emulator, "PATCH")) == 1


def test_a_refusal_after_a_lost_answer_may_mean_that_the_first_sending_was_stored(emulator, client):
    """The read that follows the lost answer is from before the write; the second POST is refused."""
    perform_all(client, data_plan(version(1)))
    (step,) = steps(client, data_plan(version(1), version(2, EVENT)))
    reads = iter([None])
    read = client.get_data_plan_version

    def lagging(*arguments):
        if next(reads, "now") is None:
            message = "not yet"
            raise errors.NotFoundError(message)
        return read(*arguments)

    client.get_data_plan_version = lagging
    emulator.inject({"kind": "lost_answer", "match": {"method": "POST"}, "times": 1})
    at_once = replace(QUICK, limit=0.0)
    assert write.perform(step, client, at_once).outcome is Outcome.APPLIED
    assert len(sent(emulator, "POST")) == 4, "token, data plan, and the version twice"


def test_a_read_from_before_the_write_is_waited_out(emulator):
    emulator.reset(EmulatorOptions(lag_reads=2))
    with client_of(emulator) as fresh:
        results = [
            write.perform(step, fresh, replace(QUICK, limit=2))
            for step in steps(fresh, data_plan(version(1, EVENT)))
        ]
    assert [result.outcome for result in results] == [Outcome.APPLIED]


def test_a_version_that_is_stored_under_another_number_is_a_failure(client):
    perform_all(client, data_plan(version(1)))
    (step,) = steps(client, data_plan(version(1), version(2)))
    client.create_data_plan_version = lambda _id, sent: replace(sent, version=7)
    result = write.perform(step, client, QUICK)
    assert (result.outcome, result.stored) == (Outcome.FAILED, True)
    assert "stored shop v2 as version 7" in result.reason


def test_a_new_data_plan_whose_version_went_missing_is_applied_without_it(client):
    (step,) = steps(client, data_plan(version(1, EVENT)))
    create = client.create_data_plan
    client.create_data_plan = lambda plan: create(replace(plan, versions=(version(1),)))
    result = write.perform(step, client, QUICK)
    assert (result.outcome, result.stored) == (Outcome.FAILED, True)
    assert [str(key) for key in result.applied] == ["shop"]


def test_deleting_what_is_gone_counts_as_applied(client):
    perform_all(client, data_plan(version(1), version(2)))
    live = client.get_data_plan("shop")
    (delete,) = ordering.steps([deletion(live.versions[1])])
    assert write.perform(delete, client, QUICK).outcome is Outcome.APPLIED
    assert write.perform(delete, client, QUICK).outcome is Outcome.APPLIED
    assert [one.version for one in client.get_data_plan("shop").versions] == [1]
    (whole,) = ordering.steps([deletion(replace(live, versions=()))])
    assert write.perform(whole, client, QUICK).outcome is Outcome.APPLIED
    assert client.list_data_plans() == ()


def test_a_refused_deletion_is_the_apis_own_words(client):
    perform_all(client, data_plan(version(1)))
    (delete,) = ordering.steps([deletion(client.get_data_plan("shop").versions[0])])
    result = write.perform(delete, client, QUICK)
    assert result.outcome is Outcome.FAILED
    assert "at least one plan version" in result.reason


@pytest.mark.parametrize("lock", ProdLock)
def test_an_edit_in_production_is_applied_in_three_steps_whatever_the_lock(emulator, lock):
    emulator.reset(EmulatorOptions(prod_lock=lock))
    with client_of(emulator) as client:
        perform_all(client, data_plan(version(1, environment="production")))
        results = perform_all(client, data_plan(version(1, EVENT, environment="production")))
    assert [result.outcome for result in results] == [Outcome.APPLIED] * 3


def test_unknown_keys_are_sent_and_read_back(emulator, client):
    perform_all(client, data_plan(version(1)))
    results = perform_all(
        client, data_plan(version(1, extra={"x_note": 1}), extra={"x_owner": "me"})
    )
    assert [result.outcome for result in results] == [Outcome.APPLIED] * 2
    assert [entry["body"] for entry in sent(emulator, "PATCH")] == [
        {"x_owner": "me"},
        {"x_note": 1},
    ]
