"""Two pull requests that both saw live as it was before either: what the first wanted may be live when the second comes."""

from __future__ import annotations

import re

import pytest

from tests.cli.action.conftest import shown
from tests.cli.action.pulls import is_live, merge, open_pull

DIGESTS = re.compile(r',\["[\w+/]{22}"\]\]\]\}')
"""The part of a review that says what was desired."""
FIRST, BOTH = "S, M, L, NO", "S, M, L, XL, NO"


@pytest.fixture
def merged(live):
    """Two pull requests on one data plan; the first is merged and was applied by hand, so nothing records it."""
    open_pull(live, 1, "shop", FIRST)
    open_pull(live, 2, "shop", BOTH)
    merge(live, 1, shop=FIRST)
    assert live.cli("apply", "--yes").exit_code == 0
    return live


def test_what_the_first_wanted_passes_on_the_way_to_what_the_second_wants(merged):
    step = merged.push(merge(merged, 2, shop=BOTH))

    assert step.exit_code == 0, step.log
    assert is_live(merged)
    assert merged.applied == merged.head
    assert "## Data plans: applied, 1 change" in merged.comments(2)[0]


def test_an_edit_on_top_of_what_the_first_wanted_is_refused(merged):
    merged.edit("shop")
    before = merged.cli.writes()

    step = merged.push(merge(merged, 2, shop=BOTH))

    assert (step.exit_code, step.outputs["failure-reason"]) == (6, "stale")
    assert merged.cli.writes() == before


def test_a_refusal_says_how_to_go_on_by_means_of_the_workflow(merged):
    merged.edit("shop")
    step = merged.push(merge(merged, 2, shop=BOTH))

    way_on = f"`command: apply` and `fingerprint: {step.outputs['fingerprint'][:8]}`"
    (annotated,) = [line for line in step.log.splitlines() if line.startswith("::error")]
    for told in (annotated, shown(step.summary), merged.comments(2)[0]):
        assert way_on in told
        assert "dataplan-sync apply" not in told
    (fingerprint,) = re.findall("fingerprint: ([0-9a-f]{8})", annotated)
    again = merged(
        "workflow_dispatch", {}, sha=merged.head, command="apply", fingerprint=fingerprint
    )
    assert again.exit_code == 0, again.log


def test_something_else_in_git_than_the_second_wants_is_refused(merged):
    before = merged.cli.writes()

    assert merged.push(merge(merged, 2, shop="S, M, L, XXL, NO")).exit_code == 6
    assert merged.cli.writes() == before


def test_what_holds_is_not_said_to_have_moved_beside_what_did(merged):
    open_pull(merged, 3, "store", "S, M, L, NO")
    merge(merged, 3)
    merged.edit("store")

    step = merged.push(merge(merged, 2, shop=BOTH, store="S, M, L, NO"))

    assert step.exit_code == 6
    for number in (2, 3):
        (body,) = merged.comments(number)
        moved = body.partition("**What moved since the review**")[2].partition("**What would")[0]
        assert ("`store`" in moved, "`shop`" in moved) == (True, False)


def test_reviews_of_before_the_digests_let_nothing_more_pass(merged):
    for comment in merged.world.comments.values():
        comment.body, count = DIGESTS.subn("]]}", comment.body)
        assert count == 1

    assert merged.push(merge(merged, 2, shop=BOTH)).exit_code == 6
