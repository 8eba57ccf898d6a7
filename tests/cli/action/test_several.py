"""Several workspaces in one run of the action: one comment with a section each, applied in the order of the file."""

from __future__ import annotations

import pytest

from tests.cli.action.pulls import merge, open_pull

FILE = "dataplan-sync.yaml"
TWO = """\
workspaces:
  dev: {id: 1}
  prod:
    id: 2
    credentials: {client_secret_env: PROD_SECRET}
"""
ALL = {"workspace_id": "", "workspace": "all"}
REFS = ["refs/dataplan-sync/1/applied", "refs/dataplan-sync/2/applied"]


@pytest.fixture
def two(workflow):
    """Two workspaces that are live and applied at the head of main."""
    workflow.cli.write(FILE, TWO)
    workflow.cli.environ["PROD_SECRET"] = workflow.cli.environ["MPARTICLE_CLIENT_SECRET"]
    del workflow.cli.environ["MPARTICLE_WORKSPACE_ID"]
    step = workflow.push(workflow.head, **ALL)
    assert step.exit_code == 0, step.log
    return workflow


def applied(workflow):
    return [workflow.world.refs.get(ref) for ref in REFS]


def test_a_push_applies_to_each_and_records_each(two):
    assert applied(two) == [two.head, two.head]
    assert two.cli("diff", "--exit-code").exit_code == 0


def test_a_pull_request_has_one_comment_with_a_section_each(two):
    open_pull(two, 1, "shop", "S, M, L, NO", **ALL)
    (body,) = two.comments(1)
    assert "workspace dev (1)" in body
    assert "workspace prod (2)" in body
    head = merge(two, 1, shop="S, M, L, NO")
    step = two.push(head, **ALL)
    assert step.exit_code == 0, step.log
    assert applied(two) == [head, head]
    (body,) = two.comments(1)
    assert "applied" in body.split("\n")[1]
    assert "not reviewed against live" not in body


def test_without_a_choice_all_are_taken(two):
    open_pull(two, 1, "shop", "S, M, L, NO", workspace_id="")
    (body,) = two.comments(1)
    assert "workspace prod (2)" in body


@pytest.mark.parametrize(
    "chosen", [{"workspace": "prod", "workspace_id": ""}, {"workspace_id": "2"}]
)
def test_one_is_chosen_by_name_or_id_with_its_own_credential(two, chosen):
    two.cli.environ["MPARTICLE_CLIENT_SECRET"] = "not this one"
    open_pull(two, 1, "shop", "S, M, L, NO", **chosen)
    (body,) = two.comments(1)
    assert "workspace prod (2)" in body
    assert "dev" not in body.split("\n")[1]


def test_one_that_fails_does_not_hide_the_other(two):
    del two.cli.environ["PROD_SECRET"]
    open_pull(two, 1, "shop", "S, M, L, NO", exit_code=2, **ALL)
    (body,) = two.comments(1)
    assert "PROD_SECRET" in body
    assert "version 1" in body


def test_one_that_is_not_applied_stops_those_behind_it(two):
    before = applied(two)
    open_pull(two, 1, "shop", "S, M, L, NO", **ALL)
    head = merge(two, 1, shop="S, M, L, NO")
    two.cli.emulator.inject({"kind": "status", "status": 400, "match": {"method": "PATCH"}})
    step = two.push(head, **ALL)
    assert step.exit_code == 1, step.log
    assert applied(two) == before
    (body,) = two.comments(1)
    assert "Not attempted: dev comes first" in body
    again = two.push(head, **ALL)
    assert (again.exit_code, applied(two)) == (0, [head, head])


def test_a_workspace_that_is_unknown_and_a_fingerprint_for_several_are_wrong_usage(two):
    unknown = two.schedule(workspace="prd", workspace_id="")
    assert unknown.exit_code == 2
    assert 'did you mean "prod"?' in unknown.log
    many = two.push(two.head, fingerprint="0" * 8, **ALL)
    assert (many.exit_code, "one workspace" in many.log) == (2, True)


def test_drift_is_looked_for_in_each_and_told_in_an_issue_each(two):
    two.edit()
    step = two.schedule(on_drift="issue", **ALL)
    assert (step.exit_code, step.outputs["failure-reason"]) == (3, "drift")
    issues = [issue for issue in two.world.issues.values() if issue.pull is None]
    assert [issue.title for issue in issues] == [
        "Data plans of workspace 1 were edited outside of git"
    ]


def test_a_pull_request_that_moves_a_workspace_says_so(two):
    two.cli.write(FILE, TWO.replace("id: 2", "id: 3") + "    exclude: [sandbox_*]\n")
    open_pull(two, 1, "shop", "S, M, L, NO", **ALL)
    (body,) = two.comments(1)
    assert "The workspace prod (3) is described for the first time." in body
