from __future__ import annotations

import json

from tests.cli.conftest import SHOP


def fields(result):
    (workspace,) = result.json["workspaces"]
    return [
        (field["path"], field.get("before", "absent"), field.get("after", "absent"))
        for change in workspace["changes"]
        for field in change["fields"]
    ]


def test_an_empty_workspace_gets_creates(shop):
    result = shop("diff", "-o", "json")
    assert result.exit_code == 0
    (workspace,) = result.json["workspaces"]
    assert workspace["summary"]["create"] == 2
    assert [
        (
            change["kind"],
            change["object"],
            change["data_plan_id"],
            change["version"],
            change["line"],
        )
        for change in workspace["changes"]
    ] == [
        ("create", "data_plan", "shop", None, 1),
        ("create", "data_plan_version", "shop", 1, 4),
    ]
    assert shop.writes() == []


def test_pending_changes_are_an_exit_code_only_if_asked(shop):
    assert shop("diff").exit_code == 0
    assert shop("diff", "--exit-code").exit_code == 3


def test_after_an_apply_nothing_differs(shop):
    assert shop("apply", "--yes").exit_code == 0
    result = shop("diff", "--exit-code", "-o", "json")
    assert result.exit_code == 0
    summary = result.json["workspaces"][0]["summary"]
    assert [summary[kind] for kind in ("create", "update", "delete", "unchanged")] == [0, 0, 0, 2]


def test_one_changed_type_is_exactly_that_leaf(shop):
    shop("apply", "--yes")
    shop.write("plans/shop.yaml", SHOP.replace("type: string,", "type: number,"))
    assert fields(shop("diff", "-o", "json")) == [
        (["custom_event:transaction:Bought", "attributes", "size", "type"], "string", "number")
    ]


def test_order_and_nulls_make_no_difference(shop):
    shop("apply", "--yes")
    reordered = (
        SHOP.replace("enum: [S, M, NO]", "enum: [NO, S, M]")
        .replace("{type: string,", "{description: '', type: string,")
        .replace("    version_document:", "    version_description: null\n    version_document:")
        .replace("data_plan_name: Shop\n", "")
        + "data_plan_name: Shop\n"
    )
    shop.write("plans/shop.yaml", reordered)
    assert shop("diff", "--exit-code").exit_code == 0


def test_what_is_live_and_not_declared_is_listed_and_left_alone(shop):
    shop("apply", "--yes")
    shop.write("plans/shop.yaml", SHOP.replace("version: 1", "version: 2"))
    shop("apply", "--yes")
    shop.write("plans/shop.yaml", "data_plan_id: other\ndata_plan_name: Other\n")
    (workspace,) = shop("diff", "-o", "json").json["workspaces"]
    assert workspace["unmanaged"] == [{"object": "data_plan", "data_plan_id": "shop"}]
    assert [hazard["rule"] for hazard in workspace["hazards"]] == ["no-version"]


def test_invalid_files_are_reported_before_the_workspace_is_asked(shop):
    shop.write("plans/shop.yaml", SHOP + "data_plan_id: again\n")
    result = shop("diff")
    assert result.exit_code == 4
    assert "duplicate-key" in result.out
    assert shop.emulator.requests() == []


def test_text_and_markdown_carry_the_fingerprint_of_the_json(shop):
    fingerprint = shop("diff", "-o", "json").json["workspaces"][0]["fingerprint"]
    assert fingerprint[:8] in shop("diff").out
    assert fingerprint[:8] in shop("diff", "-o", "markdown").out


def test_the_fingerprint_does_not_depend_on_how_files_are_laid_out(shop):
    first = shop("diff", "-o", "json").json["workspaces"][0]["fingerprint"]
    shop.write("plans/shop.yaml", "")
    (shop.directory / "plans/shop.yaml").unlink()
    shop.write("plans/shop/plan.yaml", "data_plan_name: Shop\n")
    points = SHOP.partition("data_points:\n")[2]
    shop.write(
        "plans/shop/versions/1.yaml", f"activated_environment: development\ndata_points:\n{points}"
    )
    assert shop("diff", "-o", "json").json["workspaces"][0]["fingerprint"] == first


def test_json_output_is_utf8_whatever_names_hold(shop):
    shop.write("plans/shop.yaml", SHOP.replace("Bought", "Käuflich 🛒"))
    result = shop("diff", "-o", "json")
    assert "Käuflich 🛒" in result.out
    json.loads(result.out)
