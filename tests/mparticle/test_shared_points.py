"""Data points that versions share are decoded once, and everything else is as `codec` has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dataplan_sync import codec
from dataplan_sync.mparticle.shared_points import decode_data_plan, decode_version

if TYPE_CHECKING:
    from dataplan_sync.wire import Fault

POINT = {
    "match": {"type": "screen_view", "criteria": {"screen_name": "Home"}},
    "validator": {"type": "json_schema", "definition": {"properties": {"a": {"maximum": 1.0}}}},
}


def points_of(version):
    return version.version_document.data_points


def version(number, *points):
    return {"version": number, "version_document": {"data_points": list(points)}}


def data_plan(*versions):
    return {"data_plan_id": "shop", "data_plan_versions": list(versions)}


ANSWERS = {
    "sound": data_plan(version(1, POINT), version(2, POINT, {**POINT, "description": "x"})),
    "unknown key": data_plan(version(1, {**POINT, "colour": "red"})),
    "no match": data_plan(version(1, {"validator": POINT["validator"]}, POINT)),
    "no object": data_plan(version(1, 7), 8, version(2)),
    "no document": data_plan({"version": 1}, {"version": 2, "version_document": []}),
    "no list": data_plan({"version": 1, "version_document": {"data_points": {}}}),
    "no data plan": [],
    "no versions": {"data_plan_id": "shop"},
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_it_decodes_as_codec_does_and_finds_the_same_faults(answer):
    found: list[Fault] = []
    expected: list[Fault] = []
    assert decode_data_plan(answer, found) == codec.decode_data_plan(answer, expected)
    assert found == expected


def test_data_points_with_one_text_become_one_object():
    made = decode_data_plan(ANSWERS["sound"], [])
    assert made is not None
    first, second = made.versions
    again = decode_version(version(3, dict(POINT)), [], data_plan_id="shop")
    assert points_of(first)[0] is points_of(second)[0]
    assert points_of(again)[0] is points_of(first)[0]


def test_numbers_that_are_written_otherwise_are_kept_apart():
    whole = {**POINT, "validator": {"definition": {"properties": {"a": {"maximum": 1}}}}}
    made = decode_version(version(1, POINT, whole), [], data_plan_id="shop")
    first, second = points_of(made)
    assert first is not second
