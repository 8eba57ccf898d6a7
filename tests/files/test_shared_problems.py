"""Problems in shared definitions, and in files that hold some."""

from __future__ import annotations

import pytest

from dataplan_sync import desired
from dataplan_sync.files.locating import locate
from dataplan_sync.model import DataPlanVersionKey
from tests.files.sources import MemorySource

PATTERN = 'price: {type: string, description: In euros, pattern: "(["}\n'


def events(*names, description="It happened"):
    return "".join(
        f'- custom_event: "{name}"\n  custom_event_type: other\n  description: {description}\n'
        '  attributes: {price: {$ref: "shared/commerce.yaml#/price"}}\n'
        for name in names
    )


def told(files, **options):
    return [str(each) for each in desired.load(MemorySource(files), **options).problems]


def test_a_problem_in_a_definition_stands_there_once_and_names_all_that_it_is_in():
    files = {
        "shared/commerce.yaml": PATTERN,
        "shop/versions/1.yaml": f"data_points:\n{events('A', 'B')}",
        "shop/versions/2/a.yaml": events("C"),
        "feed/versions/1/a.yaml": events("D\\n"),
    }
    (problem,) = (each for each in told(files) if each.startswith("plans/shared"))
    assert problem.startswith("plans/shared/commerce.yaml:1:46: warning: pattern ")
    assert "; this is in 4 data points: D\\n (feed v1); A, B (shop v1); C (shop v2)" in problem


def test_data_points_beyond_forty_are_counted():
    names = [f"Event {number}" for number in range(42)]
    (problem,) = told({"shared/commerce.yaml": PATTERN, "shop/versions/1/a.yaml": events(*names)})
    assert "this is in 42 data points: Event 0, Event 1," in problem
    assert "Event 39 and 2 more (shop v1)" in problem


def test_a_problem_that_is_an_event_s_own_names_no_others():
    own = events("A").replace("price:", "price: {type: string}, other:").replace("}}}", "}}")
    files = {"shared/commerce.yaml": PATTERN, "shop/versions/1/a.yaml": own}
    assert [each for each in told(files) if "commerce" not in each and "this is in" in each] == []


def test_a_comment_in_the_shared_file_ignores_a_rule_for_all_that_refer_to_it():
    shared = "# dataplan-sync: ignore=invalid-pattern mended next week\n" + PATTERN
    files = {
        "shared/commerce.yaml": shared,
        "shop/versions/1/a.yaml": events("A"),
        "shop/versions/2/a.yaml": events("B"),
    }
    assert told(files) == []


def test_a_file_that_nothing_refers_to_is_a_warning_unless_it_is_ignored():
    files = {"shop.yaml": "data_plan_id: shop\n", "shared/a.yaml": "a: string\n"}
    (problem,) = told(files)
    assert problem.startswith("plans/shared/a.yaml:1:1: warning: nothing refers to this file")
    ignored = "# dataplan-sync: ignore=unused-shared-file for later\na: string\n"
    assert told({**files, "shared/a.yaml": ignored}) == []


@pytest.mark.parametrize("path", ["shared/README.md", "shared/_a.yaml", "shared/tests/a.yaml"])
def test_other_files_below_shared_are_left_alone(path):
    assert told({"shop.yaml": "data_plan_id: shop\n", path: "a: string\n"}) == []


def test_nothing_is_called_unused_where_not_all_was_read():
    files = {"shop.yaml": "data_plan_id: shop\n", "shared/a.yaml": "a: string\n"}
    assert told(files, check=False) == []
    assert told(files, only={"shop"}) == []
    assert [
        each for each in told({**files, "feed.yaml": "a: [\n"}) if "nothing refers" in each
    ] == []


def test_what_cannot_be_read_in_a_file_that_nothing_refers_to_is_told():
    files = {"shop.yaml": "data_plan_id: shop\n", "shared/a.yaml": "a: [\n"}
    (problem,) = told(files)
    assert problem.endswith("[yaml-syntax]")


def test_what_the_api_refuses_in_a_definition_is_found_in_the_shared_file():
    files = {"shared/commerce.yaml": PATTERN, "shop/versions/1/a.yaml": events("A")}
    pointer = "#/properties/data/properties/custom_attributes/properties/price/pattern"
    mark = locate(
        MemorySource(files), DataPlanVersionKey("shop", 1), "custom_event:other:A", pointer
    )
    assert str(mark) == "plans/shared/commerce.yaml:1:46"


def test_merge_keys_of_yaml_lay_one_object_or_several_below_own_keys_with_their_places():
    text = (
        "data_points:\n- user_attributes:\n    a: &a {type: string, pattern: '(['}\n"
        "    b: &b {maxLength: 9, type: number}\n    c: {<<: *a, type: integer}\n"
        "    d: {<<: [*b, *a]}\n  description: Users\n"
    )
    source = MemorySource({"shop/versions/1.yaml": text})
    (version,) = desired.load(source).state.load("shop").versions  # type: ignore[union-attr] # it is there
    assert version.version_document
    (point,) = version.version_document.data_points
    properties = point.validator.definition["properties"]
    assert isinstance(properties, dict)
    assert properties["c"] == {"type": "integer", "pattern": "(["}
    assert properties["d"] == {"type": "number", "maxLength": 9, "pattern": "(["}
    where = locate(source, version.key, "user_attributes", "#/properties/d/pattern")
    assert str(where) == "plans/shop/versions/1.yaml:3:26"
