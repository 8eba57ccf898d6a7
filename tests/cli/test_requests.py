"""What a run says and keeps of its requests: the report, --debug, --max-wait, --audit-log."""

from __future__ import annotations

import json
import os
import re
import stat

import pytest


def lines_of(shop, name="audit.jsonl"):
    return [json.loads(line) for line in shop.read(name).splitlines()]


def test_the_json_report_counts_what_was_sent(shop, emulator):
    emulator.inject({"kind": "status", "status": 429, "headers": {"Retry-After": "0"}})
    result = shop("diff", "-o", "json")

    assert result.json["traffic"] == {
        "requests": 3,
        "retries": 1,
        "waits": 1,
        "seconds_waited": 0.0,
        "rate_limited": 1,
    }
    assert "waiting 0.0 s: POST" in result.err


def test_what_was_sent_is_counted_on_failure_too(shop, emulator):
    emulator.inject({"match": {"path_regex": "/plans"}, "kind": "status", "status": 400})
    result = shop("diff", "-o", "json")

    assert (result.exit_code, result.json["traffic"]["requests"]) == (1, 2)


def test_a_command_that_sends_nothing_counts_nothing(shop):
    assert shop("validate", "-o", "json").json["traffic"] is None


def test_debug_tells_of_each_request_on_stderr(shop):
    plain, told = shop("diff"), shop("diff", "--debug")

    assert told.out == plain.out
    url = re.escape(shop.emulator.url)
    token, plans = told.err.splitlines()
    assert re.fullmatch(
        rf"debug: POST {url}\S+ was answered with 200 after \d+ ms \(try 1\)", token
    )
    assert re.fullmatch(
        rf"debug: GET {url}\S+/plans was answered with 200 after \d+ ms \(try 1\)", plans
    )


def test_a_run_waits_no_longer_than_it_may(shop, emulator):
    emulator.inject({"kind": "status", "status": 429, "headers": {"Retry-After": "30"}, "times": 0})
    result = shop("diff", "--max-wait", "20")

    assert result.exit_code == 1
    assert "has waited 0 s, and may wait 20 s in all" in result.err


def test_the_audit_log_holds_every_request_and_every_change(shop):
    result = shop("apply", "--yes", "--audit-log", "audit.jsonl", "-o", "json")
    entries = lines_of(shop)

    assert result.exit_code == 0
    requests = [entry for entry in entries if entry["event"] == "request"]
    assert len(requests) == result.json["traffic"]["requests"]
    assert [entry["method"] for entry in requests if entry["method"] != "GET"] == [
        "POST",
        "POST",
        "PATCH",
    ]
    changes = [entry for entry in entries if entry["event"] == "change"]
    assert [(entry["kind"], entry["outcome"]) for entry in changes] == [("create", "applied")] * 2
    assert [entry["fingerprint"] for entry in changes] == [
        change["fingerprint"] for change in result.json["workspaces"][0]["changes"]
    ]
    assert all(entry["before"] != entry["after"] for entry in changes)
    assert (entries[-1]["event"], entries[-1]["exit_code"]) == ("end", 0)
    assert "Something was bought" not in shop.read("audit.jsonl")


def test_the_audit_log_is_added_to_and_is_its_owners_alone(shop):
    shop("diff", "--audit-log", "audit.jsonl")
    shop("drift", "--audit-log", "audit.jsonl")

    assert [entry["command"] for entry in lines_of(shop) if entry["event"] == "end"] == [
        "diff",
        "drift",
    ]
    assert stat.S_IMODE((shop.directory / "audit.jsonl").stat().st_mode) == 0o600


def test_a_failed_run_is_in_the_audit_log_with_its_end(shop, emulator):
    emulator.inject({"kind": "status", "status": 401, "times": 0})
    result = shop("diff", "--audit-log", "audit.jsonl")
    entries = lines_of(shop)

    assert result.exit_code == 1
    assert [entry.get("status") for entry in entries[:-1]] == [401] * (len(entries) - 1)
    assert entries[-1]["exit_code"] == 1


def link(path):
    path.symlink_to("elsewhere")


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, link])
def test_an_audit_log_that_is_no_file_is_refused_before_anything_is_asked(shop, make):
    make(shop.directory / "log")
    result = shop("apply", "--yes", "--audit-log", "log")

    assert result.exit_code == 2
    assert "--audit-log: log" in result.err
    assert shop.emulator.requests() == []
