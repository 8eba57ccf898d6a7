from __future__ import annotations

import threading

import pytest

from dataplan_sync.cli import demo


def test_the_tour_reads_from_start_to_end_and_leaves_nothing_running(cli):
    before = threading.active_count()
    result = cli("demo", environ={})
    assert result.exit_code == 0, result.err
    for words in ("$ dataplan-sync diff", "7 applied", demo.SOMEBODY, "No changes", "Plan files:"):
        assert words in result.out
    assert threading.active_count() == before
    assert cli.files() == []


def test_a_step_that_does_not_do_what_it_says_fails_the_tour(cli, monkeypatch):
    monkeypatch.setattr(demo, "_edit_in_the_ui", lambda _emulator: None)
    result = cli("demo", environ={})
    assert result.exit_code == 1
    assert "drift ended with exit code 0, and the tour expected 3" in result.err


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        (0, 0, "1\n2\n3\n"),
        (1, 0, "1\n    ... 2 more lines ...\n"),
        (0, 1, "    ... 2 more lines ...\n3\n"),
        (3, 0, "1\n2\n3\n"),
    ],
)
def test_long_output_is_shortened(first, last, shown):
    assert demo.shortened("1\n2\n3\n", first=first, last=last) == shown
