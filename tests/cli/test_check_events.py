from __future__ import annotations

import io
import json
import sys

import pytest

from dataplan_sync.cli.check_events import READERS
from dataplan_sync.events import Semantics
from tests.cli.conftest import SHOP


def event(size=None, *, name="Bought"):
    attributes = {} if size is None else {"size": size}
    data = {"event_name": name, "custom_event_type": "transaction", "custom_attributes": attributes}
    return {"event_type": "custom_event", "data": data}


def batch(*events, **more):
    return json.dumps({"events": list(events), **more})


def named(plan_id, plan_version):
    return {"context": {"data_plan": {"plan_id": plan_id, "plan_version": plan_version}}}


SECOND = SHOP.replace("version: 1", "version: 2").replace("[S, M, NO]", "[S, XL]")


@pytest.fixture
def shop_of_two(shop):
    """Version 2 knows XL and no M."""
    versions = SECOND[SECOND.index("  - version") :]
    shop.write("plans/shop.yaml", SHOP + versions)
    return shop


def test_events_that_follow_the_data_plan_are_accepted(shop):
    shop.write("sent.json", batch(event("NO"), event("S")))
    result = shop("check-events", "sent.json", "--plan", "shop", environ={})
    assert (result.exit_code, result.out) == (
        0,
        "       2 accepted        0 refused   custom_event:transaction:Bought\n1 batch with 2 events: 2 accepted, 0 refused\n",
    )
    assert result.err == "note: checked against shop v1, the highest declared version\n"
    assert shop.emulator.requests() == []


def test_refused_events_are_shown_with_file_line_and_pointer(shop):
    shop.write("sent.jsonl", f"{batch(event('S'))}\n{batch(event('S'), event('L'))}\n")
    result = shop("check-events", "sent.jsonl", "--plan", "shop", "--version", "1")
    assert result.exit_code == 1
    assert result.out.splitlines()[:2] == [
        "sent.jsonl:2 events[1] custom_event:transaction:Bought",
        '    #/data/custom_attributes/size invalid_value: ["S", "M", "NO"], found L [enum]',
    ]
    assert result.err == ""


@pytest.mark.parametrize(
    ("options", "exit_code"), [((), 0), (("--version", "2"), 0), (("--version", "1"), 1)]
)
def test_the_version_is_the_highest_unless_one_is_named(shop_of_two, options, exit_code):
    shop_of_two.write("sent.json", batch(event("XL")))
    assert (
        shop_of_two("check-events", "sent.json", "--plan", "shop", *options).exit_code == exit_code
    )


def test_the_sdk_reads_no_numbers_in_text(shop):
    shop.write(
        "plans/shop.yaml", SHOP.replace("{type: string, enum: [S, M, NO]}", "{type: integer}")
    )
    shop.write("sent.json", batch(event("7")))
    results = [
        shop("check-events", "sent.json", "--plan", "shop", "--as", semantics)
        for semantics in ("server", "node-sdk")
    ]
    assert [result.exit_code for result in results] == [0, 1]
    assert "should be integer, found 7 [type]" in results[1].out


def test_every_reading_can_be_asked_for():
    assert list(Semantics) == list(READERS)


def test_several_inputs_are_read_and_all_that_is_wrong_with_them_is_said(shop, monkeypatch):
    shop.write("sent/a.json", batch(event("S")))
    shop.write("sent/b.jsonl", f"{batch(event('S'))}\n{{\n")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(batch(event("M")).encode())))
    result = shop("check-events", "sent", "-", "gone.json", "--plan", "shop", "--version", "1")
    assert result.exit_code == 1
    assert result.out.endswith("3 batches with 3 events: 3 accepted, 0 refused\n")
    assert result.err.splitlines() == [
        "error: sent/b.jsonl:2: this is no JSON: Expecting property name enclosed in double quotes, in column 2",
        "error: gone.json: No such file or directory",
    ]


def test_a_bad_event_hides_nothing_else_of_its_batch(shop):
    shop.write("sent.json", batch(3, event("L"), event("S"), {"event_type": "x", "data": []}))
    result = shop("check-events", "sent.json", "--plan", "shop", "--version", "1")
    assert result.exit_code == 1
    assert result.out.splitlines()[0] == "sent.json events[1] custom_event:transaction:Bought"
    assert result.out.endswith("1 batch with 2 events: 1 accepted, 1 refused\n")
    assert result.err.splitlines() == [
        "error: sent.json: events[0] is no object with an event_type",
        "error: sent.json: events[3].data is no object",
    ]


@pytest.mark.parametrize("content", ["", "[]", '{"events": []}', '{"events": null}'])
def test_nothing_to_check_is_no_success(shop, content):
    shop.write("sent.jsonl" if not content else "sent.json", content)
    name = "sent.json" if content else "sent.jsonl"
    result = shop("check-events", name, "--plan", "shop", "--version", "1")
    assert result.exit_code == 1
    assert result.err.startswith(f"error: {name}: there are no events and no user attributes")


def test_a_batch_of_user_attributes_alone_is_something(shop):
    shop.write("sent.json", json.dumps({"user_attributes": {"$Age": 7}}))
    result = shop("check-events", "sent.json", "--plan", "shop", "--version", "1")
    assert (result.exit_code, result.err) == (0, "")


def test_events_that_data_planning_does_not_include_are_counted_apart(shop):
    shop.write("sent.json", batch(event("S"), {"event_type": "session_start", "data": {}}))
    results = [
        shop("check-events", "sent.json", "--plan", "shop", "--version", "1", "--as", reader)
        for reader in READERS
    ]
    assert [(result.exit_code, result.out.splitlines()[-1]) for result in results] == [
        (
            0,
            "1 batch with 2 events: 1 accepted, 0 refused, 1 not held against data plans (session_start)",
        ),
        (1, "1 batch with 2 events: 1 accepted, 1 refused"),
    ]


def test_batches_of_another_version_are_noted(shop):
    lines = [
        batch(event("S"), **named("shop", 1)),
        batch(**named("shop", 2)),
        batch(**named("web", 1)),
        batch(),
    ]
    shop.write("sent.jsonl", "\n".join([*lines, lines[1]]))
    result = shop("check-events", "sent.jsonl", "--plan", "shop", "--version", "1")
    assert result.exit_code == 0
    assert [line.split(" in ")[0] for line in result.err.splitlines()] == [
        "note: 2 of the batches name shop v2",
        "note: 1 of the batches name web v1",
    ]


def test_not_every_foreign_version_is_named(shop):
    lines = [batch(event("S"), **named("shop", number)) for number in range(2, 10)]
    shop.write("sent.jsonl", "\n".join(lines))
    result = shop("check-events", "sent.jsonl", "--plan", "shop", "--version", "1")
    assert result.err.splitlines()[-1] == "note: … and 3 further versions are named"


def test_json_is_one_document(shop):
    shop.write("sent.json", f"[{batch(event('L'))}]")
    result = shop("check-events", "sent.json", "gone.json", "--plan", "shop", "-o", "json")
    assert (result.exit_code, result.err) == (1, "")
    report = result.json
    assert (report["command"], report["exit_code"], report["version"]) == ("check-events", 1, 1)
    assert report["errors"] == ["gone.json: No such file or directory"]
    assert report["notes"] == ["checked against shop v1, the highest declared version"]
    assert [(found["file"], found["index"], found["event"]) for found in report["results"]] == [
        ("sent.json", 0, "events[0]")
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--plan", "web"), "--plan web: the plan files declare no such data plan, only shop"),
        (
            ("--plan", "shop", "--version", "9"),
            "--version 9: the plan files declare no such version of shop, only 1",
        ),
        (("--plan", "bare"), "--plan bare: the plan files declare no version of it"),
        ((), "Missing option '--plan'"),
    ],
)
def test_a_version_that_is_not_declared_is_wrong_usage(shop, arguments, message):
    if "bare" in arguments:
        shop.write("plans/bare.yaml", "data_plan_id: bare\n")
    shop.write("sent.json", batch())
    result = shop("check-events", "sent.json", *arguments)
    assert result.exit_code == 2
    assert message in result.err


@pytest.mark.parametrize("output", ["text", "json"])
def test_invalid_plan_files_are_reported_as_ever(shop, output):
    shop.write("plans/shop.yaml", "a: [")
    shop.write("sent.json", batch())
    result = shop("check-events", "sent.json", "--plan", "shop", "-o", output)
    assert result.exit_code == 4
    assert "plans/shop.yaml" in result.out


def test_on_a_terminal_progress_is_shown(shop, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    shop.write("sent.json", batch(event("S")))
    result = shop("check-events", "sent.json", "--plan", "shop", "--version", "1", environ={})
    assert result.exit_code == 0
    assert result.out.endswith("1 batch with 1 event: 1 accepted, 0 refused\n")
