"""A label accepts what our comment listed before somebody who may write to the repository set it, and nothing else."""

from __future__ import annotations

import pytest

from dataplan_sync.cli.action import labels
from dataplan_sync.cli.action.labels import LABEL, LISTED_SINGLY, Labelled
from dataplan_sync.emulator.options import EmulatorOptions, ProdLock
from dataplan_sync.impact.verdict import Consumer, Impact, Level, Producer
from dataplan_sync.model import ActivatedEnvironment, DataPlanVersionKey, ObjectKey
from tests.cli.conftest import SHOP
from tests.github.server.faults import Fault

LIVE = SHOP.replace("activated_environment: development", "activated_environment: production")
NARROWER = LIVE.replace("enum: [S, M, NO]", "enum: [S, M]")
NARROWER_STILL = LIVE.replace("enum: [S, M, NO]", "enum: [S]")
STRICTER = NARROWER.replace("{size:", "{colour: {type: string}, size:").replace(
    "required: [size]", "required: [size, colour]"
)
CONFIGURATION = "version: 1\npolicy: {allow_production_edit: true}\n"


@pytest.fixture
def asked(workflow):
    """A pull request whose comment lists one finding that breaks somebody."""
    workflow.cli.emulator.reset(EmulatorOptions(prod_lock=ProdLock.ALLOW))
    workflow.cli.write("dataplan-sync.yaml", CONFIGURATION)
    workflow.cli.write("plans/shop.yaml", LIVE)
    assert workflow.cli("apply", "--yes").exit_code == 0
    workflow.cli.write("plans/shop.yaml", NARROWER)
    workflow.world.open_pull(1)
    step = workflow.pull_request()
    assert (step.exit_code, step.outputs["failure-reason"]) == (5, "refused")
    (body,) = workflow.comments()
    assert f"set the label `{LABEL}` on it" in body
    return workflow


def test_a_label_accepts_what_the_comment_lists_and_the_comment_says_who_set_it(asked):
    asked.world.label(1, LABEL)

    step = asked.pull_request()

    assert step.exit_code == 0, step.log
    (body,) = asked.comments()
    accepted = body.partition("1 accepted")[2].partition("</details>")[0]
    assert "ENUM_VALUE_REMOVED" in accepted
    assert f"by the label {LABEL}: set by alice at 2026-01-01" in accepted
    assert "needs a decision" not in body.partition("superseded")[0]
    assert "set the label" not in body.partition("superseded")[0]


def test_a_label_that_was_there_before_the_comment_accepts_nothing(workflow):
    workflow.cli.emulator.reset(EmulatorOptions(prod_lock=ProdLock.ALLOW))
    workflow.cli.write("dataplan-sync.yaml", CONFIGURATION)
    workflow.cli.write("plans/shop.yaml", LIVE)
    assert workflow.cli("apply", "--yes").exit_code == 0
    workflow.cli.write("plans/shop.yaml", NARROWER)
    workflow.world.open_pull(1)
    workflow.world.label(1, LABEL)

    assert workflow.pull_request().exit_code == 5
    assert workflow.pull_request().exit_code == 5
    assert "Remove it and set it again" in workflow.comments()[0]


@pytest.mark.parametrize("pushed", [STRICTER, NARROWER_STILL], ids=["another", "another value"])
def test_a_push_that_adds_a_finding_fails_until_the_label_is_set_anew(asked, pushed):
    asked.world.label(1, LABEL)
    assert asked.pull_request().exit_code == 0
    asked.push_to_pull()
    asked.cli.write("plans/shop.yaml", pushed)

    assert asked.pull_request().exit_code == 5
    assert asked.pull_request().exit_code == 5, "the label is still the old one"
    asked.world.label(1, LABEL, remove=True)
    asked.world.label(1, LABEL)
    assert asked.pull_request().exit_code == 0


def test_a_label_of_the_very_second_of_the_comment_was_set_by_nobody_who_read_it(asked):
    asked.world.label(1, LABEL)
    (comment,) = asked.world.comments.values()
    asked.world.timeline[1][0]["created_at"] = comment.updated_at

    assert asked.pull_request().exit_code == 5


def test_no_clock_but_githubs_counts(asked):
    """The hub lives in another year than this machine."""
    (comment,) = asked.world.comments.values()
    assert comment.updated_at.startswith("2026-01-01T")
    assert "T" not in comment.body.partition('"listed":{')[2].partition("}")[0]


def test_a_label_that_is_removed_accepts_nothing_any_more(asked):
    asked.world.label(1, LABEL)
    assert asked.pull_request().exit_code == 0

    asked.world.label(1, LABEL, remove=True)

    assert asked.pull_request().exit_code == 5


def test_of_two_moves_in_one_second_the_later_one_counts(asked):
    asked.world.label(1, LABEL)
    asked.world.label(1, LABEL, remove=True)
    first, second = asked.world.timeline[1]
    second["created_at"] = first["created_at"]

    assert asked.pull_request().exit_code == 5


@pytest.mark.parametrize("permission", ["read", "none"])
def test_a_label_by_somebody_who_may_not_write_accepts_nothing(asked, permission):
    asked.world.permissions["mallory"] = permission
    asked.world.label(1, LABEL, by="mallory")

    step = asked.pull_request()

    assert step.exit_code == 5
    assert "mallory, who set it, may not write to this repository" in asked.comments()[0]


def test_a_label_by_a_bot_which_is_no_collaborator_accepts_nothing(asked):
    asked.world.label(1, LABEL, by="labeler[bot]")
    asked.hub.faults.append(
        Fault(path="/collaborators/", status=404, body={"message": "Not Found"})
    )

    assert asked.pull_request().exit_code == 5
    assert "labeler[bot], who set it, may not write" in asked.comments()[0]


def test_another_label_accepts_nothing(asked):
    asked.world.label(1, "accept-breaking-change")

    assert asked.pull_request().exit_code == 5


def test_what_the_comment_listed_is_kept_over_a_run_that_fails(asked):
    asked.world.label(1, LABEL)
    asked.cli.write("plans/shop.yaml", "nothing: right")
    assert asked.pull_request().exit_code == 4
    asked.cli.write("plans/shop.yaml", NARROWER)

    assert asked.pull_request().exit_code == 0


def test_a_label_that_cannot_be_read_counts_as_none_and_the_log_says_so(asked):
    asked.world.label(1, LABEL)
    asked.hub.faults.append(Fault(path="/timeline", status=500, times=9))

    step = asked.pull_request()

    assert step.exit_code == 5
    assert "::warning::Comment and labels of #1 could not be read, so no label counts" in step.log


def test_on_merge_the_label_accepts_the_same(asked):
    asked.world.label(1, LABEL)
    assert asked.pull_request().exit_code == 0

    step = asked.push(asked.world.merge(1))

    assert step.exit_code == 0, step.log
    assert asked.cli("diff", "--exit-code").exit_code == 0
    assert "1 accepted" in asked.comments()[0]


def test_on_merge_a_label_counts_that_no_run_has_seen(asked):
    asked.world.label(1, LABEL)

    assert asked.push(asked.world.merge(1)).exit_code == 0


def test_on_merge_without_a_label_the_finding_refuses_and_nothing_is_written(asked):
    before = asked.cli.writes()

    step = asked.push(asked.world.merge(1))

    assert (step.exit_code, asked.cli.writes()) == (5, before)
    assert asked.applied is None


def test_the_label_still_counts_when_an_apply_that_failed_is_run_again(asked):
    asked.world.label(1, LABEL)
    head = asked.world.merge(1)
    asked.cli.emulator.inject({"kind": "status", "match": {"method": "PATCH"}, "status": 400})
    assert asked.push(head).exit_code in {1, 7}

    step = asked.push(head, attempt=2)

    assert step.exit_code == 0, step.log
    assert asked.applied == head


def test_an_acceptance_in_the_configuration_is_listed_with_its_place(asked):
    entry = "{rule: ENUM_VALUE_REMOVED, path: [shop, 1, 'custom_event:transaction:Bought', attributes, size, enum],"
    text = f"{CONFIGURATION}accepted:\n  - {entry} reason: agreed with the data team}}\n"
    asked.cli.write("dataplan-sync.yaml", text)

    assert asked.pull_request().exit_code == 0
    listed = asked.comments()[0].partition("1 accepted")[2].partition("</details>")[0]
    assert "by dataplan-sync.yaml:4:5: agreed with the data team" in listed


def test_of_very_many_findings_the_comment_keeps_one_digest_and_the_label_accepts_all_or_none():
    key: ObjectKey = DataPlanVersionKey("shop", 1)
    many = {key: tuple(broken(number) for number in range(LISTED_SINGLY + 1))}
    listed = labels.listed(many, {})
    assert len(listed) == 1

    before = dict.fromkeys(listed, "2026-01-01T00:00:01Z")
    label = Labelled("alice", "2026-01-01T00:00:02Z", counts=True)
    assert len(labels.acceptances(many, before, label)) == LISTED_SINGLY + 1

    more = {key: (*many[key], broken(LISTED_SINGLY + 1))}
    assert labels.acceptances(more, before, label) == ()


def broken(number):
    return Impact(
        "POINT_REMOVED",
        (f"custom_event:other:Event {number}",),
        Producer.DROP,
        Consumer.BREAKING,
        Level.BREAKING,
        ActivatedEnvironment.PRODUCTION,
        f"Event {number} is removed.",
    )
