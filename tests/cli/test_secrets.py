"""Secrets are planted wherever one may turn up; then every output of every ending is searched for them."""

from __future__ import annotations

import html
import json
import re
from urllib.parse import quote

import pytest

from dataplan_sync.emulator.options import EmulatorOptions
from tests.cli.conftest import SHOP

SECRET = "aB3$x_y*z<&|é-#@:1Q"
TOKEN = "tok.EN_of-the~run+42"
PROXY_PASSWORD = "pr0xy-pass-w0rd"
PLANTED = {
    "client secret": ["aB3", "1Q", SECRET, quote(SECRET, safe=""), json.dumps(SECRET)[1:-1]],
    "token": [TOKEN, quote(TOKEN, safe="")],
    "proxy's password": [PROXY_PASSWORD],
}
ECHO = f'{SECRET} {TOKEN} {quote(SECRET, safe="")} "{json.dumps(SECRET)}" Bearer {TOKEN}'
LATER = {"path_regex": "/plans"}
API_MODES = {
    "stored as wanted": [],
    "refused": [{"kind": "status", "status": 400, "body": {"errors": [{"message": ECHO}]}}],
    "unauthorised": [{"kind": "status", "status": 401, "body": ECHO, "times": 0}],
    "forbidden": [{"kind": "status", "status": 403, "body": {"message": ECHO}}],
    "a proxy's page": [{"kind": "html", "status": 403, "body": f"<title>{ECHO}</title>"}],
    "a server in trouble": [{"kind": "status", "status": 503, "body": ECHO, "times": 0}],
    "too many requests": [
        {"kind": "status", "status": 429, "headers": {"Retry-After": "0", "x-request-id": TOKEN}},
    ],
    "sent elsewhere": [
        {"kind": "status", "status": 302, "headers": {"Location": f"http://127.0.0.1:9/{TOKEN}"}}
    ],
    "not as documented": [{"kind": "status", "status": 200, "body": {ECHO: [TOKEN]}}],
    "garbage": [{"kind": "garbage", "status": 200, "times": 0}],
    "no answer": [{"kind": "reset", "times": 0}],
}
ECHOING = {"refused", "unauthorised", "forbidden", "a proxy's page", "a server in trouble"}
TOKEN_MODES = {
    "token refused": {"kind": "status", "status": 401, "body": {"error_description": ECHO}},
    "token without a token": {"kind": "status", "status": 200, "body": {"said": ECHO}},
}


def found_in(texts):
    """Name what was found, and where: a whole secret, or enough of one to begin guessing."""
    return [
        (name, place)
        for name, spellings in PLANTED.items()
        for place, text in texts.items()
        for spelling in spellings
        if (len(spelling) > 8 and spelling in text)
        or (name == "client secret" and re.search(r"aB3.{1,120}1Q", text))
    ]


@pytest.fixture
def planted(shop):
    """Plan files that hold secrets, and an API that knows and echoes them."""
    shop.emulator.reset(EmulatorOptions(client_secret=SECRET))
    shop.environ = {
        **shop.environ,
        "MPARTICLE_CLIENT_SECRET": SECRET,
        "GITHUB_TOKEN": TOKEN,
        "HTTP_PROXY": f"http://me:{PROXY_PASSWORD}@proxy.example:3128",
    }
    text = SHOP.replace("Something was bought", "DESCRIPTION").replace(
        "DESCRIPTION", json.dumps(f"{SECRET} and {TOKEN} and {PROXY_PASSWORD}", ensure_ascii=False)
    )
    shop.write("plans/shop.yaml", text)
    return shop


def sinks(shop, result):
    log = shop.directory / "audit.jsonl"
    return {
        "stdout": result.out,
        "stderr": result.err,
        "audit log": log.read_text() if log.exists() else "",
    }


@pytest.mark.parametrize("output", ["text", "json", "markdown"])
@pytest.mark.parametrize("mode", API_MODES)
def test_no_secret_is_told_whatever_the_api_does(planted, mode, output):
    planted.emulator.inject(*({"match": LATER, **fault} for fault in API_MODES[mode]))
    told = planted(
        *("apply", "--yes", "-o", output, "--debug", "--audit-log", "audit.jsonl"),
        *("--read-back-timeout", "0.05", "--max-wait", "0.1"),
    )

    assert told.exit_code in {0, 1, 7}
    assert found_in(sinks(planted, told)) == []
    if mode in ECHOING:
        assert "***" in html.unescape(told.out + told.err)


@pytest.mark.parametrize("mode", TOKEN_MODES)
def test_no_secret_is_told_whatever_the_token_server_says(planted, mode):
    planted.emulator.inject({"match": {"path_regex": "token"}, "times": 0, **TOKEN_MODES[mode]})
    told = planted("diff", "-o", "json", "--debug", "--audit-log", "audit.jsonl")

    assert told.exit_code == 1
    assert found_in(sinks(planted, told)) == []


@pytest.mark.parametrize(
    "argv",
    [
        ("diff", "--workspace-id", SECRET),
        ("diff", f"--{SECRET}"),
        (SECRET,),
        ("diff", "--plans", SECRET),
        ("diff", "-o", SECRET),
        ("validate", "--workspace-id", SECRET, "-o", "json"),
    ],
)
def test_a_secret_that_was_put_on_the_command_line_is_not_repeated(planted, argv):
    told = planted(*argv)

    assert told.exit_code != 0
    assert found_in({"stdout": told.out, "stderr": told.err}) == []


@pytest.mark.parametrize("output", ["text", "json", "markdown", "sarif", "junit", "github"])
def test_problems_do_not_quote_a_secret(planted, output):
    planted.write("plans/bad.yaml", f"data_plan_id: '{SECRET}'\n'{TOKEN}': 1\n{SECRET}: 2\n")
    told = planted("validate", "-o", output)

    assert told.exit_code in {0, 4}
    assert "***" in html.unescape(told.out)
    assert found_in({"stdout": told.out, "stderr": told.err}) == []
