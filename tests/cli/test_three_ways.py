"""`diff`, `apply` and `drift` against a base: the plan files at the last applied commit."""

from __future__ import annotations

import pytest

from tests.cli.action.git import commit, git

REF = "refs/dataplan-sync/1/applied"
POINT = "custom_event:transaction:Bought"
SIZE = "/validator/definition/properties/data/properties/custom_attributes/properties/size"


@pytest.fixture
def recorded(shop):
    """A shop that was applied at a commit, which is recorded."""
    assert shop("apply", "--yes").exit_code == 0
    sha = commit(shop.directory)
    git(shop.directory, "update-ref", REF, sha)
    shop.sha = sha
    return shop


def edit_live(cli, **changes):
    """Edit the attribute `size` as a user of the UI does."""
    cli.emulator.edit(
        data_plan_id="shop",
        version=1,
        user="robin@acme.example",
        set=[
            {"match_key": POINT, "pointer": f"{SIZE}/{key}", "value": value}
            for key, value in changes.items()
        ],
    )


def edit_git(cli, old, new):
    cli.write("plans/shop.yaml", cli.read("plans/shop.yaml").replace(old, new))


def origins(result):
    (workspace,) = result.json["workspaces"]
    return {
        field["path"][-1]: field["origin"]
        for change in workspace["changes"]
        for field in change["fields"]
    }


def summary(result, *keys):
    (workspace,) = result.json["workspaces"]
    return tuple(workspace["summary"][key] for key in keys)


def test_pending_and_drift_are_told_apart(recorded):
    edit_git(recorded, "[S, M, NO]", "[S, M, L, NO]")
    edit_live(recorded, description="from the UI")
    result = recorded("diff", "-o", "json")
    assert origins(result) == {"enum": "pending", "description": "drift"}
    assert summary(result, "drift", "conflict", "converged") == (1, 0, 0)
    (workspace,) = result.json["workspaces"]
    assert (workspace["base"], workspace["base_note"]) == (recorded.sha, "the last apply")


def test_text_and_markdown_name_who_edited_live_what_an_apply_would_revert(recorded):
    edit_git(recorded, "[S, M, NO]", "[S, M, L, NO]")
    edit_live(recorded, description="from the UI")
    text = recorded("diff").out
    assert "1 drift" in text
    assert "robin@acme.example" in text
    assert f"base: {recorded.sha[:7]}, the last apply" in text
    assert "robin@acme.example" in recorded("diff", "-o", "markdown").out


def test_failing_on_drift_tells_drift_from_pending_changes(recorded):
    edit_git(recorded, "[S, M, NO]", "[S, M, L, NO]")
    assert recorded("diff", "--fail-on", "drift").exit_code == 0
    edit_live(recorded, description="from the UI")
    assert recorded("diff", "--fail-on", "drift").exit_code == 5


def test_what_both_changed_alike_is_no_change(recorded):
    edit_git(recorded, "[S, M, NO]", "[S, M, L, NO]")
    edit_live(recorded, enum=["S", "M", "L", "NO"])
    result = recorded("diff", "--exit-code", "-o", "json")
    assert result.exit_code == 0
    assert summary(result, "update", "converged") == (0, 1)


@pytest.fixture
def conflict(recorded):
    edit_git(recorded, "[S, M, NO]", "[S, M, L, NO]")
    edit_live(recorded, enum=["S", "M", "XL", "NO"])
    return recorded


def test_an_apply_refuses_a_conflict_and_says_how_to_go_on(conflict):
    assert origins(conflict("diff", "-o", "json")) == {"enum": "conflict"}
    before = conflict.writes()
    result = conflict("apply", "--yes")
    assert result.exit_code == 6
    assert conflict.writes() == before
    assert f"shop v1: git and live both changed {POINT} size.enum" in result.out
    assert "robin@acme.example" in result.out
    assert "on_conflict: git" in result.out


def test_a_conflict_is_applied_by_its_fingerprint(conflict):
    (workspace,) = conflict("diff", "-o", "json").json["workspaces"]
    assert conflict("apply", "--yes", "--fingerprint", workspace["fingerprint"]).exit_code == 0
    assert conflict("diff", "--exit-code").exit_code == 0


def test_git_wins_a_conflict_where_the_policy_says_so(conflict):
    conflict.write("dataplan-sync.yaml", "policy: {on_conflict: git}")
    assert conflict("apply", "--yes").exit_code == 0
    assert conflict("diff", "--exit-code").exit_code == 0


def test_live_wins_a_conflict_where_the_policy_says_so(conflict):
    conflict.write("dataplan-sync.yaml", "policy: {on_conflict: live}")
    edit_git(conflict, "Something was bought", "Somebody bought something")
    before = conflict.writes()
    result = conflict("apply", "--yes", "-o", "json")
    assert result.exit_code == 0
    assert len(conflict.writes()) == len(before) + 1
    assert any("size.enum stays as live has it" in note for note in result.json["workspaces"][0]["notes"])  # fmt: skip
    conflict.write("dataplan-sync.yaml", "policy: {}")
    assert origins(conflict("diff", "-o", "json"))["enum"] == "conflict"


def test_drift_shows_what_live_moved_since_the_last_apply_and_no_pending_change(recorded):
    edit_git(recorded, "[S, M, NO]", "[S, M, L, NO]")
    assert recorded("drift").exit_code == 0
    edit_live(recorded, description="from the UI")
    result = recorded("drift", "-o", "json")
    assert result.exit_code == 3
    assert origins(result) == {"description": "drift"}
    assert result.json["workspaces"][0]["base"] == recorded.sha


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda cli: git(cli.directory, "update-ref", "-d", REF), f"{REF} is not here"),
        (
            lambda cli: git(cli.directory, "update-ref", REF, committed(cli, "a: [")),
            "are invalid: plans/shop.yaml",
        ),
        (
            lambda cli: git(cli.directory, "update-ref", REF, committed(cli, None)),
            "has no plan files in plans",
        ),
    ],
    ids=["no ref", "invalid files", "no files"],
)
def test_without_a_base_that_can_be_read_the_comparison_is_two_way_and_says_so(
    recorded, spoil, reason
):
    spoil(recorded)
    edit_live(recorded, description="from the UI")
    result = recorded("diff", "-o", "json")
    (workspace,) = result.json["workspaces"]
    assert result.exit_code == 0
    assert origins(result) == {"description": "pending"}
    assert workspace["base"] == "none"
    assert reason in workspace["base_note"]
    assert "base: none" in recorded("diff").out


def committed(cli, text):
    """Commit another plan file, or none, and put the work tree back."""
    kept = cli.read("plans/shop.yaml")
    if text is None:
        (cli.directory / "plans/shop.yaml").unlink()
    else:
        cli.write("plans/shop.yaml", text)
    sha = commit(cli.directory)
    cli.write("plans/shop.yaml", kept)
    return sha


def test_outside_of_a_repository_the_comparison_is_two_way_and_says_so(shop):
    (workspace,) = shop("diff", "-o", "json").json["workspaces"]
    assert (workspace["base"], workspace["base_note"]) == (
        "none",
        "the plan files are in no git repository",
    )
