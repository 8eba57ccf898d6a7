"""Fixtures as a part of what is checked: comments, configuration, and data plans that cannot be read."""

from __future__ import annotations

import pytest

from dataplan_sync import desired
from dataplan_sync.files.fixtures import run_fixtures
from dataplan_sync.problems.problem import Severity
from dataplan_sync.problems.rule_settings import RuleSettings
from tests.builders import custom_event, version
from tests.files.sources import MemorySource

PASS = "must: pass"
EVENT = "event: {event_type: invented}"
VERSIONS = (version(1, custom_event("Bought", {})),)

WHY = "known, until the app is mended"


def run(text, **options):
    source = MemorySource({"shop/tests/a.yaml": text})
    return [
        f"{each.mark.line} {each.severity} {each.rule}"
        for each in run_fixtures(source, lambda _: VERSIONS, **options).problems
    ]


def test_a_comment_ignores_what_a_fixture_event_breaks_and_must_do_so():
    text = f"# dataplan-sync: ignore=fixture-failed,bad-fixture {WHY}\n- name: a\n  {EVENT}\n  {PASS}\n"
    assert run(text) == ["1 warning unused-ignore"]


def test_the_configuration_says_how_bad_it_is_that_a_fixture_event_fails():
    text = f"- name: a\n  {EVENT}\n  {PASS}\n- name: b\n"
    assert run(text) == ["3 error fixture-failed", "4 error bad-fixture"]
    settings = RuleSettings({"fixture-failed": Severity.WARNING, "bad-fixture": None})
    assert run(text, settings=settings) == ["3 warning fixture-failed"]


GOOD = "data_points: []\n"
CASE = f"- name: a\n  {EVENT}\n  {PASS}\n"
NOT_RUN = (
    "the fixtures of {} were not run, because it cannot be told for certain what its files declare; "
    "mend what is wrong in them first"
)


@pytest.mark.parametrize(
    "broken",
    [
        {"web/versions/1.yaml": "data_points: [\n"},
        {"web/versions/1.yaml": f"activated_environmment: none\n{GOOD}"},
        {"web/versions/1.yaml": GOOD, "z.yaml": "data_plan_id: web\nversion: 1\ndata_points: []\n"},
        {"web/plan.yaml": "data_plan_name: 1\n", "web/versions/1.yaml": GOOD},
        {"web.yaml": "data_plan_id: [\n"},
        {"a.yaml": "data_plan_id: web\n", "b.yaml": "data_plan_id: web\n"},
    ],
)
def test_the_fixtures_of_what_cannot_be_read_are_not_run_and_those_of_others_are(broken):
    files = {"shop/versions/1.yaml": GOOD, "shop/tests/a.yaml": CASE, **broken}
    files |= {"web/tests/a.yaml": CASE, "web/tests/b.yaml": CASE}
    source = MemorySource(dict(files))
    loaded = desired.load(source)

    found = desired.run_fixture_events(source, loaded)

    assert loaded.errors
    assert [(each.mark.file, each.rule) for each in found.problems] == [
        ("plans/shop/tests/a.yaml", "fixture-failed"),
        ("plans/web/tests/a.yaml", "fixtures-not-run"),
    ]
    assert found.problems[1].message == NOT_RUN.format("web")
    assert found.count == 1


def test_an_error_that_says_nothing_against_reading_keeps_no_fixture_from_being_run():
    points = (
        "data_points:\n- match: {type: basket}\n  validator: {type: json_schema, definition: {}}\n"
    )
    source = MemorySource({"shop/versions/1.yaml": points, "shop/tests/a.yaml": CASE})
    loaded = desired.load(source)

    assert [each.rule for each in loaded.errors] == ["unknown-match-type"]
    assert [each.rule for each in desired.fixture_problems(source, loaded)] == ["fixture-failed"]


def test_a_comment_in_the_fixtures_of_what_cannot_be_read_is_not_called_unused():
    text = f"# dataplan-sync: ignore=fixture-failed {WHY}\n{CASE}"
    source = MemorySource({"shop/tests/a.yaml": text})

    found = run_fixtures(source, lambda _: None)

    assert [each.rule for each in found.problems] == ["fixtures-not-run"]
