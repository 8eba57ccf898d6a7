from __future__ import annotations

from pathlib import Path

import pytest

from dataplan_sync import desired
from dataplan_sync.files.fixtures import FixtureFile, FixtureRun, fixture_files, run_fixtures
from dataplan_sync.files.source import WorkTree
from dataplan_sync.problems import fixture_rules
from tests.builders import custom_event, user_attributes, version
from tests.files.sources import MemorySource

SIZE = {"size": {"type": "string", "enum": ["S", "M"]}}
VERSIONS = (
    version(1, custom_event("Bought", {})),
    version(
        2, custom_event("Bought", SIZE, ["size"]), user_attributes({"age": {"type": "integer"}})
    ),
)

BOUGHT = "event: {{event_type: custom_event, data: {{event_name: Bought, custom_event_type: other, {}}}}}"


def bought(attributes):
    return BOUGHT.format(f"custom_attributes: {attributes}")


def declared_in(state):
    def versions(data_plan_id):
        data_plan = state.load(data_plan_id)
        return data_plan.versions if data_plan else ()

    return versions


def problems(*lines, path="shop/tests/bought.yaml"):
    """Run one case, which is written in these lines."""
    text = "- " + "\n  ".join(lines) + "\n"
    declared = {"shop": VERSIONS}
    found = run_fixtures(MemorySource({path: text}), lambda data_plan: declared.get(data_plan, ()))
    return [str(problem) for problem in found.problems]


@pytest.mark.parametrize(
    ("path", "data_plan_id"),
    [
        ("shop/tests/a.yaml", "shop"),
        ("web/shop/tests/deep/a.YML", "shop"),
        ("shop/tests/a.json", "shop"),
        ("tests/a.yaml", None),
    ],
)
def test_fixture_events_stand_in_tests_folders(path, data_plan_id):
    assert fixture_files([path]) == (FixtureFile(path, data_plan_id),)


@pytest.mark.parametrize(
    "path", ["shop/a.yaml", "shop/tests/a.md", "shop/tests/_a.yaml", ".x/tests/a.yaml", "tests/"]
)
def test_other_files_hold_none(path):
    assert fixture_files([path]) == ()


@pytest.mark.parametrize(
    "case",
    [
        (bought("{size: S}"), "must: pass"),
        (bought("{}"), "version: 1", "must: pass"),
        ("user_attributes: {age: '7'}", "must: pass"),
        ("user_identities: {email: a}", "must: pass"),
        ("batch: {user_attributes: {}}", "must: pass"),
        (bought("{}"), "must_fail_with: [{type: missing_required, key: size}]"),
        (
            bought("{size: L, extra: 1}"),
            "must_fail_with:",
            "  - {type: unplanned, key: extra}",
            "  - {type: invalid_value, key: size, pointer: '#/data/custom_attributes/size'}",
        ),
    ],
)
def test_what_does_as_it_must_is_no_problem(case):
    assert problems("name: a case", *case) == []


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (
            (bought("{}"), "must: pass"),
            (
                "plans/shop/tests/bought.yaml:3:3: error: a case (shop v2): must pass, and is refused: "
                "missing_required size at #/data/custom_attributes (required) [fixture-failed]"
            ),
        ),
        (
            (bought("{size: S}"), "must_fail_with: [{type: invalid_value, key: size}]"),
            (
                "plans/shop/tests/bought.yaml:3:20: error: a case (shop v2): must fail with invalid_value size; "
                "nothing is found [fixture-failed]"
            ),
        ),
        (
            (bought("{}"), "must_fail_with: [{type: missing_required, key: size, pointer: '#'}]"),
            (
                "plans/shop/tests/bought.yaml:3:20: error: a case (shop v2): must fail with missing_required size "
                "at #; missing_required size at #/data/custom_attributes (required) [fixture-failed]"
            ),
        ),
        (
            (bought("{extra: 1}"), "must_fail_with: [{type: missing_required, key: size}]"),
            (
                "plans/shop/tests/bought.yaml:3:3: error: a case (shop v2): is refused for more than it must: "
                "unplanned extra at #/data/custom_attributes (additionalProperties) [fixture-failed]"
            ),
        ),
        (
            ("event: {event_type: invented}", "must: pass"),
            (
                "plans/shop/tests/bought.yaml:3:3: error: a case (shop v2): must pass, and is refused: "
                "unplanned unknown at # [fixture-failed]"
            ),
        ),
    ],
)
def test_what_does_otherwise_is_said_with_its_place(case, expected):
    assert problems("name: a case", *case) == [expected]


NOTHING_SENT = (
    "nothing is sent, which shows nothing; a batch has events, user_attributes or user_identities"
)
PASS = "must: pass"
EVENT = "event: {event_type: invented}"


@pytest.mark.parametrize(
    ("case", "place", "message"),
    [
        ((EVENT, PASS), "1:3", "a fixture event needs a name, which says what it shows"),
        (
            ("name: ''", EVENT, PASS),
            "1:3",
            "a fixture event needs a name, which says what it shows",
        ),
        (
            ("name: a", PASS),
            "1:3",
            "one of event, batch, user_attributes, user_identities; here are 0",
        ),
        (("name: a", EVENT, "batch: {}", PASS), "1:3", "here are 2"),
        (("name: a", "event: []", PASS), "2:3", "event is an object, not a list"),
        (("name: a", "event: {}", PASS), "2:3", "an event needs its event_type"),
        (("name: a", "batch: {events: {}}", PASS), "2:11", "events is a list"),
        (("name: a", "batch: {}", PASS), "2:3", NOTHING_SENT),
        (("name: a", "batch: {events: [], user_attributes: null}", PASS), "2:3", NOTHING_SENT),
        (("name: a", EVENT), "1:3", "say either must: pass, or must_fail_with"),
        (
            ("name: a", EVENT, PASS, "must_fail_with: []"),
            "1:3",
            "say either must: pass, or must_fail_with",
        ),
        (("name: a", EVENT, "must: fail"), "3:3", "must can only be pass"),
        (("name: a", EVENT, "must_fail_with: []"), "3:3", "with at least one entry"),
        (("name: a", EVENT, "must_fail_with: [a]"), "3:20", "an object with type and key"),
        (
            ("name: a", EVENT, "must_fail_with: [{type: a, key: b}]"),
            "3:21",
            "type is one of unplanned",
        ),
        (("name: a", EVENT, "must_fail_with: [{type: unplanned}]"), "3:20", "key is text"),
        (
            ("name: a", EVENT, "must_fail_with: [{type: unplanned, key: a, pointer: 1}]"),
            "3:46",
            "pointer is text",
        ),
        (
            ("name: a", EVENT, "must_fail_with: [{type: unplanned, keys: a}]"),
            "3:38",
            'did you mean "key"?',
        ),
        (("name: a", EVENT, "musst: pass"), "3:3", 'did you mean "must"?'),
        (("name: a", EVENT, "colour: red", PASS), "3:3", "there are name, version, event"),
        (("name: a", EVENT, PASS, "version: two"), "4:3", "version is a number"),
        (("name: a", EVENT, PASS, "version: true"), "4:3", "version is a number"),
        (("name: a", EVENT, PASS, "version: 3"), "4:3", "shop declares no version 3, only 1, 2"),
    ],
)
def test_what_cannot_be_run_is_said_with_its_place(case, place, message):
    (found,) = problems(*case)
    assert found.startswith(f"plans/shop/tests/bought.yaml:{place}: error: ")
    assert message in found
    assert found.endswith("[bad-fixture]")


@pytest.mark.parametrize(
    ("path", "text", "message"),
    [
        (
            "tests/a.yaml",
            "[]",
            "no data plan has these fixtures; move them to <data_plan_id>/tests/",
        ),
        ("web/tests/a.yaml", "[]", 'no version of a data plan "web" is declared'),
        ("shop/tests/a.yaml", "{}", "a file of fixture events is a list, not an object"),
        ("shop/tests/a.yaml", "[]", "a file of fixture events is a list, not an empty one"),
        ("shop/tests/a.yaml", "[1]", "a fixture event is an object"),
        ("shop/tests/a.yaml", "[", "[yaml-syntax]"),
        ("shop/tests/a.json", "[1,]", "[json-syntax]"),
    ],
)
def test_a_file_that_cannot_be_run_is_a_problem(path, text, message):
    declared = {"shop": VERSIONS}
    found = run_fixtures(MemorySource({path: text}), lambda data_plan: declared.get(data_plan, ()))
    (problem,) = found.problems
    assert message in str(problem)


def test_a_version_without_a_document_plans_nothing():
    text = f"- name: a\n  {EVENT}\n  {PASS}\n"
    source = MemorySource({"shop/tests/a.yaml": text})
    bare = version(1)
    found = run_fixtures(source, lambda _: [type(bare)("shop", 1)]).problems
    assert [problem.rule for problem in found] == ["fixture-failed"]


def test_a_data_plan_is_loaded_once_for_all_its_files():
    text = f"- name: a\n  {bought('{size: S}')}\n  {PASS}\n"
    source = MemorySource(
        {f"{name}/tests/{file}.yaml": text for name in ("shop", "web") for file in "ab"}
    )
    asked = []

    def versions(data_plan_id):
        asked.append(data_plan_id)
        return VERSIONS

    assert run_fixtures(source, versions) == FixtureRun((), 4)
    assert asked == ["shop", "web"]


SHOWN = [rule for rule in fixture_rules.RULES if not rule.unshown]


@pytest.mark.parametrize("rule", SHOWN, ids=lambda rule: rule.id)
def test_the_examples_of_the_rules_are_true(rule):
    def found(files):
        source = MemorySource(dict(files))
        state = desired.load(source).state
        return [problem.rule for problem in run_fixtures(source, declared_in(state)).problems]

    assert (found(rule.failing), found(rule.passing)) == ([rule.id], [])


def test_the_fixture_events_of_the_example_plans_do_as_they_must():
    source = WorkTree(Path(__file__).parents[2] / "plans")
    state = desired.load(source).state
    assert len(fixture_files(source.paths())) >= 3
    assert run_fixtures(source, declared_in(state)).problems == ()
