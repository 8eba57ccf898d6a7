"""Policy is read from the merge result, so every change of it is a line in the comment."""

from __future__ import annotations

import pytest

from tests.cli.action.git import commit, make_shallow
from tests.github.server.faults import Fault

BEFORE = """\
version: 1
policy: {require_review: true, allow_delete: [old]}
accepted: [{rule: POINT_REMOVED, path: [shop, 1, a], reason: it was agreed}, {rule: POINT_REMOVED, path: [shop, 1, c], reason: for now, expires: 2099-01-01}]
rules: {undescribed-attributes: off}
"""
AFTER = """\
version: 1
policy: {prune: true, allow_delete: [old, shop], thresholds: {deletions: 9, deleted_fraction: 0.35, removed_fraction: 1}}
accepted:
  - {rule: POINT_REMOVED, path: [shop, 1, a], reason: it was agreed}
  - {rule: POINT_REMOVED, path: [shop, 1, b], reason: "<b>thanks</b> @robin"}
  - {rule: POINT_REMOVED, path: [shop, 1, c], reason: for good}
rules: {undescribed-attributes: error}
"""


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch):
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture
def changed(workflow):
    """A pull request that changes the configuration; gives a function that runs it and gives the lines on policy."""
    workflow.cli.write("dataplan-sync.yaml", BEFORE)
    base = commit(workflow.cli.directory, "Base")
    workflow.cli.write("dataplan-sync.yaml", AFTER)
    commit(workflow.cli.directory, "Merge")
    workflow.world.open_pull(1)

    def lines(sha=base):
        workflow.pull_request(base_sha=sha)
        (body,) = workflow.comments()
        return [
            line[4:]
            for line in body.partition("changes what is allowed")[2].split("\n")
            if line.startswith("> ⚠")
        ]

    return lines


EXPECTED = [
    "policy.prune changes from false to true.",
    "policy.allow_delete changes from old to old, shop.",
    "policy.require_review changes from true to false.",
    "One apply may delete 9 data plans and versions, and not 5 as before (policy.thresholds.deletions).",
    (
        "One apply may delete 35 % of the live data plans and versions, and not 30 % as before "
        "(policy.thresholds.deleted_fraction)."
    ),
    (
        "One apply may remove 100 % of the data points of a version, and not 30 % as before "
        "(policy.thresholds.removed_fraction)."
    ),
    "POINT_REMOVED at shop / 1 / b is accepted: <b>thanks</b> @robin",
    "POINT_REMOVED at shop / 1 / c is accepted: for good",
    "The rule undescribed-attributes becomes error.",
]


def test_every_change_is_a_line(workflow, changed):
    lines = changed()

    assert lines == EXPECTED
    (comment,) = workflow.world.comments.values()
    assert "<b>" not in comment.body
    assert "@robin" not in comment.body


def test_in_a_shallow_clone_the_base_is_read_through_github(workflow, changed):
    make_shallow(workflow.cli.directory)
    sha = workflow.world.add_commit("", (), "Base", files={"dataplan-sync.yaml": BEFORE})

    assert changed(sha) == EXPECTED


def test_a_base_without_a_configuration_has_the_defaults(workflow, changed):
    sha = workflow.world.add_commit("", (), "Base")

    assert "policy.require_review" not in "".join(changed(sha))


def test_that_the_base_could_not_be_read_is_a_line_too(workflow, changed):
    make_shallow(workflow.cli.directory)
    workflow.hub.faults.append(
        Fault(path="/git/trees/", status=404, times=9, body={"message": "Not Found"})
    )

    (line,) = changed()

    assert line.startswith("The configuration of the base branch could not be read")


def test_without_a_change_there_is_no_line(workflow, changed):
    workflow.cli.write("dataplan-sync.yaml", BEFORE)

    assert changed() == []


def test_an_invalid_configuration_is_told_on_the_pull_request_and_annotated(workflow):
    workflow.world.open_pull(1)
    workflow.cli.write("dataplan-sync.yaml", "version: 1\npolicy: {prun: true}\nrules: 7\n")

    step = workflow.pull_request()

    assert (step.exit_code, step.outputs["failure-reason"]) == (4, "invalid")
    assert "::error file=dataplan-sync.yaml,line=2,col=10" in step.log
    assert "did you mean" in step.log or "prune" in step.log
    (body,) = workflow.comments()
    assert "`dataplan-sync.yaml:2:10`" in body
    assert workflow.cli.emulator.requests() == []
