from __future__ import annotations

from dataclasses import replace

import pytest

from dataplan_sync.changes import ChangeKind
from dataplan_sync.guards import deletions
from tests.builders import data_plan, version
from tests.guards.gates import changes_of, configured, hazards, key, rules

SHOP = data_plan(version(1), version(2))
APP = data_plan(version(1, data_plan_id="app"), data_plan_id="app")


def pruning(*entries, **options):
    return configured(prune=True, allow_delete=tuple(map(key, entries)), **options)


def deleted(desired, live, configuration):
    found = changes_of(desired, live, deletable=configuration.policy.deletable)
    return [str(change.key) for change in found.changes if change.kind is ChangeKind.DELETE]


def only(*numbers):
    kept = tuple(one for one in SHOP.versions if one.version in numbers)
    return replace(SHOP, versions=kept)


def test_nothing_is_deleted_unless_pruning_is_on_and_it_is_listed():
    assert deleted([only(2)], [SHOP], configured()) == []
    assert deleted([only(2)], [SHOP], configured(prune=True)) == []
    assert deleted([only(2)], [SHOP], configured(allow_delete=(key("shop/1"),))) == []
    assert deleted([only(2)], [SHOP], pruning("shop/2", "shop", "app")) == []
    assert deleted([only(2)], [SHOP], pruning("shop/1")) == ["shop v1"]


def test_one_version_may_go():
    assert rules(only(2), SHOP, pruning("shop/1")) == []


def test_a_data_plan_may_go_with_its_only_version():
    assert deleted([SHOP], [SHOP, APP], pruning("app")) == ["app v1", "app"]
    assert rules([SHOP], [SHOP, APP], pruning("app")) == []


def test_a_version_of_a_data_plan_that_is_not_declared_may_go():
    assert deleted([APP], [SHOP, APP], pruning("shop/1")) == ["shop v1"]
    assert rules([APP], [SHOP, APP], pruning("shop/1")) == []


def test_what_the_api_would_refuse_is_refused_beforehand():
    live = data_plan(
        version(1, environment="production"),
        replace(version(2), quarantined=True),
        *(version(number) for number in range(3, 10)),
    )
    desired = replace(live, versions=live.versions[2:])
    found = hazards(desired, live, pruning("shop/1", "shop/2"))
    assert [(hazard.rule, str(hazard.key), hazard.permit) for hazard in found] == [
        ("delete-quarantined", "shop v2", None),
        ("delete-active", "shop v1", None),
    ]
    assert "activated_environment: none" in found[1].message
    assert "mParticle UI" in found[0].message


@pytest.mark.parametrize(
    "desired", [[replace(APP, versions=())], [SHOP]], ids=["own", "undeclared"]
)
def test_the_last_version_of_a_data_plan_is_not_deleted(desired):
    found = hazards(desired, [SHOP, APP], pruning("app/1"))
    assert [(hazard.rule, str(hazard.key)) for hazard in found] == [
        ("delete-last-version", "app v1")
    ]
    assert "list app as a whole in allow_delete" in found[0].message


def test_the_last_version_may_go_once_another_one_is_declared():
    new = replace(APP, versions=(version(2, data_plan_id="app"),))
    assert rules([new], [APP], pruning("app/1")) == []


def test_a_data_plan_with_a_version_that_is_active_in_production_is_not_deleted():
    live = data_plan(version(1, environment="production"))
    assert rules([APP], [live, APP], pruning("shop")) == [("delete-active", "shop v1")]


def test_nothing_is_deleted_where_nothing_is_declared():
    found = hazards([], [SHOP], pruning("shop/1"))
    assert [(hazard.rule, hazard.permit) for hazard in found] == [("delete-from-empty", None)]


MANY = data_plan(*(version(number) for number in range(1, 31)))


def test_more_than_five_deletions_have_to_be_allowed():
    desired = replace(MANY, versions=MANY.versions[6:])
    listed = [f"shop/{number}" for number in range(1, 7)]
    (hazard,) = hazards(desired, MANY, pruning(*listed))
    assert hazard.message == (
        "6 data plans and versions would be deleted, more than 5. "
        "To allow it, add at the end of dataplan-sync.yaml: policy: {thresholds: {deletions: 6}}"
    )
    assert rules(desired, MANY, pruning(*listed, thresholds={"deletions": 6})) == []
    assert rules(desired, MANY, pruning(*listed[:5])) == []


def test_a_large_share_has_to_be_allowed():
    live = [*(data_plan(data_plan_id=f"other{number}") for number in range(3)), MANY]
    few = replace(MANY, versions=MANY.versions[:4])
    desired = [replace(few, versions=few.versions[2:])]
    (hazard,) = hazards(
        desired, [*live[:3], few], pruning("shop/1", "shop/2", thresholds={"deleted_fraction": 0.2})
    )
    assert hazard.message == (
        "2 of 8 live data plans and versions would be deleted, more than 20%. "
        "To allow it, add at the end of dataplan-sync.yaml: policy: {thresholds: {deleted_fraction: 0.25}}"
    )
    exact = pruning("shop/1", "shop/2", thresholds={"deleted_fraction": 0.25})
    assert rules(desired, [*live[:3], few], exact) == []


def notes(configuration, desired, live):
    change_set = changes_of(desired, live, deletable=configuration.policy.deletable)
    declared = {plan.key for plan in desired} | {
        one.key for plan in desired for one in plan.versions
    }
    return list(deletions.notes(change_set, configuration, declared))


def test_an_entry_that_deletes_nothing_is_named_with_the_reason():
    configuration = pruning("shop/1", "shop/2", "shop/9", "old")
    assert notes(configuration, [only(2)], [SHOP]) == [
        "shop v2 in allow_delete of dataplan-sync.yaml is not deleted, because the plan files still declare it.",
        "shop v9 in allow_delete of dataplan-sync.yaml matches nothing that is live: remove the entry.",
        "old in allow_delete of dataplan-sync.yaml matches nothing that is live: remove the entry.",
    ]


def test_a_list_without_pruning_is_named():
    assert notes(configured(allow_delete=(key("old"),)), [SHOP], [SHOP]) == [
        "allow_delete in dataplan-sync.yaml has no effect: it needs prune: true beside it."
    ]
    assert notes(configured(), [SHOP], [SHOP]) == []
