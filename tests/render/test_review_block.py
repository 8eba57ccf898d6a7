from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataplan_sync import review
from dataplan_sync.model import DataPlan
from dataplan_sync.render import review_block
from dataplan_sync.render.review_block import ReviewBlock
from dataplan_sync.report import WorkspaceReport
from tests.render.builders import WORKSPACE_ID, created, digest, updated, version, workspace

START, END = "<!-- dataplan-sync:review ", " -->"

names = st.text(max_size=30) | st.text(alphabet="-><!@#`\\\"'\n\r\u2028{}", max_size=30)


def reviewed(name: str) -> WorkspaceReport:
    added = replace(
        created(version(3, data_plan_id=name)), continuations=(digest("one"), digest("two"))
    )
    return workspace(updated(DataPlan(name)), added)


def block(name: str = "shop", **options: str) -> str:
    said = {"head": "abc", "verdict": "1 to create", **options}
    return review_block.block((reviewed(name),), **said)


@given(names, names)
def test_what_was_written_is_read_back_as_the_json_report_would_be(name, head):
    found = review_block.parse(f"## Title\n\ntext\n\n{block(name, head=head)}\n")
    assert found
    part = reviewed(name)
    change_set = part.change_set
    assert change_set
    assert (found.head, found.verdict) == (head, "1 to create")
    read = review.from_report(found.report, workspace_id=WORKSPACE_ID)
    assert read.changes == {
        change.key: review.ReviewedChange(
            change.fingerprint, change.continuations, change.desired_digest
        )
        for change in change_set.changes
    }
    assert found.report == {
        "format_version": 1,
        "command": "diff",
        "errors": [],
        "workspaces": [
            {
                "id": WORKSPACE_ID,
                "fingerprint": change_set.fingerprint,
                "changes": [
                    {
                        "data_plan_id": change.data_plan_id,
                        "version": getattr(change.key, "version", None),
                        "fingerprint": change.fingerprint,
                        "continuations": list(change.continuations),
                        "desired_digest": change.desired_digest,
                    }
                    for change in change_set.changes
                ],
            }
        ],
    }


@given(names, names)
def test_nothing_in_a_block_ends_it_or_is_seen_by_github(name, verdict):
    line = block(name, verdict=verdict)
    assert "\n" not in line
    assert line.isascii()
    inside = line.removeprefix("<!-- ").removesuffix(" -->")
    assert not set(inside) & set("<>@#`&")
    assert "--" not in inside


def without_digests(line: str) -> str:
    """Give a block as it was written before it said what was desired."""
    document = json.loads(line.removeprefix(START).removesuffix(END))
    for part in document["workspaces"]:
        part.pop()
    return f"{START}{json.dumps(document, separators=(',', ':'))}{END}"


def test_a_block_that_does_not_say_what_was_desired_is_a_review_all_the_same():
    old = review_block.parse(without_digests(block()))
    new = review_block.parse(block())
    assert old
    assert new
    read = review.from_report(new.report, workspace_id=WORKSPACE_ID).changes
    assert review.from_report(old.report, workspace_id=WORKSPACE_ID).changes == {
        key: replace(change, desired="") for key, change in read.items()
    }


def test_workspaces_that_were_not_compared_are_left_out():
    failed = WorkspaceReport(7507, "broken", exit_code=1)
    text = review_block.block((failed, reviewed("a")), head="", verdict="")
    alone = review_block.block((reviewed("a"),), head="", verdict="")
    assert text == alone


def test_a_review_that_is_too_long_is_said_to_be_elsewhere():
    line = review_block.elsewhere(head="abc", verdict="9000 to create")
    assert review_block.parse(line) == ReviewBlock("abc", "9000 to create", None)


def test_a_block_is_found_as_it_stands_and_taken_out():
    body = f"## Title\n\n{block()}\r\n"
    assert review_block.find(body) == block()
    assert review_block.without(body) == "## Title\n\n"
    assert review_block.find("## Title") == ""


@pytest.mark.parametrize(
    "body",
    [
        "",
        "no block",
        f"{block()}\n{block()}",
        f"text {block()}",
        f"> {block()}",
        block()[:-5],
        f"{START}{{not json}}{END}",
        f"{START}{'{' * 60_000}}}{END}",
        f'{START}{{"v":1,"x":{"[" * 60_000}}}{END}',
        f'{START}{{"v":2,"head":"","verdict":"","workspaces":null}}{END}',
        f'{START}{{"v":1,"head":7,"verdict":"","workspaces":null}}{END}',
        f'{START}{{"v":1,"head":"","verdict":"","workspaces":[{{}}]}}{END}',
        f'{START}{{"v":1,"head":"","verdict":"","workspaces":[[1,"AAAA",[]]]}}{END}',
        f'{START}{{"v":1,"head":"","verdict":"","workspaces":[[1,"é",[]]]}}{END}',
        block().replace('"shop"', "5"),
        block().replace("]]]}", "],[]]}"),
        block().replace('"]]]}', '","AAAA"]]]}'),
        block().replace(",3,", ",3,5,"),
        block().replace(",3,", ',"3",'),
    ],
)
def test_anything_else_is_no_review(body):
    assert review_block.parse(body) is None


@settings(max_examples=50)
@given(st.text(max_size=200) | st.recursive(st.none() | st.text(), st.lists).map(json.dumps))
def test_no_text_makes_reading_fail(text):
    assert review_block.parse(f'{START}{{"v":1,"workspaces":{text}}}{END}') is None
