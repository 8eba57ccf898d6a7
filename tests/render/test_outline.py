"""The tree of a change, and that it fits the field changes which a real comparison gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dataplan_sync import diff
from dataplan_sync.model import (
    DataPlan,
    DataPlanVersion,
    DataPoint,
    DataPointMatch,
    DataPointValidator,
    VersionDocument,
)
from dataplan_sync.render import lines, outline
from tests.render.builders import field, updated, version

if TYPE_CHECKING:
    from dataplan_sync.changes import Change, FieldChange
    from dataplan_sync.model import JSONObject

TEXT: JSONObject = {"type": "string"}
NUMBER: JSONObject = {"type": "number"}


def tree(change: Change) -> list[str]:
    return [
        f"{line.sign} {'  ' * line.depth}{line.text}"
        for line in lines.lines(outline.entries(change))
    ]


def point(match_type: str, criteria: JSONObject, properties: JSONObject, **rest) -> DataPoint:
    schema: JSONObject = {"type": "object", "properties": properties, **rest}
    if match_type != "user_attributes":
        schema = {"properties": {"data": {"properties": {"custom_attributes": schema}}}}
    return DataPoint(
        DataPointMatch(match_type, criteria), DataPointValidator("json_schema", schema)
    )


def plan(*points: DataPoint) -> DataPlan:
    document = VersionDocument(points)
    return DataPlan("shop", versions=(DataPlanVersion("shop", 2, version_document=document),))


def compared(before: list[DataPoint], after: list[DataPoint]) -> list[str]:
    found = diff.diff_data_plan(plan(*after), plan(*before), workspace_id=1)
    (change,) = found.changes
    return tree(change)


def purchase(properties: JSONObject, **rest) -> DataPoint:
    return point("product_action", {"action": "purchase"}, properties, **rest)


def test_a_real_comparison_reads_attribute_by_attribute():
    street: JSONObject = {"type": "object", "properties": {"street": TEXT}}
    both: JSONObject = {
        "type": "object",
        "properties": {"street": NUMBER, "zip": TEXT},
        "required": ["zip"],
    }
    before = purchase(
        {"address": street, "old": TEXT, "kept": TEXT, "pattern": TEXT}, required=["old"]
    )
    after = purchase(
        {"address": both, "kept": TEXT, "pattern": NUMBER, "required": TEXT},
        required=["kept", "required"],
        additionalProperties=False,
    )
    assert compared([before], [after]) == [
        "~ purchase  product_action",
        "~   custom_attributes  gains additionalProperties false",
        "~   address.street     type string → number",
        "+   address.zip        string, required",
        "-   old                string, required",
        "~   pattern            type string → number",
        "+   required           string, required",
        "~   kept               becomes required",
    ]


def test_a_data_point_that_is_new_among_others_lists_its_attributes():
    search = point(
        "custom_event", {"event_name": "Search", "custom_event_type": "search"}, {"q": TEXT}
    )
    assert compared([purchase({})], [purchase({}), search]) == [
        "+ Search  custom_event · search · 1 attribute",
        "+   q  string, optional",
    ]
    assert compared([purchase({}), search], [purchase({})]) == [
        "- Search  custom_event · search · 1 attribute",
    ]


def test_where_all_data_points_are_new_each_is_one_line():
    first = diff.diff_data_plan(plan(purchase({"a": TEXT, "b": TEXT})), None, workspace_id=1)
    assert tree(first.changes[1]) == ["+ purchase  product_action · 2 attributes"]


def test_user_attributes_are_named_without_what_is_around_them():
    before = point("user_attributes", {}, {"tier": TEXT, "gone": TEXT})
    after = point("user_attributes", {}, {"tier": NUMBER})
    assert compared([before], [after]) == [
        "~ user_attributes",
        "-   gone  string, optional",
        "~   tier  type string → number",
    ]


def views(*attributes: JSONObject) -> list[DataPoint]:
    return [
        point("screen_view", {"screen_name": f"Screen {number}"}, one)
        for number, one in enumerate(attributes)
    ]


def test_what_changes_alike_in_three_data_points_is_told_once():
    assert compared(views({}, {}, {}), views({"a": TEXT}, {"a": TEXT}, {"a": TEXT, "b": TEXT})) == [
        "~ Screen 2       screen_view",
        "+   b  string, optional",
        "~ 3 data points",
        "+   a   string, optional",
        "    in  Screen 0, Screen 1, Screen 2",
    ]


def test_what_changes_alike_in_two_data_points_is_told_twice():
    assert compared(views({}, {}), views({"a": TEXT}, {"a": TEXT})) == [
        "~ Screen 0  screen_view",
        "+   a  string, optional",
        "~ Screen 1  screen_view",
        "+   a  string, optional",
    ]


def test_changes_that_only_read_alike_are_told_apart():
    long = "x" * 200
    fields = [
        field(
            f"screen_view::Screen {number}", "attributes", "a", after={"const": f"{long}{number}"}
        )
        for number in range(3)
    ]
    labels = [line for line in tree(updated(version(2), *fields)) if line.startswith("~")]
    assert labels == [f"~ Screen {number}  screen_view" for number in range(3)]


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (field("p", "attributes", "a", after=True), "+   a  anything, optional"),
        (
            field("p", "attributes", "a.b", "properties", "type", after={}),
            '+   "a.b".type  anything, optional',
        ),
        (field("p", "attributes", "properties", after={}), "+   properties  anything, optional"),
        (field("p", "attributes", "a", "items", after={}), "~   a  gains items anything"),
        (field("p", "attributes", "a", "default", after={"b": 1}), "~   a  gains default {b: 1}"),
        (field("p", "attributes", "a", "required", before=["x"]), '~   a  loses required ["x"]'),
        (field("p", "attributes", "", "type", before=1, after=2), '~   ""  type 1 → 2'),
        (
            field("p", "custom_attributes", "required", after=True),
            "~   custom_attributes  becomes required",
        ),
        (
            field("p", "product_action", after={"type": "object"}),
            "+   product_action  object, optional",
        ),
        (field("p", "description", before="a", after="b"), '~   description  "a" → "b"'),
        (field("p", "data", "not", before={"const": 1}), "~   data  loses not anything; const 1"),
    ],
)
def test_a_leaf_reads_by_what_it_is(change: FieldChange, line: str):
    assert tree(updated(version(2), change)) == ["~ p", line]
