from __future__ import annotations

import pytest

from dataplan_sync.emulator.options import NullInPatch, Strictness, UnknownKeys, WithoutVersions
from tests.emulator.requests import STAMPS, data_plan, document, messages, version

NOT_FOUND = "The specified plan ID shop in workspace 1 was not found."


def test_a_created_data_plan_is_answered_whole_in_the_order_of_the_api(api):
    body = data_plan(version(1, data_plan_id="other_plan", activated_environment="development"))
    answer = api.post("/plans", json=body)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert answer.text == (
        '{"data_plan_id":"shop","data_plan_name":"Shop","data_plan_versions":[{"version":1,'
        '"data_plan_id":"shop","activated_environment":"development",'
        '"created_on":"2023-11-14T22:13:20.25","created_by":"client_id:emulator",'
        '"version_document":{"data_points":[]}}],'
        '"created_on":"2023-11-14T22:13:20.25","created_by":"client_id:emulator"}'
    )
    assert api.get("/plans/shop").text == answer.text


def test_what_the_server_owns_cannot_be_written(api):
    stamps = {"created_on": "1", "created_by": "me", "last_modified_on": 1, "last_modified_by": []}
    body = data_plan(version(1, quarantine_feed_id=7, **stamps), **stamps)
    assert api.post("/plans", json=body).json() == {
        "data_plan_id": "shop",
        "data_plan_name": "Shop",
        "data_plan_versions": [
            {
                "version": 1,
                "data_plan_id": "shop",
                "activated_environment": "none",
                **STAMPS,
                "version_document": document(),
            }
        ],
        **STAMPS,
    }


def test_the_list_is_in_order_of_creation_without_documents(api, clock):
    api.post("/plans", json=data_plan(version(3), version(1), data_plan_id="zebra"))
    clock.now += 1
    api.post("/plans", json=data_plan(data_plan_id="ant"))
    found = api.get("/plans").json()
    assert [item["data_plan_id"] for item in found] == ["zebra", "ant"]
    assert found[0]["data_plan_versions"] == [
        {"version": number, "data_plan_id": "zebra", "activated_environment": "none", **STAMPS}
        for number in (1, 3)
    ]


def test_a_trailing_slash_makes_no_difference(api):
    api.post("/plans/", json=data_plan())
    assert [item["data_plan_id"] for item in api.get("/plans/").json()] == ["shop"]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Mobile Data Plan", "mobile_data_plan"),
        ("is this it?", "is_this_it_"),
        ("Zoë's  PLAN", "zo__s__plan"),
        ("v2.1", "v2_1"),
    ],
)
def test_an_id_that_is_left_out_is_made_of_the_name(api, name, slug):
    body = {"data_plan_name": name, "data_plan_versions": [version()]}
    assert api.post("/plans", json=body).json()["data_plan_id"] == slug


def test_an_id_can_be_used_once(api):
    api.post("/plans", json=data_plan())
    answer = api.post("/plans", json=data_plan())
    assert (answer.status_code, answer.json()) == (
        400,
        {"errors": [{"message": "Plan ID is already in use."}]},
    )


def test_an_update_changes_what_it_names_and_stamps_the_data_plan_only(api, clock):
    created = api.post("/plans", json=data_plan(data_plan_description="old")).json()
    clock.now += 60.75
    answer = api.patch("/plans/shop", json={"data_plan_description": "new"})
    assert answer.json() == {
        **created,
        "data_plan_description": "new",
        "last_modified_on": "2023-11-14T22:14:21",
        "last_modified_by": "client_id:emulator",
    }


def test_a_whole_data_plan_can_be_sent_as_an_update_of_its_name(api):
    created = api.post("/plans", json=data_plan()).json()
    body = {**created, "data_plan_name": "Store", "data_plan_id": "x", "data_plan_versions": []}
    updated = api.patch("/plans/shop", json=body).json()
    assert updated["data_plan_versions"] == created["data_plan_versions"]
    assert (updated["data_plan_id"], updated["data_plan_name"]) == ("shop", "Store")


def test_an_update_of_nothing_leaves_no_stamp(api):
    created = api.post("/plans", json=data_plan()).json()
    assert api.patch("/plans/shop", json={}).json() == created


@pytest.mark.parametrize(("rule", "left"), [(NullInPatch.CLEAR, None), (NullInPatch.IGNORE, "old")])
def test_null_clears_a_description_or_is_ignored(start, rule, left):
    api = start(null_in_patch=rule)
    api.post("/plans", json=data_plan(data_plan_description="old"))
    answer = api.patch("/plans/shop", json={"data_plan_description": None})
    assert answer.json().get("data_plan_description") == left


def test_a_deleted_data_plan_is_gone_with_its_versions(api):
    api.post("/plans", json=data_plan(version(1), version(2)))
    answer = api.delete("/plans/shop")
    assert (answer.status_code, answer.content) == (204, b"")
    assert api.get("/plans").json() == []
    api.post("/plans", json=data_plan(version(1)))
    assert len(api.get("/plans/shop").json()["data_plan_versions"]) == 1


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/plans/shop"),
        ("PATCH", "/plans/shop"),
        ("DELETE", "/plans/shop"),
        ("POST", "/plans/shop/versions"),
        ("GET", "/plans/shop/versions/1"),
        ("PATCH", "/plans/shop/versions/1"),
        ("DELETE", "/plans/shop/versions/1"),
    ],
)
def test_an_unknown_data_plan_is_named(api, method, path):
    answer = api.request(method, path, json={})
    assert (answer.status_code, messages(answer)) == (404, [NOT_FOUND])


@pytest.mark.parametrize(
    ("rule", "status", "numbers"),
    [
        (WithoutVersions.REJECT, 400, None),
        (WithoutVersions.CREATE_V1, 200, [1]),
        (WithoutVersions.ACCEPT, 200, []),
    ],
)
@pytest.mark.parametrize("versions", [{}, {"data_plan_versions": []}, {"data_plan_versions": None}])
def test_a_data_plan_without_versions(start, rule, status, numbers, versions):
    api = start(post_plan_without_versions=rule)
    answer = api.post("/plans", json={"data_plan_name": "Shop", **versions})
    assert answer.status_code == status
    if numbers is not None:
        found = api.get("/plans/shop").json()["data_plan_versions"]
        assert [item["version"] for item in found] == numbers


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"data_plan_name": None}, "data_plan_name must be a string."),
        ({"data_plan_name": 7}, "data_plan_name must be a string."),
        ({"data_plan_name": " "}, "data_plan_name must not be empty."),
        ({"data_plan_description": 7}, "data_plan_description must be a string."),
        ({"data_plan_id": ""}, "data_plan_id must be a string that is not empty and has no slash."),
        (
            {"data_plan_id": "a/b"},
            "data_plan_id must be a string that is not empty and has no slash.",
        ),
        ({"data_plan_versions": {}}, "data_plan_versions must be an array of objects."),
        ({"data_plan_versions": [1]}, "data_plan_versions must be an array of objects."),
        ({"data_plan_versions": [{"version": "1"}]}, "version must be a positive integer."),
        ({"data_plan_versions": [version(1), version(1)]}, "Version 1 is already in use."),
    ],
)
def test_a_body_with_a_wrong_type_is_refused(api, changes, message):
    answer = api.post("/plans", json=data_plan(**changes))
    assert (answer.status_code, messages(answer)) == (400, [message])
    assert api.get("/plans").json() == []


def test_a_data_plan_needs_a_name(api):
    answer = api.post("/plans", json={"data_plan_id": "shop", "data_plan_versions": [version()]})
    assert (answer.status_code, messages(answer)) == (400, ["data_plan_name is required."])


def test_everything_that_is_wrong_is_said_at_once(api):
    body = data_plan(version("x", activated_environment="prod"), data_plan_description=[])
    assert messages(api.post("/plans", json=body)) == [
        "data_plan_description must be a string.",
        "version must be a positive integer.",
        "activated_environment must be one of none, development, production.",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"[]", "The request body must be a JSON object."),
        (b"", "The request body is not valid JSON: Expecting value: line 1 column 1 (char 0)."),
        (b'{"a": NaN}', "The request body is not valid JSON: NaN is not JSON."),
        (b'{"a": 1e999}', "The request body is not valid JSON: the number 1e999 is out of range."),
        (b'{"a": ' + b"[" * 100_000, "The request body is not valid JSON: it nests too deeply."),
    ],
)
def test_a_body_that_is_no_json_object_is_refused(api, content, message):
    answer = api.post("/plans", content=content)
    assert (answer.status_code, messages(answer)) == (400, [message])


@pytest.mark.parametrize("content", [b'{"a": "\xff"}', b'{"a": "\\ud800"}'])
def test_a_body_with_half_a_character_is_refused(api, content):
    answer = api.post("/plans", content=content)
    assert answer.status_code == 400
    assert messages(answer)[0].startswith("The request body is not valid JSON: 'utf-8' codec")


def test_a_body_over_the_size_limit_is_refused(start):
    answer = start(max_bytes=20).post("/plans", content=b"{" + b" " * 19 + b"}")
    assert messages(answer) == ["The request body exceeds 20 bytes."]


@pytest.mark.parametrize(
    ("rule", "kept"), [(UnknownKeys.KEEP, {"team": ["a"]}), (UnknownKeys.DROP, {})]
)
def test_unknown_keys_are_kept_or_dropped(start, rule, kept):
    api = start(unknown_keys=rule)
    extra = {"team": ["a"], "gone": None}
    found = api.post("/plans", json=data_plan(version(1, **extra), **extra)).json()
    assert {name: found[name] for name in ("team", "gone") if name in found} == kept
    nested = found["data_plan_versions"][0]
    assert {name: nested[name] for name in ("team", "gone") if name in nested} == kept


def test_legacy_answers_write_null_for_what_is_absent(start):
    api = start(legacy_nulls=True)
    found = api.post("/plans", json=data_plan()).json()
    assert {name for name, item in found.items() if item is None} == {
        "data_plan_description",
        "last_modified_on",
        "last_modified_by",
    }
    nested = found["data_plan_versions"][0]
    assert {name for name, item in nested.items() if item is None} == {
        "version_description",
        "last_modified_on",
        "last_modified_by",
        "quarantine_feed_id",
    }


@pytest.mark.parametrize(("sensitive", "status"), [(True, 404), (False, 200)])
def test_ids_may_differ_by_case(start, sensitive, status):
    api = start(case_sensitive_ids=sensitive)
    api.post("/plans", json=data_plan(data_plan_id="Shop"))
    assert api.get("/plans/shop").status_code == status


@pytest.mark.parametrize(("rule", "status"), [(Strictness.ACCEPT, 204), (Strictness.REJECT, 400)])
def test_a_data_plan_that_is_active_in_production_can_be_deleted_or_not(start, rule, status):
    api = start(delete_active_plan=rule)
    api.post("/plans", json=data_plan(version(1, activated_environment="production")))
    assert api.delete("/plans/shop").status_code == status
    assert len(api.get("/plans").json()) == (status == 400)


def test_workspaces_are_separate(api, server):
    api.post("/plans", json=data_plan())
    elsewhere = f"{server.url}/platform/v2/workspaces/2/plans"
    assert api.get(elsewhere).json() == []
    assert api.post(elsewhere, json=data_plan()).status_code == 200
