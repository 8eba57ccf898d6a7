from __future__ import annotations

from tests.emulator.requests import data_plan, version


def names(api):
    return [item["data_plan_name"] for item in api.get("/plans").json()]


def test_reads_lag_behind_writes_by_seconds(start, clock):
    api = start(lag_seconds=5)
    assert api.post("/plans", json=data_plan()).status_code == 200
    clock.now += 3
    answer = api.patch("/plans/shop", json={"data_plan_name": "New"})
    assert answer.json()["data_plan_name"] == "New"
    assert api.get("/plans/shop").status_code == 404
    assert api.get("/plans/shop/versions/1").status_code == 404
    assert names(api) == []
    clock.now += 2
    assert api.get("/plans/shop").json()["data_plan_name"] == "Shop"
    assert names(api) == ["Shop"]
    clock.now += 3
    assert api.get("/plans/shop").json()["data_plan_name"] == "New"
    assert names(api) == ["New"]


def test_reads_lag_behind_writes_by_a_number_of_reads(start):
    api = start(lag_reads=2)
    api.post("/plans", json=data_plan())
    assert [api.get("/plans/shop").status_code for _ in range(3)] == [404, 404, 200]
    api.patch("/plans/shop/versions/1", json={"version_description": "new"})
    seen = [api.get("/plans/shop/versions/1").json().get("version_description") for _ in range(3)]
    assert seen == [None, None, "new"]


def test_a_deleted_data_plan_is_still_read_for_a_while(start):
    api = start(lag_reads=2)
    api.post("/plans", json=data_plan(version(1)))
    assert [names(api) for _ in range(3)] == [[], [], ["Shop"]]
    api.delete("/plans/shop")
    assert api.get("/plans/shop").status_code == 200
    assert [names(api) for _ in range(2)] == [["Shop"], []]


def test_a_refused_write_causes_no_lag(start):
    api = start(lag_reads=1)
    api.delete("/plans/shop")
    api.post("/plans", json=data_plan())
    assert [api.get("/plans/shop").status_code for _ in range(2)] == [404, 200]
