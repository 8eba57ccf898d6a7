"""Whatever the API, or who poses as it, answers: one clear error, in bounded time, and nothing written on its word."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

OTHER = {"data_plan_id": "other", "data_plan_name": "Other", "data_plan_versions": []}
DEEP = "[" * 100_000 + "]" * 100_000
POINT = {
    "match": {"type": "custom_event", "criteria": {"event_name": "A", "custom_event_type": "other"}}
}


def version(**changes):
    return {
        "version": 1,
        "data_plan_id": "shop",
        "version_document": {"data_points": []},
        **changes,
    }


def plan(**changes):
    return {
        "data_plan_id": "shop",
        "data_plan_name": "Shop",
        "data_plan_versions": [version()],
        **changes,
    }


LISTS: list[Any] = [
    None,
    True,
    0,
    "",
    {},
    [None],
    [[]],
    [{}],
    [{"data_plan_id": None}],
    [{"data_plan_id": 7}],
    [{"data_plan_id": "../../../etc/passwd\x00\n\u202e"}],
    [plan(data_plan_versions={})],
    [plan(data_plan_versions=[{"version": "one"}])],
    [plan(data_plan_versions=[{"version": 10**30}])],
    [plan(created_on=["x"], last_modified_by={"a": 1})],
    [plan(), plan()],
]
PLANS: list[Any] = [
    [],
    OTHER,
    plan(data_plan_versions=None),
    plan(data_plan_versions=[version(), version()]),
    plan(data_plan_versions=[version(version=-1)]),
    plan(data_plan_versions=[version(version_document=[])]),
    plan(data_plan_versions=[version(version_document={"data_points": {}})]),
    plan(data_plan_versions=[version(version_document={"data_points": [None, 7, "x", []]})]),
    plan(data_plan_versions=[version(version_document={"data_points": [POINT, POINT]})]),
    plan(data_plan_versions=[version(activated_environment="moon")]),
]
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from([*plan(), *version(), "x"]), inner, max_size=4)
    ),
    max_leaves=12,
)


def answer(emulator, path, body, times=0):
    fault = {"kind": "status", "status": 200, "times": times, "body": body}
    emulator.inject({"match": {"method": "GET", "path_regex": path}, **fault})


def ends_well(told):
    assert told.exit_code in {0, 1, 6}
    assert "Traceback" not in told.out + told.err
    report = told.json
    assert report["exit_code"] == told.exit_code
    assert (told.exit_code == 0) is (report["errors"] == [])
    assert len(told.out) < 1_000_000


@pytest.mark.parametrize("body", LISTS, ids=lambda body: json.dumps(body)[:50])
def test_a_list_that_is_none_is_an_error_or_taken_as_it_is(shop, body):
    answer(shop.emulator, "/plans$", body)
    ends_well(shop("diff", "-o", "json", "--max-wait", "0"))


@pytest.mark.parametrize("body", PLANS, ids=lambda body: json.dumps(body)[:90])
def test_a_data_plan_that_is_none_is_an_error_or_taken_as_it_is(shop, body):
    shop("apply", "--yes")
    answer(shop.emulator, "/plans/shop$", body)
    ends_well(shop("diff", "-o", "json", "--max-wait", "0"))


def test_a_data_plan_under_another_id_is_no_answer(shop):
    shop("apply", "--yes")
    answer(shop.emulator, "/plans/shop$", OTHER)
    told = shop("diff", "-o", "json")

    assert told.exit_code == 1
    assert "other" in told.json["errors"][0]


def test_an_answer_that_is_deeper_than_any_is_an_error(shop):
    answer(shop.emulator, "/plans$", DEEP)
    told = shop("diff", "-o", "json", "--max-wait", "0")

    assert told.exit_code == 1
    assert "no JSON" in told.json["errors"][0]


@given(st.data())
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_answer_breaks_a_comparison(shop, data):
    shop.emulator.reset()
    shop("apply", "--yes")
    body = json.loads(json.dumps(data.draw(ANY_JSON)).replace("NaN", "0").replace("Infinity", "0"))
    path = data.draw(st.sampled_from(["/plans$", "/plans/shop$"]))
    answer(shop.emulator, path, body)

    ends_well(shop("diff", "-o", "json", "--max-wait", "0"))
