"""How every run ends: exit codes, messages, and one JSON document whatever happens."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from dataplan_sync import __version__
from dataplan_sync.cli.main import command_line


def test_help_and_version_end_with_0(cli):
    assert cli("--help").exit_code == 0
    assert cli("--version").out == f"dataplan-sync {__version__}\n"
    assert "Show what an apply would do" in cli("diff", "-h").out


def test_no_command_is_wrong_usage_with_the_help(cli):
    result = cli()
    assert result.exit_code == 2
    assert "Commands:" in result.err + result.out


@pytest.mark.parametrize(
    "argv",
    [
        ["nonsense"],
        ["diff", "--nonsense"],
        ["diff", "--workspace-id", "x"],
        ["diff", "--output", "xml"],
        ["apply", "--yes", "--reviewed", "absent.json"],
    ],
)
def test_wrong_usage_ends_with_2_and_says_how(shop, argv):
    result = shop(*argv)
    assert (result.exit_code, result.out) == (2, "")
    assert "Usage: dataplan-sync" in result.err
    assert "Error: " in result.err


@pytest.mark.parametrize(
    "json_words",
    [["--output", "json"], ["--output=json"], ["-o", "json"], ["-ojson"], ["-o", "JSON"]],
)
def test_wrong_usage_in_json_mode_is_a_document(shop, json_words):
    result = shop("diff", "--nonsense", *json_words)
    assert (result.exit_code, result.err) == (2, "")
    assert result.json == {
        "format_version": 1,
        "command": "diff",
        "exit_code": 2,
        "errors": ["No such option '--nonsense'."],
        "workspaces": [],
        "traffic": None,
    }


def test_an_error_in_json_mode_is_a_document_too(shop):
    result = shop("diff", "-o", "json", environ={})
    assert result.exit_code == 2
    assert "MPARTICLE_CLIENT_ID" in result.json["errors"][0]


def test_missing_settings_are_all_named_at_once(shop):
    result = shop("diff", environ={})
    assert (result.exit_code, result.out) == (2, "")
    for variable in ("MPARTICLE_WORKSPACE_ID", "MPARTICLE_CLIENT_ID", "MPARTICLE_CLIENT_SECRET"):
        assert variable in result.err


def test_a_wrong_secret_names_the_credentials_and_never_shows_them(shop):
    secret = "s3cr3t-that-nobody-may-see"
    result = shop("diff", environ={**shop.environ, "MPARTICLE_CLIENT_SECRET": secret})
    assert result.exit_code == 1
    assert "MPARTICLE_CLIENT_SECRET" in result.err
    assert secret not in result.err + result.out


def test_an_unreachable_host_says_what_to_check(shop):
    environ = {
        **shop.environ,
        "MPARTICLE_API_URL": "http://127.0.0.1:9",
        "MPARTICLE_TOKEN_URL": "http://127.0.0.1:9/t",
    }
    result = shop("diff", "--timeout", "1", environ=environ)
    assert result.exit_code == 1
    assert "127.0.0.1:9" in result.err
    assert "Traceback" not in result.err


def test_names_cannot_drive_the_terminal(shop):
    result = shop("diff", "--plans", "\x1b[31mred")
    assert "\x1b" not in result.err + result.out


def test_an_os_error_is_told_in_a_line(shop):
    shop("apply", "--yes")
    shop.write("a file", "")
    result = shop("pull", "--plans", "a file/plans")
    assert result.exit_code == 1
    assert result.err.startswith("error: ")
    assert "Traceback" not in result.err


def interrupted(*_arguments, **_options):
    raise KeyboardInterrupt


def test_an_interrupt_before_any_write_ends_with_130(shop, monkeypatch):
    monkeypatch.setattr(command_line, "main", interrupted)
    result = shop("diff")
    assert (result.exit_code, result.err) == (130, "error: interrupted; nothing was written\n")


COMMAND = [sys.executable, "-m", "dataplan_sync"]


@pytest.mark.usefixtures("shop")
def test_the_program_ends_with_the_exit_code_of_its_command():
    done = subprocess.run([*COMMAND, "validate"], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    done = subprocess.run(
        [*COMMAND, "validate", "--plans", "absent"], capture_output=True, check=False
    )
    assert done.returncode == 4


def test_a_reader_that_goes_away_is_no_error_to_complain_about(shop):
    process = subprocess.Popen(
        [*COMMAND, "diff", "--output", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **shop.environ},
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    with process.stderr:
        assert process.stderr.read() == b""
    assert process.wait() == 1


HEAVY = {"httpx", "deepdiff", "git", "yaml", "rich", "starlette", "uvicorn", "jsonschema_rs"}


@pytest.mark.parametrize(
    "argv", [["--help"], ["--version"], ["diff", "--help"], ["apply", "--help"]]
)
def test_help_needs_nothing_heavy(argv):
    code = (
        "import sys, json\n"
        "from dataplan_sync.cli.boundary import run\n"
        f"run({argv!r})\n"
        "print(json.dumps(sorted(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert HEAVY & {name.partition(".")[0] for name in json.loads(done.stderr)} == set()
