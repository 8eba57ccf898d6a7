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


def test_edited_files_are_merged_into_and_their_comments_stay(live):
    live("pull")
    mine = live.read(PULLED[1]).replace("development", "none # for now")
    live.write(PULLED[1], mine)
    result = live("pull", "-o", "json")
    assert result.exit_code == 0
    assert live.read(PULLED[1]) == mine.replace("none #", "development #")
    fates = {file["path"]: file["fate"] for file in result.json["workspaces"][0]["files"]}
    assert fates == {PULLED[0]: "unchanged", PULLED[1]: "merged"}
    assert live("diff", "--exit-code").exit_code == 0


def test_force_writes_edited_files_anew(live):
    live("pull")
    fresh = live.read(PULLED[1])
    live.write(PULLED[1], fresh.replace("development", "none # for now"))
    assert live("pull", "--force").exit_code == 0
    assert live.read(PULLED[1]) == fresh


def test_what_pull_edited_in_its_own_files_counts_as_its_own(live):
    live("pull")
    live.write(PULLED[0], live.read(PULLED[0]) + "# mine\n")
    live.emulator.edit(
        workspace_id=1, data_plan_id="shop", version=1, changes={"version_description": "New"}
    )
    assert live("pull").exit_code == 0
    assert live.read(PULLED[0]).endswith("# mine\n")
    live.emulator.edit(workspace_id=1, data_plan_id="app", changes={"data_plan_name": "App"})
    live.emulator.edit(workspace_id=1, data_plan_id="shop", delete=True)
    assert live("pull").exit_code == 0
    assert PULLED[1] not in live.files()
    assert PULLED[0] in live.files()


def test_a_data_plan_that_is_declared_in_a_file_of_another_name_is_merged_there(live):
    mine = SHOP.replace("[S, M, NO]", "[S]").replace("_name: Shop", "_name: Mine # mine")
    live.write("plans/mine.yaml", f"# ours\n{mine}")
    result = live("pull")
    assert (result.exit_code, live.files()) == (0, ["plans/mine.yaml"])
    assert live.read("plans/mine.yaml") == "# ours\n" + mine.replace("[S]", "[S, M, 'NO']").replace(
        "Mine # mine", "Shop # mine"
    )


def test_what_is_declared_and_not_live_is_left_alone_with_a_note(live):
    live.write("plans/new.yaml", SHOP.replace("id: shop", "id: new"))
    result = live("pull")
    assert result.exit_code == 0
    assert "new v1 is declared and not live; its files were left alone" in result.out + result.err


def test_one_data_plan_and_one_version_can_be_pulled(live):
    live.emulator.edit(workspace_id=1, data_plan_id="app", changes={"data_plan_name": "App"})
    for number in (1, 2):
        live.emulator.edit(
            workspace_id=1,
            data_plan_id="app",
            version=number,
            changes={"version_document": {"data_points": []}},
        )
    assert live("pull", "--plan", "app", "--version", "2").exit_code == 0
    assert live.files() == ["plans/app/plan.yaml", "plans/app/versions/2.yaml"]
    assert live("pull", "--plan", "shop").exit_code == 0
    assert live.files() == ["plans/app/plan.yaml", "plans/app/versions/2.yaml", *PULLED]


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--plan", "gone"], "gone: not live"),
        (["--plan", "shop", "--version", "7"], "version 7: not live"),
        (["--version", "1"], "name it with --plan"),
    ],
)
def test_what_is_not_live_cannot_be_pulled(live, options, reason):
    result = live("pull", *options)
    assert (result.exit_code, live.files()) == (2, [])
    assert reason in result.err


@pytest.mark.parametrize("aside", ["aside", "aside.json"])
def test_what_plan_files_cannot_hold_is_set_aside_and_the_rest_is_pulled(live, aside):
    live.emulator.edit(workspace_id=1, data_plan_id="a b", changes={"data_plan_name": "Spaced"})
    result = live("pull", "--rejected", aside)
    assert result.exit_code == 0
    (file,) = [path for path in live.files() if path.startswith("aside")]
    assert [path for path in live.files() if path != file] == PULLED
    assert '"data_plan_id": "a b"' in live.read(file)
    assert f"'a b' is in {file}" in result.out + result.err


def test_nothing_is_written_if_anything_is_in_the_way(live):
    live.write("plans/shop/versions/1.json", "{}")
    result = live("pull")
    assert (result.exit_code, live.files()) == (5, ["plans/shop/versions/1.json"])


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
