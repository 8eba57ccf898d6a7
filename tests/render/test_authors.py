from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from dataplan_sync.model import Authorship
from dataplan_sync.render import authors

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("authorship", "words"),
    [
        (Authorship(), "edited"),
        (Authorship(created_by="a@example.com"), "edited in the UI by a@example.com"),
        (Authorship(created_by="client_id:x1"), "edited by API credentials x1"),
        (Authorship(created_by="somebody\n"), "edited by somebody␊"),
        (Authorship(created_on="2020-01-14T14:52:11.43"), "edited, 2020-01-14 14:52 UTC"),
        (Authorship(created_on="2020-01-14T14:52:11.1234567"), "edited, 2020-01-14 14:52 UTC"),
        (Authorship(created_on="2020-01-14T14:52:11+02:00"), "edited, 2020-01-14 12:52 UTC"),
        (Authorship(created_on="2020-01-14T14:52:11Z"), "edited, 2020-01-14 14:52 UTC"),
        (Authorship(created_on="last\tweek"), "edited, last␉week"),
        (
            Authorship("2020-01-01", "a@example.com", "2020-01-02", "client_id:x"),
            "edited by API credentials x, 2020-01-02 00:00 UTC",
        ),
    ],
)
def test_an_edit_is_said_with_author_and_time_in_utc(authorship, words):
    assert authors.edited(authorship, now=None) == words


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(days=2, hours=3), "2 days ago"),
        (timedelta(hours=25), "1 day ago"),
        (timedelta(hours=5), "5 hours ago"),
        (timedelta(minutes=1, seconds=1), "1 minute ago"),
        (timedelta(seconds=59), "just now"),
        (timedelta(seconds=-90), "just now"),
    ],
)
def test_a_time_is_said_relative_to_a_given_one_as_well(age, words):
    moment = NOON - age
    stamp = moment.replace(tzinfo=None).isoformat()
    said = authors.edited(
        Authorship(created_on=stamp), now=NOON.astimezone(timezone(timedelta(hours=9)))
    )
    assert said == f"edited, {words} ({moment:%Y-%m-%d %H:%M} UTC)"
