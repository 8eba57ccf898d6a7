from __future__ import annotations

import pytest

from dataplan_sync import desired
from dataplan_sync.files.definitions import Definitions
from dataplan_sync.files.inspection import inspect
from dataplan_sync.files.place import units
from dataplan_sync.problems.problem import Severity
from dataplan_sync.problems.rule_settings import RuleSettings
from tests.files.sources import MemorySource

POINTS = (
    "- match: {type: screen_view, criteria: {screen_name: Basket}}\n  validator: {definition: {}}\n"
)
"""A data point without a description, which is a warning."""
FILES = {"shop/versions/1/a.yaml": POINTS}


def found(files, **options):
    return [
        f"{problem.mark}: {problem.severity} {problem.rule}"
        for problem in desired.load(MemorySource(dict(files)), **options).problems
    ]


def test_what_files_say_is_checked_at_its_place():
    assert found(FILES) == ["plans/shop/versions/1/a.yaml:1:3: warning missing-description"]


def test_a_rule_can_be_turned_off_or_made_an_error():
    assert found(FILES, settings=RuleSettings({"missing-description": None})) == []
    raised = RuleSettings({"missing-description": Severity.ERROR})
    assert found(FILES, settings=raised) == [
        "plans/shop/versions/1/a.yaml:1:3: error missing-description"
    ]
    assert desired.load(MemorySource(dict(FILES)), settings=raised).errors


@pytest.mark.parametrize("severity", [None, Severity.WARNING])
def test_what_reading_needs_stays_an_error(severity):
    settings = RuleSettings({"wrong-type": severity, "unknown-key": None})
    files = {"shop.yaml": "data_plan_id: shop\ndata_plan_name: 1\nx: 1\n"}
    assert found(files, settings=settings) == ["plans/shop.yaml:2:1: error wrong-type"]


def test_nothing_is_checked_on_demand():
    assert found(FILES, check=False) == []


def test_a_data_plan_that_cannot_be_told_is_not_checked():
    assert found({"x.yaml": f"data_points:\n{POINTS}"}) == [
        "plans/x.yaml:1:1: error incomplete-version"
    ]


def test_of_a_version_without_a_readable_file_only_that_is_said():
    assert found({"m/versions/1/a.yaml": "[", "m/versions/1/b.yaml": ""}) == [
        "plans/m/versions/1/a.yaml:1:2: error yaml-syntax",
        "plans/m/versions/1/b.yaml:1:1: error empty-file",
    ]


def test_a_data_plan_in_several_units_is_found_fault_with_once():
    versions = {f"Shop.Web/versions/{n}.yaml": "data_points: []\n" for n in (1, 2)}
    assert found(versions) == ["plans/Shop.Web/versions/1.yaml:1:1: warning data-plan-id-form"]
    declared = {
        **versions,
        "a.yaml": "\ndata_plan_id: Shop.Web\n",
        "z.yaml": "data_plan_id: Shop.Web\n",
    }
    assert found(declared) == [
        "plans/a.yaml:2:1: warning data-plan-id-form",
        "plans/z.yaml:1:1: error duplicate-data-plan",
    ]
    last = {
        **versions,
        "z.yaml": "data_plan_id: Shop.Web # dataplan-sync: ignore=data-plan-id-form live\n",
    }
    assert found(last) == []


def test_a_finding_quotes_its_line():
    (problem,) = desired.load(MemorySource(dict(FILES))).problems
    assert problem.excerpt
    assert (problem.excerpt.text, problem.excerpt.column) == (POINTS.split("\n", maxsplit=1)[0], 3)


@pytest.mark.parametrize("check", [True, False])
def test_nothing_of_the_parsed_files_is_kept(check):
    source = MemorySource(dict(FILES))
    (unit,) = units(source.paths())
    inspected = inspect(source, unit, RuleSettings(), Definitions(source), check=check)
    assert inspected.declaration
    assert inspected.declaration.locate is None


WHY = "kept for the web team"


def spread(rule, bodies):
    """Give the files of a spread version, a data point a file; those that are named in `bodies` ignore a rule."""
    return {
        f"m/versions/1/{name}.yaml": (f"# dataplan-sync: ignore={rule} {WHY}\n" * ignored + body)
        for name, (body, ignored) in bodies.items()
    }


def screen(name, attributes, description="d"):
    return (
        f"- match: {{type: screen_view, criteria: {{screen_name: {name}}}}}\n"
        f"  description: {description}\n"
        f"  validator: {{type: json_schema, definition: {{properties: {{data: {{properties: {{custom_attributes: "
        f"{{properties: {{{attributes}}}}}}}}}}}}}}}\n"
    )


OF_PLACES = {
    "personal-data": (
        lambda name: screen(name, "email: {type: string, description: e}"),
        '"email" is likely personal data (email), here and in 1 more data point; leave it out, hash it, or send it as an identity',
    ),
    "missing-description": (
        lambda name: screen(name, "size: {description: s}", '""'),
        "2 data points without a description: screen_view::Basket, screen_view::Cashier. Say when the app sends them",
    ),
    "undescribed-attributes": (
        lambda name: screen(name, "size: {type: string}, " + f"{name}: {{type: string}}"),
        "3 attributes of version 1 without a description: size, Basket, Cashier. Describe each where it is declared",
    ),
}


@pytest.mark.parametrize("rule", OF_PLACES)
def test_an_ignored_place_is_taken_out_of_a_finding_and_the_others_are_not(rule):
    write, message = OF_PLACES[rule]
    bodies = {name[0].lower(): write(name) for name in ("Arrival", "Basket", "Cashier")}
    files = spread(rule, {key: (body, key == "a") for key, body in bodies.items()})

    (problem,) = desired.load(MemorySource(dict(files))).problems

    assert (problem.mark.file, problem.rule, problem.message) == (
        "plans/m/versions/1/b.yaml",
        rule,
        message,
    )


@pytest.mark.parametrize("rule", OF_PLACES)
def test_a_finding_is_gone_and_its_comments_are_used_once_all_places_are_ignored(rule):
    write, _ = OF_PLACES[rule]
    bodies = {name[0].lower(): (write(name), True) for name in ("Arrival", "Basket", "Cashier")}

    assert desired.load(MemorySource(dict(spread(rule, bodies)))).problems == ()


def test_an_attribute_of_another_type_is_reported_where_it_is_not_ignored():
    number, text = "size: {type: number, description: s}", "size: {type: string, description: s}"
    bodies = {
        "a": (screen("A", number), False),
        "b": (screen("B", number), False),
        "c": (screen("C", number), False),
        "d": (screen("D", text), True),
        "e": (screen("E", text), False),
    }

    (problem,) = desired.load(MemorySource(dict(spread("inconsistent-type", bodies)))).problems

    assert problem.mark.file == "plans/m/versions/1/e.yaml"
    assert problem.message.endswith("it departs in screen_view::E")
    assert problem.message.startswith('"size" is of type "string" here, but "number" in 3 of 5')


def test_a_rare_spelling_is_reported_where_it_is_not_ignored():
    files = spread(
        "similar-attributes",
        {
            "a": (screen("A", "cart_id: {description: c}"), False),
            "b": (screen("B", "cart_id: {description: c}"), False),
            "c": (screen("C", "cart_id: {description: c}"), False),
            "d": (screen("D", "cartId: {description: c}"), True),
            "e": (screen("E", "cartId: {description: c}"), False),
        },
    )
    (problem,) = desired.load(MemorySource(dict(files))).problems
    assert problem.mark.file == "plans/m/versions/1/e.yaml"
    assert '"cart_id" (1 against 3 uses)' in problem.message


def test_a_comment_at_a_place_without_the_finding_is_unused():
    files = {
        "m/versions/1.yaml": "data_points:\n"
        + screen("A", "email: {type: string, description: e}")
        + f"# dataplan-sync: ignore=personal-data {WHY}\n"
        + screen("B", "size: {description: s}")
    }
    assert [each.rule for each in desired.load(MemorySource(dict(files))).problems] == [
        "personal-data",
        "unused-ignore",
    ]
