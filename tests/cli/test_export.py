from __future__ import annotations

import json

import pytest

from tests.cli.conftest import SHOP

VERSION = {
    "version": 1,
    "data_plan_id": "shop",
    "version_description": "First",
    "activated_environment": "none",
    "version_document": {
        "data_points": [
            {
                "description": "Home",
                "match": {"type": "screen_view", "criteria": {"screen_name": "Home"}},
                "validator": {
                    "type": "json_schema",
                    "definition": {
                        "properties": {
                            "data": {
                                "type": "object",
                                "additionalProperties": True,
                                "properties": {
                                    "custom_attributes": {
                                        "type": "object",
                                        "additionalProperties": True,
                                        "properties": {"größe": {"type": "string", "title": "S"}},
                                        "required": ["größe"],
                                    }
                                },
                                "required": ["custom_attributes"],
                            }
                        }
                    },
                },
            }
        ]
    },
}
SHORT = """\
data_plan_id: shop
data_plan_name: Shop
data_plan_versions:
  - version: 1
    version_description: First
    data_points:
      - screen_view: Home
        description: Home
        attributes: {größe: {$ref: "shared/a.yaml#/size", required: true}}
"""


@pytest.fixture
def short(cli):
    """A data plan in short form, with a shared definition."""
    cli.write("plans/shop.yaml", SHORT)
    cli.write("plans/shared/a.yaml", "size: {type: string, title: S}\n")
    return cli


def test_the_plan_files_give_the_json_of_the_api_without_network(short):
    result = short("export", "shop@1", environ={})
    assert (result.exit_code, result.err) == (0, "")
    assert json.loads(result.out) == VERSION
    assert "größe" in result.out
    assert short.emulator.requests() == []


def test_it_is_what_the_api_gives_once_the_files_are_applied(short):
    exported = short("export", "shop@1").out
    assert short("apply", "--yes").exit_code == 0
    assert json.loads(short("export", "shop@1", "--live").out) == json.loads(exported)


def test_it_is_a_plan_file_itself(short):
    assert short("apply", "--yes").exit_code == 0
    short.write("plans/shop.yaml", "data_plan_id: shop\n")
    assert short("export", "shop@1", "--live", "-f", "plans/shop-v1.json").exit_code == 0
    assert short("diff", "--exit-code").exit_code == 0


def test_a_file_is_written_and_checked(short):
    first = short("export", "shop@1", "--output-file", "shop.json", environ={})
    assert (first.exit_code, first.out, first.err) == (0, "", "written shop.json\n")
    assert json.loads(short.read("shop.json")) == VERSION
    assert short("export", "shop@1", "-f", "shop.json", "--check", environ={}).exit_code == 0


def test_how_the_file_is_laid_out_makes_no_difference(short):
    short.write("shop.json", json.dumps(VERSION, sort_keys=True, indent=4))
    assert short("export", "shop@1", "-f", "shop.json", "--check").exit_code == 0


@pytest.mark.parametrize("content", [None, {}, {**VERSION, "version_description": "Second"}])
def test_a_file_that_is_out_of_date_fails_the_check_and_stays(short, content):
    if content is not None:
        short.write("shop.json", json.dumps(content))
    before = short.files()
    result = short("export", "shop@1", "-f", "shop.json", "--check")
    assert (result.exit_code, result.out, short.files()) == (1, "", before)
    assert "run dataplan-sync export shop@1 --output-file shop.json" in result.err


def test_a_file_that_is_no_json_is_named(short):
    short.write("shop.json", "{")
    result = short("export", "shop@1", "-f", "shop.json", "--check")
    assert result.exit_code == 1
    assert "shop.json is no JSON" in result.err


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (("shop",), "shop@3"),
        (("shop@0",), "shop@3"),
        (("shop@x",), "shop@3"),
        (("shop@2",), "only shop@1"),
        (("shopp@1",), "only shop"),
        (("shop@1", "--check"), "--output-file"),
        ((), "PLAN@VERSION"),
    ],
)
def test_wrong_usage_says_what_is_right(shop, argv, told):
    result = shop("export", *argv)
    assert (result.exit_code, result.out) == (2, "")
    assert told in result.err


def test_invalid_plan_files_export_nothing(shop):
    shop.write("plans/shop.yaml", SHOP.replace("version: 1", "version: one"))
    result = shop("export", "shop@1")
    assert (result.exit_code, result.out) == (4, "")
    assert "plans/shop.yaml:4:5" in result.err


def test_an_invalid_configuration_exports_nothing(shop):
    shop.write("dataplan-sync.yaml", "plan: x\n")
    result = shop("export", "shop@1")
    assert result.exit_code == 4
    assert 'did you mean "plans"' in result.out


def test_a_version_that_is_not_live_is_an_error(shop):
    result = shop("export", "shop@1", "--live")
    assert (result.exit_code, result.out) == (1, "")
    assert "404" in result.err
