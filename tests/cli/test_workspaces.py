"""Several workspaces in one run, each an emulated one with a credential and a policy of its own."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import SHOP

FILE = "dataplan-sync.yaml"
TWO = """\
workspaces:
  dev: {id: 1}
  prod:
    id: 2
    credentials: {client_secret_env: PROD_SECRET}
"""
OTHER = SHOP.replace("shop", "mobile").replace("Shop", "Mobile")
ALL = ("--workspace", "all")


@pytest.fixture
def two(shop):
    """Two workspaces, described in this order, and one data plan in the plan files."""
    shop.write(FILE, TWO)
    secret = shop.environ["MPARTICLE_CLIENT_SECRET"]
    del shop.environ["MPARTICLE_WORKSPACE_ID"]
    shop.environ["PROD_SECRET"] = secret
    return shop


def workspaces(result):
    return {found["name"]: found for found in result.json["workspaces"]}


def outcomes(found):
    return [change["outcome"] for change in found["changes"]]


def codes(result):
    return {name: found["exit_code"] for name, found in workspaces(result).items()}


@pytest.mark.parametrize(("command", "code"), [("diff", 0), ("drift", 3)])
def test_looking_takes_all_where_none_is_chosen_in_the_order_of_the_file(two, command, code):
    result = two(command, "-o", "json")
    assert (result.exit_code, list(codes(result).items())) == (
        code,
        [("dev", code), ("prod", code)],
    )
    assert [found["id"] for found in result.json["workspaces"]] == [1, 2]


def test_text_and_markdown_have_a_section_for_each(two):
    text = two("diff").out
    assert text.index("workspace dev (1)") < text.index("workspace prod (2)")
    markdown = two("diff", "-o", "markdown").out
    assert "### workspace dev (1): 1 data plan and 1 version to create" in markdown
    assert "### workspace prod (2): 1 data plan and 1 version to create" in markdown


@pytest.mark.parametrize("command", [("apply", "--yes"), ("pull",)])
def test_writing_takes_none_where_none_is_chosen_and_lists_them(two, command):
    result = two(*command)
    assert (result.exit_code, two.emulator.requests()) == (2, [])
    assert "dev (1), prod (2)" in result.err


@pytest.mark.parametrize(
    ("words", "chosen"),
    [
        (("--workspace", "prod"), ["prod"]),
        (("--workspace", "2"), ["prod"]),
        (("--workspace-id", "2"), ["prod"]),
        (("--workspace", "prod", "--workspace", "dev"), ["dev", "prod"]),
        (("--workspace", "prod,dev"), ["dev", "prod"]),
        (ALL, ["dev", "prod"]),
    ],
)
def test_workspaces_are_chosen_by_name_or_id(two, words, chosen):
    assert list(codes(two("diff", *words, "-o", "json"))) == chosen


def test_the_environment_chooses_and_an_option_wins(two):
    two.environ["MPARTICLE_WORKSPACE_ID"] = "2"
    assert list(codes(two("diff", "-o", "json"))) == ["prod"]
    assert list(codes(two("diff", "--workspace", "dev", "-o", "json"))) == ["dev"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--workspace", "prd"), 'did you mean "prod"?'),
        (("--workspace-id", "7"), 'There is no workspace "7"'),
    ],
)
def test_what_is_not_described_cannot_be_chosen(two, words, told):
    result = two("diff", *words)
    assert (result.exit_code, two.emulator.requests()) == (2, [])
    assert told in result.err
    assert "Known are dev (1), prod (2)" in result.err


def test_without_a_description_a_number_is_all_there_is(shop):
    assert list(codes(shop("diff", "--workspace", "2", "-o", "json"))) == ["2"]
    assert list(codes(shop("diff", *ALL, "-o", "json"))) == ["1"]
    result = shop("diff", "--workspace", "dev")
    assert result.exit_code == 2
    assert "describes no workspaces" in result.err
    assert shop("diff", "--workspace-id", "-5").exit_code == 2


def test_the_only_one_described_needs_no_choice(two):
    two.write(FILE, "workspaces: {dev: {id: 1}}\n")
    result = two("apply", "--yes")
    assert result.exit_code == 0
    assert "workspace dev (1)" in result.out


def test_one_that_fails_does_not_hide_the_other(two):
    del two.environ["PROD_SECRET"]
    result = two("diff", "--exit-code", "-o", "json")
    assert (result.exit_code, codes(result)) == (2, {"dev": 3, "prod": 2})
    (error,) = workspaces(result)["prod"]["errors"]
    assert "PROD_SECRET: the secret of that credential, for the workspace prod" in error
    assert result.json["errors"] == []
    text = two("diff")
    assert text.exit_code == 2
    assert "PROD_SECRET" in text.out
    assert "Bought" in text.out
    assert "PROD_SECRET" in two("diff", "-o", "markdown").out


def test_the_only_one_that_is_chosen_fails_as_ever(two):
    del two.environ["PROD_SECRET"]
    result = two("diff", "--workspace", "prod", "-o", "json")
    assert (result.exit_code, result.json["workspaces"]) == (2, [])
    assert "PROD_SECRET" in result.json["errors"][0]


def test_plan_files_are_read_once_and_their_problems_told_once(two):
    two.write("plans/broken.yaml", "[")
    for command in (("diff",), ("drift",), ("apply", "--yes", *ALL)):
        result = two(*command, "-o", "json")
        assert (result.exit_code, len(result.json["workspaces"])) == (4, 1)


def test_apply_goes_through_them_in_order(two):
    result = two("apply", "--yes", *ALL, "-o", "json")
    assert (result.exit_code, codes(result)) == (0, {"dev": 0, "prod": 0})
    paths = [
        entry["path"].partition("/workspaces/")[2].partition("/")[0]
        for entry in two.emulator.requests()
        if entry["method"] != "GET" and "/workspaces/" in entry["path"]
    ]
    assert paths == ["1", "1", "2", "2"]
    assert two("diff", "--exit-code").exit_code == 0


def test_apply_writes_nowhere_if_anything_speaks_against_one(two):
    del two.environ["PROD_SECRET"]
    result = two("apply", "--yes", *ALL, "-o", "json")
    assert (result.exit_code, two.writes()) == (2, [])
    found = workspaces(result)
    assert outcomes(found["dev"]) == ["not attempted", "not attempted"]
    assert "prod" in found["dev"]["changes"][0]["reason"]


def test_one_that_is_not_applied_whole_stops_those_behind_it(two):
    two.emulator.inject({"kind": "status", "status": 400, "match": {"method": "PATCH"}})
    result = two("apply", "--yes", *ALL, "-o", "json")
    found = workspaces(result)
    assert (result.exit_code, codes(result)) == (7, {"dev": 7, "prod": 1})
    assert outcomes(found["dev"]) == ["applied", "failed"]
    assert outcomes(found["prod"]) == ["not attempted", "not attempted"]
    assert "dev comes first" in found["prod"]["changes"][0]["reason"]
    assert two("apply", "--yes", *ALL).exit_code == 0


def test_what_was_reviewed_is_applied_in_each(two):
    report = two.write("reviewed.json", two("diff", "-o", "json").out)
    two("apply", "--yes", "--workspace", "dev")
    two.write("plans/mobile.yaml", OTHER)
    stale = two("apply", "--yes", *ALL, "--reviewed", str(report), "-o", "json")
    assert (stale.exit_code, codes(stale)) == (6, {"dev": 6, "prod": 6})
    (two.directory / "plans/mobile.yaml").unlink()
    assert two("apply", "--yes", *ALL, "--reviewed", str(report)).exit_code == 0


def test_a_fingerprint_stands_for_one_workspace(two):
    result = two("apply", "--yes", *ALL, "--fingerprint", "0" * 64)
    assert (result.exit_code, two.writes()) == (2, [])
    assert "--workspace" in result.err


def test_what_a_workspace_is_not_about_does_not_exist_for_it(two):
    two.write("plans/mobile.yaml", OTHER)
    assert two("apply", "--yes", *ALL).exit_code == 0
    two.write(
        FILE, TWO + "    exclude: [mob*]\n    policy: {prune: true, allow_delete: [mobile]}\n"
    )
    two.write("plans/mobile.yaml", OTHER.replace("Mobile", "App"))
    assert {
        name: [change["data_plan_id"] for change in found["changes"]]
        for name, found in workspaces(two("diff", "-o", "json")).items()
    } == {"dev": ["mobile"], "prod": []}
    (two.directory / "plans/mobile.yaml").unlink()
    found = workspaces(two("diff", "-o", "json"))
    assert found["dev"]["unmanaged"] == [{"object": "data_plan", "data_plan_id": "mobile"}]
    assert (found["prod"]["unmanaged"], found["prod"]["notes"]) == ([], [])
    assert two("drift").exit_code == 0


def test_a_pull_takes_and_removes_only_what_a_workspace_is_about(two):
    two.write("plans/mobile.yaml", OTHER)
    two("apply", "--yes", *ALL)
    assert two("pull", "--workspace", "dev", "--plans", "pulled").exit_code == 0
    both = [path for path in two.files() if path.startswith("pulled/")]
    assert any("mobile" in path for path in both)
    two.write(FILE, TWO + "    exclude: [mobile]\n")
    assert two("pull", "--workspace", "prod", "--plans", "pulled").exit_code == 0
    assert [path for path in two.files() if path.startswith("pulled/")] == both
    assert two("pull", "--workspace", "prod", "--plans", "alone").exit_code == 0
    assert not [path for path in two.files() if path.startswith("alone/mobile")]


def test_a_refusal_says_what_to_change_for_that_workspace_alone(two):
    two("apply", "--yes", *ALL)
    lowered = SHOP.replace("activated_environment: development", "activated_environment: none")
    two.write("plans/shop.yaml", lowered)
    two.write(FILE, "policy: {allow_lower: true}\n" + TWO + "    policy: {allow_lower: false}\n")
    found = workspaces(two("diff", "-o", "json"))
    assert found["dev"]["hazards"] == []
    (hazard,) = found["prod"]["hazards"]
    assert hazard["message"].endswith(
        "change line 7 of dataplan-sync.yaml to (behind 4 spaces): policy: {allow_lower: true}"
    )


def test_the_next_command_names_the_workspace(two):
    assert "dataplan-sync diff --workspace prod" in two("drift", "--workspace", "prod").out


def test_validate_needs_no_choice(two):
    assert two("validate").exit_code == 0


def test_json_names_them_as_the_configuration_does(two):
    found = json.loads(two("diff", "-o", "json").out)["workspaces"]
    assert [(one["name"], one["id"]) for one in found] == [("dev", 1), ("prod", 2)]


def test_an_overlay_is_what_a_workspace_wants_otherwise(two):
    two.write(FILE, TWO + "    overlay: {shop: {versions: {1: {activated_environment: none}}}}\n")
    assert two("apply", "--yes", *ALL).exit_code == 0
    found = workspaces(two("diff", "-o", "json"))
    assert [one["summary"]["unchanged"] for one in found.values()] == [2, 2]
    two.write(FILE, TWO)
    found = workspaces(two("diff", "-o", "json"))
    assert found["dev"]["changes"] == []
    ((field,),) = (change["fields"] for change in found["prod"]["changes"])
    assert (field["before"], field["after"]) == ("none", "development")


@pytest.mark.parametrize("command", [("validate",), ("diff",), ("apply", "--yes", *ALL)])
def test_an_overlay_of_what_nobody_declares_is_invalid(two, command):
    two.write(FILE, TWO + "    overlay: {shopp: {data_plan_name: x}}\n")
    result = two(*command)
    assert (result.exit_code, two.writes()) == (4, [])
    assert 'dataplan-sync.yaml:6:15: error: no plan file declares shopp: did you mean "shop"?' in (
        result.out
    )
