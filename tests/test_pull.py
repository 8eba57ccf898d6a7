from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given

from dataplan_sync import codec, diff, pull
from dataplan_sync.errors import InvalidPlanFilesError
from dataplan_sync.files.definitions import Definitions
from dataplan_sync.files.expanding import expanded
from dataplan_sync.files.source import InMemory
from dataplan_sync.files.text import Text
from dataplan_sync.files.yaml_reader import read_yaml
from tests.builders import custom_event, data_plan, document, version
from tests.strategies import data_plans


def paths(plan):
    return [file.path for file in pull.plan_files(plan)]


def test_a_data_plan_becomes_a_folder_with_a_file_a_version():
    plan = data_plan(version(1), version(12))
    assert paths(plan) == ["shop/plan.yaml", "shop/versions/1.yaml", "shop/versions/12.yaml"]
    assert pull.stems(plan) == ("shop/plan", "shop/versions/1", "shop/versions/12")


@pytest.mark.parametrize("data_plan_id", ["shared", "tests", "Shop", "_x", ".x", "con", "x" * 101])
def test_an_id_that_is_no_safe_folder_name_becomes_one_file(data_plan_id):
    plan = data_plan(version(1, data_plan_id=data_plan_id), data_plan_id=data_plan_id)
    (path,) = paths(plan)
    assert path == f"{pull.stems(plan)[0]}.yaml"
    assert "/" not in path
    assert not path.startswith((".", "_"))


@pytest.mark.parametrize(
    ("data_plan_id", "reason"),
    [
        (
            "a b",
            'a_b-c8687a08.yaml: data_plan_id "a b" holds a space; use letters, digits, _ and -',
        ),
        ("a/b", "data_plan_id \"a/b\" holds '/'; use letters, digits, _ and -"),
        ("..", 'data_plan_id ".." cannot stand in a URL; use letters, digits, _ and -'),
        ("a\nb", 'data_plan_id "a\\nb" holds'),
    ],
)
def test_an_id_that_plan_files_may_not_have_is_refused_with_the_reason(data_plan_id, reason):
    plan = data_plan(version(1, data_plan_id=data_plan_id), data_plan_id=data_plan_id)
    with pytest.raises(InvalidPlanFilesError) as caught:
        pull.plan_files(plan)
    assert f"cannot hold the data plan {data_plan_id!a}" in str(caught.value)
    assert reason in str(caught.value)


def test_all_that_plan_files_cannot_hold_is_said_at_once():
    endless = custom_event("A", {"size": {"minimum": float("inf")}})
    twice = custom_event("B")
    unnamed = replace(twice, match=replace(twice.match, criteria={}))
    plan = data_plan(version(1, endless), version(2, twice, twice), version(3, unnamed))
    with pytest.raises(InvalidPlanFilesError) as caught:
        pull.plan_files(plan)
    assert str(caught.value).splitlines() == [
        "Nothing was pulled, because plan files cannot hold the data plan 'shop' as it is live:",
        "  shop/versions/1.json: Infinity is no JSON number; leave it out",
        "  shop/versions/2.yaml: the data point custom_event:other:B is already at shop/versions/2.yaml:4:5; keep one",
        "  shop/versions/3.yaml: custom_event needs the criterion event_name, which must not be empty",
        "  shop/versions/3.yaml: custom_event needs the criterion custom_event_type, which must not be empty",
        "Change it in mParticle, or make a new data plan of it there, then pull again.",
    ]


def test_a_long_list_of_reasons_is_cut():
    plan = data_plan(version(1, *[custom_event("A")] * 30))
    with pytest.raises(InvalidPlanFilesError, match="\n  and 9 more\n"):
        pull.plan_files(plan)


def test_ids_that_a_file_system_might_fold_together_keep_apart():
    stems = {
        pull.stems(data_plan(data_plan_id=name))[0].casefold() for name in ("Shop", "SHOP", "shop")
    }
    assert len(stems) == 3


def test_data_points_stand_directly_in_a_version_unless_more_is_in_its_document():
    plain = data_plan(version(1, custom_event("A")))
    text = list(pull.plan_files(plain))[1].text
    assert text.startswith(
        "version: 1\nactivated_environment: none\ndata_points:\n  - description: ''\n"
    )
    more = with_settings(data_plan(version(1)))
    assert (
        "version_document:\n  data_points: []\n  settings: {a: 1}\n"
        in list(pull.plan_files(more))[1].text
    )


def with_settings(plan):
    settled = replace(plan.versions[0], version_document=document(settings={"a": 1}))
    return replace(plan, versions=(settled,))


def test_what_yaml_cannot_hold_becomes_json():
    plan = data_plan(version(1, description="\ud800"))
    file = list(pull.plan_files(plan))[1]
    assert file.path == "shop/versions/1.json"
    assert json.loads(file.text)["version_description"] == "\ud800"


def written(file):
    document = read_yaml(Text(file.text, file.path), [])
    return document and expanded(document, file.path, Definitions(InMemory({})), [])


def test_data_points_are_written_in_short_form_and_attributes_line_by_line():
    attributes = {
        "size": {"type": "string", "enum": ["S", "NO"], "description": ""},
        "price": {"type": "number"},
    }
    data = {"type": "object", "additionalProperties": True}
    point = custom_event("Bought", attributes, ["size"], kind="transaction", description="Paid")
    whole = point.validator.definition["properties"]["data"]
    whole["required"] = ["custom_attributes"]
    plan = data_plan(
        version(
            1,
            replace(
                point,
                validator=replace(
                    point.validator,
                    definition={"properties": {"data": whole | data}, "type": "object"},
                ),
            ),
        )
    )
    assert list(pull.plan_files(plan))[1].text == (
        "version: 1\n"
        "activated_environment: none\n"
        "data_points:\n"
        "  - custom_event: Bought\n"
        "    custom_event_type: transaction\n"
        "    description: Paid\n"
        "    attributes:\n"
        "      size: {type: string, required: true, enum: [S, 'NO']}\n"
        "      price: number\n"
        "    additional_attributes: false\n"
    )


@given(data_plans(live=True))
def test_what_is_written_reads_back_as_what_is_live(plan):
    first, *rest = [written(file) for file in pull.plan_files(plan)]
    assert first is not None
    read = codec.decode_data_plan(first.value, [])
    assert read is not None
    versions = [
        codec.decode_version(found.value, [], data_plan_id="shop") for found in rest if found
    ]
    assert (
        diff.diff_data_plan(
            data_plan(
                *[one for one in versions if one],
                name=read.data_plan_name,
                description=read.data_plan_description,
            ),
            plan,
            workspace_id=1,
        ).changes
        == ()
    )
