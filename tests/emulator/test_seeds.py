from __future__ import annotations

import json

import pytest

from dataplan_sync import errors
from dataplan_sync.emulator import data_plans
from dataplan_sync.emulator.options import EmulatorOptions
from dataplan_sync.emulator.seeds import load_seeds
from dataplan_sync.emulator.state import new_state
from tests.emulator.conftest import START
from tests.emulator.requests import data_plan, document, point, version

STAMPS = {"created_on": "2020-01-01T10:00:00.5", "created_by": "ada@example.com"}
SEEDED = {"created_on": "2023-11-14T22:13:20.25", "created_by": "seed@example.com"}


@pytest.fixture
def state():
    made = new_state(EmulatorOptions(), db=None, clock=lambda: START)
    yield made
    made.close()


@pytest.fixture
def seed(tmp_path):
    def write(**files):
        for name, content in files.items():
            path = tmp_path / f"{name.replace('__', '/')}.json"
            path.parent.mkdir(exist_ok=True)
            path.write_text(content if isinstance(content, str) else json.dumps(content))
        return tmp_path

    return write


def read(state, data_plan_id, workspace_id=1):
    return json.loads(data_plans.read(state, workspace_id, data_plan_id))


def test_a_whole_data_plan_keeps_its_stamps(state, seed):
    active = version(
        2, point(), activated_environment="production", version_description="second", **STAMPS
    )
    directory = seed(a=data_plan(active, data_plan_description="all", **STAMPS))
    assert load_seeds(state, directory, 7) == ["shop v2"]
    assert read(state, "shop", 7) == {
        "data_plan_id": "shop",
        "data_plan_name": "Shop",
        "data_plan_description": "all",
        "data_plan_versions": [{**active, "data_plan_id": "shop"}],
        **STAMPS,
    }


def test_single_versions_make_one_data_plan(state, seed):
    directory = seed(
        sub__v1=version(1, data_plan_id="shop", **STAMPS), v2=version(2, data_plan_id="shop")
    )
    assert load_seeds(state, directory, 1) == ["shop v1", "shop v2"]
    assert read(state, "shop") == {
        "data_plan_id": "shop",
        "data_plan_name": "shop",
        "data_plan_versions": [
            {
                "version": number,
                "data_plan_id": "shop",
                "activated_environment": "none",
                **stamps,
                "version_document": document(),
            }
            for number, stamps in ((1, STAMPS), (2, SEEDED))
        ],
        **STAMPS,
    }


def test_an_export_of_the_ui_is_called_as_its_file(state, seed):
    directory = seed(
        **{"My-Shop": {"version_description": "", "version_document": document(point())}}
    )
    assert load_seeds(state, directory, 1) == ["my_shop v1"]
    assert read(state, "my_shop")["data_plan_versions"][0]["version_document"] == document(point())


def test_what_is_there_already_is_left_alone(state, seed):
    directory = seed(a=version(1, data_plan_id="shop"))
    load_seeds(state, directory, 1)
    seed(a=version(1, point(), data_plan_id="shop"), b=version(2, data_plan_id="shop"))
    assert load_seeds(state, directory, 1) == ["shop v2"]
    assert read(state, "shop")["data_plan_versions"][0]["version_document"] == document()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "a.json: the file is not valid JSON"),
        ("[]", "a.json: the file must be a JSON object."),
        ({"name": "shop"}, "a.json: neither a data plan"),
        (data_plan({"version": "x"}), "a.json: version must be a positive integer."),
        (data_plan(version(1), version(1)), "a.json: version 1 of shop is also in"),
    ],
)
def test_a_bad_seed_is_named(state, seed, content, message):
    with pytest.raises(errors.UsageError, match=message):
        load_seeds(state, seed(a=content), 1)
    assert state.store.data_plans(1) == []


def test_two_files_with_the_same_version_are_refused(state, seed):
    directory = seed(a=version(1, data_plan_id="shop"), b=version(1, data_plan_id="shop"))
    with pytest.raises(errors.UsageError, match=r"b.json: version 1 of shop is also in .*a.json"):
        load_seeds(state, directory, 1)


def test_a_directory_without_json_is_refused(state, tmp_path):
    with pytest.raises(errors.UsageError, match=r"no \*\.json below it"):
        load_seeds(state, tmp_path, 1)


def test_an_unreadable_seed_is_named(state, tmp_path):
    (tmp_path / "a.json").mkdir()
    with pytest.raises(errors.UsageError, match=r"a\.json: cannot read it"):
        load_seeds(state, tmp_path, 1)
