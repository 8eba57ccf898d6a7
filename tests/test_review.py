from __future__ import annotations

from dataclasses import replace

import pytest

from dataplan_sync import diff, review
from dataplan_sync.changes import ChangeSet
from dataplan_sync.errors import UsageError
from dataplan_sync.model import Authorship, DataPlanVersionKey
from dataplan_sync.review import Review, ReviewedChange
from tests.builders import custom_event, data_plan, version
from tests.test_ordering import changes

OURS = "client_id:us"


def change_set(desired, live):
    return ChangeSet(1, changes(desired, live))


def reviewed(found):
    return Review(
        {
            change.key: ReviewedChange(
                change.fingerprint, change.continuations, change.desired_digest
            )
            for change in found.changes
        }
    )


def test_what_was_reviewed_passes():
    found = change_set(data_plan(version(1, custom_event("A"))), data_plan(version(1)))
    assert review.objection(found, reviewed(found), own_author=OURS) is None


def test_an_object_that_is_already_as_desired_counts_as_done():
    before = change_set(data_plan(version(1), version(2)), None)
    now = change_set(data_plan(version(1), version(2)), data_plan(version(1)))
    assert review.objection(now, reviewed(before), own_author=OURS) is None


def test_an_object_that_moved_live_is_refused_with_its_author():
    desired = data_plan(version(1, custom_event("A")))
    before = change_set(desired, data_plan(version(1)))
    edited = replace(
        version(1, custom_event("UI")),
        authorship=Authorship(
            last_modified_by="ui@example.com", last_modified_on="2026-01-02T03:04:05"
        ),
    )
    now = change_set(desired, data_plan(edited))
    message = review.objection(now, reviewed(before), own_author=OURS)
    assert message is not None
    assert (
        "shop v1: moved since the review, in git or live, last written by ui@example.com" in message
    )
    assert f"--fingerprint {now.fingerprint[:8]}" in message


def test_an_object_that_was_not_part_of_the_review_is_refused():
    now = change_set(data_plan(version(1), version(2)), data_plan(version(1)))
    message = review.objection(now, Review(), own_author=OURS)
    assert "shop v2: was not part of the review" in str(message)


@pytest.mark.parametrize(("author", "passes"), [(OURS, True), ("ui@example.com", False)])
def test_a_state_between_our_steps_counts_as_reviewed_only_if_we_wrote_it(author, passes):
    desired = data_plan(version(1, environment="production"))
    before = change_set(desired, None)
    halfway = replace(version(1), authorship=Authorship(created_by=author, created_on="2026"))
    now = change_set(desired, data_plan(halfway))
    assert (review.objection(now, reviewed(before), own_author=OURS) is None) is passes


@pytest.mark.parametrize(("author", "goes_on"), [(OURS, True), ("ui@example.com", False)])
def test_only_what_our_own_steps_left_halfway_is_continued(author, goes_on):
    desired = data_plan(version(1, environment="production"), version(2))
    before = change_set(desired, data_plan())
    halfway = replace(version(1), authorship=Authorship(created_by=author, created_on="2026"))
    now = change_set(desired, data_plan(halfway))
    continued = review.continued(now, reviewed(before), own_author=OURS)
    assert continued == ({DataPlanVersionKey("shop", 1)} if goes_on else frozenset())
    assert review.continued(now, Review(), own_author=OURS) == frozenset()


def at(*names, by="ui@example.com"):
    """Give a data plan whose version has these data points."""
    points = version(1, *map(custom_event, names))
    return data_plan(replace(points, authorship=Authorship(created_by=by, created_on="2026")))


@pytest.mark.parametrize(
    ("live", "desired", "passes"),
    [
        (at("A"), at("A", "B"), True),
        (at("A", by=OURS), at("A", "B"), True),
        (at("A", "UI"), at("A", "B"), False),
        (at("A"), at("A", "B", "C"), False),
        (None, at("A", "B"), False),
    ],
    ids=["what the first wanted", "written by us", "edited", "git moved", "deleted"],
)
def test_what_an_earlier_review_of_the_range_wanted_passes_on_its_way_to_what_the_last_one_wants(
    live, desired, passes
):
    """Both were reviewed before the first was applied, which somebody did by hand."""
    before = at()
    first, last = change_set(at("A"), before), change_set(at("A", "B"), before)
    range_ = review.latest([reviewed(first), reviewed(last)])
    now = change_set(desired, live)

    assert (review.objection(now, range_, own_author=OURS) is None) is passes
    assert review.objection(last, range_, own_author=OURS) is None
    assert review.continued(now, range_, own_author=OURS) == frozenset()
    assert review.objection(now, reviewed(last), own_author=OURS) is not None


def test_what_the_newest_review_wants_is_not_held_against_one_that_is_older():
    first, last = change_set(at("A"), at()), change_set(at("A", "B"), at())
    back = review.latest([reviewed(last), reviewed(first)])
    assert review.objection(change_set(at("A", "B"), at("A")), back, own_author=OURS) is not None


def test_reviews_that_do_not_say_what_they_wanted_let_nothing_more_pass():
    first, last = change_set(at("A"), at()), change_set(at("A", "B"), at())
    silent = [
        Review({key: replace(change, desired="") for key, change in reviewed(one).changes.items()})
        for one in (first, last)
    ]
    now = change_set(at("A", "B"), at("A"))
    assert review.objection(now, review.latest(silent), own_author=OURS) is not None


def test_a_state_counts_for_its_own_object_and_workspace_alone():
    (one,) = change_set(at("A"), at()).changes
    (other,) = diff.diff_data_plan(at("A"), at(), workspace_id=2).changes
    assert one.desired_digest != other.desired_digest
    assert len(one.desired_digest) == len(one.live_digest) == 32


def test_a_fingerprint_of_the_change_set_or_its_first_eight_digits_pass():
    found = change_set(data_plan(version(1)), None)
    assert review.fingerprint_objection(found, found.fingerprint) is None
    assert review.fingerprint_objection(found, found.fingerprint[:8].upper()) is None


def test_another_fingerprint_is_refused_with_the_one_that_holds_now():
    found = change_set(data_plan(version(1)), None)
    message = review.fingerprint_objection(found, "00000000")
    assert f"--fingerprint {found.fingerprint[:8]}" in str(message)


def test_an_empty_change_set_passes_any_fingerprint():
    assert review.fingerprint_objection(ChangeSet(1, ()), "00000000") is None


@pytest.mark.parametrize("text", ["", "abc", "g" * 8, "0" * 65, "0x123456"])
def test_what_is_no_fingerprint_is_wrong_usage(text):
    with pytest.raises(UsageError, match="not a fingerprint"):
        review.fingerprint_objection(ChangeSet(1, ()), text)


def test_a_review_is_by_object():
    assert Review().changes == {}
    assert Review({DataPlanVersionKey("shop", 1): ReviewedChange("f")}).changes
