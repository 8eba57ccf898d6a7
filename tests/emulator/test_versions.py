from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dataplan_sync.emulator.options import LockedFields, ProdLock, VersionInPatch, VersionNumber
from tests.emulator.requests import STAMPS, data_plan, document, messages, point, version

EDITED = {"last_modified_on": "2023-11-14T22:13:21.25", "last_modified_by": "client_id:emulator"}
VERSION = "/plans/shop/versions/1"

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
    max_leaves=8,
)


@settings(
    max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    st.dictionaries(st.text(st.characters(codec="utf-8")), json_values).map(
        lambda extra: {**extra, "data_points": []}
    ),
    st.sampled_from([None, 2]),
    st.booleans(),
)
def test_a_document_comes_back_byte_for_byte(api, content, indent, ascii_only):
    text = json.dumps(content, indent=indent, ensure_ascii=ascii_only)
    api.delete("/plans/shop")
    answer = api.post(
        "/plans",
        content=f'{{"data_plan_name": "Shop", "data_plan_versions": [ {{"version_document":{text} }} ] }}',
    )
    assert text.encode() in answer.content
    assert text.encode() in api.get(VERSION).content


@pytest.mark.parametrize("number", ["1.50", "1e2", "-0", "12345678901234567890123", "0.1e-7"])
def test_numbers_keep_their_spelling(api, number):
    api.post("/plans", json=data_plan())
    text = f'{{"data_points":[],"n":{number}}}'
    api.patch(VERSION, content=f'{{"version_document": {text}}}')
    assert text in api.get("/plans/shop").text


def test_a_created_version_is_answered_whole(api):
    api.post("/plans", json=data_plan())
    body = version(7, point(), version_description="seventh", data_plan_id="x")
    answer = api.post("/plans/shop/versions", json=body)
    assert answer.status_code == 200
    assert (
        answer.json()
        == api.get("/plans/shop/versions/7").json()
        == {
            "version": 7,
            "data_plan_id": "shop",
            "version_description": "seventh",
            "activated_environment": "none",
            **STAMPS,
            "version_document": document(point()),
        }
    )


def test_a_version_without_a_document_has_an_empty_one(api):
    api.post("/plans", json=data_plan({"version": 1, "version_document": None}))
    assert api.get(VERSION).json()["version_document"] == document()


@pytest.mark.parametrize(
    ("options", "sent", "status", "got"),
    [
        ({}, {}, 200, 6),
        ({"post_version_without_number": VersionNumber.REJECT}, {}, 400, None),
        ({}, {"version": 3}, 200, 3),
        ({}, {"version": 5}, 400, None),
        ({"taken_version": VersionNumber.NEXT}, {"version": 5}, 200, 6),
    ],
)
def test_the_number_of_a_new_version(start, options, sent, status, got):
    api = start(**options)
    api.post("/plans", json=data_plan(version(5)))
    answer = api.post("/plans/shop/versions", json={**sent, "version_document": document()})
    assert (answer.status_code, answer.json().get("version")) == (status, got)


def test_an_update_replaces_the_document_whole_and_leaves_what_it_does_not_name(api, clock):
    plan = api.post(
        "/plans", json=data_plan(version(1, point("A"), version_description="d"))
    ).json()
    clock.now += 1
    updated = api.patch(VERSION, json={"version_document": document(point("B"))}).json()
    expected = {
        **plan["data_plan_versions"][0],
        **EDITED,
        "version_document": document(point("B")),
    }
    assert updated == expected
    assert api.get("/plans/shop").json() == {**plan, "data_plan_versions": [expected]}


def test_activation_keeps_the_document(api):
    api.post("/plans", json=data_plan(version(1, point())))
    updated = api.patch(VERSION, json={"activated_environment": "production"}).json()
    assert updated["activated_environment"] == "production"
    assert updated["version_document"] == document(point())


@pytest.mark.parametrize(
    ("rule", "status"), [(VersionInPatch.IGNORE, 200), (VersionInPatch.REJECT, 400)]
)
def test_a_number_in_an_update_never_decides_which_version_is_meant(start, rule, status):
    api = start(version_in_patch_body=rule)
    api.post("/plans", json=data_plan(version(1), version(2)))
    answer = api.patch(VERSION, json={"version": 2, "version_description": "new"})
    assert answer.status_code == status
    found = api.get("/plans/shop").json()["data_plan_versions"]
    assert [item.get("version_description") for item in found] == [
        "new" if status == 200 else None,
        None,
    ]


class TestProductionLock:
    @pytest.fixture
    def locked(self, start):
        def begin(**options):
            api = start(**options)
            active = version(1, point("A"), activated_environment="production")
            plan = api.post("/plans", json=data_plan(active)).json()
            return api, plan["data_plan_versions"][0]

        return begin

    def test_is_silent_by_default_and_answers_the_old_document(self, locked, clock):
        api, before = locked()
        clock.now += 1
        answer = api.patch(VERSION, json={"version_document": document(point("B"))})
        assert (answer.status_code, answer.json()) == (200, before)
        assert api.get(VERSION).json() == before

    def test_holds_the_document_alone_by_default(self, locked, clock):
        api, before = locked()
        clock.now += 1
        body = {"version_document": document(), "activated_environment": "development"}
        expected = {**before, "activated_environment": "development", **EDITED}
        assert api.patch(VERSION, json=body).json() == expected
        assert api.patch(VERSION, json={"version_document": document()}).json() == {
            **expected,
            "version_document": document(),
        }

    def test_leaves_a_description_free(self, locked, clock):
        api, before = locked()
        clock.now += 1
        answer = api.patch(VERSION, json={"version_description": "new"})
        assert answer.json() == {**before, "version_description": "new", **EDITED}

    def test_can_hold_everything(self, locked):
        api, before = locked(locked_fields=LockedFields.EVERYTHING)
        assert api.patch(VERSION, json={"activated_environment": "none"}).json() == before

    @pytest.mark.parametrize("held", LockedFields)
    def test_can_reject(self, locked, held):
        api, before = locked(prod_lock=ProdLock.REJECT, locked_fields=held)
        answer = api.patch(VERSION, json={"version_document": document()})
        assert (answer.status_code, messages(answer)) == (
            400,
            [
                "Unable to update plan version - this version is active in prod and cannot be updated."
            ],
        )
        assert api.get(VERSION).json() == before

    def test_can_allow(self, locked):
        api, _ = locked(prod_lock=ProdLock.ALLOW)
        api.patch(VERSION, json={"version_document": document()})
        assert api.get(VERSION).json()["version_document"] == document()


class TestDeletion:
    def test_of_one_of_several_versions(self, api):
        api.post("/plans", json=data_plan(version(1), version(2)))
        answer = api.delete(VERSION)
        assert (answer.status_code, answer.content) == (204, b"")
        assert messages(api.get(VERSION)) == [
            "The specified version 1 in plan ID shop was not found in workspace 1."
        ]

    def test_of_the_last_version_is_refused(self, api):
        api.post("/plans", json=data_plan())
        answer = api.delete(VERSION)
        assert (answer.status_code, messages(answer)) == (
            400,
            ["Unable to delete plan version - plans must contain at least one plan version."],
        )

    def test_of_a_version_that_is_active_in_production_is_refused(self, api):
        active = version(1, activated_environment="production")
        api.post("/plans", json=data_plan(active, version(2)))
        answer = api.delete(VERSION)
        assert (answer.status_code, messages(answer)) == (
            400,
            [
                (
                    "Unable to delete plan version - "
                    "this version is active in prod and cannot be deleted."
                )
            ],
        )

    def test_of_a_version_with_a_quarantine_feed_is_refused(self, api):
        api.post("/plans", json=data_plan(version(1), version(2)))
        assert (
            api.patch(VERSION, json={"quarantine_feed_id": 12}).json()["quarantine_feed_id"] == 12
        )
        answer = api.delete(VERSION)
        assert (answer.status_code, messages(answer)) == (
            400,
            [
                (
                    "Unable to delete plan version. Plan versions with an associated quarantine feed "
                    "can only be deleted through the UI."
                )
            ],
        )


@pytest.mark.parametrize("number", ["9", "x", "-1", "1.0", "9" * 5000])
@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_an_unknown_version_is_named(api, method, number):
    api.post("/plans", json=data_plan())
    answer = api.request(method, f"/plans/shop/versions/{number}", json={})
    assert (answer.status_code, messages(answer)) == (
        404,
        [f"The specified version {number} in plan ID shop was not found in workspace 1."],
    )


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"version": True}, "version must be a positive integer."),
        ({"version": 0}, "version must be a positive integer."),
        ({"version": 2.0}, "version must be a positive integer."),
        ({"version": 2**31}, "version must be a positive integer."),
        ({"version_description": {}}, "version_description must be a string."),
        (
            {"activated_environment": "staging"},
            "activated_environment must be one of none, development, production.",
        ),
        (
            {"activated_environment": ["none"]},
            "activated_environment must be one of none, development, production.",
        ),
        ({"version_document": []}, "version_document must be an object."),
        ({"quarantine_feed_id": "12"}, "quarantine_feed_id must be a number."),
        ({"quarantine_feed_id": True}, "quarantine_feed_id must be a number."),
    ],
)
def test_a_body_with_a_wrong_type_is_refused(api, changes, message):
    api.post("/plans", json=data_plan())
    for answer in (
        api.post("/plans/shop/versions", json=changes),
        api.patch(VERSION, json=changes),
    ):
        assert (answer.status_code, messages(answer)) == (400, [message])


def test_active_versions_share_a_memory_quota(start):
    small, large = version(1, point("A")), version(2, *(point(f"B{number}") for number in range(9)))
    api = start(memory_quota=1000)
    assert api.post("/plans", json=data_plan(small, large)).status_code == 200
    assert api.patch(VERSION, json={"activated_environment": "development"}).status_code == 200
    answer = api.patch("/plans/shop/versions/2", json={"activated_environment": "production"})
    assert (answer.status_code, messages(answer)) == (
        400,
        [
            "Unable to activate plan version - the memory quota for active plan versions is exceeded."
        ],
    )
    assert api.get("/plans/shop/versions/2").json()["activated_environment"] == "none"
