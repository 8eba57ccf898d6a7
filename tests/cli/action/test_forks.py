"""A fork's pull request: no secrets, a token that reads. Files are checked and compared with the base; nothing is posted."""

from __future__ import annotations

import pytest

from tests.cli.action.git import commit, make_shallow
from tests.cli.action.pulls import plan
from tests.github.server.faults import Fault

NO_SECRETS = {"MPARTICLE_CLIENT_ID": "", "MPARTICLE_CLIENT_SECRET": ""}


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch):
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture
def forked(workflow):
    """The merge result of a fork's pull request, checked out with its history."""
    base = commit(workflow.cli.directory, "Base")
    workflow.cli.write("plans/shop.yaml", plan("shop", "S, M, L, NO"))
    workflow.cli.write("plans/store.yaml", plan("store"))
    commit(workflow.cli.directory, "Merge")
    workflow.world.open_pull(1, fork="mallory/plans")
    workflow.token = "ghs-of-a-fork"
    return lambda **more: workflow.pull_request(base_sha=base, environ=NO_SECRETS, **more)


def test_it_is_compared_with_the_base_and_only_the_report_says_so(workflow, forked):
    step = forked()

    assert (step.exit_code, step.outputs["failure-reason"]) == (0, ""), step.log
    assert (step.outputs["creates"], step.outputs["updates"]) == ("2", "1")
    assert (workflow.world.comments, workflow.cli.emulator.requests()) == ({}, [])
    assert not any(call.method != "GET" for call in workflow.hub.calls)
    assert "live was not read" in step.summary
    (found,) = step.report["workspaces"]
    assert [(one["kind"], one["data_plan_id"], one["version"]) for one in found["changes"]] == [
        ("update", "shop", 1),
        ("create", "store", None),
        ("create", "store", 1),
    ]


def test_invalid_plan_files_fail_it_and_are_annotated(workflow, forked):
    workflow.cli.write("plans/shop.yaml", "data_plan_id: [\n")

    step = forked()

    assert (step.exit_code, step.outputs["failure-reason"]) == (4, "invalid")
    assert "::error file=plans/shop.yaml" in step.log
    assert step.report["workspaces"][0]["problems"]
    assert workflow.world.comments == {}


def test_what_it_changes_in_the_policy_is_in_the_summary(workflow, forked):
    workflow.cli.write("dataplan-sync.yaml", "version: 1\npolicy: {prune: true}\n")

    assert "policy.prune changes from false to true" in forked().summary


@pytest.mark.usefixtures("forked")
def test_in_a_shallow_clone_the_base_is_read_through_github(workflow):
    make_shallow(workflow.cli.directory)
    files = {"plans/shop.yaml": plan("shop", "S, M")}
    base = workflow.world.add_commit("", (), "Base", files=files)

    step = workflow.pull_request(base_sha=base, environ=NO_SECRETS)

    assert (step.exit_code, step.outputs["creates"], step.outputs["updates"]) == (0, "2", "1")


def test_where_neither_git_nor_github_has_the_base_it_says_the_line_to_add(workflow, forked):
    make_shallow(workflow.cli.directory)
    workflow.hub.faults.append(
        Fault(path="/git/trees/", status=404, times=9, body={"message": "Not Found"})
    )

    step = forked()

    assert (step.exit_code, step.outputs["changes"]) == (0, "0")
    assert (
        "::warning::The plan files were checked, and not compared with the base branch" in step.log
    )
    assert "`fetch-depth: 0`" in step.log
    assert step.report["workspaces"][0]["summary"] is None


def test_what_breaks_somebody_does_not_fail_it_because_live_is_not_known(workflow, forked):
    workflow.cli.write("plans/shop.yaml", plan("shop", "S"))

    assert forked(fail_on="dangerous").exit_code == 0


@pytest.mark.parametrize(("secrets", "creates"), [({}, "4"), (NO_SECRETS, "2")])
def test_dependabot_counts_as_a_fork_unless_it_has_secrets(workflow, secrets, creates):
    base = commit(workflow.cli.directory, "Base")
    workflow.world.open_pull(1)
    workflow.cli.write("plans/store.yaml", plan("store"))
    environ = {"GITHUB_ACTOR": "dependabot[bot]", **secrets}

    step = workflow.pull_request(base_sha=base, environ=environ)

    assert (step.exit_code, step.outputs["creates"]) == (0, creates)
    assert bool(workflow.comments()) is not bool(secrets)
