"""`diff` for CI systems and for whoever keeps several workspaces alike."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import SHOP

CONFIGURATION = "workspaces: {dev: {id: 1}, prod: {id: 2}}\n"


@pytest.fixture
def two(shop):
    shop.write("dataplan-sync.yaml", CONFIGURATION)
    del shop.environ["MPARTICLE_WORKSPACE_ID"]
    return shop


def test_a_matrix_names_the_workspaces_with_something_to_do(two):
    two("apply", "--yes", "--workspace", "dev")
    result = two("diff", "-o", "matrix")
    (entry,) = json.loads(result.out)["include"]
    assert (result.exit_code, result.out.count("\n")) == (0, 1)
    assert len(entry.pop("fingerprint")) == 64
    assert entry == {"name": "prod", "id": 2, "changes": 2, "breaking": 0}
    assert "workspace prod (2)" in result.err


def test_a_matrix_is_empty_where_nothing_can_be_compared(two):
    two.environ["MPARTICLE_CLIENT_SECRET"] = "wrong"
    result = two("diff", "-o", "matrix")
    assert (result.exit_code, json.loads(result.out)) == (1, {"include": []})
    assert "error:" in result.err
    two.write("plans/broken.yaml", "[")
    invalid = two("diff", "-o", "matrix")
    assert (invalid.exit_code, json.loads(invalid.out)) == (4, {"include": []})
    assert "plans/broken.yaml" in invalid.err


def test_parity_tells_in_what_live_workspaces_differ(two):
    two("apply", "--yes", "--workspace", "all")
    assert two("diff", "--parity").out.endswith(
        "Parity of dev, prod: nothing differs in live, 2 are alike.\n"
    )
    two.write("plans/shop.yaml", SHOP.replace("development", "production"))
    two("apply", "--yes", "--workspace", "dev")
    result = two("diff", "--parity", "-o", "json")
    (difference,) = result.json["parity"]["differences"]
    standings = {
        name: one["activated_environment"] for name, one in difference["standings"].items()
    }
    assert (difference["data_plan_id"], difference["version"]) == ("shop", 1)
    assert standings == {"dev": "production", "prod": "development"}
    assert (
        "| `shop v1` | production | development |" in two("diff", "--parity", "-o", "markdown").out
    )


def test_parity_leaves_out_what_could_not_be_looked_at(two):
    two.write(
        "dataplan-sync.yaml",
        "workspaces: {dev: {id: 1}, prod: {id: 2, credentials: {client_id_env: NONE}}}\n",
    )
    result = two("diff", "--parity", "-o", "json")
    assert (result.exit_code, result.json["parity"]["workspaces"]) == (2, ["dev"])


def test_without_being_asked_there_is_no_parity(two):
    assert "parity" not in two("diff", "-o", "json").json
