from __future__ import annotations

import pytest
from hypothesis import given

from dataplan_sync import codec
from dataplan_sync.model import Authorship, JSONObject, VersionDocument
from dataplan_sync.wire import Fault, FaultKind, describe, near_match
from tests.builders import custom_event, data_plan, version
from tests.strategies import data_plans

MATCH: JSONObject = {
    "type": "custom_event",
    "criteria": {"event_name": "A", "custom_event_type": "other"},
}
VALIDATOR: JSONObject = {"type": "json_schema", "definition": {"properties": {"x": None}}}
POINT: JSONObject = {"description": "d", "match": MATCH, "validator": VALIDATOR}


def wire_version(**keys):
    return {"version": 1, "version_document": {"data_points": [POINT]}, **keys}


def decode(value):
    faults: list[Fault] = []
    return codec.decode_data_plan(value, faults), faults


def decode_version(value, **context):
    faults: list[Fault] = []
    return codec.decode_version(value, faults, data_plan_id="shop", **context), faults


@given(data_plans())
def test_what_is_encoded_decodes_to_itself(plan):
    decoded, faults = decode(codec.encode_data_plan(plan))
    assert decoded == plan
    assert {fault.kind for fault in faults} <= {FaultKind.UNKNOWN_KEY}


def test_the_wire_form_of_a_data_plan_is_the_apis():
    plan = data_plan(version(1, environment="development", description=""), extra={"x": 1})
    assert codec.encode_data_plan(plan) == {
        "data_plan_id": "shop",
        "data_plan_name": "Shop",
        "data_plan_versions": [
            {
                "version": 1,
                "data_plan_id": "shop",
                "version_description": "",
                "activated_environment": "development",
                "version_document": {"data_points": []},
            }
        ],
        "x": 1,
    }


def test_a_data_points_keys_are_all_kept():
    point: JSONObject = {
        **POINT,
        "x_point": [1],
        "match": {**MATCH, "x_match": {}},
        "validator": {**VALIDATOR, "x_validator": "v"},
    }
    (decoded,) = codec.decode_data_points([point], [])
    assert codec.encode_data_point(decoded) == point


def test_the_servers_fields_become_authorship_or_are_dropped():
    stamps = {"created_on": "2020", "created_by": "a@example.com", "last_modified_on": None}
    plan, faults = decode(
        {
            "data_plan_id": "shop",
            **stamps,
            "data_plan_versions": [
                wire_version(
                    **stamps,
                    quarantine_feed_id=3,
                    version_document={
                        "data_points": [{**POINT, "active_transformation_ids": None}],
                        "active_transformation_ids": [1],
                    },
                )
            ],
        }
    )
    assert faults == []
    assert plan is not None
    assert plan.authorship == Authorship("2020", "a@example.com")
    assert plan.versions[0].authorship.latest_by == "a@example.com"
    assert codec.encode_data_plan(plan) == {
        "data_plan_id": "shop",
        "data_plan_versions": [{**wire_version(), "data_plan_id": "shop"}],
    }


def test_nulls_count_as_absent_and_unknown_keys_travel():
    decoded, faults = decode_version(
        wire_version(
            version_description=None,
            x_null=None,
            x_kept=1,
            version_document={"data_points": [], "transformations": None, "settings": {"a": 1}},
        )
    )
    assert decoded is not None
    assert (decoded.version_description, decoded.extra) == (None, {"x_kept": 1})
    assert decoded.version_document is not None
    assert decoded.version_document.extra == {"settings": {"a": 1}}
    assert [fault.path for fault in faults] == [("x_null",), ("x_kept",)]


def test_data_points_may_stand_directly_in_a_version():
    decoded, faults = decode_version({"data_points": [POINT], "settings": {"a": 1}}, number=4)
    assert faults == []
    assert decoded is not None
    assert decoded.version == 4
    assert decoded.version_document is not None
    assert decoded.version_document.extra == {"settings": {"a": 1}}
    assert decoded.extra == {}


def test_versions_come_ascending():
    plan, _ = decode(
        {"data_plan_id": "shop", "data_plan_versions": [wire_version(version=2), wire_version()]}
    )
    assert plan is not None
    assert [one.version for one in plan.versions] == [1, 2]


FAULTS = [
    ([], FaultKind.WRONG_TYPE, (), "this must be an object, not a list"),
    ({}, FaultKind.MISSING_KEY, (), "data_plan_id is missing"),
    ({"data_plan_id": ""}, FaultKind.MISSING_KEY, ("data_plan_id",), "data_plan_id is missing"),
    (
        {"data_plan_id": "shop", "data_plan_name": 12},
        FaultKind.WRONG_TYPE,
        ("data_plan_name",),
        "data_plan_name must be text, not a number; put it in quotes",
    ),
    (
        {"data_plan_id": "shop", "data_plan_versions": {}},
        FaultKind.WRONG_TYPE,
        ("data_plan_versions",),
        "data_plan_versions must be a list, not an object",
    ),
    (
        {"data_plan_id": "shop", "name": "Shop"},
        FaultKind.MISTYPED_KEY,
        ("name",),
        'unknown key "name": did you mean "data_plan_name"?',
    ),
    (
        {"data_plan_id": "shop", "owner": "me"},
        FaultKind.UNKNOWN_KEY,
        ("owner",),
        'unknown key "owner": it is sent and compared as it is',
    ),
]


@pytest.mark.parametrize(("value", "kind", "path", "message"), FAULTS)
def test_faults_of_a_data_plan(value, kind, path, message):
    assert decode(value)[1] == [Fault(kind, path, message)]


VERSION_FAULTS = [
    ({"version_document": {"data_points": []}}, (), "version, a whole number, is missing"),
    (wire_version(version=None), ("version",), "version, a whole number, is missing"),
    (wire_version(version="1"), ("version",), "version must be a whole number, not text"),
    (wire_version(version=True), ("version",), "version must be a whole number, not true or false"),
    (wire_version(version=1.5), ("version",), "version must be a whole number, not a number"),
    (
        wire_version(activated_environment="staging"),
        ("activated_environment",),
        'activated_environment must be one of none, development, production, not "staging"',
    ),
    (
        wire_version(activated_environmment="none"),
        ("activated_environmment",),
        'unknown key "activated_environmment": did you mean "activated_environment"?',
    ),
    (
        wire_version(version_document=[]),
        ("version_document",),
        "version_document must be an object, not a list",
    ),
    (
        wire_version(version_document={"data_points": {}}),
        ("version_document", "data_points"),
        "data_points must be a list, not an object",
    ),
    (
        {"version": 1, "data_points": [3]},
        ("data_points", 0),
        "this must be an object, not a number",
    ),
    (
        {"version": 1, "data_points": [{**POINT, "match": None}]},
        ("data_points", 0, "match"),
        "match is missing",
    ),
    (
        {"version": 1, "data_points": [{**POINT, "match": {"criteria": {}}}]},
        ("data_points", 0, "match"),
        "type is missing",
    ),
    (
        {"version": 1, "data_points": [{**POINT, "match": {"type": "x", "criteria": "A"}}]},
        ("data_points", 0, "match", "criteria"),
        "criteria must be an object, not text",
    ),
    (
        {"version": 1, "data_points": [{**POINT, "validator": {"type": "json_schema"}}]},
        ("data_points", 0, "validator"),
        "definition is missing",
    ),
    (
        {"version": 1, "data_points": [{**POINT, "validator": {"definition": True}}]},
        ("data_points", 0, "validator", "definition"),
        "definition must be an object, not true or false",
    ),
]


@pytest.mark.parametrize(("value", "path", "message"), VERSION_FAULTS)
def test_faults_of_a_version(value, path, message):
    faults = decode_version(value)[1]
    assert [(fault.path, fault.message) for fault in faults] == [(path, message)]


def test_a_document_without_data_points_has_none():
    decoded, faults = decode_version(wire_version(version_document={}))
    assert decoded is not None
    assert (decoded.version_document, faults) == (VersionDocument(()), [])


def test_all_faults_are_found_in_one_go():
    value = wire_version(
        version_description=1, version_document={"data_points": [1, {**POINT, "description": 2}]}
    )
    decoded, faults = decode_version(value)
    assert len(faults) == 3
    assert decoded is not None
    assert decoded.version_document is not None
    assert len(decoded.version_document.data_points) == 1


def test_a_validator_without_a_type_is_a_json_schema():
    value: JSONObject = {**POINT, "validator": {"definition": {}}}
    (point,) = codec.decode_data_points([value], [])
    assert point.validator.type == "json_schema"


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("activated_environmment", "activated_environment"),
        ("Version-Description", "version_description"),
        ("datapoints", "data_points"),
        ("description", "version_description"),
        ("document", "version_document"),
        ("owner", None),
        ("", None),
    ],
)
def test_near_matches(word, near):
    known = (
        "version",
        "version_description",
        "activated_environment",
        "version_document",
        "data_points",
    )
    assert near_match(word, known) == near


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (None, "nothing"),
        (True, "true or false"),
        (1, "a number"),
        ("", "text"),
        ([], "a list"),
        ({}, "an object"),
    ],
)
def test_types_are_called_as_people_call_them(value, name):
    assert describe(value) == name


def test_a_printed_key_reads_as_the_vendors_sdk_prints_it():
    assert (
        custom_event("Landing Button Click").match.key == "custom_event:other:Landing Button Click"
    )
