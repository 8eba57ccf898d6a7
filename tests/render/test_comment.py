"""What a comment says in each state."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from dataplan_sync.model import DataPlanKey, Mark
from dataplan_sync.problems.problem import Severity
from dataplan_sync.render import comment, json_report, ladder, review_block
from dataplan_sync.render.comment_facts import CommentFacts, Run
from tests.render.builders import (
    WORKSPACE_ID,
    created,
    hazard,
    problem,
    report,
    updated,
    version,
    workspace,
)
from tests.render.comments import COMMENTS, FACTS, failure, loss, refused, two_creates
from tests.render.structure import faults


@pytest.mark.parametrize("name", COMMENTS)
def test_the_verdict_is_the_first_line(name):
    made = comment.render(*COMMENTS[name]())
    assert made.body.startswith("## Data plans: ")
    assert ladder.units(made.body) <= ladder.LIMIT


def test_an_apply_keeps_the_review_that_it_stands_on():
    before = comment.render(*two_creates()).body
    found, facts = COMMENTS["applied"]()
    assert review_block.find(comment.render(found, facts).body) == review_block.find(before)


@pytest.mark.parametrize("name", ["fork", "several_workspaces", "failure", "unreachable"])
def test_what_is_no_complete_comparison_with_live_is_no_review(name):
    assert review_block.parse(comment.render(*COMMENTS[name]()).body) is None


def test_a_second_failure_folds_what_the_first_had_folded():
    first = comment.render(*failure()).body
    again, facts = failure()
    body = comment.render(again, replace(facts, previous=first)).body
    assert body == first


def test_a_failure_after_nothing_folds_nothing():
    found, facts = failure()
    body = comment.render(found, replace(facts, previous="")).body
    assert "Superseded" not in body


def test_what_is_no_comment_of_ours_is_not_folded():
    found, facts = failure()
    body = comment.render(found, replace(facts, previous="<details> ```")).body
    assert "Superseded" not in body
    assert faults(body) == []


def test_no_changes_twice_tell_nothing_of_before():
    found, facts = COMMENTS["no_changes"]()
    first = comment.render(found, facts).body
    assert "Before, at `0123456`: 1 data plan and 1 version to create." in first
    assert "Before" not in comment.render(found, replace(facts, previous=first)).body


def test_a_refusal_by_fingerprints_alone_shows_which_objects_moved():
    found, facts = refused()
    block = review_block.parse(facts.previous)
    assert block
    whole = comment.render(found, facts).body
    body = comment.render(found, replace(facts, reviewed=block.report)).body
    table = "| `shop` version 3 | not part of it |"
    assert table in whole
    assert table in body
    assert "reviewed, and now" in whole
    assert "reviewed, and now" not in body


def test_a_refusal_tells_nothing_of_an_object_that_stands_where_it_stood():
    found, facts = refused()
    now = json.loads(json_report.render(found))
    body = comment.render(found, replace(facts, reviewed=now)).body
    assert "What moved since the review" not in body


@pytest.mark.parametrize(
    "reviewed",
    [
        None,
        [],
        {"workspaces": 5},
        {"workspaces": [{"id": WORKSPACE_ID}]},
        {"workspaces": [{"id": WORKSPACE_ID, "changes": [{}, 5]}]},
        {
            "workspaces": [
                {
                    "id": WORKSPACE_ID,
                    "changes": [
                        {
                            "data_plan_id": "shop",
                            "version": 2,
                            "fingerprint": "ab",
                            "fields": [{}, {"path": 5}, {"path": []}],
                        }
                    ],
                }
            ]
        },
    ],
)
def test_a_refusal_survives_whatever_the_artifact_holds(reviewed):
    found, facts = refused()
    body = comment.render(found, replace(facts, reviewed=reviewed)).body
    assert "not applied" in body
    assert faults(body) == []


def test_instructions_take_the_place_of_advice_and_it_stands_alone_without_them():
    found, facts = loss()
    with_them = comment.render(found, facts).body
    without = comment.render(found, replace(facts, instructions=(), label="")).body
    assert "To allow it" not in with_them
    assert "To allow it" in without
    assert "set the label `accept-data-loss`" in with_them


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://github.example/a/b/actions/runs/1", True),
        ("javascript:alert(1)", False),
        ("https://x.example/) [y](z", False),
        ("https://x.example/a b", False),
        ("", False),
    ],
)
def test_only_a_plain_address_is_linked(url, linked):
    facts = CommentFacts(run=Run(url, 7, attempt=2))
    body = comment.render(report("diff", workspace(created(version(1)))), facts).body
    assert ("[run 7, attempt 2](" in body) is linked
    assert "run 7, attempt 2" in body


def test_warnings_in_plan_files_are_folded_below_the_decision_and_errors_are_not():
    mark = Mark("plans/shop.yaml", 3, 5)
    warning = problem("naming", "A name like no other.", mark, severity=Severity.WARNING)
    asked = hazard("rule", updated(version(2)).key, "That takes a decision.")
    part = workspace(updated(version(2)), problems=(warning,), hazards=(asked,), exit_code=5)
    body = comment.render(report("diff", part), FACTS).body
    folded = body.index("<details><summary>1 warning in plan files</summary>")
    assert body.index("That takes a decision.") < folded < body.index("A name like no other.")

    wrong = replace(part, problems=(warning, problem("wrong", "It is wrong.", mark)))
    body = comment.render(report("diff", wrong), FACTS).body
    assert "<summary>1" not in body
    assert body.index("It is wrong.") < body.index("That takes a decision.")


def test_without_a_workflow_the_way_on_is_a_command():
    for name, command in (("refused", "diff"), ("applied_partly", "apply")):
        found, facts = COMMENTS[name]()
        with_run, without = (
            comment.render(found, replace(facts, run=run)).body for run in (facts.run, None)
        )
        told = f"`dataplan-sync {command} --workspace-id {WORKSPACE_ID}`"
        assert (told in with_run, told in without) == (False, True)


def test_merging_applies_nothing_while_something_is_undecided_or_broken():
    plain = workspace(created(version(1)))
    refusal = hazard("too-many", DataPlanKey("shop"), "Too many.")
    footers = [
        comment.render(report("diff", part), FACTS).body.split("<sub>")[-1]
        for part in (
            plain,
            replace(plain, hazards=(refusal,), exit_code=5),
            replace(plain, exit_code=4),
            workspace(unchanged=1),
        )
    ]
    ends = ["applies exactly this", "until this is decided", "until this is mended", "report"]
    assert [end in footer for end, footer in zip(ends, footers, strict=True)] == [True] * 4
    assert "merging" not in footers[-1]
