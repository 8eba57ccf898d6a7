"""Ways in which a run may end early: whatever was written is never denied."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dataplan_sync.cli import pull as pulling
from dataplan_sync.files.plan_directory import PlanDirectory
from tests.cli.conftest import SHOP

SECOND = SHOP.replace("data_plan_id: shop", "data_plan_id: store")


def start(cli, *argv, **streams):
    return subprocess.Popen(
        [sys.executable, "-m", "dataplan_sync", *argv],
        cwd=cli.directory,
        env={**os.environ, **cli.environ},
        **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, **streams},
    )


def wait_for(condition):
    deadline = time.monotonic() + 20
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert condition()


@pytest.mark.parametrize("second", [signal.SIGINT, signal.SIGTERM])
def test_a_second_signal_gives_up_what_is_in_flight_and_still_accounts_for_everything(shop, second):
    slow = {"kind": "slow", "delay": 4, "match": {"method": "POST", "path_regex": "/plans$"}}
    shop.emulator.inject(slow)
    process = start(shop, "apply", "--yes", "-o", "json")
    wait_for(lambda: "GET" in [entry["method"] for entry in shop.emulator.requests()])
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    time.sleep(0.5)
    process.send_signal(second)
    began = time.monotonic()
    out, err = process.communicate(timeout=30)
    assert time.monotonic() - began < 3.5, "the write in flight was waited for"
    assert process.returncode == 7
    assert {change["outcome"] for change in json.loads(out)["workspaces"][0]["changes"]} == {
        "unknown"
    }
    assert "Stopping: " in err
    assert "Cut off: " in err


def test_an_error_output_that_is_full_stops_no_write(shop):
    with Path("/dev/full").open("w") as full:
        done = start(shop, "apply", "--yes", "-o", "json", stderr=full)
        out, _ = done.communicate(timeout=60)
    assert (done.returncode, json.loads(out)["exit_code"]) == (0, 0)
    assert shop("diff", "--exit-code").exit_code == 0


@pytest.mark.parametrize("output", ["json", "markdown"])
def test_a_report_that_cannot_be_written_does_not_deny_what_was_applied(shop, output):
    with Path("/dev/full").open("w") as full:
        done = start(shop, "apply", "--yes", "-o", output, stdout=full)
        _, err = done.communicate(timeout=60)
    assert done.returncode == 0
    assert "Traceback" not in err
    assert shop("diff", "--exit-code").exit_code == 0


def test_what_cannot_be_shown_is_not_applied(shop):
    with Path("/dev/full").open("w") as full:
        done = start(shop, "apply", "--yes", stdout=full)
        _, err = done.communicate(timeout=60)
    assert (done.returncode, shop.writes()) == (1, [])
    assert err == "error: No space left on device\n"


@pytest.mark.parametrize("output", ["text", "json", "markdown"])
def test_a_full_output_is_an_error_in_one_line(shop, output):
    with Path("/dev/full").open("w") as full:
        done = start(shop, "validate", "-o", output, stdout=full)
        _, err = done.communicate(timeout=60)
    assert (done.returncode, err) == (1, "error: No space left on device\n")


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-"])
def test_a_process_may_lack_a_stream(shop, closed):
    done = subprocess.run(
        ["/bin/sh", "-c", f'exec "$0" -m dataplan_sync validate {closed}', sys.executable],
        cwd=shop.directory,
        env={**os.environ, **shop.environ},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)


def test_without_an_input_nobody_can_be_asked(shop):
    done = subprocess.run(
        ["/bin/sh", "-c", 'exec "$0" -m dataplan_sync apply <&-', sys.executable],
        cwd=shop.directory,
        env={**os.environ, **shop.environ},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "pass --yes" in done.stderr


def test_an_empty_fingerprint_reviews_nothing(shop):
    result = shop("apply", "--yes", "--fingerprint", "")
    assert (result.exit_code, shop.writes()) == (2, [])
    assert "--fingerprint is empty" in result.err


def test_a_report_of_endless_depth_is_no_review(shop):
    shop.write("deep.json", "[" * 100_000)
    result = shop("apply", "--yes", "--reviewed", str(shop.directory / "deep.json"))
    assert (result.exit_code, shop.writes()) == (2, [])
    assert "this is not JSON" in result.err


def test_a_report_saved_with_a_byte_order_mark_is_a_review(shop):
    report = shop("diff", "-o", "json").out
    shop.write("report.json", "\ufeff" + report)
    assert shop("apply", "--yes", "--reviewed", str(shop.directory / "report.json")).exit_code == 0


@pytest.mark.parametrize("words", [("-o", "markdown"), ("--output=markdown",), ("-omarkdown",)])
def test_a_failure_is_markdown_where_markdown_was_asked_for(cli, words):
    result = cli("diff", *words, environ={})
    assert result.exit_code == 2
    assert result.out.startswith("## Data plans: failed")


@pytest.mark.parametrize("words", [("-yo", "json"), ("-yojson",)])
def test_short_options_may_share_a_dash(cli, words):
    result = cli("apply", *words, environ={})
    assert (result.exit_code, result.json["exit_code"]) == (2, 2)


def test_an_interrupted_pull_says_what_it_wrote(shop, monkeypatch):
    assert shop("apply", "--yes").exit_code == 0
    write = PlanDirectory.write

    def interrupted(self, path, text, *, force):
        if path == "shop/versions/1.yaml":
            raise KeyboardInterrupt
        return write(self, path, text, force=force)

    monkeypatch.setattr(PlanDirectory, "write", interrupted)
    result = shop("pull", "--plans", "pulled")
    assert result.exit_code == 130
    assert "Interrupted. A pull that is run again goes on." in result.err
    assert "written pulled/shop/plan.yaml" in result.err
    assert "versions" not in result.err


def test_a_pull_that_fails_on_the_way_writes_nothing(shop):
    shop.write("plans/store.yaml", SECOND)
    assert shop("apply", "--yes").exit_code == 0
    shop.emulator.inject(
        {"kind": "status", "status": 404, "match": {"path_regex": "/plans/store$"}, "times": 9}
    )
    result = shop("pull", "--plans", "pulled")
    assert result.exit_code == 1
    assert not [path for path in shop.files() if path.startswith("pulled")]


def test_a_pull_does_not_overwrite_what_turned_up_after_it_looked(shop, monkeypatch):
    assert shop("apply", "--yes").exit_code == 0
    decided = pulling._decided

    def and_then_somebody_writes(*args, force):
        found = decided(*args, force=force)
        shop.write("pulled/shop/plan.yaml", "data_plan_name: mine\n")
        return found

    monkeypatch.setattr(pulling, "_decided", and_then_somebody_writes)
    result = shop("pull", "--plans", "pulled")
    assert result.exit_code == 5
    assert shop.read("pulled/shop/plan.yaml") == "data_plan_name: mine\n"


@pytest.mark.parametrize("path", ["pulled/shop/versions", "pulled/shop"])
def test_a_pull_refuses_before_the_first_file_whatever_is_in_the_way(shop, path):
    assert shop("apply", "--yes").exit_code == 0
    shop.write(path, "data_plan_name: mine\n")
    before = shop.files()
    assert shop("pull", "--plans", "pulled").exit_code == 5
    assert shop.files() == before


def test_a_pull_refuses_beside_plan_files_that_are_invalid(shop):
    assert shop("apply", "--yes").exit_code == 0
    shop.write("pulled/q.yaml", "{")
    before = shop.files()
    result = shop("pull", "--plans", "pulled")
    assert (result.exit_code, shop.files()) == (4, before)
    assert "pulled/q.yaml:" in result.err
    assert "plan files that would stay are invalid" in result.err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_during_the_imports_ends_with_130(number):
    code = (
        "import os, signal, sys\n"
        "class Finder:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'dataplan_sync.cli.boundary':\n"
        f"            os.kill(os.getpid(), {int(number)})\n"
        "sys.meta_path.insert(0, Finder())\n"
        "from dataplan_sync.__main__ import main\n"
        "main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "validate"], capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (130, b"")
