"""What a comment must survive: whatever people call their data plans, events, files and labels."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from dataplan_sync.guards.advice import Instruction
from dataplan_sync.impact.verdict import Level
from dataplan_sync.model import Authorship, DataPlan, Mark
from dataplan_sync.render import comment, escape, json_report, ladder
from dataplan_sync.render.comment_facts import AcceptedFinding, CommentFacts
from dataplan_sync.report import Outcome
from tests.render.builders import (
    PRODUCTION,
    created,
    event,
    field,
    hazard,
    ledger,
    problem,
    report,
    updated,
    version,
    workspace,
)
from tests.render.structure import faults, without_code, without_fences
from tests.render.verdict_reports import removed

names = st.text(max_size=20) | st.text(alphabet="|\\`\n\r<>@#*_-![](): \u202ea🎉", max_size=20)


def named(name: str):
    """Give comments in which everything that a user can name bears one name."""
    plan = updated(
        DataPlan(name, authorship=Authorship(created_by=name, created_on=name)),
        field(name, before=name, after=[name]),
    )
    first = created(
        version(1, data_plan_id=name, active=PRODUCTION),
        field(f"custom_event:other:{name}", after=event(name, {name: {}})),
    )
    lost = replace(
        removed(PRODUCTION, Level.BREAKING, f"custom_event:other:{name}"), reason=f"{name} is lost"
    )
    parts: dict[str, Any] = {
        "problems": (problem(name, name, Mark(name)),),
        "hazards": (hazard(name, plan.key, name),),
        "name": name,
        "notes": (name,),
        "impacts": {first.key: (lost,)},
    }
    facts = CommentFacts(
        head=name,
        environment=name,
        compared_with=name,
        instructions=(Instruction(name, (name,)),),
        label=name,
        accepted=(AcceptedFinding(name, name, name),),
        policy_changes=(name,),
        reviewed=json.loads(json_report.render(report("diff", workspace(first)))),
        previous=comment.render(report("diff", workspace(first)), CommentFacts(head=name)).body,
    )
    outcomes = ledger((plan, Outcome.FAILED, f"{name}!"), (first, Outcome.APPLIED, ""))
    found = workspace(plan, first, **parts)
    return [
        (report("diff", found, errors=[name]), facts),
        (report("diff", found), replace(facts, live_read=False)),
        (report("drift", found, exit_code=3), facts),
        (report("apply", replace(found, exit_code=6), exit_code=6), facts),
        (report("apply", replace(found, apply_report=outcomes, exit_code=7), exit_code=7), facts),
    ]


@settings(max_examples=50)
@given(names)
def test_no_name_breaks_the_structure_or_opens_an_element(name):
    for found, facts in named(name):
        for limit in (ladder.LIMIT, 2_000):
            body = comment.render(found, facts, limit=limit).body
            assert faults(body) == []
            tags = set(re.findall(r"<[^>]*>", without_code(without_fences(body))))
            visible = {tag for tag in tags if not tag.startswith("<!-- ")}
            assert visible <= {
                *("<details>", "<summary>", "</summary>", "</details>", "<br>"),
                *("<sub>", "</sub>", "<code>", "</code>", "<wbr>"),
            }


@settings(max_examples=50)
@given(names)
def test_a_name_is_read_as_it_is(name):
    for found, facts in named(name):
        body = comment.render(found, facts).body
        text = html.unescape(body.replace("<wbr>", "").replace("<br>", "\n"))
        assert escape.visible(name).strip() in text
