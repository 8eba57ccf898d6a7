from __future__ import annotations

from tests.cli.conftest import SHOP


def test_valid_files_need_no_credentials_and_no_network(shop):
    result = shop("validate", environ={})
    assert (result.exit_code, result.err) == (0, "")
    assert shop.emulator.requests() == []


def test_all_problems_of_all_files_are_listed_with_their_places(shop):
    shop.write("plans/shop.yaml", SHOP.replace("activated_environment", "activated_environmment"))
    shop.write("plans/empty.yaml", "")
    shop.write("plans/broken.yaml", "a: [")
    shop.write("plans/twice.yaml", "data_plan_id: a\ndata_plan_id: b\n")
    result = shop("validate", environ={})
    assert result.exit_code == 4
    for place in (
        "plans/shop.yaml:5:5",
        "plans/empty.yaml:1:1",
        "plans/broken.yaml:",
        "plans/twice.yaml:2:1",
    ):
        assert place in result.out
    assert 'did you mean "activated_environment"?' in result.out


def test_a_warning_does_not_make_files_invalid(shop):
    shop.write("plans/shop.yaml", SHOP + "x_owner: me\n")
    result = shop("validate")
    assert result.exit_code == 0
    assert "unknown-key" in result.out


def test_no_plan_files_at_all_is_an_error(cli):
    result = cli("validate", "-o", "json")
    assert result.exit_code == 4
    assert [problem["rule"] for problem in result.json["workspaces"][0]["problems"]] == [
        "no-plan-files"
    ]


def test_problems_in_json_carry_rule_severity_and_place(shop):
    shop.write("plans/shop.yaml", SHOP.replace("version: 1", "version: one"))
    (problem,) = shop("validate", "-o", "json").json["workspaces"][0]["problems"]
    assert (problem["rule"], problem["severity"]) == ("wrong-type", "error")
    assert (problem["file"], problem["line"], problem["column"]) == ("plans/shop.yaml", 4, 5)
