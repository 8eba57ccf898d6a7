"""Two repositories on one workspace."""

from __future__ import annotations

import pytest

from tests.cli.conftest import SHOP

FILE = "dataplan-sync.yaml"
DESCRIBED = SHOP.replace(
    "data_plan_name: Shop\n", "data_plan_name: Shop\ndata_plan_description: All\n"
)
EDITED = DESCRIBED.replace("Something was bought", "Bought at last")


@pytest.fixture
def owned(shop):
    """A data plan that acme/app has applied and claims."""
    shop.write(FILE, "policy: {owner: acme/app}\n")
    shop.write("plans/shop.yaml", DESCRIBED)
    assert shop("apply", "--yes").exit_code == 0
    return shop


def test_a_stamp_is_no_difference_to_its_owner(owned):
    assert owned("diff", "--exit-code").exit_code == 0
    assert owned("drift").exit_code == 0
    assert owned("pull", "--plans", "pulled").exit_code == 0
    assert "[dataplan-sync: acme/app]" in owned.read("pulled/shop/plan.yaml")
    owned.write("plans/shop.yaml", EDITED)
    assert owned("apply", "--yes").exit_code == 0


@pytest.mark.parametrize("text", ["", "policy: {owner: acme/web}\n"])
def test_what_another_repository_claims_is_not_changed(owned, text):
    owned.write(FILE, text)
    owned.write("plans/shop.yaml", EDITED)
    before = owned.writes()
    result = owned("apply", "--yes", "-o", "json")
    assert (result.exit_code, owned.writes()) == (5, before)
    (hazard,) = result.json["workspaces"][0]["hazards"]
    assert (hazard["rule"], hazard["data_plan_id"]) == ("claimed", "shop")
    assert "shop is claimed by acme/app" in hazard["message"]
    assert "take_over: [shop]" in hazard["message"]


def test_it_can_be_taken_over(owned):
    owned.write(FILE, "policy: {owner: acme/web, take_over: [shop]}\n")
    assert owned("apply", "--yes").exit_code == 0
    owned.write(FILE, "policy: {owner: acme/web}\n")
    owned.write("plans/shop.yaml", EDITED)
    assert owned("apply", "--yes").exit_code == 0


def test_what_is_not_described_gets_no_stamp(shop):
    shop.write(FILE, "policy: {owner: acme/app}\n")
    assert shop("apply", "--yes").exit_code == 0
    assert shop("diff", "--exit-code").exit_code == 0
    shop.write(FILE, "")
    assert shop("diff", "--exit-code").exit_code == 0


@pytest.mark.parametrize(
    ("policy", "told"),
    [
        ("{owner: 'a]b'}", "owner is one line"),
        ("{owner: [a]}", "owner must be text"),
        ("{take_over: [1]}", "take_over lists ids"),
    ],
)
def test_what_cannot_be_is_said(shop, policy, told):
    shop.write(FILE, f"policy: {policy}\n")
    result = shop("validate")
    assert result.exit_code == 4
    assert told in result.out
