from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dataplan_sync import codec, desired
from dataplan_sync.files.layout import read_unit
from dataplan_sync.files.place import units
from dataplan_sync.files.spot import decoded_indexes
from tests.files.sources import MemorySource

if TYPE_CHECKING:
    from dataplan_sync.model import JSONValue
    from dataplan_sync.problems.problem import Problem

POINTS = """\
- match: {type: screen_view, criteria: {screen_name: Basket}}
  validator:
    definition:
      properties: {data: {type: object}}
- match: {type: screen_view, criteria: {screen_name: Account}}
  description: The account
  validator: {definition: {}}
"""
MORE = "- match: {type: user_attributes}\n  validator:\n    definition: {title: Users}\n"


def indented(text, by):
    return "".join(f"{' ' * by}{line}" for line in text.splitlines(keepends=True))


WHOLE = f"""\
data_plan_id: shop
data_plan_name: Shop
data_plan_versions:
- version: 7
  data_points: []
- version: 2
  version_description: Two
  version_document:
    settings: {{a: 1}}
    data_points:
{indented(POINTS, 4)}"""
LONE = f"data_plan_id: shop\nversion: 2\nversion_description: Two\ndata_points:\n{POINTS}"
NESTED = f"version_document:\n  data_points:\n{indented(POINTS, 2)}"
SPREAD = {
    "shop/versions/2/a.yaml": f"# the first\n{POINTS}",
    "shop/versions/2/b.yaml": f"# more\n\n{MORE}",
    "shop/versions/2/version.yaml": "version_description: Two\n",
}
POINT = ("data_plan_versions", 2, "version_document", "data_points")
TYPE = ("validator", "definition", "properties", "data", "type")


def place(files, path):
    unit, *rest = units(files)
    assert not rest
    problems: list[Problem] = []
    declaration = read_unit(MemorySource(dict(files)), unit, problems)
    assert problems == []
    assert declaration
    assert declaration.locate
    return str(declaration.locate(path).mark).removeprefix("plans/")


@pytest.mark.parametrize(
    ("files", "path", "expected"),
    [
        ({"s.yaml": WHOLE}, (), "s.yaml:1:1"),
        ({"s.yaml": WHOLE}, ("data_plan_id",), "s.yaml:1:1"),
        ({"s.yaml": WHOLE}, ("data_plan_name",), "s.yaml:2:1"),
        ({"s.yaml": WHOLE}, ("data_plan_versions", 7), "s.yaml:4:3"),
        ({"s.yaml": WHOLE}, ("data_plan_versions", 2, "version"), "s.yaml:6:3"),
        ({"s.yaml": WHOLE}, ("data_plan_versions", 2, "version_document"), "s.yaml:8:3"),
        ({"s.yaml": WHOLE}, (*POINT[:3], "settings", "a"), "s.yaml:9:16"),
        ({"s.yaml": WHOLE}, (*POINT, 0, *TYPE), "s.yaml:14:31"),
        ({"s.yaml": WHOLE}, (*POINT, 1, "description"), "s.yaml:16:7"),
        ({"l.yaml": LONE}, ("data_plan_id",), "l.yaml:1:1"),
        ({"l.yaml": LONE}, ("data_plan_versions", 2), "l.yaml:1:1"),
        ({"l.yaml": LONE}, ("data_plan_versions", 2, "version_description"), "l.yaml:3:1"),
        ({"l.yaml": LONE}, POINT, "l.yaml:4:1"),
        ({"l.yaml": LONE}, (*POINT, 1), "l.yaml:9:3"),
        ({"l.yaml": LONE}, (*POINT, 0, *TYPE), "l.yaml:8:27"),
        ({"shop/versions/2.yaml": NESTED}, (*POINT, 0, *TYPE), "shop/versions/2.yaml:6:29"),
        ({"shop/versions/2.yaml": NESTED}, ("data_plan_id",), "shop/versions/2.yaml:1:1"),
        (SPREAD, ("data_plan_versions", 2), "shop/versions/2/version.yaml:1:1"),
        (SPREAD, ("data_plan_versions", 2, "version_description"), "shop/versions/2/version.yaml:1:1"),
        (SPREAD, (*POINT, 0, *TYPE), "shop/versions/2/a.yaml:5:27"),
        (SPREAD, (*POINT, 1, "description"), "shop/versions/2/a.yaml:7:3"),
        (SPREAD, (*POINT, 2, "validator", "definition", "title"), "shop/versions/2/b.yaml:5:18"),
        (SPREAD, POINT, "shop/versions/2/version.yaml:1:1"),
    ],
)  # fmt: skip
def test_a_path_leads_to_what_was_written(files, path, expected):
    assert place(files, path) == expected


def test_of_a_path_that_was_not_written_as_much_counts_as_was():
    assert place({"l.yaml": LONE}, (*POINT, 1, *TYPE)) == "l.yaml:11:15"
    assert place({"l.yaml": LONE}, (*POINT, 9)) == "l.yaml:4:1"


def test_without_version_yaml_the_first_file_stands_for_the_version():
    files = {path: text for path, text in SPREAD.items() if "version.yaml" not in path}
    assert place(files, ("data_plan_versions", 2, "version")) == "shop/versions/2/a.yaml:2:1"


BROKEN: list[JSONValue] = [
    3,
    {},
    {"match": 3, "validator": {"definition": {}}},
    {"match": {}, "validator": {"definition": {}}},
    {"match": {"type": 3}, "validator": {"definition": {}}},
    {"match": {"type": "screen_view"}},
    {"match": {"type": "screen_view"}, "validator": []},
    {"match": {"type": "screen_view"}, "validator": {}},
    {"match": {"type": "screen_view"}, "validator": {"definition": None}},
]
DECODABLE: list[JSONValue] = [
    {"match": {"type": "screen_view"}, "validator": {"definition": {}}},
    {"match": {"type": "x", "criteria": 3}, "validator": {"type": 3, "definition": {}}},
]


@pytest.mark.parametrize("point", [*BROKEN, *DECODABLE], ids=repr)
def test_what_is_decoded_is_what_the_codec_decodes(point):
    assert bool(decoded_indexes([point])) == bool(codec.decode_data_points([point], []))


def test_data_points_behind_one_that_cannot_be_decoded_keep_their_places():
    assert decoded_indexes([*BROKEN, *DECODABLE]) == [len(BROKEN), len(BROKEN) + 1]
    assert decoded_indexes({"no": "list"}) == []


def test_a_finding_behind_a_broken_data_point_is_where_it_is_written():
    text = "- match: {type: 3}\n  validator: {definition: {}}\n" + POINTS.replace(
        "type: object", "type: objekt"
    )
    found = desired.load(MemorySource({"shop/versions/2/a.yaml": text})).problems
    assert [
        str(each.mark) for each in found if each.rule != "wrong-type" and "objekt" in each.message
    ] == ["plans/shop/versions/2/a.yaml:6:27"]
