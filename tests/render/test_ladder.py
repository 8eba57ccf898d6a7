from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataplan_sync.render import comment, ladder, review_block
from dataplan_sync.render.ladder import RUNGS
from tests.render.comments import COMMENTS, FACTS, many
from tests.render.structure import faults

FULL = {name: comment.render(*made()).full for name, made in COMMENTS.items()}


def test_the_checker_finds_faults():
    text = "| a |\n| b | c |\n</details>\n<details>\n```diff\nlines"
    assert faults(text) == [
        "line 2: 3 pipes after 2",
        "line 3: </details> closes nothing",
        "a fence is open at the end",
        "details is open at the end",
    ]


@pytest.mark.parametrize("name", FULL)
def test_a_whole_comment_has_no_faults(name):
    assert faults(FULL[name]) == []


@given(st.sampled_from(sorted(FULL)), st.integers(60, 6_000))
def test_a_cut_closes_what_is_open_and_fits(name, limit):
    text = ladder.cut(FULL[name], limit=limit)
    assert ladder.units(text) <= limit
    assert faults(text) == []


@given(st.sampled_from(sorted(FULL)), st.integers(60, 6_000))
def test_a_summary_is_measured_in_bytes(name, limit):
    text = ladder.summary(FULL[name], limit=limit)
    assert len(text.encode()) <= limit
    assert faults(text) == []


def test_a_cut_says_so_and_loses_nothing_that_would_fit():
    text = "\n".join(f"line {number}" for number in range(20))
    assert ladder.cut(text, limit=len(text)) == text
    assert ladder.cut(text, limit=20, note="…") == "line 0\nline 1\n\n…\n"


@pytest.mark.parametrize(("text", "size"), [("", 0), ("añ日", 3), ("🎉", 2), ("\ud800", 1)])
def test_units_are_those_of_utf_16(text, size):
    assert ladder.units(text) == size
    assert ladder.units(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2


def test_the_first_rung_that_fits_is_taken():
    texts = dict(zip(RUNGS, ("a" * size for size in (60, 50, 40, 30, 20, 10, 7, 5)), strict=True))
    rungs = [ladder.climb_down(texts.__getitem__, limit=limit)[1] for limit in (60, 59, 40, 10, 5)]
    assert rungs == [0, 1, 2, 5, 7]


def test_below_the_last_rung_the_text_is_cut():
    body, rung = ladder.climb_down(lambda _: "many words\n" * 90, limit=80)
    assert rung == len(RUNGS) - 1
    assert body.startswith("many words\n")
    assert ladder.units(body) <= 80


def sizes(points: int) -> list[int]:
    """Measure a comment on each rung, as the ladder itself sees it."""
    found: list[int] = []
    limit = 10_000_000
    while True:
        made = comment.render(many(points), FACTS, limit=limit)
        found.append(ladder.units(made.body))
        if made.rung >= 3 or found[-1] < 1_000:
            return found
        limit = found[-1] - 1


def gave_up_its_review(made: comment.Comment) -> bool:
    """Tell whether what may lose data was kept at the price of the review, which the artifact has too."""
    block = review_block.parse(made.body)
    return made.rung <= 4 and block is not None and block.report is None


@pytest.mark.parametrize("points", [400, 2_000])
def test_each_rung_is_whole_at_its_limit_and_one_below_it(points):
    measured = sizes(points)
    assert len(measured) == 4
    assert measured == sorted(measured, reverse=True)
    for rung, size in enumerate(measured):
        at = comment.render(many(points), FACTS, limit=size)
        below = comment.render(many(points), FACTS, limit=size - 1)
        assert (at.rung, ladder.units(at.body)) == (rung, size)
        assert below.rung > rung or gave_up_its_review(below)
        assert ladder.units(below.body) < size
        assert faults(at.body) == faults(below.body) == []
