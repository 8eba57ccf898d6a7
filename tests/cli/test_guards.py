"""Each guard through the real command line: refused, allowed after its advice is followed literally, and done."""

from __future__ import annotations

import re

import pytest

from dataplan_sync.changes import Change, ChangeKind, ChangeSet, FieldChange, Origin
from dataplan_sync.cli.diff import FailOn, fails
from dataplan_sync.report import WorkspaceReport
from tests.builders import data_plan
from tests.cli.conftest import SHOP

FILE = "dataplan-sync.yaml"
POINT = """\
        - description: {name}
          match: {{type: custom_event, criteria: {{event_name: {name}, custom_event_type: other}}}}
          validator: {{type: json_schema, definition: {{properties: {{data: {{}}}}}}}}
"""


def shop_with(**versions):
    """A data plan with versions like `v1="production ABCD"`: an environment, and an event a letter."""
    text = "data_plan_id: shop\ndata_plan_name: Shop\ndata_plan_versions:\n"
    for name, said in versions.items():
        environment, _, letters = said.partition(" ")
        text += f"  - version: {name[1:]}\n    activated_environment: {environment}\n"
        text += "    version_document:\n      data_points:" + ("\n" if letters else " []\n")
        text += "".join(POINT.format(name=letter) for letter in letters)
    return text


def hazards(result):
    (workspace,) = result.json["workspaces"]
    return workspace["hazards"]


def rules(result):
    return [hazard["rule"] for hazard in hazards(result)]


def follow(cli, message):
    """Do what the last sentence of a refusal says, as somebody with an editor would."""
    text = cli.read(FILE) if (cli.directory / FILE).exists() else ""
    lines = text.splitlines()
    advice = message[message.index("To allow it, ") :]
    if found := re.fullmatch(rf"To allow it, add to {FILE}: (.*)", advice):
        lines.append(found[1])
    elif found := re.fullmatch(
        rf'To allow it, add to "\w+" in {FILE} \(line (\d+)\): (.*)', advice
    ):
        above = lines[int(found[1]) - 1]
        indent = len(above) - len(above.lstrip()) + 2
        lines.insert(int(found[1]), f"{' ' * indent}{found[2]}")
    elif found := re.fullmatch(rf"To allow it, change in {FILE} \(line (\d+)\) to: (.*)", advice):
        above = lines[int(found[1]) - 1]
        indent = len(above) - len(above.lstrip())
        lines[int(found[1]) - 1] = f"{' ' * indent}{found[2]}"
    else:
        pytest.fail(f"this is no advice: {advice}")
    cli.write(FILE, "\n".join(lines) + "\n")


TEN = "ABCDEFGHIJ"
GUARDS = {
    "production-edit": (
        {"v1": f"production {TEN}"},
        {"v1": f"production {TEN}K"},
    ),
    "lowered": ({"v1": "development A"}, {"v1": "none A"}),
    "raised-several": (
        {"v1": "none A", "v2": "none A"},
        {"v1": "development A", "v2": "development A"},
    ),
    "many-removed": ({"v1": f"development {TEN}"}, {"v1": "development ABCDE"}),
    "breaking": (
        {"v1": f"production {TEN}"},
        {"v1": f"production {TEN}", "v2": "production ABCDEFGHI"},
    ),
}


@pytest.mark.parametrize("present", ["", "policy:\n  allow_empty: false\naccepted:\n"])
@pytest.mark.parametrize("rule", GUARDS)
def test_a_refusal_ends_once_its_advice_is_followed_literally(cli, rule, present):
    before, after = GUARDS[rule]
    cli.write("plans/shop.yaml", shop_with(**before))
    assert cli("apply", "--yes").exit_code == 0
    written = cli.writes()
    cli.write("plans/shop.yaml", shop_with(**after))
    if present:
        cli.write(FILE, present)
    result = cli("apply", "--yes", "-o", "json")
    assert (result.exit_code, rules(result), cli.writes()) == (5, [rule], written)
    follow(cli, hazards(result)[0]["message"])
    result = cli("apply", "--yes", "-o", "json")
    assert (result.exit_code, rules(result)) == (0, []), result.out
    assert cli("diff", "--exit-code").exit_code == 0


def test_several_refusals_are_answered_by_one_piece_of_yaml(cli):
    cli.write("plans/shop.yaml", shop_with(v1=f"production {TEN}"))
    cli("apply", "--yes")
    cli.write("plans/shop.yaml", shop_with(v1="production ABCDE"))
    result = cli("apply", "--yes", "-o", "json")
    assert result.exit_code == 5
    assert rules(result) == ["production-edit", "many-removed", *["breaking"] * 5]
    (error,) = result.json["errors"]
    first, _, snippet = error.partition("\n")
    assert first == (
        "To allow all of this, dataplan-sync.yaml has to say, beside what it says already:"
    )
    cli.write(FILE, snippet)
    result = cli("apply", "--yes")
    assert result.exit_code == 0
    assert "note: accepted at dataplan-sync.yaml:6:5: POINT_REMOVED" in result.out
    (workspace,) = cli("diff", "-o", "json").json["workspaces"]
    idle = [note.partition(": ")[0] for note in workspace["notes"]]
    assert idle == [
        f"the acceptance at dataplan-sync.yaml:{line}:5 matches no finding" for line in range(6, 11)
    ]


def test_an_acceptance_that_has_expired_refuses_again(cli):
    cli.write("plans/shop.yaml", shop_with(v1=f"production {TEN}"))
    cli("apply", "--yes")
    cli.write("plans/shop.yaml", shop_with(v1=f"production {TEN}", v2="production ABCDEFGHI"))
    entry = '{rule: POINT_REMOVED, path: [shop, 2, "custom_event:other:J"], reason: x, expires: 2020-01-01}'
    cli.write(FILE, f"accepted:\n  - {entry}\n")
    result = cli("apply", "--yes", "-o", "json")
    assert (result.exit_code, rules(result)) == (5, ["breaking"])
    assert (
        "It was accepted at dataplan-sync.yaml:2:5 until 2020-01-01."
        in hazards(result)[0]["message"]
    )
    assert "expired on 2020-01-01" in result.json["workspaces"][0]["notes"][0]


def test_a_way_that_stopped_halfway_goes_on_under_its_review_whatever_the_gate_says_then(cli):
    cli.write("plans/shop.yaml", shop_with(v1=f"production {TEN}", v2=f"production {TEN}"))
    cli.write(FILE, "policy:\n  allow_raise_several: true\n")
    cli("apply", "--yes")
    cli.write("plans/shop.yaml", shop_with(v1=f"production {TEN}", v2=f"production {TEN}K"))
    cli.write("report.json", cli("diff", "-o", "json").out)
    run = ("apply", "--yes", "--reviewed", "report.json", "-o", "json")
    cli.emulator.inject({"kind": "status", "status": 400, "match": {"method": "PATCH"}, "skip": 1})
    result = cli(*run, "--allow-production-edit")
    (change,) = result.json["workspaces"][0]["changes"]
    assert result.exit_code == 7
    assert "shop v2 was lowered to development for this edit" in change["reason"]
    assert cli(*run).exit_code == 0
    assert cli("diff", "--exit-code").exit_code == 0


@pytest.fixture
def pruned(cli):
    """Two data plans live and one version of one declared; what else is there may be deleted."""
    cli.write("plans/shop.yaml", shop_with(v1="none A", v2="none A"))
    cli.write("plans/old.yaml", SHOP.replace("data_plan_id: shop", "data_plan_id: old"))
    assert cli("apply", "--yes").exit_code == 0
    (cli.directory / "plans/old.yaml").unlink()
    cli.write("plans/shop.yaml", shop_with(v2="none A"))
    return cli


def test_what_is_not_declared_is_deleted_only_where_it_is_listed(pruned):
    assert pruned("diff", "--exit-code").exit_code == 0
    pruned.write(FILE, "policy:\n  prune: true\n  allow_delete: [old]\n")
    pruned("apply", "--yes")
    assert pruned.writes()[-1] == ("DELETE", "/old")
    pruned.write(FILE, "policy:\n  prune: true\n  allow_delete: [old, shop/1]\n")
    result = pruned("apply", "--yes", "-o", "json")
    assert result.exit_code == 0
    assert pruned.writes()[-1] == ("DELETE", "/shop/versions/1")
    (workspace,) = result.json["workspaces"]
    assert workspace["notes"] == [
        "old in allow_delete of dataplan-sync.yaml matches nothing that is live: remove the entry."
    ]
    assert (workspace["summary"]["delete"], workspace["unmanaged"]) == (1, [])


def test_too_large_a_share_is_refused_until_its_advice_is_followed(pruned):
    pruned.write(FILE, "policy:\n  prune: true\n  allow_delete: [old, shop/1]\n")
    written = pruned.writes()
    result = pruned("apply", "--yes", "-o", "json")
    assert (result.exit_code, rules(result), pruned.writes()) == (
        5,
        ["large-share-deleted"],
        written,
    )
    follow(pruned, hazards(result)[0]["message"])
    assert pruned("apply", "--yes").exit_code == 0
    assert pruned.writes()[len(written) :] == [
        ("DELETE", "/old"),
        ("DELETE", "/shop/versions/1"),
    ] or pruned.writes()[len(written) :] == [("DELETE", "/shop/versions/1"), ("DELETE", "/old")]


def test_deletions_wait_for_everything_else(pruned):
    pruned.write(FILE, "policy:\n  prune: true\n  allow_delete: [old]\n")
    pruned.write("plans/shop.yaml", shop_with(v2="none AB"))
    pruned.emulator.inject({"kind": "status", "status": 400, "match": {"method": "PATCH"}})
    result = pruned("apply", "--yes", "-o", "json")
    outcomes = [change["outcome"] for change in result.json["workspaces"][0]["changes"]]
    assert (result.exit_code, outcomes) == (1, ["failed", "not attempted", "not attempted"])
    assert "DELETE" not in [method for method, _ in pruned.writes()]


def test_nothing_is_deleted_where_plan_files_are_invalid_or_none(pruned):
    written = pruned.writes()
    pruned.write(FILE, "policy:\n  prune: true\n  allow_empty: true\n  allow_delete: [old]\n")
    pruned.write("plans/broken.yaml", "[")
    assert pruned("apply", "--yes").exit_code == 4
    (pruned.directory / "plans/broken.yaml").unlink()
    (pruned.directory / "plans/shop.yaml").unlink()
    result = pruned("apply", "--yes", "-o", "json")
    assert (result.exit_code, rules(result)) == (5, ["delete-from-empty"])
    assert pruned.writes() == written


def test_a_version_with_a_quarantine_feed_is_not_deleted(pruned):
    feed = {"quarantine_feed_id": 7}
    pruned.emulator.edit(workspace_id=1, data_plan_id="shop", version=1, changes=feed)
    pruned.write(FILE, "policy:\n  prune: true\n  allow_delete: [shop/1]\n")
    written = pruned.writes()
    result = pruned("apply", "--yes", "-o", "json")
    assert (result.exit_code, rules(result), pruned.writes()) == (
        5,
        ["delete-quarantined"],
        written,
    )


@pytest.mark.parametrize(
    ("options", "exit_code"),
    [
        ((), 0),
        (("--exit-code",), 3),
        (("--fail-on", "breaking"), 0),
        (("--fail-on", "drift"), 0),
        (("--fail-on", "breaking", "--fail-on", "dangerous", "--exit-code"), 5),
    ],
)
def test_a_diff_fails_on_what_it_is_told_to(shop, options, exit_code):
    active = SHOP.replace("development", "production")
    shop.write("plans/shop.yaml", active)
    shop("apply", "--yes")
    shop.write("plans/shop.yaml", active.replace("[S, M, NO]", "[S, M, L, NO]"))
    shop.write(FILE, "policy: {allow_production_edit: true}\n")
    assert shop("diff", *options).exit_code == exit_code


def test_a_diff_fails_on_breaking_where_apply_would_refuse(cli):
    cli.write("plans/shop.yaml", shop_with(v1=f"production {TEN}"))
    cli("apply", "--yes")
    cli.write("plans/shop.yaml", shop_with(v1=f"production {TEN}", v2="production ABCDEFGHI"))
    assert cli("diff").exit_code == 0
    result = cli("diff", "--fail-on", "breaking", "-o", "json")
    assert (result.exit_code, rules(result)) == (5, ["breaking"])


@pytest.mark.parametrize(
    ("origin", "fail_on", "failing"),
    [
        (Origin.DRIFT, FailOn.DRIFT, True),
        (Origin.CONFLICT, FailOn.DRIFT, True),
        (Origin.PENDING, FailOn.DRIFT, False),
        (Origin.DRIFT, FailOn.DANGEROUS, False),
    ],
)
def test_drift_fails_only_where_it_is_asked_for(origin, fail_on, failing):
    moved = (FieldChange(("data_plan_name",), "Old", "New", origin),)
    before, after = data_plan(name="Old"), data_plan(name="New")
    change = Change(ChangeKind.UPDATE, after.key, before, after, moved, "f")
    found = WorkspaceReport(1, "1", change_set=ChangeSet(1, (change,)))
    assert fails(found, (fail_on,)) is failing
    assert not fails(WorkspaceReport(1, "1"), tuple(FailOn))


def test_creating_a_data_plan_that_is_not_live_is_never_refused(cli):
    cli.write("plans/shop.yaml", shop_with(v1="production A", v2="production B"))
    result = cli("apply", "--yes", "-o", "json")
    assert (result.exit_code, rules(result)) == (0, [])
