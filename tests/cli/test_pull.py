from __future__ import annotations

import json

import pytest

from tests.cli.conftest import SHOP

PULLED = ["plans/shop/plan.yaml", "plans/shop/versions/1.yaml"]


@pytest.fixture
def live(shop):
    """A workspace that holds the shop, and no plan files."""
    assert shop("apply", "--yes").exit_code == 0
    (shop.directory / "plans/shop.yaml").unlink()
    return shop


def test_a_pull_writes_a_folder_a_data_plan_and_a_file_a_version(live):
    result = live("pull")
    assert (result.exit_code, live.files()) == (0, PULLED)
    assert "plans/shop/versions/1.yaml" in result.out
    assert live("diff", "--exit-code").exit_code == 0
    assert "enum: [S, M, 'NO']" in live.read("plans/shop/versions/1.yaml")


def test_a_pull_says_file_by_file_what_it_did(live):
    (workspace,) = live("pull", "-o", "json").json["workspaces"]
    assert workspace["files"] == [{"path": path, "fate": "written"} for path in PULLED]
    (workspace,) = live("pull", "-o", "json").json["workspaces"]
    assert workspace["files"] == [{"path": path, "fate": "unchanged"} for path in PULLED]


def test_a_pull_brings_its_own_files_up_to_date(live):
    live("pull")
    live.emulator.edit(workspace_id=1, data_plan_id="shop", changes={"data_plan_name": "New"})
    assert live("pull").exit_code == 0
    assert "data_plan_name: New" in live.read("plans/shop/plan.yaml")


def test_a_pull_removes_its_own_files_of_what_is_no_longer_live(live):
    live("pull")
    live.emulator.edit(workspace_id=1, data_plan_id="shop", delete=True)
    live.emulator.edit(workspace_id=1, data_plan_id="app", changes={"data_plan_name": "App"})
    result = live("pull")
    assert result.exit_code in (0, 5)
    assert not any(path.startswith("plans/shop/") for path in live.files())


def test_edited_files_are_not_overwritten_unless_told(live):
    live("pull")
    mine = live.read(PULLED[1]).replace("development", "none")
    live.write(PULLED[1], mine)
    result = live("pull")
    assert (result.exit_code, live.read(PULLED[1])) == (5, mine)
    assert PULLED[1] in result.err
    assert live("pull", "--force").exit_code == 0
    assert live("diff", "--exit-code").exit_code == 0


def test_nothing_is_written_if_anything_is_in_the_way(live):
    live.write("plans/shop/versions/1.json", "{}")
    result = live("pull")
    assert (result.exit_code, live.files()) == (5, ["plans/shop/versions/1.json"])


def test_a_data_plan_that_is_declared_elsewhere_is_in_the_way_even_by_force(live):
    live.write("plans/mine.yaml", SHOP)
    for argv in (["pull"], ["pull", "--force"]):
        result = live(*argv)
        assert (result.exit_code, live.files()) == (5, ["plans/mine.yaml"])
        assert "plans/mine.yaml:1:1: shop is declared here" in result.err


def test_windows_line_ends_do_not_count_as_an_edit(live):
    live("pull")
    text = live.read(PULLED[1])
    (live.directory / PULLED[1]).write_bytes(text.replace("\n", "\r\n").encode())
    assert live("pull").exit_code == 0


def test_an_empty_workspace_is_said_plainly(cli):
    result = cli("pull")
    assert (result.exit_code, cli.files()) == (0, [])
    assert result.out


@pytest.mark.parametrize("data_plan_id", ["shared", "_odd", "UPPER", "-x", "x" * 150])
def test_ids_that_make_no_folder_get_a_file_with_the_id_inside(cli, data_plan_id):
    cli.emulator.edit(
        workspace_id=1,
        data_plan_id=data_plan_id,
        changes={"data_plan_name": "Odd"},
    )
    cli.emulator.edit(
        workspace_id=1,
        data_plan_id=data_plan_id,
        version=1,
        changes={"version_document": {"data_points": []}},
    )
    result = cli("pull")
    assert result.exit_code == 0, result
    (path,) = cli.files()
    assert path.count("/") == 1
    assert cli("diff", "--exit-code").exit_code == 0


def test_a_link_out_of_the_plans_directory_is_not_followed(live, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    (live.directory / "plans/shop").symlink_to(outside)
    result = live("pull", "--force")
    assert result.exit_code == 5
    assert list(outside.iterdir()) == []


def test_pulled_text_keeps_its_type_and_odd_characters(live):
    names = [
        "NO",
        "012",
        "1e3",
        "0o7",
        "1:30",
        "<<",
        "a: b",
        "# c",
        "é|@",
        "\u2028",
        "line\nline",
        " x ",
    ]
    live.emulator.edit(
        workspace_id=1,
        data_plan_id="shop",
        version=1,
        set=[
            {
                "match_key": "custom_event:transaction:Bought",
                "pointer": "/validator/definition/properties/data/properties/custom_attributes"
                "/properties/size/enum",
                "value": names,
            }
        ],
    )
    assert live("pull").exit_code == 0
    assert live("diff", "--exit-code").exit_code == 0
    live.write(
        "plans/shop/versions/1.yaml", live.read("plans/shop/versions/1.yaml") + "# touched\n"
    )
    (workspace,) = live("diff", "-o", "json").json["workspaces"]
    assert workspace["changes"] == []
    assert json.dumps(workspace)


def test_what_plan_files_cannot_hold_is_refused_before_the_first_file(live):
    live.emulator.edit(workspace_id=1, data_plan_id="a b", changes={"data_plan_name": "Spaced"})
    result = live("pull")
    assert (result.exit_code, live.files()) == (4, [])
    assert 'data_plan_id "a b" holds a space' in result.err


def test_a_version_without_data_points_is_pulled_as_one(cli):
    cli.emulator.edit(
        workspace_id=1, data_plan_id="shop", version=1, changes={"version_document": {}}
    )
    assert cli("pull").exit_code == 0
    assert "data_points: []" in cli.read("plans/shop/versions/1.yaml")
    assert cli("diff", "--exit-code").exit_code == 0
