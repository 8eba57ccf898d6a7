from __future__ import annotations

import pytest

from dataplan_sync import errors
from tests.emulator.requests import STAMPS, data_plan, document, point, version

SOMEONE = {"created_on": STAMPS["created_on"], "created_by": "someone@example.com"}
EDITED = {
    "last_modified_on": "2023-11-14T22:13:20.25",
    "last_modified_by": "someone@example.com",
}
CLICKED = "custom_event:other:Clicked"


@pytest.fixture
def plan(api):
    active = version(1, point("Clicked"), point("Seen"), activated_environment="production")
    return api.post("/plans", json=data_plan(active)).json()


@pytest.fixture
def edit(server):
    return lambda **request: server.edit(data_plan_id="shop", **request)


def test_an_edit_of_a_version_bypasses_the_lock_and_names_its_author(api, plan, edit, clock):
    clock.now += 1
    edited = edit(version=1, user="ada@example.com", changes={"version_document": document()})
    expected = {
        **plan["data_plan_versions"][0],
        "last_modified_on": "2023-11-14T22:13:21.25",
        "last_modified_by": "ada@example.com",
        "version_document": document(),
    }
    assert edited == expected == api.get("/plans/shop/versions/1").json()
    assert api.get("/plans/shop").json() == {**plan, "data_plan_versions": [expected]}


def test_an_edit_of_a_data_plan_leaves_its_versions_alone(plan, edit):
    assert edit(changes={"data_plan_description": "new"}) == {
        **plan,
        "data_plan_description": "new",
        **EDITED,
    }


@pytest.mark.usefixtures("plan")
def test_null_takes_a_field_away(edit):
    edit(version=1, changes={"version_description": "x"})
    assert "version_description" not in edit(version=1, changes={"version_description": None})


@pytest.mark.usefixtures("plan")
def test_one_value_of_one_data_point_can_be_set(edit):
    edited = edit(
        version=1,
        set=[
            {"match_key": CLICKED, "pointer": "/description", "value": "A click"},
            {
                "match_key": CLICKED,
                "pointer": "/validator/definition/properties/data/properties/a~1b",
                "value": {"enum": ["S"]},
            },
            {
                "match_key": CLICKED,
                "pointer": "/validator/definition/properties/data/properties/a~1b/enum/-",
                "value": "M",
            },
            {
                "match_key": CLICKED,
                "pointer": "/validator/definition/properties/data/properties/a~1b/enum/0",
                "value": "XS",
            },
        ],
    )
    definition = {"properties": {"data": {"properties": {"a/b": {"enum": ["XS", "M"]}}}}}
    assert edited["version_document"] == document(
        {**point("Clicked", definition), "description": "A click"}, point("Seen")
    )


@pytest.mark.usefixtures("plan")
def test_a_data_point_can_be_added_replaced_and_removed(edit):
    new = point("New")
    edited = edit(
        version=1,
        set=[
            {"match_key": "custom_event:other:New", "value": new},
            {"match_key": CLICKED, "pointer": "", "value": point("Clicked", {"type": "object"})},
        ],
        remove=[
            {"match_key": "custom_event:other:Seen"},
            {"match_key": CLICKED, "pointer": "/description"},
            {"match_key": CLICKED, "pointer": "/validator/definition/type"},
        ],
    )
    clicked = point("Clicked")
    del clicked["description"]
    assert edited["version_document"] == document(clicked, new)


@pytest.mark.usefixtures("plan")
def test_the_ui_writes_schemas_in_alphabetical_order(api, edit):
    definition = {"type": "object", "properties": {"b": {"type": "string", "enum": []}, "a": {}}}
    edit(
        version=1,
        normalise=True,
        set=[{"match_key": CLICKED, "pointer": "/validator/definition", "value": definition}],
    )
    assert (
        '"definition":{"properties":{"a":{},"b":{"enum":[],"type":"string"}},"type":"object"}'
        in api.get("/plans/shop").text
    )


def test_the_ui_rewrites_edited_data_points_only_or_all_of_them(api, edit):
    scrambled = {"type": "object", "additionalProperties": True}
    api.post("/plans", json=data_plan(version(1, point("A", scrambled), point("B", scrambled))))
    edit(
        version=1,
        normalise=True,
        set=[{"match_key": "custom_event:other:A", "pointer": "/description", "value": "x"}],
    )
    untouched, sorted_ = (
        '{"type":"object","additionalProperties":true}',
        '{"additionalProperties":true',
    )
    text = api.get("/plans/shop/versions/1").text
    assert (text.count(untouched), text.count(sorted_)) == (1, 1)
    edit(version=1, normalise=True)
    text = api.get("/plans/shop/versions/1").text
    assert (text.count(untouched), text.count(sorted_)) == (0, 2)


@pytest.mark.parametrize(
    ("root_type", "before", "after"),
    [
        ("add", {"properties": {}}, {"properties": {}, "type": "object"}),
        ("drop", {"properties": {}, "type": "object"}, {"properties": {}}),
        (None, {"properties": {}, "type": "object"}, {"properties": {}, "type": "object"}),
    ],
)
def test_the_ui_adds_and_drops_the_root_type_of_user_attributes(
    api, edit, root_type, before, after
):
    users = point(match={"type": "user_attributes", "criteria": {}}, definition=before)
    api.post("/plans", json=data_plan(version(1, users, point("A", {"properties": {}}))))
    edited = edit(version=1, root_type=root_type, normalise=True)
    points = edited["version_document"]["data_points"]
    assert [item["validator"]["definition"] for item in points] == [after, {"properties": {}}]


def test_what_is_absent_is_created(edit, api):
    created = edit(version=4, changes={"activated_environment": "development"})
    new = {
        "version": 4,
        "data_plan_id": "shop",
        "activated_environment": "development",
        **SOMEONE,
        "version_document": document(),
    }
    assert created == new
    assert api.get("/plans/shop").json() == {
        "data_plan_id": "shop",
        "data_plan_name": "shop",
        "data_plan_versions": [new],
        **SOMEONE,
    }


def test_a_whole_data_plan_is_created(edit, api):
    versions = [version(2, point()), {"version_document": document()}]
    created = edit(changes={"data_plan_name": "Shop", "data_plan_versions": versions})
    assert created == api.get("/plans/shop").json()
    assert [
        (item["version"], item["created_by"], item["version_document"])
        for item in created["data_plan_versions"]
    ] == [
        (2, "someone@example.com", document(point())),
        (3, "someone@example.com", document()),
    ]


@pytest.mark.usefixtures("plan")
def test_deletion_knows_no_refusals(edit, api):
    assert edit(version=1, delete=True) is None
    assert api.get("/plans/shop").json()["data_plan_versions"] == []
    assert edit(delete=True) is None
    assert api.get("/plans").json() == []


def test_another_workspace_can_be_edited(server, api):
    server.edit(workspace_id=2, data_plan_id="shop", version=1)
    assert api.get("/plans").json() == []
    found = api.get(f"{server.url}/platform/v2/workspaces/2/plans").json()
    assert [item["data_plan_id"] for item in found] == ["shop"]


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        ({"data_plan_id": ""}, "A required value was missing."),
        ({"colour": "red"}, "colour is not a known key."),
        ({"version": "1"}, "version has the wrong type."),
        ({"set": [{"pointer": "/a"}]}, "set has the wrong type."),
        ({"remove": ["/a"]}, "remove has the wrong type."),
        ({"root_type": "keep"}, "root_type must be one of add, drop."),
        ({"version": 1, "changes": {"version": 0}}, "version must be a positive integer."),
        (
            {"version": 9, "delete": True},
            "The specified version 9 in plan ID shop was not found in workspace 1.",
        ),
        (
            {"data_plan_id": "x", "delete": True},
            "The specified plan ID x in workspace 1 was not found.",
        ),
        ({"version": 1, "set": [{"match_key": "no", "pointer": "/a"}]}, "There is nothing at no."),
        ({"version": 1, "remove": [{"match_key": "no"}]}, "There is nothing at no."),
        (
            {"version": 1, "set": [{"match_key": CLICKED, "pointer": "/description/a"}]},
            "There is nothing at /description/a.",
        ),
        (
            {"version": 1, "set": [{"match_key": CLICKED, "pointer": "/description/a/b"}]},
            "There is nothing at /description/a/b.",
        ),
        (
            {"version": 1, "remove": [{"match_key": CLICKED, "pointer": "/validator/x/y"}]},
            "There is nothing at /validator/x/y.",
        ),
        (
            {"version": 1, "set": [{"match_key": CLICKED, "pointer": "description"}]},
            "pointer has the wrong type.",
        ),
    ],
)
def test_an_edit_that_makes_no_sense_is_refused_and_changes_nothing(
    api, server, plan, request_, message
):
    with pytest.raises(errors.UsageError, match="refused POST edit") as caught:
        server.edit(**{"data_plan_id": "shop", **request_})
    assert message in str(caught.value)
    assert api.get("/plans/shop").json() == plan
