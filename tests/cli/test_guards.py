"""Each guard through the real command line: refused, allowed after its advice is followed literally, and done."""

from __future__ import annotations

import pytest

from tests.cli.conftest import SHOP
from tests.guards.following import follow, follow_all

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


def edit(cli, following, said):
    """Follow advice in the file, byte by byte."""
    file = cli.directory / FILE
    text = file.read_bytes().decode() if file.exists() else ""
    file.write_bytes(following(text, said).encode())


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


@pytest.mark.parametrize(
    "present",
    [
        "",
        "policy:\n  allow_empty: false\naccepted:\n",
        "version: 1\r\npolicy: {allow_empty: false} # none\r\naccepted: []",
    ],
    ids=["nothing", "block", "flow"],
)
@pytest.mark.parametrize("rule", GUARDS)
def test_a_refusal_ends_once_its_advice_is_followed_literally(cli, rule, present):
    before, after = GUARDS[rule]
    cli.write("plans/shop.yaml", shop_with(**before))
    assert cli("apply", "--yes").exit_code == 0
    written = cli.writes()
    cli.write("plans/shop.yaml", shop_with(**after))
    if present:
        (cli.directory / FILE).write_bytes(present.encode())
    result = cli("apply", "--yes", "-o", "json")
    assert (result.exit_code, rules(result), cli.writes()) == (5, [rule], written)
    edit(cli, follow, hazards(result)[0]["message"])
    result = cli("apply", "--yes", "-o", "json")
    assert (result.exit_code, rules(result)) == (0, []), result.out
    assert cli("diff", "--exit-code").exit_code == 0


PRESENT = "version: 1\npolicy: {allow_production_edit: false}\naccepted: []\n"


@pytest.mark.parametrize(
    "present",
    [
        "",
        PRESENT,
        PRESENT.replace("\n", "\r\n"),
        "accepted:\npolicy:\n  # none\n  thresholds: {deletions: 1}",
        "policy:\n  allow_production_edit: false\n  thresholds:\n    deletions: 1\n# end",
        '{"version": 1}',
    ],
    ids=["nothing", "flow", "CRLF", "mixed", "block", "JSON"],
)
@pytest.mark.parametrize("command", ["diff", "apply"])
def test_several_refusals_are_answered_in_one_piece(cli, command, present):
    cli.write("plans/shop.yaml", shop_with(v1=f"production {TEN}"))
    cli("apply", "--yes")
    cli.write("plans/shop.yaml", shop_with(v1="production ABCDE"))
    (cli.directory / FILE).write_bytes(present.encode())
    wanted = ("diff",) if command == "diff" else ("apply", "--yes")
    result = cli(*wanted, "-o", "json")
    assert result.exit_code == (0 if command == "diff" else 5)
    assert rules(result) == ["production-edit", "many-removed", *["breaking"] * 5]
    refer = "To allow it, see what dataplan-sync.yaml needs for all of this, said in one piece."
    assert all(hazard["message"].endswith(f". {refer}") for hazard in hazards(result))
    (workspace,) = result.json["workspaces"]
    said = (workspace["notes"] if command == "diff" else result.json["errors"])[-1]
    assert said in cli(*wanted).err
    edit(cli, follow_all, said)
    result = cli("apply", "--yes", "-o", "json")
    assert (result.exit_code, rules(result)) == (0, []), result.out
    assert result.out.count(f'"accepted at {FILE}:') == 5
    (workspace,) = cli("diff", "-o", "json").json["workspaces"]
    assert [note.partition(": ")[0].partition(" matches ")[2] for note in workspace["notes"]] == [
        "no finding"
    ] * 5


def test_one_edit_to_many_events_is_accepted_by_one_entry(cli):
    def shop(kind):
        data = f"{{properties: {{custom_attributes: {{properties: {{size: {{type: {kind}}}}}}}}}}}"
        text = shop_with(v1="production ABCD")
        return text.replace("data: {}", f"data: {data}")

    cli.write("plans/shop.yaml", shop("number"))
    assert cli("apply", "--yes").exit_code == 0
    cli.write("plans/shop.yaml", shop("string"))
    cli.write(FILE, "policy: {allow_production_edit: true}\n")
    result = cli("apply", "--yes", "-o", "json")
    assert rules(result) == ["breaking"] * 4
    (said,) = result.json["errors"]
    assert said.count("- {rule:") == 1
    assert 'path: [shop, 1, "*", attributes, size, type]' in said
    edit(cli, follow_all, said)
    assert cli("apply", "--yes").exit_code == 0


@pytest.mark.parametrize("command", [("diff",), ("apply", "--yes")])
def test_what_nothing_allows_is_named_beside_what_can_be_allowed(cli, command):
    cli.write("plans/old.yaml", SHOP.replace("data_plan_id: shop", "data_plan_id: old"))
    cli.write("plans/shop.yaml", shop_with(v1=f"development {TEN}", v2="none A"))
    cli("apply", "--yes")
    active = {"activated_environment": "production"}
    cli.emulator.edit(workspace_id=1, data_plan_id="old", version=1, changes=active)
    (cli.directory / "plans/old.yaml").unlink()
    cli.write("plans/shop.yaml", shop_with(v1="none ABCDE", v2="none A"))
    cli.write(FILE, "policy: {prune: true, allow_delete: [old]}\n")
    result = cli(*command)
    said = result.err[result.err.index("No setting") :]
    assert said.startswith(
        "No setting allows this (delete-active): old v1 is active in production, and the API does not delete such"
    )
    assert said.count("No setting") == 1
    assert f"\nTo allow the rest, add at the end of {FILE}:\naccepted:\n" in said
    assert f"\nThen change line 1 of {FILE} to:\npolicy:\n  prune: true\n" in said
    edit(cli, follow_all, said.rstrip("\n"))
    result = cli("apply", "--yes", "-o", "json")
    assert (result.exit_code, rules(result)) == (5, ["delete-active"])


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
    edit(pruned, follow, hazards(result)[0]["message"])
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


def test_creating_a_data_plan_that_is_not_live_is_never_refused(cli):
    cli.write("plans/shop.yaml", shop_with(v1="production A", v2="production B"))
    result = cli("apply", "--yes", "-o", "json")
    assert (result.exit_code, rules(result)) == (0, [])
