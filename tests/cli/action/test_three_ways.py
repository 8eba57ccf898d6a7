"""What git moved and what live moved since the last recorded apply, told apart on a pull request."""

from __future__ import annotations

import pytest

from tests.cli.action.pulls import merge, open_pull


@pytest.fixture
def recorded(live):
    """A workflow whose last apply is recorded."""
    open_pull(live, 1, "shop", "S, M, L, NO")
    step = live.push(merge(live, 1, shop="S, M, L, NO"))
    assert (step.exit_code, live.applied) == (0, live.head)
    return live


def test_the_comment_tells_what_an_apply_would_revert_and_who_did_it(recorded):
    recorded.edit("shop")

    step = open_pull(recorded, 2, "shop", "S, M, L, XL, NO")

    (body,) = recorded.comments(2)
    assert "undoes an edit made in live" in body
    assert "robin@acme.example" in body
    assert step.outputs["drift"] == "1"


def test_a_pull_request_alone_is_no_drift(recorded):
    step = open_pull(recorded, 2, "shop", "S, M, L, XL, NO")

    (body,) = recorded.comments(2)
    assert "undoes an edit made in live" not in body
    assert step.outputs["drift"] == "0"


def test_where_no_apply_is_recorded_nothing_is_called_an_edit_made_in_live(live):
    del live.world.refs["refs/dataplan-sync/1/applied"]
    live.edit("shop")

    step = open_pull(live, 1, "shop", "S, M, L, XL, NO")

    (workspace,) = step.report["workspaces"]
    assert workspace["base"] == "none"
    assert "no apply is recorded yet" in workspace["base_note"]
    assert (workspace["summary"]["drift"], workspace["summary"]["conflict"]) == (0, 0)
