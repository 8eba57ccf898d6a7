"""What a diff is made to fail on: what apply would refuse, what is dangerous, and drift."""

from __future__ import annotations

import pytest

from dataplan_sync.changes import Change, ChangeKind, ChangeSet, FieldChange, Origin
from dataplan_sync.cli.diff import FailOn, fails
from dataplan_sync.report import WorkspaceReport
from tests.builders import data_plan
from tests.cli.conftest import SHOP
from tests.cli.test_guards import FILE, TEN, rules, shop_with


@pytest.mark.parametrize(
    ("options", "exit_code"),
    [
        ((), 0),
        (("--exit-code",), 3),
        (("--fail-on", "breaking"), 0),
        (("--fail-on", "drift"), 0),
        (("--fail-on", "breaking", "--fail-on", "dangerous", "--exit-code"), 5),
    ],
)
def test_a_diff_fails_on_what_it_is_told_to(shop, options, exit_code):
    active = SHOP.replace("development", "production")
    shop.write("plans/shop.yaml", active)
    shop("apply", "--yes")
    shop.write("plans/shop.yaml", active.replace("[S, M, NO]", "[S, M, L, NO]"))
    shop.write(FILE, "policy: {allow_production_edit: true}\n")
    assert shop("diff", *options).exit_code == exit_code


def test_a_diff_fails_on_breaking_where_apply_would_refuse(cli):
    cli.write("plans/shop.yaml", shop_with(v1=f"production {TEN}"))
    cli("apply", "--yes")
    cli.write("plans/shop.yaml", shop_with(v1=f"production {TEN}", v2="production ABCDEFGHI"))
    assert cli("diff").exit_code == 0
    result = cli("diff", "--fail-on", "breaking", "-o", "json")
    assert (result.exit_code, rules(result)) == (5, ["breaking"])


@pytest.mark.parametrize(
    ("origin", "fail_on", "failing"),
    [
        (Origin.DRIFT, FailOn.DRIFT, True),
        (Origin.CONFLICT, FailOn.DRIFT, True),
        (Origin.PENDING, FailOn.DRIFT, False),
        (Origin.DRIFT, FailOn.DANGEROUS, False),
    ],
)
def test_drift_fails_only_where_it_is_asked_for(origin, fail_on, failing):
    moved = (FieldChange(("data_plan_name",), "Old", "New", origin),)
    before, after = data_plan(name="Old"), data_plan(name="New")
    change = Change(ChangeKind.UPDATE, after.key, before, after, moved, "f")
    found = WorkspaceReport(1, "1", change_set=ChangeSet(1, (change,)))
    assert fails(found, (fail_on,)) is failing
    assert not fails(WorkspaceReport(1, "1"), tuple(FailOn))
