from __future__ import annotations

import subprocess

import pytest

from dataplan_sync.emulator.options import EmulatorOptions
from tests.github.server.faults import Fault
from tests.github.server.hub import Hub
from tests.github.server.running import running

SECRET = "a-secret-that-nobody-sees"


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch):
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


def git(folder, *words):
    subprocess.run(["git", "-C", str(folder), *words], check=True, capture_output=True)


@pytest.fixture
def ready(shop):
    """A repository as `init` leaves it, with the action's version filled in."""
    git(shop.directory, "init", "--quiet")
    shop("init", "--workspace-id", "1")
    for path in [path for path in shop.files() if "workflows" in path]:
        shop.write(path, shop.read(path).replace("@" + "0" * 40, "@" + "1" * 40))
    return shop


def states(result):
    return {found["subject"]: found["state"] for found in result.json["diagnoses"]}


def examined(cli, **environ):
    return cli("doctor", "-o", "json", environ={**cli.environ, **environ})


def test_a_repository_that_is_set_up_is_in_order(ready):
    result = ready("doctor")
    assert (result.exit_code, result.err) == (0, "")
    assert "✘" not in result.out
    assert "! " not in result.out
    assert result.out.count("✔") == 10
    assert result.out.endswith("\n0 to mend · 0 to better · 1 not looked at · 10 in order\n")


def test_json_holds_the_same(ready):
    result = examined(ready)
    assert (result.exit_code, result.json["exit_code"]) == (0, 0)
    assert result.json["command"] == "doctor"
    assert states(result)["comment rights"] == "unknown"
    assert set(states(result).values()) == {"sound", "unknown"}


def test_it_writes_nothing(ready):
    before = ready.files()
    ready("doctor")
    assert (ready.files(), ready.writes()) == (before, [])


def test_an_empty_folder_is_told_what_it_lacks(cli):
    result = cli("doctor", environ={})
    assert result.exit_code == 1
    for told in (
        "MPARTICLE_CLIENT_SECRET",
        "not in a git repository",
        "dataplan-sync init writes two",
        "not looked at: there are no credentials",
    ):
        assert told in result.out
    assert cli.emulator.requests() == []


@pytest.mark.parametrize(
    ("options", "environ", "expected"),
    [
        (
            EmulatorOptions(client_secret="another"),
            {},
            {"credentials": "faulty", "workspace": "unknown", "clock": "unknown"},
        ),
        (
            EmulatorOptions(workspace_ids=(2,)),
            {},
            {"credentials": "sound", "workspace": "faulty", "rate limit": "unknown"},
        ),
        (
            EmulatorOptions(),
            {"MPARTICLE_TOKEN_URL": "http://127.0.0.1:1/oauth/token"},
            {"credentials": "unknown", "workspace": "faulty", "clock": "unknown"},
        ),
        (
            EmulatorOptions(),
            {"MPARTICLE_API_URL": "http://127.0.0.1:1"},
            {"credentials": "unknown", "workspace": "faulty", "clock": "unknown"},
        ),
    ],
)
def test_what_is_refused_or_out_of_reach_is_told_apart(ready, options, environ, expected):
    ready.emulator.reset(options)
    result = examined(ready, **environ)
    assert result.exit_code == 1
    found = states(result)
    assert {subject: found[subject] for subject in expected} == expected
    assert all(one["remedy"] for one in result.json["diagnoses"] if one["state"] == "faulty")


def test_no_secret_is_shown(ready):
    ready.emulator.reset(EmulatorOptions(client_secret="another"))
    result = examined(ready, MPARTICLE_CLIENT_SECRET=SECRET, GITHUB_TOKEN=SECRET)
    assert SECRET not in result.out + result.err


def test_each_of_several_workspaces_is_looked_at(ready):
    ready.emulator.reset(EmulatorOptions(workspace_ids=(1,)))
    ready.write("dataplan-sync.yaml", "version: 1\nworkspaces: {dev: {id: 1}, prod: {id: 2}}\n")
    found = states(examined(ready, MPARTICLE_WORKSPACE_ID=""))
    assert (found["workspace (dev)"], found["workspace (prod)"]) == ("sound", "faulty")
    assert (found["clock (dev)"], found["clock (prod)"]) == ("sound", "unknown")
    alone = ready("doctor", "--workspace", "dev", "-o", "json")
    assert (alone.exit_code, states(alone)["workspace"]) == (0, "sound")


def test_invalid_files_are_counted_and_invalid_configuration_is_named(ready):
    ready.write("plans/shop.yaml", "data_plan_idd: shop\n")
    ready.write("dataplan-sync.yaml", "plan: x\n")
    result = examined(ready)
    found = states(result)
    assert (found["configuration"], found["plan files"]) == ("faulty", "faulty")
    assert 'did you mean \\"plans\\"' in result.out


def test_old_schemas_are_told(ready):
    ready.write(".dataplan-sync/plans.schema.json", "{}")
    result = ready("doctor")
    assert result.exit_code == 0
    assert "Run dataplan-sync schema --write." in result.out
    ready("schema", "--write")
    assert "0 to better" in ready("doctor").out


def test_a_shallow_clone_is_told(ready, tmp_path, monkeypatch):
    git(ready.directory, "add", "--all")
    for number in ("1", "2"):
        who = ("-c", "user.name=n", "-c", "user.email=e")
        git(ready.directory, *who, "commit", "--quiet", "--allow-empty", "-m", number)
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth", "1", ready.directory.as_uri(), str(clone))
    monkeypatch.chdir(clone)
    assert states(examined(ready))["git"] == "advice"


def test_a_workflow_that_cannot_be_read_is_told(ready):
    ready.write(".github/workflows/broken.yml", "on: [")
    ready.write(".github/workflows/other.yml", "on: push\njobs: {}\n")
    result = ready("doctor")
    assert result.exit_code == 0
    assert "? workflow" in result.out
    assert "broken.yml" in result.out


@pytest.mark.parametrize(
    ("status", "body", "headers", "state"),
    [
        (200, {"permissions": {"push": True}}, {"X-OAuth-Scopes": "repo"}, "sound"),
        (200, {"permissions": {"push": False}}, {}, "faulty"),
        (200, [], {}, "unknown"),
        (404, {"message": "Not Found"}, {}, "faulty"),
        (401, {"message": "Bad credentials"}, {}, "faulty"),
        (422, {"message": "no"}, {}, "unknown"),
    ],
)
def test_the_rights_of_a_token_are_asked_of_github(ready, status, body, headers, state):
    hub = Hub()
    hub.faults.append(Fault(status=status, body=body, headers=headers))
    with running(hub) as url:
        result = examined(
            ready, GITHUB_TOKEN=SECRET, GITHUB_REPOSITORY="acme/plans", GITHUB_API_URL=url
        )
    assert states(result)["comment rights"] == state
    assert [call.path for call in hub.calls] == ["/repos/acme/plans"]
    assert SECRET not in result.out
