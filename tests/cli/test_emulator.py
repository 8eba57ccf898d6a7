from __future__ import annotations

import json
import shlex
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest
from click.testing import CliRunner

from dataplan_sync import errors
from dataplan_sync.cli import emulator as command
from dataplan_sync.cli.console import Console
from dataplan_sync.emulator import server
from dataplan_sync.emulator.options import EmulatorOptions, ProdLock, WithoutVersions

ARGUMENTS = ("-m", "dataplan_sync", "emulator", "--port", "0", "--workspace-id", "7505")


@pytest.fixture
def served(monkeypatch):
    """The application that the command would serve; it is ready at once."""
    apps = []

    def serve(app, host, port, *, ready):
        ready(server.root_url(host, port))
        apps.append(app.state.emulator)

    monkeypatch.setattr(server, "serve", serve)
    return apps


def run(*arguments, **environment):
    return CliRunner(env=environment).invoke(
        command.emulator, arguments, obj=Console(environment), catch_exceptions=False
    )


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_it_prints_the_variables_to_set_and_ends_when_it_is_told_to(stop):
    with subprocess.Popen(
        [sys.executable, *ARGUMENTS],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline().strip() for _ in range(5)]
        variables = dict(shlex.split(line)[1].split("=", 1) for line in lines)
        url = variables["MPARTICLE_API_URL"]
        with urllib.request.urlopen(f"{url}/_emulator/health") as answer:
            assert json.load(answer)["status"] == "ok"
        process.send_signal(stop)
        out, err = process.communicate(timeout=20)
    assert variables == {
        "MPARTICLE_WORKSPACE_ID": "7505",
        "MPARTICLE_CLIENT_ID": "emulator",
        "MPARTICLE_CLIENT_SECRET": "emulator",
        "MPARTICLE_API_URL": url,
        "MPARTICLE_TOKEN_URL": f"{url}/oauth/token",
    }
    assert (process.returncode, out) == (0, "")
    assert err == f"Data Planning API on {url}, kept in memory. Ctrl-C ends it.\n"


def test_without_options_it_behaves_by_default(served):
    result = run()
    assert result.exit_code == 0
    assert "export MPARTICLE_API_URL=http://127.0.0.1:8080\n" in result.stdout
    assert served[0].options == EmulatorOptions()


def test_every_switch_is_an_option(served):
    run(
        *("--allow-workspace", "1", "--allow-workspace", "2"),
        *("--prod-lock", "reject", "--post-plan-without-versions", "create_v1"),
        *(
            "--no-case-sensitive-ids",
            "--legacy-nulls",
            "--latency",
            "0.5",
            "--account-limit",
            "3000",
        ),
    )
    assert served[0].options == EmulatorOptions(
        workspace_ids=(1, 2),
        prod_lock=ProdLock.REJECT,
        post_plan_without_versions=WithoutVersions.CREATE_V1,
        case_sensitive_ids=False,
        legacy_nulls=True,
        latency=0.5,
        account_limit=3000,
    )


def test_a_secret_comes_from_the_environment_and_is_not_printed(served):
    result = run(EMULATOR_CLIENT_ID="ours", EMULATOR_CLIENT_SECRET="hush hush")
    assert served[0].options == EmulatorOptions(client_id="ours", client_secret="hush hush")
    assert 'export MPARTICLE_CLIENT_SECRET="$EMULATOR_CLIENT_SECRET"\n' in result.stdout
    assert "hush" not in result.output


def test_a_secret_comes_from_a_file_and_is_not_printed(served, tmp_path):
    path = tmp_path / "the secret"
    path.write_text("hush\n")
    result = run("--client-secret-file", str(path), EMULATOR_CLIENT_SECRET="other")
    assert served[0].options.client_secret == "hush"
    assert f"""export MPARTICLE_CLIENT_SECRET="$(cat '{path}')"\n""" in result.stdout
    assert "hush" not in result.output


def test_a_secret_is_never_a_flag():
    result = run("--client-secret", "hush")
    assert (result.exit_code, "No such option" in result.output) == (2, True)
    assert "--client-secret " not in run("--help").output


@pytest.mark.usefixtures("served")
def test_it_starts_with_seeds_and_keeps_them_in_a_file(tmp_path):
    seeds, database = tmp_path / "seeds", tmp_path / "emulator.db"
    seeds.mkdir()
    document = {"version": 2, "data_plan_id": "shop", "version_document": {"data_points": []}}
    (seeds / "a.json").write_text(json.dumps(document))
    result = run("--seed", str(seeds), "--db", str(database), "--workspace-id", "5")
    assert f"kept in {database}. Ctrl-C ends it.\nSeeded workspace 5: shop v2.\n" in result.stderr
    again = run("--seed", str(seeds), "--db", str(database), "--workspace-id", "5")
    assert "Seeded" not in again.stderr


def test_a_bad_seed_stops_it(served, tmp_path):
    (tmp_path / "a.json").write_text("{")
    with pytest.raises(errors.UsageError, match="not valid JSON"):
        run("--seed", str(tmp_path))
    assert served == []


def test_a_taken_port_is_said_kindly():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(errors.UsageError, match="the port is taken; name another with --port"):
            run("--port", str(port))


def python(script):
    return subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60
    )


def test_what_is_not_installed_is_named():
    done = python(
        "import sys; sys.modules['starlette'] = None; from dataplan_sync.cli.boundary import run; "
        "sys.exit(run(['emulator']))"
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "starlette" in done.stderr
    assert "not installed: run pip install 'dataplan-sync[emulator]'" in done.stderr


def test_its_help_loads_no_web_server():
    done = python(
        "import sys; from dataplan_sync.cli.emulator import emulator; "
        "from click.testing import CliRunner; result = CliRunner().invoke(emulator, ['--help']); "
        "heavy = {'starlette', 'uvicorn', 'jsonschema_rs', 'httpx'}; "
        "print(result.exit_code, heavy & sys.modules.keys())"
    )
    assert done.stdout == "0 set()\n"
