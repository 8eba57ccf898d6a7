from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest

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


def test_text_quotes_the_line_with_a_caret_below_the_place(shop):
    shop.write("plans/shop.yaml", SHOP.replace("activated_environment", "activated_environmment"))
    assert shop("validate").out.startswith(
        'plans/shop.yaml:5:5: error: unknown key "activated_environmment": '
        'did you mean "activated_environment"? [mistyped-key]\n'
        "  5 |     activated_environmment: development\n"
        "    |     ^\n"
    )


@pytest.mark.parametrize("problem_format", ["sarif", "junit", "github", "SARIF"])
@pytest.mark.parametrize("text", [SHOP, "data_plan_id: [\n"], ids=["valid", "broken"])
def test_the_exit_code_is_the_same_in_every_format(shop, problem_format, text):
    shop.write("plans/shop.yaml", text)
    result = shop("validate", "-o", problem_format)
    assert (result.exit_code, result.err) == (shop("validate").exit_code, "")


def test_tools_get_the_same_problems(shop):
    shop.write("plans/shop.yaml", "data_plan_id: shop\n  x: 1\n")
    (result,) = json.loads(shop("validate", "-o", "sarif").out)["runs"][0]["results"]
    assert result["ruleId"] == "yaml-syntax"
    suites = ET.fromstring(shop("validate", "-o", "junit").out.encode())
    assert [case.attrib["name"] for case in suites.iter("testcase")] == ["yaml-syntax at 2:4"]
    first = shop("validate", "-o", "github").out.partition("\n")[0]
    assert first.startswith(
        "::error file=plans/shop.yaml,line=2,col=4,title=yaml-syntax::mapping values"
    )


def test_other_commands_do_not_write_for_such_tools(shop):
    result = shop("diff", "-o", "sarif")
    assert result.exit_code == 2
    assert "sarif" in result.err


def test_the_configuration_says_how_bad_a_rule_is(shop):
    shop.write("plans/shop.yaml", SHOP + "x_owner: me\n")
    shop.write("dataplan-sync.yaml", "version: 1\nrules: {unknown-key: error}\n")
    assert shop("validate").exit_code == 4
    shop.write("dataplan-sync.yaml", "version: 1\nrules: {unknown-key: off}\n")
    result = shop("validate")
    assert (result.exit_code, "unknown-key" in result.out) == (0, False)


def test_an_empty_folder_is_valid_where_the_policy_says_so(cli):
    cli.write("dataplan-sync.yaml", "version: 1\npolicy: {allow_empty: true}\n")
    result = cli("validate")
    assert (result.exit_code, result.out) == (0, "No problems found.\n")


def test_a_configuration_that_is_wrong_is_reported_in_every_format(cli):
    cli.write("dataplan-sync.yaml", "version: 1\nruels: {}\n")
    for output in ("text", "json", "markdown", "sarif", "junit", "github"):
        result = cli("validate", "-o", output)
        assert result.exit_code == 4
        assert "ruels" in result.out
