"""docs/action.md and the examples against action.yml, and the rules that hold for every workflow here."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from dataplan_sync.cli.action.concluding import REASONS
from dataplan_sync.cli.action.inputs import Inputs

ROOT = Path(__file__).parents[2]
ACTION = yaml.load((ROOT / "action.yml").read_text("utf-8"), Loader=yaml.BaseLoader)
PAGE = (ROOT / "docs" / "action.md").read_text("utf-8")
EXAMPLES = sorted((ROOT / "examples" / "workflows").glob("*.yml"))
OWN = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def rows(heading):
    section = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    lines = re.findall(r"^\| (.*) \|$", section, re.MULTILINE)
    return [tuple(cell.strip() for cell in line.split("|")) for line in lines[1:]]


def workflow(path):
    return yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)


def steps(path):
    document = workflow(path)
    jobs = document["jobs"].values() if "jobs" in document else [document["runs"]]
    return [step for job in jobs for step in job["steps"]]


def name_of(path):
    return path.name


def described(text):
    return " ".join(text.split())


def test_the_table_of_inputs_is_action_yml():
    assert rows("Inputs") == [
        (
            f"`{name}`",
            f"`{given['default']}`" if given["default"] else "",
            described(given["description"]),
        )
        for name, given in ACTION["inputs"].items()
    ]


def test_the_table_of_outputs_is_action_yml():
    assert rows("Outputs") == [
        (f"`{name}`", described(given["description"])) for name, given in ACTION["outputs"].items()
    ]


def test_every_output_is_the_one_of_the_command_with_the_same_name():
    assert {name: given["value"] for name, given in ACTION["outputs"].items()} == {
        name: f"${{{{ steps.run.outputs.{name} }}}}" for name in ACTION["outputs"]
    }


def test_the_reasons_of_a_failure_are_those_that_there_are():
    told = re.findall(r"`(\w+)`", ACTION["outputs"]["failure-reason"]["description"])
    assert told == ["setup", *REASONS.values()]


def test_every_input_reaches_the_command_by_the_environment():
    [command] = [step for step in ACTION["runs"]["steps"] if "run" in step]
    assert sorted(command["env"].values()) == sorted(
        f"${{{{ inputs.{name} }}}}" for name in ACTION["inputs"]
    )


def test_the_defaults_are_those_of_the_command():
    [command] = [step for step in ACTION["runs"]["steps"] if "run" in step]
    names = {
        f"${{{{ inputs.{name} }}}}": given["default"] for name, given in ACTION["inputs"].items()
    }
    environ = {variable: names[value] for variable, value in command["env"].items()}
    del environ["GITHUB_TOKEN"]
    assert Inputs.from_environment(environ) == Inputs.from_environment({})


def test_the_table_of_permissions_is_what_the_examples_give():
    given = {
        (key.partition("-")[0], f"`{permission}: {access}`")
        for path in EXAMPLES
        for key, job in workflow(path)["jobs"].items()
        for permission, access in job["permissions"].items()
    }
    told = {
        (job, permission) for jobs, permission, _ in rows("Permissions") for job in jobs.split(", ")
    }
    assert told == given


@pytest.mark.parametrize("path", EXAMPLES, ids=name_of)
def test_the_page_has_a_section_about_every_example(path: Path):
    assert re.search(rf"^### .*\[{re.escape(path.name)}\]", PAGE, re.MULTILINE)


@pytest.mark.parametrize("path", EXAMPLES, ids=name_of)
def test_an_example_gives_the_action_only_inputs_that_it_has(path: Path):
    given = [step for step in steps(path) if step["uses"].startswith("dataplan-sync/")]
    assert given
    assert {name for step in given for name in step["with"]} <= set(ACTION["inputs"])


@pytest.mark.parametrize("path", EXAMPLES + OWN, ids=name_of)
def test_a_workflow_starts_without_permissions_and_every_job_ends_in_time(path: Path):
    document = workflow(path)
    assert document["permissions"] == {}
    for job in document["jobs"].values():
        assert job["permissions"]
        assert int(job["timeout-minutes"]) <= 60


@pytest.mark.parametrize("path", EXAMPLES, ids=name_of)
def test_an_example_checks_out_all_history_and_leaves_no_token_behind(path: Path):
    for step in steps(path):
        if step["uses"].startswith("actions/checkout@"):
            assert step["with"] == {"fetch-depth": "0", "persist-credentials": "false"}


@pytest.mark.parametrize("path", EXAMPLES, ids=name_of)
def test_nothing_that_reaches_a_workspace_is_cancelled_or_dropped(path: Path):
    for key, job in workflow(path)["jobs"].items():
        if key.startswith(("apply", "drift")):
            workspace = job["steps"][-1]["with"]["workspace-id"]
            assert job["concurrency"] == {
                "group": f"dataplan-sync-{workspace}",
                "cancel-in-progress": "false",
                "queue": "max",
            }


@pytest.mark.parametrize("path", [ROOT / "action.yml", *EXAMPLES, *OWN], ids=name_of)
def test_no_expression_is_part_of_a_script(path: Path):
    assert [step["run"] for step in steps(path) if "${{" in step.get("run", "")] == []


def test_an_action_is_the_same_commit_of_the_same_release_wherever_it_is_used():
    used: dict[str, set[str]] = {}
    for path in [ROOT / "action.yml", *EXAMPLES, *OWN]:
        for line in re.findall(r"uses: (?!\./)(.*)", path.read_text("utf-8")):
            action, _, pinned = line.partition("@")
            assert re.fullmatch(r"[0-9a-f]{40} # (v\d+\.\d+\.\d+|the commit of a release)", pinned)
            used.setdefault(action, set()).add(pinned)
    assert {action: len(commits) for action, commits in used.items() if len(commits) > 1} == {}
