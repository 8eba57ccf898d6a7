from __future__ import annotations

import errno
from pathlib import Path

import pytest

from dataplan_sync import desired, pull
from dataplan_sync.errors import RefusedOverwriteError
from dataplan_sync.files.plan_directory import PlanDirectory
from dataplan_sync.files.source import WorkTree
from dataplan_sync.report import FileFate
from tests.builders import custom_event, data_plan, version

HALF = "half a character: \ud800"
"""Text that JSON can hold and YAML cannot."""
POINT = custom_event("A", {"size": {"type": "string"}}, ["size"])


def write(directory, plan, *, force=False):
    target = PlanDirectory(directory)
    return [(file.path, target.write(file.path, file.text, force=force)) for file in plan]


@pytest.fixture
def in_json():
    """A data plan that becomes a file of JSON and one of YAML."""
    return pull.plan_files(data_plan(version(1, POINT), description=HALF))


def test_json_that_was_written_is_known_again_and_declares_what_is_live(tmp_path, in_json):
    assert write(tmp_path, in_json) == [
        ("shop/plan.json", FileFate.WRITTEN),
        ("shop/versions/1.yaml", FileFate.WRITTEN),
    ]
    assert [fate for _, fate in write(tmp_path, in_json)] == [FileFate.UNCHANGED] * 2

    loaded = desired.load(WorkTree(tmp_path), check=False)
    assert loaded.problems == ()
    assert loaded.state.load("shop") == data_plan(version(1, POINT), description=HALF)


def test_json_that_was_edited_is_not_overwritten_unasked(tmp_path, in_json):
    write(tmp_path, in_json)
    file = tmp_path / "shop/plan.json"
    mine = file.read_text("utf-8").replace("Shop", "Mine")
    file.write_text(mine, "utf-8")

    with pytest.raises(RefusedOverwriteError, match=r"shop/plan\.json: pull did not write it"):
        write(tmp_path, in_json)

    assert file.read_text("utf-8") == mine
    assert write(tmp_path, in_json, force=True)[0] == ("shop/plan.json", FileFate.WRITTEN)


def test_yaml_takes_the_place_of_json_that_was_written_and_the_other_way_round(tmp_path, in_json):
    write(tmp_path, in_json)
    in_yaml = pull.plan_files(data_plan(version(1, POINT)))
    for files, extension in ((in_yaml, "yaml"), (in_json, "json")):
        write(tmp_path, files)
        assert [path.name for path in (tmp_path / "shop").glob("plan.*")] == [f"plan.{extension}"]


def test_a_comment_that_somebody_else_wrote_stays_an_unknown_key(tmp_path):
    (tmp_path / "shop.json").write_text('{"data_plan_id": "shop", "$comment": "mine"}', "utf-8")
    loaded = desired.load(WorkTree(tmp_path, root="plans"), check=False)
    assert [str(found) for found in loaded.problems] == [
        'plans/shop.json:1:26: warning: unknown key "$comment": it is sent and compared as it is [unknown-key]'
    ]


def test_a_file_where_a_folder_has_to_be_is_in_the_way(tmp_path):
    (tmp_path / "shop").write_text("mine")
    target = PlanDirectory(tmp_path)
    assert target.occupied("shop/plan") == "shop"
    with pytest.raises(RefusedOverwriteError, match="shop: pull did not write it"):
        target.write("shop/plan.yaml", "a: 1\n", force=False)
    assert (tmp_path / "shop").read_text() == "mine"


def test_a_file_that_is_no_text_is_not_ours(tmp_path):
    (tmp_path / "shop.yaml").write_bytes(b"\xff")
    assert PlanDirectory(tmp_path).occupied("shop") == "shop.yaml"


def test_a_write_that_fails_leaves_the_file_as_it_was_and_nothing_beside_it(tmp_path, monkeypatch):
    target = PlanDirectory(tmp_path)
    target.write("shop.yaml", "a: 1\n", force=False)
    before = (tmp_path / "shop.yaml").read_bytes()

    def fail(_self, _target):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="No space left"):
        target.write("shop.yaml", "a: 2\n", force=False)

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"shop.yaml": before}


def test_a_removed_file_takes_empty_folders_with_it(tmp_path):
    target = PlanDirectory(tmp_path)
    target.write("a/versions/1.yaml", "a: 1\n", force=False)
    target.write("a/plan.yaml", "a: 1\n", force=False)
    target.remove("a/versions/1.yaml")
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["plan.yaml"]
    target.remove("a/plan.yaml")
    assert list(tmp_path.iterdir()) == []
