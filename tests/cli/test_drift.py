from __future__ import annotations

import git
import pytest

from tests.cli.conftest import SHOP


@pytest.fixture
def applied(shop):
    assert shop("apply", "--yes").exit_code == 0
    return shop


def edit(cli, **request):
    cli.emulator.edit(workspace_id=1, data_plan_id="shop", user="robin@acme.example", **request)


def test_no_drift_ends_with_0(applied):
    result = applied("drift")
    assert (result.exit_code, result.err) == (0, "")


def test_drift_ends_with_3_and_says_who_changed_what_and_when(applied):
    edit(applied, version=1, changes={"activated_environment": "production"})
    result = applied("drift")
    assert result.exit_code == 3
    assert "robin@acme.example" in result.out
    assert "production" in result.out
    (workspace,) = applied("drift", "-o", "json").json["workspaces"]
    (change,) = workspace["changes"]
    assert change["live_by"] == "robin@acme.example"
    assert change["live_on"]
    assert [(field["origin"], field["before"], field["after"]) for field in change["fields"]] == [
        ("drift", "production", "development")
    ]
    assert workspace["summary"]["drift"] == 1


def test_what_git_declares_and_nobody_has_live_is_drift(applied):
    edit(applied, delete=True)
    assert applied("drift").exit_code == 3


def test_what_git_does_not_declare_is_no_drift(applied):
    edit(applied, changes={"data_plan_description": "from the UI"})
    assert applied("drift").exit_code == 0


def test_a_base_compares_with_the_files_of_a_commit(applied):
    with git.Repo.init(applied.directory) as repo:
        with repo.config_writer() as config:
            config.set_value("user", "name", "Somebody").set_value("user", "email", "s@example.com")
        repo.index.add(["plans/shop.yaml"])
        sha = repo.index.commit("Declare the shop").hexsha
    applied.write("plans/shop.yaml", SHOP.replace("Shop", "Renamed"))
    assert applied("drift").exit_code == 3
    result = applied("drift", "--base", "HEAD", "-o", "json")
    assert result.exit_code == 0
    assert result.json["workspaces"][0]["base"] == sha


@pytest.mark.parametrize("ref", ["no-such-ref", "--output=x", ""])
def test_a_base_that_is_no_commit_is_an_error(applied, ref):
    git.Repo.init(applied.directory).close()
    result = applied("drift", f"--base={ref}")
    assert result.exit_code == 1
    assert "Traceback" not in result.err


def test_a_base_outside_of_a_repository_is_an_error(applied):
    result = applied("drift", "--base", "HEAD")
    assert result.exit_code == 1
    assert "git repository" in result.err


def test_invalid_files_end_with_4(applied):
    applied.write("plans/shop.yaml", "")
    assert applied("drift").exit_code == 4
