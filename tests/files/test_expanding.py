from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING

import pytest

from dataplan_sync import desired
from dataplan_sync.files.definitions import Definitions
from dataplan_sync.files.expanding import expanded
from dataplan_sync.files.layout import read_unit
from dataplan_sync.files.place import units
from dataplan_sync.files.text import Text
from dataplan_sync.files.writer import write_yaml
from dataplan_sync.files.yaml_reader import read_yaml
from dataplan_sync.problems.checks.catalogue import RULES
from dataplan_sync.short_form.compression import compress
from tests.files.sources import MemorySource

if TYPE_CHECKING:
    from dataplan_sync.problems.problem import Problem

POINTS = """\
- screen_view: Basket
  attributes:
    button_id: {type: string, required: true}
    size:
      type: string
- match: {type: screen_view, criteria: {screen_name: Account}}
  validator: {definition: {title: The account}}
- custom_event: Searched
  custom_event_type: search
  description: Searched for something
  attributes: {term: string?}
  additional_attributes: false
"""
FILE = "shop/versions/2/a.yaml"
POINT = ("data_plan_versions", 2, "version_document", "data_points")
ATTRIBUTES = ("validator", "definition", "properties", "data", "properties", "custom_attributes")


def indented(text, by):
    return "".join(f"{' ' * by}{line}" for line in text.splitlines(keepends=True))


WHOLE = f"data_plan_id: shop\ndata_plan_versions:\n- version: 2\n  version_document:\n    data_points:\n{indented(POINTS, 4)}"
LONE = f"data_plan_id: shop\nversion: 2\ndata_points:\n{POINTS}"


def declared(files):
    unit, *rest = units(files)
    assert not rest
    problems: list[Problem] = []
    declaration = read_unit(MemorySource(dict(files)), unit, problems)
    assert problems == []
    assert declaration
    return declaration


def read(parsed, problems=None):
    return expanded(
        parsed, FILE, Definitions(MemorySource({})), [] if problems is None else problems
    )


def found(text, *, path=FILE):
    """What reading finds, and where; descriptions are another matter."""
    told = desired.load(MemorySource({path: text})).problems
    return [
        (each.rule, each.mark.line, each.mark.column)
        for each in told
        if each.rule not in {"missing-description", "undescribed-attributes"}
    ]


@pytest.mark.parametrize("files", [{"s.yaml": WHOLE}, {"l.yaml": LONE}, {FILE: POINTS}])
def test_both_forms_stand_side_by_side_in_every_layout(files):
    (version,) = declared(files).versions
    assert version.version_document
    assert [point.match.key for point in version.version_document.data_points] == [
        "screen_view::Basket",
        "screen_view::Account",
        "custom_event:search:Searched",
    ]


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        ((0,), 1, 3),
        ((0, "match", "criteria", "screen_name"), 1, 3),
        ((0, "validator"), 2, 3),
        ((0, *ATTRIBUTES, "additionalProperties"), 2, 3),
        ((0, *ATTRIBUTES, "required", 0), 3, 31),
        ((0, *ATTRIBUTES, "properties", "size", "type"), 5, 7),
        ((0, *ATTRIBUTES, "properties", "size", "enum"), 4, 5),
        ((1, "validator", "definition", "title"), 7, 28),
        ((2, "match"), 8, 3),
        ((2, "match", "criteria", "custom_event_type"), 9, 3),
        ((2, "description"), 10, 3),
        ((2, *ATTRIBUTES, "properties", "term", "type", 1), 11, 16),
        ((2, *ATTRIBUTES, "additionalProperties"), 12, 3),
    ],
)
@pytest.mark.parametrize(
    ("files", "down", "right"), [({FILE: POINTS}, 0, 0), ({"l.yaml": LONE}, 3, 0), ({"s.yaml": WHOLE}, 5, 4)]
)  # fmt: skip
def test_a_path_in_the_api_s_form_leads_to_the_key_that_was_written(
    files, down, right, path, line, column
):
    locate = declared(files).locate
    assert locate
    mark = locate((*POINT, *path)).mark
    assert (mark.line, mark.column) == (line + down, column + right)


def test_each_problem_has_the_place_of_its_key():
    text = """\
- screen_view: 2026
- custom_event: Searched
- custom_evnt: Searched
- screen_view: Basket
  atributes: {}
  owner: web
- screen_view: Account
  attributes:
    a: numbr
    b: {type: strng}
    c: {type: string, pattern: "("}
  definition: {properties: {data: {minProperties: x}}}
- screen_view: Basket
- {match: {type: screen_view, criteria: {screen_name: Help}}, attributes: {}}
- match: {type: screen_view, criteria: {screen_name: Last}}
  validator: {definition: {type: objct}}
"""
    assert found(text) == [
        ("wrong-type", 1, 3),
        ("missing-criterion", 2, 3),
        ("mistyped-key", 3, 3),
        ("mistyped-key", 5, 3),
        ("unknown-key", 6, 3),
        ("wrong-type", 9, 5),
        ("invalid-schema", 10, 9),
        ("invalid-pattern", 11, 23),
        ("invalid-schema", 12, 36),
        ("duplicate-data-point", 13, 3),
        ("misplaced-key", 14, 63),
        ("invalid-schema", 16, 28),
    ]


def test_what_an_alias_repeats_is_wrong_once():
    text = """\
data_plan_id: shop
data_plan_versions:
- version: 1
  data_points: &points [&basket {screen_view: Basket, attributes: {a: numbr}}]
- {version: 2, data_points: *points}
- {version: 3, data_points: [*basket]}
"""
    assert found(text, path="s.yaml") == [("wrong-type", 4, 68)]


def test_a_comment_ignores_what_is_found_in_a_short_form():
    text = """\
- screen_view: Basket
  # dataplan-sync: ignore=invalid-pattern our own engine reads it
  attributes:
    a: {type: string, pattern: "("}
- screen_view: Account
  attributes:
    a: {type: string, pattern: "("} # dataplan-sync: ignore=invalid-pattern so does this one
    b: {type: string, pattern: "("}
"""
    assert found(text) == [("invalid-pattern", 8, 23)]


def test_fixture_events_are_held_against_the_expansion():
    files: dict[str, str | bytes] = {
        "shop/versions/1.yaml": "data_points:\n- custom_event: A\n  custom_event_type: other\n"
        "  attributes: {size: {type: string, required: true}}\n",
        "shop/tests/a.yaml": "- name: refused\n  event: {event_type: custom_event, data: {event_name: A, "
        "custom_event_type: other, custom_attributes: {}}}\n  must: pass\n",
    }
    source = MemorySource(files)
    told = list(desired.fixture_problems(source, desired.load(source)))
    assert [each.rule for each in told] == ["fixture-failed"]
    assert "size" in told[0].message


def test_what_an_alias_repeats_stays_one_object():
    text = "data_plan_versions: [{data_points: [&a {screen_view: A}]}, {data_points: [*a]}]"
    match read(document(text)).value:
        case {"data_plan_versions": [{"data_points": [first]}, {"data_points": [second]}]}:
            assert first is second
        case other:
            pytest.fail(f"not what was written: {other}")


def document(text):
    parsed = read_yaml(Text(text, "a.yaml"), [])
    assert parsed
    return parsed


@pytest.mark.parametrize(
    "text",
    [
        "3",
        "[3, null, {match: {}}]",
        "{data_points: 3}",
        "{data_plan_versions: [3, {version_document: {data_points: [{match: {}}]}}]}",
        "{owner: {data_points: [{screen_view: A}]}}",
    ],
)
def test_a_file_without_short_forms_is_left_as_it_is(text):
    parsed = document(text)
    assert read(parsed) is parsed


def test_what_is_no_data_point_stays_beside_short_forms():
    problems: list[Problem] = []
    value = read(document("[3, null, {screen_view: A}, {custom_evnt: A}]"), problems).value
    assert isinstance(value, list)
    assert value[:2] == [3, None]
    assert len(value) == 3
    assert [each.rule for each in problems] == ["mistyped-key"]


USUAL: tuple[tuple[str, object], ...] = (
    ("type", "object"),
    ("additionalProperties", True),
    ("properties", {}),
)


def usual(example):
    """The files of an example with what real definitions have and examples leave out."""
    files = {path: document(text).value for path, text in example.items()}
    for value in files.values():
        for points in _lists(value):
            for point in points:
                _fill(point)
    return files


def _fill(point):
    point["match"].setdefault("criteria", {})
    definition = point["validator"]["definition"]
    if point["match"]["type"].startswith("user_"):
        definition |= {"additionalProperties": True, "properties": {}} | definition
        return
    data = definition.setdefault("properties", {}).setdefault("data", {})
    custom = data.get("properties", {}).get("custom_attributes")
    for holder in (data, custom):
        if isinstance(holder, dict):
            for keyword, usual_value in USUAL:
                holder.setdefault(keyword, copy.copy(usual_value))


def in_short(files):
    """The same files with their data points in short form, as far as they have one."""
    made = copy.deepcopy(files)
    for value in made.values():
        for points in _lists(value):
            points[:] = [compress(point) for point in points]
    return made


def _lists(value):
    match value:
        case {"data_plan_versions": versions}:
            return [points for version in versions for points in _lists(version)]
        case {"version_document": {"data_points": points}} | {"data_points": points}:
            return [points]
        case _:
            return []


def told(files):
    written: dict[str, str | bytes] = {path: write_yaml(value) for path, value in files.items()}
    return [(each.rule, each.message) for each in desired.load(MemorySource(written)).problems]


def without_places(problems):
    return [(rule, re.sub(r"\bplans/\S+", "", message)) for rule, message in problems]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
@pytest.mark.parametrize("kind", ["failing", "passing"])
def test_a_rule_finds_in_a_short_form_what_it_finds_in_the_full_one(rule, kind):
    files = usual(getattr(rule, kind))
    assert without_places(told(in_short(files))) == without_places(told(files))


def test_most_examples_of_rules_have_a_short_form_that_breaks_the_rule_too():
    short = [
        rule.id
        for rule in RULES
        if in_short(usual(rule.failing)) != usual(rule.failing)
        and rule.id in {found for found, _ in told(in_short(usual(rule.failing)))}
    ]
    assert len(short) > len(RULES) * 2 / 3
