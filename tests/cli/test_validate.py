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
    assert (result.exit_code, result.out) == (
        0,
        "No problems found in 0 data plans, 0 versions, 0 data points, 0 fixtures.\n",
    )


def test_a_configuration_that_is_wrong_is_reported_in_every_format(cli):
    cli.write("dataplan-sync.yaml", "version: 1\nruels: {}\n")
    for output in ("text", "json", "markdown", "sarif", "junit", "github"):
        result = cli("validate", "-o", output)
        assert result.exit_code == 4
        assert "ruels" in result.out


CLEAN = "data_plan_id: shop\ndata_plan_name: Shop\ndata_plan_versions:\n- version: 1\n  data_points: []\n"


def test_the_end_says_what_was_looked_at(shop):
    shop.write("plans/shop.yaml", CLEAN)
    point = "- match: {type: screen_view, criteria: {screen_name: A}}\n  description: d\n  validator: {definition: {}}\n"
    shop.write("plans/web/versions/1/a.yaml", point)
    shop.write("plans/web/versions/1/b.yaml", point.replace("A}", "B}"))
    case = "- name: a\n  event: {event_type: screen_view, data: {screen_name: A}}\n  must: pass\n"
    shop.write("plans/web/tests/a.yaml", case)
    last = "in 2 data plans, 2 versions, 2 data points, 1 fixture"

    assert shop("validate").out == f"No problems found {last}.\n"

    shop.write("plans/web/tests/a.yaml", case.replace("pass", "fail"))
    assert shop("validate").out.splitlines()[-1] == f"1 error {last.replace('1 fix', '0 fix')}s"


def test_a_folder_that_is_missing_is_told_from_an_empty_one(cli):
    missing = cli("validate")
    cli.write("plans/README.md", "")
    empty = cli("validate")

    assert missing.exit_code == empty.exit_code == 4
    assert "there is no folder plans; name the folder" in missing.out
    assert "there are no plan files (.yaml, .yml, .json) below plans; name the folder" in empty.out


def test_junit_has_every_file_and_no_failure_for_a_warning(shop):
    point = "- match: {{type: screen_view, criteria: {{screen_name: {0}}}}}\n  validator: {{definition: {{}}}}\n"
    shop.write("plans/shop.yaml", CLEAN)
    shop.write("plans/web/versions/1/a.yaml", point.format("A"))
    shop.write("plans/web/versions/1/b.yaml", point.format("B"))
    shop.write(
        "plans/web/tests/a.yaml",
        "- name: a\n  event: {event_type: screen_view, data: {screen_name: A}}\n  must: pass\n",
    )
    result = shop("validate", "-o", "junit")

    suites = ET.fromstring(result.out.encode())
    assert (result.exit_code, suites.attrib["failures"]) == (0, "0")
    assert [suite.attrib["name"] for suite in suites] == [
        "plans/shop.yaml",
        "plans/web/tests/a.yaml",
        "plans/web/versions/1/a.yaml",
        "plans/web/versions/1/b.yaml",
    ]
    assert len(list(suites.iter("system-out"))) == 1


def test_an_error_in_one_data_plan_hides_no_failed_fixture_of_another(shop):
    shop.write("plans/shop.yaml", CLEAN)
    shop.write("plans/web.yaml", "data_plan_id: web\ndata_plan_name: 1\n")
    shop.write(
        "plans/shop/tests/a.yaml",
        "- name: a\n  event: {event_type: screen_view, data: {screen_name: Nowhere}}\n  must: pass\n",
    )
    problems = shop("validate", "-o", "json").json["workspaces"][0]["problems"]
    assert [problem["rule"] for problem in problems] == ["wrong-type", "fixture-failed"]


def test_fixture_events_can_be_made_warnings(shop):
    shop.write(
        "plans/shop/tests/a.yaml",
        "- name: a\n  event: {event_type: screen_view, data: {screen_name: Nowhere}}\n  must: pass\n",
    )
    shop.write("dataplan-sync.yaml", "version: 1\nrules: {fixture-failed: warning}\n")
    result = shop("validate")
    assert (result.exit_code, "fixture-failed" in result.out) == (0, True)


def test_a_rule_that_cannot_be_turned_off_is_not_said_to_be_none(shop):
    shop.write("dataplan-sync.yaml", "version: 1\nrules: {duplicate-key: off}\n")
    result = shop("validate")
    assert result.exit_code == 4
    assert (
        "duplicate-key cannot be configured: where it is broken, a file does not say for certain what it declares"
        in result.out
    )
