from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

from dataplan_sync.cli.shipped import PLANS, WORKFLOWS, shipped
from tests.cli.test_asking import Terminal
from tests.file_schemas.documents import PLAN_FILE, value_of

ROOT = Path(__file__).parents[2]
WRITTEN = [
    ".dataplan-sync/config.schema.json",
    ".dataplan-sync/plans.schema.json",
    ".github/workflows/dataplan-sync-drift.yml",
    ".github/workflows/dataplan-sync.yml",
    ".pre-commit-config.yaml",
    ".vscode/settings.json",
    "dataplan-sync.yaml",
    "plans/my_app.yaml",
]


def next_commands(result):
    return re.findall(r"^  dataplan-sync (.+?) +# ", result.out, re.MULTILINE)


def test_an_empty_folder_gets_all_that_a_repository_needs(cli):
    result = cli("init", environ={})
    assert (result.exit_code, result.err) == (0, "")
    assert cli.files() == WRITTEN
    assert [path for path in WRITTEN if f"written {path} " not in result.out] == []
    assert cli.emulator.requests() == []


def test_what_it_writes_is_valid_without_a_single_warning(cli):
    cli("init", environ={})
    result = cli("validate", "-o", "json", environ={})
    assert (result.exit_code, result.json["workspaces"][0]["problems"]) == (0, [])
    assert PLAN_FILE.is_valid(value_of(cli.read("plans/my_app.yaml")))


def test_the_next_three_commands_work_as_they_are_printed(cli):
    commands = next_commands(cli("init"))
    assert commands == ["validate", "diff", "apply"]
    assert [cli(command).exit_code for command in commands[:2]] == [0, 0]
    assert cli("apply", "--yes").exit_code == 0
    assert cli("diff", "--exit-code").exit_code == 0


def test_they_name_the_workspace_where_only_an_option_did(cli):
    environ = {**cli.environ, "MPARTICLE_WORKSPACE_ID": ""}
    commands = next_commands(cli("init", "--workspace-id", "1", environ=environ))
    assert commands == ["validate", "diff --workspace-id 1", "apply --workspace-id 1"]
    assert cli(*commands[1].split(), environ=environ).exit_code == 0


def test_without_credentials_they_lead_to_the_emulator(cli):
    assert next_commands(cli("init", environ={})) == ["validate", "emulator", "diff"]


def test_nothing_is_overwritten_and_what_is_left_is_named(cli):
    mine = {path: f"mine: {path}\n" for path in WRITTEN if not path.startswith("plans")}
    for path, text in mine.items():
        cli.write(path, text)
    result = cli("init", environ={})
    assert {path: cli.read(path) for path in mine} == mine
    assert [path for path in mine if f"left {path} " not in result.out] == []
    assert re.search(r"left \.vscode/settings\.json .*docs/editors\.md", result.out)


def test_it_can_be_run_again_and_adds_no_example_to_plan_files(cli):
    cli("init", environ={})
    before = {path: cli.read(path) for path in cli.files()}
    cli.write("plans/own/plan.yaml", "data_plan_id: own\n")
    (cli.directory / "plans/my_app.yaml").unlink()
    assert cli("init", environ={}).exit_code == 0
    del before["plans/my_app.yaml"]
    assert {path: cli.read(path) for path in before} == before
    assert cli.files() == sorted([*before, "plans/own/plan.yaml"])


def test_workflows_are_the_examples_with_the_workspace_in_them(cli):
    cli("init", "--workspace-id", "4711", environ={})
    examples = ROOT / "examples" / "workflows"
    for own, name in (("dataplan-sync", "dataplan-sync"), ("dataplan-sync-drift", "drift")):
        example = (examples / f"{name}.yml").read_text("utf-8")
        assert "7505" in example
        assert cli.read(f".github/workflows/{own}.yml") == example.replace("7505", "4711")


def test_a_workspace_that_is_not_known_is_said_to_be_missing_in_the_workflows(cli):
    assert "in place of 7505" in cli("init", environ={}).out
    assert "7505" not in cli("init", "--workspace-id", "1", environ={}).out


def test_workflows_can_be_left_out(cli):
    result = cli("init", "--no-workflows", environ={})
    assert [path for path in cli.files() if "workflows" in path] == []
    assert "GitHub" not in result.out


def test_another_directory_is_named_everywhere(cli):
    assert cli("init", "--plans", "web.app/plans", environ={}).exit_code == 0
    assert "web.app/plans/my_app.yaml" in cli.files()
    assert cli("validate", environ={}).exit_code == 0
    first = cli.read("web.app/plans/my_app.yaml").partition("\n")[0]
    assert first == "# yaml-language-server: $schema=../../.dataplan-sync/plans.schema.json"
    assert "^(web\\.app/plans/.*" in cli.read(".pre-commit-config.yaml")
    assert "web.app/plans/**/*.yaml" in cli.read(".vscode/settings.json")


def test_the_settings_of_the_editor_are_those_of_the_page(cli):
    cli("init", environ={})
    page = (ROOT / "docs" / "editors.md").read_text("utf-8")
    shown = page.partition("```json\n")[2].partition("```")[0]
    assert json.loads(cli.read(".vscode/settings.json")) == json.loads(shown)


def test_the_hook_runs_for_what_it_checks_and_nothing_else(cli):
    cli("init", environ={})
    own = value_of(cli.read(".pre-commit-config.yaml"))["repos"][0]["hooks"][0]
    (published,) = [
        hook
        for hook in value_of((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
        if hook["id"] == own["id"]
    ]
    assert (own["entry"], own["files"]) == (published["entry"], published["files"])
    taken = [path for path in WRITTEN if re.search(own["files"], path)]
    assert taken == ["dataplan-sync.yaml", "plans/my_app.yaml"]


def test_it_begins_with_what_is_live(shop):
    assert shop("apply", "--yes").exit_code == 0
    (shop.directory / "plans/shop.yaml").unlink()
    result = shop("init", "--pull")
    assert result.exit_code == 0
    assert "plans/my_app.yaml" not in shop.files()
    assert [path for path in shop.files() if path.startswith("plans/shop")]
    assert next_commands(result) == ["validate", "diff", "apply"]
    assert shop("diff", "--exit-code").exit_code == 0


def test_a_pull_that_fails_leaves_a_repository_that_can_be_set_up_further(cli):
    result = cli("init", "--pull", environ={})
    assert result.exit_code == 2
    assert "MPARTICLE_CLIENT_ID" in result.err
    assert next_commands(result) == []
    assert cli("init", "--pull").exit_code == 0


@pytest.mark.parametrize("plans", ["/etc/plans", "../plans", "a/../../b", "."])
def test_plan_files_stay_below_the_repository(cli, plans):
    result = cli("init", "--plans", plans, environ={})
    assert (result.exit_code, cli.files()) == (2, [])
    assert "below this one" in result.err


def test_a_folder_of_a_repository_is_not_its_root(cli, monkeypatch):
    (cli.directory / ".git").mkdir()
    below = cli.directory / "below"
    below.mkdir()
    monkeypatch.chdir(below)
    result = cli("init", environ={})
    assert (result.exit_code, list(below.iterdir())) == (2, [])
    assert "run dataplan-sync init there" in result.err
    assert str(cli.directory) in result.err


def test_on_a_terminal_it_asks_two_questions(cli):
    environ = {**cli.environ, "MPARTICLE_WORKSPACE_ID": ""}
    terminal = Terminal(["init"], environ)
    terminal.wait_for("id of the mParticle workspace")
    terminal.type("1\n")
    terminal.wait_for("Begin with what is live")
    terminal.type("n\n")
    assert terminal.end() == 0
    assert "diff --workspace-id 1" in terminal.shown
    assert "plans/my_app.yaml" in cli.files()


@pytest.mark.parametrize(("names", "file"), [(PLANS, "shop.yaml"), (WORKFLOWS, "drift.yml")])
def test_examples_come_with_the_package(names, file):
    assert (shipped(names) / file).is_file()
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]
    assert wheel["build"]["targets"]["wheel"]["sources"][names[1]] == f"dataplan_sync/{names[0]}"
