from __future__ import annotations

import pytest

from dataplan_sync.changes import ABSENT, Change, ChangeKind, FieldChange
from dataplan_sync.model import DataPlanKey, DataPlanVersionKey
from dataplan_sync.sharing import Reach, labelled, reaches

KEY = DataPlanVersionKey("shop", 1)
DEVICE, COMMERCE = "shared/device.yaml", "shared/commerce.yaml#/price"
POINT = {
    ("attributes", "os"): DEVICE,
    ("attributes", "os", "type"): DEVICE,
    ("attributes", "own"): None,
    ("attributes", "own", "type"): None,
    ("attributes", "price"): None,
    ("attributes", "price", "type"): COMMERCE,
}
ALONE = {("attributes", "os"): DEVICE, ("attributes", "os", "type"): DEVICE}


def field(*path, gone=False):
    return FieldChange(path, 1, ABSENT if gone else 2)


def change(*fields, key=KEY):
    return Change(ChangeKind.UPDATE, key, None, None, fields, "f")


def definitions(parts, *fields):
    return [each.shared for each in labelled(change(*fields), {KEY: lambda: parts}).field_changes]


@pytest.mark.parametrize(
    ("path", "definition"),
    [
        (("A", "attributes", "os"), DEVICE),
        (("A", "attributes", "os", "type"), DEVICE),
        (("A", "attributes", "own"), None),
        (("A", "attributes", "price"), None),
        (("A", "attributes", "price", "type"), COMMERCE),
        (("A",), None),
        (("version_description",), None),
        (("B", "attributes", "os"), None),
    ],
)
def test_a_field_names_the_definition_that_it_comes_from(path, definition):
    assert definitions({"A": POINT}, field(*path)) == [definition]


def test_what_is_gone_from_a_definition_is_known_by_what_stands_beside_it():
    gone = field("A", "attributes", "price", "minimum", gone=True)
    assert definitions({"A": POINT}, gone) == [COMMERCE]
    assert definitions({"A": ALONE}, field("A", "attributes", "model", gone=True)) == [DEVICE]


def test_what_is_gone_beside_own_attributes_was_shared_if_all_who_share_lost_it():
    parts = {"A": POINT, "B": POINT, "C": {("attributes", "own"): None}}
    lost = [field(name, "attributes", "model", gone=True) for name in "AB"]
    assert definitions(parts, *lost) == [DEVICE, DEVICE]
    assert definitions(parts, lost[0]) == [None]
    assert definitions({"A": POINT}, lost[0]) == [None]


def test_what_is_gone_from_one_of_several_groups_is_nobody_s_for_certain():
    both = {("attributes", "os"): DEVICE, ("attributes", "id"): "shared/app.yaml"}
    lost = [field(name, "attributes", "model", gone=True) for name in "AB"]
    assert definitions({"A": both, "B": both}, *lost) == [None, None]
    parts = {"A": both, "B": both, "C": ALONE}
    assert definitions(parts, *lost) == ["shared/app.yaml"] * 2


def test_a_loader_is_asked_only_for_a_version_that_changes_and_shares():
    def refuse():
        raise AssertionError

    assert labelled(change(), {KEY: refuse}) == change()
    other = change(field("A", "attributes", "os"), key=DataPlanVersionKey("shop", 2))
    assert labelled(other, {KEY: refuse}) == other
    data_plan = change(field("data_plan_name"), key=DataPlanKey("shop"))
    assert labelled(data_plan, {KEY: refuse}) == data_plan


def test_a_definition_reaches_every_data_point_that_changes_with_it_once():
    key = DataPlanVersionKey("feed", 3)
    found = [
        labelled(
            change(
                field("A", "attributes", "os"),
                field("A", "attributes", "os", "type"),
                field("B", "attributes", "price", "type"),
                field("B", "attributes", "own"),
                key=each,
            ),
            {each: lambda: {"A": POINT, "B": POINT}},
        )
        for each in (KEY, key)
    ]
    assert reaches(found) == (
        Reach(DEVICE, {KEY: ("A",), key: ("A",)}),
        Reach(COMMERCE, {KEY: ("B",), key: ("B",)}),
    )
