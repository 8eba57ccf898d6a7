"""What options and environment add up to, and what is said when they do not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataplan_sync.errors import UsageError
from dataplan_sync.settings import Options, Settings, TerminalSettings, read_environment

SECRET = "s3cr3t-s3cr3t"
COMPLETE = {
    "MPARTICLE_WORKSPACE_ID": "7505",
    "MPARTICLE_CLIENT_ID": "the-client",
    "MPARTICLE_CLIENT_SECRET": SECRET,
}


def settings(options=None, **environ):
    return Settings.from_environment({**COMPLETE, **environ}, options or Options())


def fault_of(options=None, **environ):
    with pytest.raises(UsageError) as caught:
        settings(options, **environ)
    return str(caught.value)


def test_three_variables_suffice():
    assert settings() == Settings(
        workspace_id=7505,
        client_id="the-client",
        client_secret=SECRET,
        api_url="https://api.mparticle.com",
        token_url="https://sso.auth.mparticle.com/oauth/token",
        plans=Path("plans"),
        timeout=60,
        concurrency=8,
        read_back_timeout=10,
        warnings=(),
    )


def test_an_option_wins_over_the_environment_and_the_defaults():
    options = Options(
        workspace_id=1, plans=Path("p"), timeout=0.5, concurrency=16, read_back_timeout=3
    )

    assert settings(options, MPARTICLE_API_URL="https://x/", MPARTICLE_TOKEN_URL="https://y") == (
        Settings(1, "the-client", SECRET, "https://x", "https://y", Path("p"), 0.5, 16, 3)
    )


def test_white_space_around_values_is_not_part_of_them():
    environ = {
        "MPARTICLE_WORKSPACE_ID": " 7505\n",
        "MPARTICLE_CLIENT_ID": "the-client\n",
        "MPARTICLE_CLIENT_SECRET": f"{SECRET}\r\n",
        "MPARTICLE_API_URL": "",
    }

    assert settings(**environ) == settings()


def test_a_secret_comes_from_a_file_without_its_line_break(tmp_path):
    file = tmp_path / "secret"
    file.write_text(f" {SECRET}\n")
    file.chmod(0o640)
    found = settings(MPARTICLE_CLIENT_SECRET="", MPARTICLE_CLIENT_SECRET_FILE=str(file))

    assert found.client_secret == f" {SECRET}"


def test_a_secret_file_that_everybody_can_read_is_refused(tmp_path):
    file = tmp_path / "secret"
    file.write_text(SECRET)
    file.chmod(0o644)

    with pytest.raises(UsageError, match="can be read by everybody on this machine") as caught:
        settings(MPARTICLE_CLIENT_SECRET="", MPARTICLE_CLIENT_SECRET_FILE=str(file))

    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "reason"),
    [(None, "No such file or directory"), (b"\n", "is empty"), (b"\xff\xff", "it is not UTF-8")],
)
def test_a_secret_file_that_gives_no_secret_is_named(tmp_path, content, reason):
    file = tmp_path / "secret"
    if content is not None:
        file.write_bytes(content)
    fault = fault_of(MPARTICLE_CLIENT_SECRET="", MPARTICLE_CLIENT_SECRET_FILE=str(file))

    assert fault.startswith(f"MPARTICLE_CLIENT_SECRET_FILE: {file} ")
    assert reason in fault


def test_two_secrets_contradict_each_other(tmp_path):
    assert fault_of(MPARTICLE_CLIENT_SECRET_FILE=str(tmp_path / "any")) == (
        "MPARTICLE_CLIENT_SECRET and MPARTICLE_CLIENT_SECRET_FILE are both set: unset one."
    )


def test_all_that_is_missing_is_listed_at_once_with_how_to_set_it():
    with pytest.raises(UsageError) as caught:
        Settings.from_environment({"MPARTICLE_CLIENT_ID": "  "})

    assert str(caught.value) == (
        "Not set in the environment:\n"
        "  MPARTICLE_WORKSPACE_ID: the number of the workspace, or the option --workspace-id\n"
        "  MPARTICLE_CLIENT_ID: the id of an API credential with access to Data Planning\n"
        "  MPARTICLE_CLIENT_SECRET: the secret of that credential,"
        " or MPARTICLE_CLIENT_SECRET_FILE: a file that holds it"
    )


def test_what_is_missing_and_what_is_wrong_are_told_together():
    fault = fault_of(
        Options(timeout=float("nan")),
        MPARTICLE_CLIENT_ID="",
        MPARTICLE_WORKSPACE_ID="shop",
        MPARTICLE_API_URL="api.mparticle.com",
    )

    assert fault == (
        "Not set in the environment:\n"
        "  MPARTICLE_CLIENT_ID: the id of an API credential with access to Data Planning\n"
        "MPARTICLE_API_URL must start with https:// and a host name."
        " It should look like https://api.mparticle.com\n"
        "MPARTICLE_WORKSPACE_ID must be a whole number above 0, such as 7505.\n"
        "--timeout must be a number of seconds above 0, up to a day."
    )


@pytest.mark.parametrize("text", ["shop", "0", "-1", "7505.0", "1e3", "9" * 30, "0x1f"])
def test_a_workspace_id_is_a_whole_number(text):
    assert "MPARTICLE_WORKSPACE_ID must be a whole number" in fault_of(MPARTICLE_WORKSPACE_ID=text)


def test_a_workspace_id_of_the_command_line_is_checked_too():
    assert "MPARTICLE_WORKSPACE_ID must be" in fault_of(Options(workspace_id=0))


@pytest.mark.parametrize("value", [0, -1, float("inf"), float("nan")])
@pytest.mark.parametrize("name", ["timeout", "read_back_timeout"])
def test_times_are_positive_and_end(name, value):
    assert f"--{name.replace('_', '-')} must be a number" in fault_of(Options(**{name: value}))


@pytest.mark.parametrize("value", [0, -1, 17])
def test_concurrency_has_bounds(value):
    assert fault_of(Options(concurrency=value)) == "--concurrency must be from 1 to 16."


@pytest.mark.parametrize("name", ["MPARTICLE_API_URL", "MPARTICLE_TOKEN_URL"])
@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("api.mparticle.com", "must start with https://"),
        ("ftp://api.mparticle.com", "must start with https://"),
        ("https://", "must start with https://"),
        ("https:///path", "must start with https://"),
        ("https://[bad", "is not a valid address"),
        ("https://host:port", "is not a valid address"),
        ("https://host:70000", "is not a valid address"),
        ("https://me:passw0rd@host", "must not hold a user name or password"),
        ("https://host?key=passw0rd", "must not hold a query"),
        ("https://host#passw0rd", "must not hold a query or a fragment"),
    ],
)
def test_a_bad_address_is_named_and_not_quoted(name, url, reason):
    fault = fault_of(**{name: url})

    assert fault.startswith(f"{name} {reason}")
    assert "passw0rd" not in fault


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8080", "127.9.9.9", "localhost", "emulator.localhost:1", "[::1]:8080"]
)
def test_an_address_of_this_machine_needs_no_encryption(host):
    assert settings(MPARTICLE_API_URL=f"http://{host}").warnings == ()


@pytest.mark.parametrize("host", ["api.mparticle.com", "10.0.0.1", "localhost.example", "[::2]"])
def test_an_address_elsewhere_without_encryption_is_warned_of(host):
    assert settings(MPARTICLE_API_URL=f"http://{host}").warnings == (
        "MPARTICLE_API_URL is not encrypted: credentials and data plans can be read on the way.",
    )


@given(st.text(min_size=8, max_size=30).filter(lambda text: text.strip("\r\n").strip()))
def test_a_secret_is_never_shown(secret):
    found = settings(MPARTICLE_CLIENT_SECRET=f"~{secret}~")

    assert f"~{secret}~" not in repr(found)


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, TerminalSettings(no_color=False, ci=False)),
        ({"NO_COLOR": ""}, TerminalSettings(no_color=False, ci=False)),
        ({"NO_COLOR": "0"}, TerminalSettings(no_color=True, ci=False)),
        ({"TERM": "dumb"}, TerminalSettings(no_color=True, ci=False)),
        ({"TERM": "xterm", "CI": "true"}, TerminalSettings(no_color=False, ci=True)),
        ({"CI": "woodpecker"}, TerminalSettings(no_color=False, ci=True)),
        ({"CI": "False"}, TerminalSettings(no_color=False, ci=False)),
        ({"CI": "0"}, TerminalSettings(no_color=False, ci=False)),
    ],
)
def test_what_the_environment_says_of_the_terminal(environ, expected):
    assert TerminalSettings.from_environment(environ) == expected


def test_the_environment_is_read_when_asked_for(monkeypatch):
    monkeypatch.setenv("MPARTICLE_CLIENT_ID", "from the process")

    assert read_environment()["MPARTICLE_CLIENT_ID"] == "from the process"
