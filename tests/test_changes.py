from __future__ import annotations

import re
from dataclasses import replace

from dataplan_sync.canonical import text
from dataplan_sync.changes import (
    ABSENT,
    ChangeKind,
    ChangeSet,
    change_fingerprint,
    key_json,
)
from dataplan_sync.model import DataPlanKey, DataPlanVersionKey
from tests.builders import data_plan, version
from tests.test_ordering import changes

KEY = DataPlanVersionKey("shop", 1)


def fingerprint(**changed):
    arguments = {"workspace_id": 1, "key": KEY, "kind": ChangeKind.UPDATE, "live": 1, "desired": 2}
    merged = {**arguments, **changed}
    return change_fingerprint(
        merged["workspace_id"],
        merged["key"],
        merged["kind"],
        **{side: _text(merged[side]) for side in ("live", "desired")},
    )


def _text(value):
    return value if value is ABSENT else text(value)


def test_a_fingerprint_is_sha256_in_hex():
    assert re.fullmatch("[0-9a-f]{64}", fingerprint())
    assert fingerprint() == fingerprint()


def test_a_fingerprint_depends_on_everything_that_was_reviewed():
    variants: list[dict[str, object]] = [
        {},
        {"workspace_id": 2},
        {"key": DataPlanVersionKey("shop", 2)},
        {"key": DataPlanKey("shop")},
        {"kind": ChangeKind.CREATE},
        {"live": ABSENT},
        {"live": None},
        {"live": [1]},
        {"desired": ABSENT},
        {"desired": {"a": True}},
        {"desired": {"a": 1}},
    ]
    assert len({fingerprint(**variant) for variant in variants}) == len(variants)


def test_the_fingerprint_of_a_change_set_does_not_depend_on_order():
    found = changes(data_plan(version(1), version(2)), None)
    forwards, backwards = ChangeSet(1, found), ChangeSet(1, tuple(reversed(found)))
    assert forwards.fingerprint == backwards.fingerprint
    assert forwards.fingerprint != ChangeSet(1, found[:2]).fingerprint


def test_changes_are_counted_by_kind():
    found = changes(data_plan(version(1), version(2)), data_plan(version(1), name="Old"))
    change_set = ChangeSet(1, found)
    assert [change_set.count(kind) for kind in ChangeKind] == [1, 1, 0]


def test_keys_read_for_people_and_for_machines():
    assert (str(DataPlanKey("shop")), str(KEY)) == ("shop", "shop v1")
    assert key_json(DataPlanKey("shop")) == ["data_plan", "shop"]
    assert key_json(KEY) == ["data_plan_version", "shop", 1]


def test_absent_prints_as_its_name():
    assert repr(ABSENT) == "ABSENT"


def test_a_change_names_its_data_plan():
    (change,) = changes(data_plan(name="New"), data_plan())
    assert change.data_plan_id == "shop"
    assert replace(change, key=KEY).data_plan_id == "shop"
