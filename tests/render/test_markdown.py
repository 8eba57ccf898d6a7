"""What a comment must survive: whatever people call their data plans, events and files."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataplan_sync.model import Authorship, DataPlan, Mark
from dataplan_sync.render import markdown
from dataplan_sync.report import Outcome
from tests.render.builders import (
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
from tests.render.reports import REPORTS

names = st.text(max_size=20) | st.text(alphabet="|\\`\n\r<>@#*_- \u2028a", max_size=20)


def named(name: str):
    """Give a report in which everything that a user can name bears one name."""
    plan = updated(
        DataPlan(name, authorship=Authorship(created_by=name, created_on=name)),
        field(name, before=name, after=[name]),
    )
    first = created(
        version(1, data_plan_id=name),
        field(f"custom_event:other:{name}", after=event(name, {name: {}})),
    )
    mark = Mark(name)
    parts: dict[str, Any] = {
        "problems": (problem(name, name, mark),),
        "hazards": (hazard(name, plan.key, name),),
        "name": name,
    }
    outcomes = ledger(
        (plan, Outcome.FAILED, f"{name}!".replace("\n", " ")), (first, Outcome.APPLIED, "")
    )
    return [
        report("diff", workspace(plan, first, **parts), errors=[name.replace("\n", " ")]),
        report("drift", workspace(plan, first, **parts), exit_code=3),
        report("apply", workspace(plan, first, apply_report=outcomes, **parts), exit_code=7),
    ]


def unescaped_pipes(line: str) -> int:
    return len(re.findall(r"(?<!\\)(?:\\\\)*\|", line))


def without_code(text: str) -> str:
    return re.sub(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)", "", without_fences(text))


def without_fences(text: str) -> str:
    return re.sub(r"(?ms)^(`{3,})diff\n.*?^\1$", "", text)


@given(names)
def test_no_name_breaks_a_table(name):
    for value in named(name):
        widths = set()
        for table in re.findall(r"(?m)(?:^\|.*\|\n?)+", without_fences(markdown.render(value))):
            rows = [unescaped_pipes(row) for row in table.strip("\n").split("\n")]
            assert len(set(rows)) == 1
            widths.add(rows[0])
        assert widths <= {3, 4, 5}


@given(names)
def test_no_name_opens_or_closes_an_element(name):
    for value in named(name):
        tags = re.findall(r"<[^>]*>", without_code(markdown.render(value)))
        assert set(tags) <= {
            *("<details>", "<summary>", "</summary>", "</details>"),
            *("<sub>", "</sub>", "<code>", "</code>", "<wbr>"),
        }
        assert tags.count("<details>") == tags.count("</details>")


@given(names)
def test_a_name_adds_no_line(name):
    for value, plain in zip(named(name), named("plain"), strict=True):
        assert markdown.render(value).count("\n") == markdown.render(plain).count("\n")


@pytest.mark.parametrize("name", REPORTS)
def test_the_verdict_is_the_first_line(name):
    first, second, *_ = markdown.render(REPORTS[name]()).split("\n")
    assert first.startswith("## Data plans: ")
    assert second == ""


def test_what_is_worst_comes_first():
    rows = re.findall(r"(?m)^\| `(\S+)` (\S+ ?\d?)", markdown.render(REPORTS["deletion"]()))
    assert rows == [("shop", "version 1"), ("old", "data "), ("shop", "version 4")]
