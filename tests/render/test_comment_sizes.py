"""What a comment keeps, however much there is to say."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from dataplan_sync import review
from dataplan_sync.changes import Origin
from dataplan_sync.guards.advice import Instruction
from dataplan_sync.impact.verdict import Level
from dataplan_sync.model import DataPlan, Mark
from dataplan_sync.render import comment, ladder, review_block
from dataplan_sync.render.comment_facts import AcceptedFinding
from tests.render.builders import (
    PRODUCTION,
    WORKSPACE_ID,
    created,
    digest,
    event,
    field,
    hazard,
    problem,
    report,
    updated,
    version,
    workspace,
)
from tests.render.comments import FACTS, many, two_creates
from tests.render.structure import faults
from tests.render.verdict_reports import removed


def losing(points: int, *, name: str = "Old {}"):
    """Give an edit that may lose the data of so many data points, each with a sentence of its own."""
    identities = [f"custom_event:other:{name.format(number)}" for number in range(points)]
    live = version(active=PRODUCTION)
    impacts = tuple(
        replace(removed(PRODUCTION, Level.BREAKING, identity), rule=f"RULE_{number}")
        for number, identity in enumerate(identities)
    )
    fields = [field(identity, before=event(identity[19:], {})) for identity in identities]
    return report("diff", workspace(updated(live, *fields), impacts={live.key: impacts}))


@pytest.mark.parametrize("points", [1, 100, 250])
def test_all_that_may_lose_data_stands_unfolded_however_little_room_there_is(points):
    found = losing(points)
    for limit in (ladder.LIMIT, 45_000):
        made = comment.render(found, FACTS, limit=limit)
        open_text = re.sub(r"(?s)<details>.*?</details>", "", made.body)
        for number in range(points):
            assert f"Old {number} is removed" in open_text


def test_losses_that_do_not_fit_at_all_are_counted():
    made = comment.render(losing(2_000), FACTS)
    assert ladder.units(made.body) <= ladder.LIMIT
    assert "2000 events may lose data" in made.body.split("\n", 1)[0]
    assert "**+1800 more**, see the job summary" in made.body
    assert made.full.count("is removed: these events") >= 2_000
    assert faults(made.body) == []


def test_names_that_share_a_sentence_are_all_told():
    made = comment.render(many(500, losses=400), FACTS)
    for number in range(1, 400):
        assert f"`Legacy step {number}`" in made.body


def test_an_endless_description_or_name_takes_no_room_from_the_rest():
    long = "x" * 100_000
    change = updated(
        version(2),
        field("custom_event:other:A", "description", before="short", after=long),
        field(f"custom_event:other:{long}", "description", before="a", after="b"),
    )
    made = comment.render(report("diff", workspace(change)), FACTS)
    assert made.rung == 1
    assert '"short" → "xxx' in made.body
    assert long in made.full
    assert max(map(len, made.body.split("\n"))) < 1_000
    assert faults(made.body) == []


def test_two_thousand_changed_data_points_fit_and_the_summary_is_whole():
    made = comment.render(many(2_000), FACTS)
    assert made.rung == 1
    assert re.search(r"\+\d+ more lines, see the job summary", made.body)
    assert ladder.summary(made.full) == made.full
    assert all(f"Checkout step {number} " in made.full for number in range(1_970))


def test_a_review_of_five_hundred_objects_fits_beside_the_verdict():
    plans = [
        (
            updated(DataPlan(f"data-plan-{number}")),
            replace(
                created(version(3, data_plan_id=f"data-plan-{number}")),
                continuations=(digest("step", number),),
            ),
        )
        for number in range(250)
    ]
    changes = [change for pair in plans for change in pair]
    made = comment.render(report("diff", workspace(*changes)), FACTS)
    found = review_block.parse(made.body)
    assert found
    read = review.from_report(found.report, workspace_id=WORKSPACE_ID)
    assert set(read.changes) == {change.key for change in changes}
    assert ladder.units(made.body) <= ladder.LIMIT


@pytest.mark.parametrize(("limit", "named", "rung"), [(45_000, 100, 3), (39_000, 10, 4)])
def test_where_there_is_no_room_for_a_table_the_first_objects_are_named(limit, named, rung):
    plans = [created(DataPlan(f"data-plan-{index}")) for index in range(400)]
    made = comment.render(report("diff", workspace(*plans)), FACTS, limit=limit)
    assert (made.rung, faults(made.body)) == (rung, [])
    (line,) = [line for line in made.body.split("\n") if line.startswith("- new: ")]
    assert line.count("`data-plan-") == named
    assert line.endswith(f"**+{400 - named} more, see the job summary**")


def test_a_review_that_would_push_out_the_losses_is_left_to_the_artifact():
    found = losing(250)
    tables = ladder.units(comment.render(found, FACTS, limit=41_000).body)
    counts = ladder.units(comment.render(found, FACTS, limit=tables - 1).body)
    made = comment.render(found, FACTS, limit=counts - 1)
    assert "Old 249 is removed" in made.body
    assert made.rung <= 4
    said = "1 version to update, 250 events may lose data"
    assert review_block.parse(made.body) == review_block.ReviewBlock(FACTS.head, said, None)


def test_text_beyond_the_basic_plane_is_counted_as_utf_16():
    made = comment.render(losing(200, name="🎉" * 80 + " {}"), FACTS)
    assert len(made.body.encode("utf-16-le")) // 2 <= ladder.LIMIT


def crowded(number: int):
    """Give a report, and facts, with so many of everything that can be listed."""
    fields = [
        field(f"custom_event:other:E{index}", "description", before=f"a{index}", after=f"b{index}")
        for index in range(number)
    ]
    moved = [replace(one, origin=Origin.DRIFT) for one in fields]
    texts = tuple(f"Sentence {index}" for index in range(number))
    edited, recreated = updated(version(2), *moved), created(version(3), *moved)
    part = workspace(
        *(edited, recreated),
        problems=tuple(problem("rule", text, Mark("plans/shop.yaml")) for text in texts),
        hazards=tuple(hazard("rule", edited.key, text) for text in texts),
        notes=texts,
        exit_code=4,
    )
    facts = replace(
        FACTS,
        instructions=(Instruction("change it to", texts),),
        accepted=tuple(AcceptedFinding(text, "somebody") for text in texts),
        policy_changes=texts,
        previous=comment.render(*two_creates()).body,
    )
    return report("diff", part, errors=[*texts, "\n".join(texts)]), facts


@pytest.mark.parametrize("limit", [500, 2_000, 8_000, 12_000, 20_000, 40_000, ladder.LIMIT])
def test_whatever_is_listed_is_cut_with_the_number_of_what_is_left_out(limit):
    made = comment.render(*crowded(100), limit=limit)
    assert ladder.units(made.body) <= limit
    assert faults(made.body) == []
    assert made.body.startswith("## Data plans: 100 errors in plan files")
    left = [[], ["60"], ["80"], ["90"], ["90"], *[["95"]] * 3][made.rung]
    if limit > 2_000:
        assert "200 edits made in live" in made.body
        assert {"60", "80", "90", "95"} & set(re.findall(r"\+(\d+) more", made.body)) == {*left}


def test_the_whole_text_leaves_nothing_out():
    full = comment.render(*crowded(100)).full
    assert " more" not in full
    assert "deleted in live" in full
    assert full.count("Sentence 99") == 8
