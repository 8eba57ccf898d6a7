from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataplan_sync.render import terminal
from dataplan_sync.render.style import COLOUR, PLAIN
from dataplan_sync.report import Outcome, WorkspaceReport
from tests.render.builders import created, ledger, report, version, workspace
from tests.render.reports import REPORTS
from tests.render.test_markdown import named

SGR = re.compile(r"\x1b\[\d+m")


@pytest.mark.parametrize("name", REPORTS)
def test_colour_changes_nothing_but_colour(name):
    plain, coloured = (
        terminal.render(REPORTS[name](), style=style, now=None) for style in (PLAIN, COLOUR)
    )
    assert "\x1b" not in plain
    assert SGR.sub("", coloured) == plain


def test_signs_and_outcomes_are_coloured():
    first = created(version(1))
    outcomes = ledger((first, Outcome.FAILED, ""))
    value = report("apply", workspace(first, apply_report=outcomes, exit_code=1), exit_code=1)
    assert terminal.render(value, style=COLOUR, now=None) == (
        f"\x1b[1mshop · workspace 7505\x1b[0m{' ' * 51}plans/shop.yaml\n"
        "\n"
        "  \x1b[32m+\x1b[0m version 1, not active             \x1b[31mfailed\x1b[0m\n"
        "\n"
        f"1 failed{' ' * 64}fingerprint 5bc22291\n"
        "\n"
        "Nothing was written.\n"
    )


@given(st.text(min_size=1, max_size=20))
def test_only_line_feeds_of_our_own_act_on_the_terminal(name):
    for value, plain in zip(named(name), named("plain"), strict=True):
        text = terminal.render(value, style=PLAIN, now=None)
        assert text.replace("\n", "").isprintable()
        assert text.count("\n") == terminal.render(plain, style=PLAIN, now=None).count("\n")


def test_a_time_is_relative_too_where_now_is_known():
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    drift, diff = (
        terminal.render(REPORTS[name](), style=PLAIN, now=now) for name in ("drift", "origins")
    )
    words = "edited in the UI by someone@example.com, 2 days ago (2026-11-22 10:15 UTC)"
    assert f"  ~ version 2  {words}\n" in drift
    assert f"  ! version 2 was {words}: purchase.description, purchase.x.type\n" in diff


def test_a_workspace_that_was_not_reached_says_nothing():
    value = report("diff", WorkspaceReport(7505, "7505", exit_code=1), exit_code=1)
    assert terminal.render(value, style=PLAIN, now=None) == ""


def test_an_error_that_lists_things_keeps_its_lines_and_nothing_else_that_acts():
    assert terminal.error("In the way:\n  a\x1b[2J\n  b\r", style=PLAIN) == (
        "error: In the way:\n  a␛[2J\n  b␍"
    )


def test_a_change_that_the_ledger_does_not_name_was_not_attempted():
    first, second = created(version(1)), created(version(2))
    outcomes = ledger((first, Outcome.APPLIED, ""))
    text = terminal.render(
        report("apply", workspace(first, second, apply_report=outcomes)), style=PLAIN, now=None
    )
    assert re.findall(r"version (\d).*  (\S.*)$", text, re.MULTILINE) == [
        ("1", "applied"),
        ("2", "not attempted"),
    ]


def test_a_ledger_without_its_change_set_is_still_shown():
    first = created(version(1))
    outcomes = ledger((first, Outcome.APPLIED, ""))
    value = report("apply", workspace(first, apply_report=outcomes, change_set=None, marks={}))
    assert terminal.render(value, style=PLAIN, now=None) == (
        "shop · workspace 7505\n\n  + version 1, not active             applied\n\n1 applied\n"
    )
