from __future__ import annotations

import sqlite3

import pytest

from dataplan_sync import errors
from dataplan_sync.emulator.records import DataPlanRecord, VersionRecord
from dataplan_sync.emulator.store import Store

FIELDS = {"data_plan_name": "Shop", "created_on": "2020-01-01T00:00:00"}
ACTIVE = {"activated_environment": "development"}


@pytest.fixture
def store():
    made = Store()
    yield made
    made.close()


def put(store, data_plan_id="shop", **fields):
    with store.transaction():
        store.put_data_plan(1, DataPlanRecord(data_plan_id, {**FIELDS, **fields}, ()))


def test_a_file_keeps_what_was_stored(tmp_path):
    path = tmp_path / "emulator.db"
    first = Store(path)
    put(first)
    with first.transaction():
        first.put_version(1, VersionRecord("shop", 2, ACTIVE, '{"é": 1.0}'))
    first.close()
    second = Store(path)
    assert second.data_plan(1, "shop") == DataPlanRecord(
        "shop", FIELDS, (VersionRecord("shop", 2, ACTIVE, '{"é": 1.0}'),)
    )
    assert second.active_bytes() == len('{"é": 1.0}'.encode())
    second.close()


def test_a_block_that_raises_stores_nothing(store):
    def write():
        with store.transaction():
            store.put_data_plan(1, DataPlanRecord("shop", FIELDS, ()))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write()
    assert store.data_plans(1) == []


def test_data_plans_are_listed_by_age_then_by_arrival(store):
    for name, age in (("c", "2020-01-02"), ("b", "2020-01-01"), ("a", "2020-01-02")):
        put(store, name, created_on=age)
    assert [item.data_plan_id for item in store.data_plans(1)] == ["b", "c", "a"]


def test_an_id_keeps_the_spelling_of_its_creation():
    store = Store(case_sensitive=False)
    put(store, "Shop")
    put(store, "SHOP", data_plan_name="New")
    found = store.data_plans(1)
    assert [(item.data_plan_id, item.fields["data_plan_name"]) for item in found] == [
        ("Shop", "New")
    ]
    store.close()


def test_a_file_of_something_else_is_refused(tmp_path):
    path = tmp_path / "notes.db"
    path.write_text("these are notes, and no database at all " * 50)
    with pytest.raises(errors.UsageError, match="not a database of this emulator"):
        Store(path)
    assert path.read_text().startswith("these are notes")


def test_a_database_of_something_else_is_refused(tmp_path):
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE other (a)")
    other.close()
    with pytest.raises(errors.UsageError, match="format 0, this emulator writes 1"):
        Store(path)


def test_a_file_that_cannot_be_made_is_refused(tmp_path):
    with pytest.raises(errors.UsageError, match="cannot open the emulator's database"):
        Store(tmp_path / "absent" / "emulator.db")
