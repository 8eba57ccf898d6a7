from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataplan_sync import desired
from dataplan_sync.model import (
    ActivatedEnvironment,
    DataPlan,
    DataPlanVersion,
    DataPoint,
    DataPointMatch,
    DataPointValidator,
    VersionDocument,
)
from tests.files.sources import MemorySource

if TYPE_CHECKING:
    from collections.abc import Iterator


def point_yaml(name: str, indent: str = "") -> str:
    return (
        f"{indent}- match: {{type: custom_event, criteria: {{event_name: {name}, custom_event_type: other}}}}\n"
        f"{indent}  validator: {{type: json_schema, definition: {{}}}}\n"
    )


def point_json(name: str) -> dict[str, object]:
    criteria = {"event_name": name, "custom_event_type": "other"}
    return {
        "match": {"type": "custom_event", "criteria": criteria},
        "validator": {"type": "json_schema", "definition": {}},
    }


def point(name: str) -> DataPoint:
    criteria: dict[str, object] = {"event_name": name, "custom_event_type": "other"}
    return DataPoint(
        DataPointMatch("custom_event", criteria),  # type: ignore[arg-type]  # invariance of dict
        DataPointValidator("json_schema", {}),
    )


def version(data_plan_id: str, number: int, *names: str, **scalars: object) -> DataPlanVersion:
    document = VersionDocument(tuple(point(name) for name in names))
    return DataPlanVersion(data_plan_id, number, version_document=document, **scalars)  # type: ignore[arg-type]


def load(files: dict[str, str | bytes]) -> tuple[list[DataPlan | None], list[str]]:
    loaded = desired.load(MemorySource(files), check=False)
    ids = loaded.state.data_plan_ids if not loaded.errors else ()
    return [loaded.state.load(each) for each in ids], [str(found) for found in loaded.problems]


SHOP = DataPlan("shop", "Shop", versions=(version("shop", 1, "A"), version("shop", 2, "A", "B")))


@pytest.mark.parametrize(
    "files",
    [
        {
            "shop.yaml": "data_plan_id: shop\ndata_plan_name: Shop\ndata_plan_versions:\n"
            "- version: 2\n  data_points:\n" + point_yaml("A", "  ") + point_yaml("B", "  ")
            + "- version: 1\n  version_document:\n    data_points:\n" + point_yaml("A", "    ")
        },
        {
            "teams/api.json": json.dumps(
                {
                    "data_plan_id": "shop",
                    "data_plan_name": "Shop",
                    "data_plan_description": None,
                    "created_on": "2020-01-14T14:52:11.43",
                    "data_plan_versions": [
                        {"version": 1, "version_document": {"data_points": [point_json("A")]}},
                        {
                            "version": 2,
                            "data_plan_id": "shop",
                            "version_document": {"data_points": [point_json("A"), point_json("B")]},
                            "created_by": "ann@example.com",
                        },
                    ],
                }
            )
        },
        {
            "shop/plan.yaml": "data_plan_name: Shop\n",
            "shop/versions/1.yaml": "data_points:\n" + point_yaml("A"),
            "shop/versions/2/a.yaml": point_yaml("A"),
            "shop/versions/2/b.json": json.dumps([point_json("B")]),
        },
        {
            "shop/plan.yaml": "data_plan_id: shop\ndata_plan_name: Shop\n",
            "shop/versions/1/version.yaml": "version: 1\ndata_plan_id: shop\n",
            "shop/versions/1/a.yaml": point_yaml("A"),
            "shop/versions/1/z.yaml": "[]",
            "shop/versions/2.json": json.dumps(
                {"version_document": {"data_points": [point_json("A"), point_json("B")]}, "version_description": None}
            ),
        },
        {
            "shop.yaml": "data_plan_id: shop\ndata_plan_name: Shop\n",
            "v1.json": json.dumps({"data_plan_id": "shop", "version": 1, "data_points": [point_json("A")]}),
            "more/v2.json": json.dumps(
                {
                    "data_plan_id": "shop",
                    "version": 2,
                    "version_document": {"data_points": [point_json("A"), point_json("B")]},
                    "last_modified_by": "ann@example.com",
                }
            ),
        },
        {
            "a/shop/plan.json": json.dumps(
                {"data_plan_name": "Shop", "data_plan_versions": [{"version": 1, "data_points": [point_json("A")]}]}
            ),
            "a/shop/versions/2.yaml": "\ufeffdata_points:\r\n" + (point_yaml("A") + point_yaml("B")).replace("\n", "\r\n"),
        },
    ],
    ids=["YAML", "API JSON", "folder", "folder with everything stated", "versions on their own", "mixed"],
)  # fmt: skip
def test_every_layout_says_the_same(files):
    assert load(files) == ([SHOP], [])


def test_the_fields_of_a_spread_version_stand_in_its_version_yaml():
    plans, problems = load(
        {
            "m/versions/3/version.yaml": "version_description: Third\nactivated_environment: development\n"
            "settings: {validation_actions: {event: allow}}\n",
            "m/versions/3/b.yaml": point_yaml("B"),
            "m/versions/3/a.yaml": point_yaml("A"),
        }
    )

    assert problems == []
    assert plans == [
        DataPlan(
            "m",
            versions=(
                DataPlanVersion(
                    "m",
                    3,
                    version_description="Third",
                    activated_environment=ActivatedEnvironment.DEVELOPMENT,
                    version_document=VersionDocument(
                        (point("A"), point("B")),
                        {"settings": {"validation_actions": {"event": "allow"}}},
                    ),
                ),
            ),
        )
    ]


def test_an_empty_version_says_so():
    assert load({"m/versions/1.yaml": "data_points: []", "m/versions/2/none.yaml": "[]"}) == (
        [DataPlan("m", versions=(version("m", 1), version("m", 2)))],
        [],
    )


def test_a_data_plan_may_have_no_versions():
    assert load({"m.yaml": "data_plan_id: m\n", "n/plan.yaml": "{}\n"}) == (
        [DataPlan("m"), DataPlan("n")],
        [],
    )


def test_folders_without_data_plans_are_not_read():
    source = MemorySource(
        {
            "m.yaml": "data_plan_id: m",
            "shared/a.yaml": ":",
            "m/tests/b.yaml": ":",
            "_c.yaml": ":",
            "d.md": ":",
        }
    )

    # What is in shared/ is looked at where files are checked, even if nothing refers to it.
    assert desired.load(source, check=False).problems == ()
    assert source.reads == {"m.yaml": 1}


def broken_files() -> Iterator[object]:
    """Read `broken.txt`: titles (`## `), files (`--- `) and, after `=>`, what is found in them."""
    cases = Path(__file__).with_name("broken.txt").read_text(encoding="utf-8")
    for case in cases.split("## ")[1:]:
        title, _, body = case.partition("\n")
        files, _, problems = body.partition("=>\n")
        parts = (part.partition("\n") for part in files.split("--- ")[1:])
        content = {name: text for name, _, text in parts}
        yield pytest.param(content, problems.strip().splitlines(), id=title)


@pytest.mark.parametrize(("files", "problems"), list(broken_files()))
def test_all_that_is_wrong_is_reported_with_its_place(files, problems):
    _, found = load(files)

    assert found == problems


def test_the_examples_of_the_document_load():
    document = (Path(__file__).parents[2] / "docs" / "plan-files.md").read_text("utf-8")
    data_plan, lone_version, in_short, _references, ignoring = (
        block.partition("```")[0] for block in document.split("```yaml\n")[1:]
    )

    assert load({"shop.yaml": data_plan})[1] == []
    assert load({"shop.yaml": lone_version})[1] == []
    assert load({"shop.yaml": data_plan, "shop/versions/2.yaml": lone_version})[1] == []
    assert load({"shop/versions/2/a.yaml": in_short})[1] == []
    assert load({"shop.yaml": ignoring})[1] == []


NAMES = st.sampled_from(
    [
        "shop.yaml",
        "a.json",
        "m/plan.yaml",
        "m/versions/1.yaml",
        "m/versions/2/version.yaml",
        "m/versions/2/x.yml",
    ]
)
KEYS = st.sampled_from(
    [
        *(
            "data_plan_id",
            "data_plan_versions",
            "version",
            "version_document",
            "data_points",
            "match",
            "criteria",
        ),
        *("type", "validator", "definition", "event_name", "description", "x"),
    ]
)
LEAVES = st.sampled_from(
    ["null", "1", "0", "shop", "custom_event", "true", "[]", "{}", ".nan", "*a", "''"]
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")
        | st.lists(st.tuples(KEYS, inner), max_size=4).map(
            lambda items: "{" + ", ".join(f'"{key}": {value}' for key, value in items) + "}"
        )
    ),
    max_leaves=15,
)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(NAMES, VALUES | st.binary(max_size=20), max_size=4))
def test_whatever_the_files_hold_the_outcome_is_problems(files):
    loaded = desired.load(MemorySource(files))

    for each in loaded.state.data_plan_ids:
        loaded.state.load(each)
    assert loaded.problems or loaded.state.data_plan_ids
