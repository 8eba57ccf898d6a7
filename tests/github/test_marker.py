"""The hidden first line: what is written is read back, and nothing that others write breaks the reading."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataplan_sync.github.marker import Marker

COUNTS = st.integers(min_value=0, max_value=2**63)
TEXTS = st.text() | st.sampled_from(
    ["-->", "--!>", "<!--", "@alice", "a\nb", "--", "---", "\ud800"]
)
KNOWN = ("key", "run_id", "run_number", "run_attempt", "head", "fingerprint", "state")
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
MARKERS = st.builds(
    Marker,
    TEXTS.filter(bool),
    COUNTS,
    COUNTS,
    COUNTS,
    TEXTS,
    TEXTS,
    TEXTS,
    st.dictionaries(TEXTS.filter(lambda key: key not in KNOWN), VALUES, max_size=3),
)


@given(MARKERS, st.text())
def test_what_is_written_is_read_back(marker, body):
    line = marker.line()

    assert Marker.read(f"{line}\n{body}") == marker
    assert Marker.read(f"{line}\r\n{body}") == marker


@given(MARKERS)
def test_nothing_inside_ends_the_hidden_line_or_mentions_people(marker):
    line = marker.line()

    inside = line.removeprefix("<!--").removesuffix("-->")
    assert not re.search(r"[<>@\r\n]|--", inside)
    assert line.isascii()


def test_the_line_is_exactly_this():
    marker = Marker("7505", 9, 812, 1, "abc", "7f3a", "diff", {"loss": "a --> b"})

    assert marker.line() == (
        '<!-- dataplan-sync:v1 {"key":"7505","run_id":9,"run_number":812,"run_attempt":1,"head":"abc",'
        '"fingerprint":"7f3a","state":"diff","loss":"a -\\u002d\\u003e b"} -->'
    )


def test_more_cannot_change_what_has_a_place_of_its_own():
    marker = Marker("7505", 9, 812, 1, more={"key": "other", "run_id": 0})

    assert Marker.read(marker.line()) == Marker("7505", 9, 812, 1)


RUN = '"run_id":1,"run_number":1,"run_attempt":1'


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Hello",
        "<!-- dataplan-sync:v1 -->",
        "<!-- dataplan-sync:v1 {} -->",
        "<!-- dataplan-sync:v1 {] -->",
        "<!-- dataplan-sync:v1 [] -->",
        f'<!-- dataplan-sync:v1 {{"key":"",{RUN}}} -->',
        f'<!-- dataplan-sync:v1 {{"key":7505,{RUN}}} -->',
        f'<!-- dataplan-sync:v1 {{"key":null,{RUN}}} -->',
        f'<!-- dataplan-sync:v1 {{"key":"a",{RUN},"head":1}} -->',
        f'<!-- dataplan-sync:v1 {{"key":"a",{RUN},"x":NaN}} -->',
        '<!-- dataplan-sync:v1 {"key":"a","run_id":true,"run_number":1,"run_attempt":1} -->',
        '<!-- dataplan-sync:v1 {"key":"a","run_id":-1,"run_number":1,"run_attempt":1} -->',
        '<!-- dataplan-sync:v1 {"key":"a","run_id":1.0,"run_number":1,"run_attempt":1} -->',
        '<!-- dataplan-sync:v1 {"key":"a","run_id":' + "9" * 5000 + "} -->",
        '<!-- dataplan-sync:v1 {"key":' + "[" * 100_000 + "} -->",
        f' <!-- dataplan-sync:v1 {{"key":"a",{RUN}}} -->',
        f'<!-- dataplan-sync:v2 {{"key":"a",{RUN}}} -->',
        f'<!-- dataplan-sync:v1 {{"key":"a",{RUN}}} --> and more',
        f'first\n<!-- dataplan-sync:v1 {{"key":"a",{RUN}}} -->',
    ],
)
def test_what_is_no_marker_of_ours_counts_as_none(line):
    assert Marker.read(line) is None


@given(st.text() | VALUES.map(str))
def test_reading_never_fails(text):
    assert Marker.read(f"<!-- dataplan-sync:v1 {{{text}}} -->") is None or text


def test_a_later_run_is_newer_and_a_repeated_one_newer_than_itself():
    of_diff, of_apply = Marker("k", 10, 812, 1), Marker("k", 11, 5, 1)
    again = Marker("k", 10, 812, 2)

    assert sorted([of_apply, again, of_diff], key=lambda one: one.age) == [of_diff, again, of_apply]
