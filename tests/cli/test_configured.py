from __future__ import annotations

import json

import pytest

from tests.cli.conftest import SHOP

FILE = "dataplan-sync.yaml"


@pytest.mark.parametrize("command", ["validate", "diff", "apply", "drift", "pull"])
def test_an_invalid_configuration_ends_every_command_before_it_does_anything(shop, command):
    shop.write(FILE, "policy:\n  prnue: true\n")
    result = shop(command, "-o", "json")
    assert (result.exit_code, shop.emulator.requests()) == (4, [])
    (problem,) = result.json["workspaces"][0]["problems"]
    assert (problem["file"], problem["line"], problem["column"]) == (FILE, 2, 3)
    assert problem["message"] == 'unknown key "prnue": did you mean "prune"?'
    assert result.json["command"] == command


def test_the_text_says_where_it_is_wrong(shop):
    shop.write(FILE, "polcy: {}\n")
    result = shop("diff")
    assert result.exit_code == 4
    assert result.out.startswith('dataplan-sync.yaml:1:1: error: unknown key "polcy"')


def test_annotations_name_it_too(shop):
    shop.write(FILE, "polcy: {}\n")
    result = shop("validate", "-o", "github")
    assert result.exit_code == 4
    assert "file=dataplan-sync.yaml,line=1" in result.out
    sarif = json.loads(shop("validate", "-o", "sarif").out)
    assert sarif["runs"][0]["results"][0]["ruleId"] == "configuration"


def test_it_says_where_the_plan_files_are_and_an_option_wins(cli):
    cli.write("data/shop.yaml", SHOP)
    cli.write(FILE, "plans: data\n")
    assert cli("diff", "--exit-code").exit_code == 3
    assert cli("diff", "--plans", "plans").exit_code == 4


def test_another_file_is_named_with_an_option(shop):
    shop.write("config/mine.yaml", "plans: ../plans\nnonsense: 1\n")
    result = shop("diff", "--config", "config/mine.yaml")
    assert result.exit_code == 4
    assert result.out.startswith("config/mine.yaml:2:1: error:")
    assert shop("diff", "--config", "none.yaml").exit_code == 2


def test_severities_are_those_of_the_configuration(shop):
    shop.write(
        "plans/shop.yaml",
        SHOP.replace(
            "        - description: Something was bought\n          match", "        - match"
        ),
    )
    assert shop("validate").exit_code == 0
    shop.write(FILE, "rules: {missing-description: error}\n")
    result = shop("validate")
    assert result.exit_code == 4
    assert "[missing-description]" in result.out
    assert shop("apply", "--yes").exit_code == 4
    assert shop("drift").exit_code == 3, "what is live is compared with files of any taste"
    shop.write(FILE, "rules: {missing-description: off}\n")
    assert "[missing-description]" not in shop("validate").out


def test_an_empty_directory_may_be_allowed(cli):
    assert cli("validate").exit_code == 4
    cli.write(FILE, "policy: {allow_empty: true}\n")
    assert cli("validate").exit_code == 0
    assert cli("diff").exit_code == 0
