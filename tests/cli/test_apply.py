from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from dataplan_sync.emulator.options import EmulatorOptions, LockedFields
from tests.cli.conftest import SHOP

EDITED = SHOP.replace("enum: [S, M, NO]", "enum: [S, M, L, NO]")
ACTIVE = SHOP.replace("development", "production")
WIDENED = EDITED.replace("development", "production")
FAST = ("--read-back-timeout", "0.2")


def outcomes(result):
    (workspace,) = result.json["workspaces"]
    return {
        (change["data_plan_id"], change["version"]): change["outcome"]
        for change in workspace["changes"]
    }


def test_nobody_to_ask_and_no_yes_is_wrong_usage(shop):
    result = shop("apply")
    assert (result.exit_code, shop.writes()) == (2, [])
    assert "--yes" in result.err


def test_everything_is_applied_in_dependency_order(shop):
    result = shop("apply", "--yes", "-o", "json")
    assert result.exit_code == 0
    assert outcomes(result) == {("shop", None): "applied", ("shop", 1): "applied"}
    assert shop.writes() == [("POST", ""), ("PATCH", "/shop/versions/1")]
    assert result.err.splitlines() == [
        "[1/2] create data plan shop",
        "[2/2] set environment shop v1",
    ]


def test_text_shows_the_change_set_and_then_the_ledger(shop):
    out = shop("apply", "--yes").out
    assert out.index("Bought") < out.index("applied")


def test_a_second_apply_writes_nothing(shop):
    shop("apply", "--yes")
    before = shop.writes()
    result = shop("apply", "--yes")
    assert (result.exit_code, shop.writes()) == (0, before)


def test_invalid_files_end_with_4_and_nothing_written(shop):
    shop.write("plans/broken.yaml", "[")
    result = shop("apply", "--yes")
    assert (result.exit_code, shop.writes()) == (4, [])


def test_an_edit_of_a_version_in_production_is_refused(shop):
    shop.write("plans/shop.yaml", ACTIVE)
    shop("apply", "--yes")
    before = shop.writes()
    shop.write("plans/shop.yaml", WIDENED)
    result = shop("apply", "--yes", "-o", "json")
    assert (result.exit_code, shop.writes()) == (5, before)
    assert [hazard["rule"] for hazard in result.json["workspaces"][0]["hazards"]] == [
        "production-edit"
    ]


def test_an_allowed_edit_that_production_swallows_is_never_reported_as_applied(shop):
    shop.emulator.reset(EmulatorOptions(locked_fields=LockedFields.EVERYTHING))
    shop.write("plans/shop.yaml", ACTIVE)
    shop("apply", "--yes")
    shop.write("plans/shop.yaml", WIDENED)
    result = shop("apply", "--yes", "--allow-production-edit", *FAST, "-o", "json")
    assert result.exit_code == 1
    assert outcomes(result) == {("shop", 1): "failed"}
    (change,) = result.json["workspaces"][0]["changes"]
    assert "did not store it" in change["reason"]


def test_an_allowed_edit_is_applied_although_production_is_locked(shop):
    shop.write("plans/shop.yaml", ACTIVE)
    shop("apply", "--yes")
    shop.write("plans/shop.yaml", WIDENED)
    result = shop("apply", "--yes", "--allow-production-edit")
    assert result.exit_code == 0
    assert "note: shop v1 is edited while it is active in production" in result.out
    assert shop("diff", "--exit-code").exit_code == 0


def test_a_partly_applied_change_set_ends_with_7_and_a_rerun_finishes_it(shop):
    shop.emulator.inject({"kind": "status", "status": 400, "match": {"method": "PATCH"}})
    result = shop("apply", "--yes", "-o", "json")
    assert result.exit_code == 7
    assert outcomes(result) == {("shop", None): "applied", ("shop", 1): "failed"}
    assert shop("apply", "--yes").exit_code == 0
    assert shop("diff", "--exit-code").exit_code == 0


TWO_POINTS = (
    SHOP
    + """\
        - match: {type: screen_view, criteria: {screen_name: Home}}
          validator: {type: json_schema, definition: {title: x}}
"""
)
BOUGHT = {
    "message": "Bad.",
    "match_key": "custom_event:transaction:Bought",
    "schema_pointer": "#/properties/data",
}
HOME = {"message": "Worse.", "match_key": "screen_view::Home"}
GONE = {"message": "Odd.", "match_key": "screen_view::Gone"}


def refused(shop, *errors):
    """Apply what the API refuses for these errors, and give the reason of each change."""
    shop.write("plans/shop.yaml", TWO_POINTS)
    shop.emulator.inject(
        {
            "kind": "status",
            "status": 400,
            "body": {"errors": errors},
            "match": {"method": "POST"},
            "skip": 1,
        }
    )
    changes = shop("apply", "--yes", "-o", "json").json["workspaces"][0]["changes"]
    return [change["reason"] for change in changes]


def test_of_several_errors_each_has_its_place_whichever_change_it_came_with(shop):
    data_plan, version = refused(shop, BOUGHT, GONE, HOME, HOME)
    assert data_plan == version
    assert (
        "Bad. (plans/shop.yaml:14:17: custom_event:transaction:Bought #/properties/data); "
        "Odd. (screen_view::Gone); Worse. (plans/shop.yaml:19:11: screen_view::Home); "
        "Worse. (plans/shop.yaml:19:11: screen_view::Home)"
    ) in version
    assert version.startswith("POST ")


def test_a_single_error_begins_with_its_place(shop):
    for reason in refused(shop, BOUGHT):
        assert reason.startswith("plans/shop.yaml:14:17: POST ")


def test_an_error_of_a_data_point_that_no_file_has_gets_no_place(shop):
    for reason in refused(shop, GONE):
        assert reason.startswith("POST ")


def reviewed(shop):
    shop.write("report.json", shop("diff", "-o", "json").out)
    return ("--reviewed", "report.json")


def test_what_was_reviewed_is_applied(shop):
    assert shop("apply", "--yes", *reviewed(shop)).exit_code == 0


def test_what_was_not_reviewed_is_refused_before_the_first_write(shop):
    review = reviewed(shop)
    shop.write("plans/shop.yaml", EDITED)
    result = shop("apply", "--yes", *review, "-o", "json")
    assert (result.exit_code, shop.writes()) == (6, [])
    assert "shop v1: moved since the review" in result.json["errors"][0]


def test_a_live_edit_of_a_touched_object_is_refused_and_of_another_one_passes(shop):
    shop("apply", "--yes")
    shop.write("plans/shop.yaml", EDITED)
    review = reviewed(shop)
    shop.emulator.edit(workspace_id=1, data_plan_id="shop", changes={"data_plan_description": "x"})
    shop.emulator.edit(
        workspace_id=1, data_plan_id="shop", version=1, changes={"version_description": "x"}
    )
    before = shop.writes()
    result = shop("apply", "--yes", *review)
    assert (result.exit_code, shop.writes()) == (6, before)
    assert "someone@example.com" in result.err
    shop.emulator.edit(
        workspace_id=1, data_plan_id="shop", version=1, changes={"version_description": None}
    )
    assert shop("apply", "--yes", *review).exit_code == 0


def test_a_run_that_stopped_between_its_own_steps_goes_on_under_the_same_review(shop):
    review = reviewed(shop)
    shop.emulator.inject({"kind": "status", "status": 400, "match": {"method": "PATCH"}})
    assert shop("apply", "--yes", *review).exit_code == 7
    assert shop("apply", "--yes", *review).exit_code == 0


def test_a_fingerprint_binds_an_apply_to_what_was_seen(shop):
    fingerprint = shop("diff", "-o", "json").json["workspaces"][0]["fingerprint"]
    assert shop("apply", "--yes", "--fingerprint", "00000000").exit_code == 6
    assert shop.writes() == []
    assert shop("apply", "--yes", "--fingerprint", fingerprint[:8]).exit_code == 0


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not json",
        "{}",
        "[]",
        '{"workspaces": [{"id": 2}]}',
        '{"workspaces": [{"id": 1, "fingerprint": null}]}',
        '{"workspaces": [{"id": 1, "fingerprint": "f", "changes": [{"data_plan_id": "shop"}]}]}',
    ],
)
def test_a_review_that_is_none_is_wrong_usage(shop, text):
    shop.write("report.json", text)
    result = shop("apply", "--yes", "--reviewed", "report.json")
    assert (result.exit_code, shop.writes()) == (2, [])
    assert "Traceback" not in result.err


def test_a_failed_run_is_no_review(shop):
    shop.write("report.json", shop("diff", "-o", "json", environ={}).out)
    assert shop("apply", "--yes", "--reviewed", "report.json").exit_code == 2


def started(shop, *arguments):
    return subprocess.Popen(
        [sys.executable, "-m", "dataplan_sync", "apply", "--yes", "-o", "json", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **shop.environ},
    )


def wait_for(shop, method):
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if any(
            entry["method"] == method and "/plans" in entry["path"]
            for entry in shop.emulator.requests()
        ):
            return
        time.sleep(0.01)
    pytest.fail(f"no {method} came")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_during_the_writes_finishes_the_one_in_flight_and_reports(shop, number):
    shop.emulator.inject(
        {"kind": "slow", "delay": 0.7, "match": {"method": "POST", "path_regex": "/plans$"}}
    )
    process = started(shop)
    wait_for(shop, "GET")
    time.sleep(0.3)
    process.send_signal(number)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 7, err
    (workspace,) = json.loads(out)["workspaces"]
    assert {change["version"]: change["outcome"] for change in workspace["changes"]} == {
        None: "applied",
        1: "not attempted",
    }
    assert b"Stopping" in err
    assert shop.writes() == [("POST", "")]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_before_the_first_write_ends_with_130(shop, number):
    shop.emulator.inject({"kind": "slow", "delay": 5, "match": {"method": "GET"}})
    process = started(shop)
    wait_for_token(shop)
    process.send_signal(number)
    out, err = process.communicate(timeout=4)
    assert process.returncode == 130, err
    assert json.loads(out)["exit_code"] == 130
    assert shop.writes() == []


def wait_for_token(shop):
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if any("token" in entry["path"] for entry in shop.emulator.requests()):
            time.sleep(0.3)
            return
        time.sleep(0.01)
    pytest.fail("no token was asked for")
