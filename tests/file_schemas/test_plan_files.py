"""The schema of plan files against what reads them: what one takes the other takes, and what one refuses both refuse."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataplan_sync.codec import encode_data_plan
from dataplan_sync.file_schemas.plan_files import plan_file_schema
from dataplan_sync.problems import catalogue
from dataplan_sync.problems.checks.schema_keywords import SUPPORTED, UNSUPPORTED
from dataplan_sync.problems.problem import Severity
from tests import strategies
from tests.file_schemas.documents import PLAN_FILE, faults, shop, value_of
from tests.short_form.strategies import NONSENSE, data_points, edited, short_forms

SCHEMA: dict[str, Any] = plan_file_schema()
OUT_OF_REACH = {"missing-data-plan-id", "unknown-form", "path-mismatch"}
"""What only the path of the file or the whole of it tells."""


def agrees(value):
    return PLAN_FILE.is_valid(value) is (faults(value) == set())


def test_it_is_a_schema_of_draft_7():
    assert SCHEMA["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert jsonschema_rs.meta.is_valid(SCHEMA)


@given(strategies.data_plans())
def test_it_takes_what_the_reader_takes_in_full(data_plan):
    assert agrees(encode_data_plan(data_plan))


@given(short_forms())
def test_it_takes_what_the_reader_takes_in_short(point):
    point.pop("definition", None)
    assert agrees(shop(point))


@given(edited(data_points()))
def test_it_refuses_what_the_reader_refuses_in_full(point):
    assert agrees(shop(point))


@st.composite
def damaged(draw):
    """A data plan in short form with a wrong value or a wrong key somewhere."""
    point = copy.deepcopy(draw(short_forms()))
    point.pop("definition", None)
    return _damaged(draw, shop(point))


def _damaged(draw, value):
    if not isinstance(value, dict | list) or not value or draw(st.integers(0, 5)) == 0:
        return draw(NONSENSE)
    key = draw(st.sampled_from(list(value) if isinstance(value, dict) else range(len(value))))
    if isinstance(value, dict) and draw(st.integers(0, 4)) == 0:
        value[draw(st.sampled_from([key[:-1], f"{key}s", key.upper(), "match"]))] = value.pop(key)
        return value
    value[key] = _damaged(draw, value[key])
    return value


@given(damaged())
def test_it_refuses_what_the_reader_refuses_in_short(value):
    assert agrees(value) or faults(value) <= OUT_OF_REACH


PASSING = {
    rule.id: text
    for rule in catalogue.RULES
    if isinstance(text := rule.passing.get("shop.yaml"), str) and "ignore" not in text
}


@pytest.mark.parametrize("rule_id", PASSING)
def test_it_takes_what_passes_a_rule(rule_id):
    errors = PLAN_FILE.iter_errors(value_of(PASSING[rule_id]))
    assert [error.message for error in errors] == []


@pytest.mark.parametrize(
    "rule_id",
    [
        *("mistyped-key", "misplaced-key", "missing-key", "wrong-type", "missing-criterion"),
        *("unknown-match-type", "unknown-criterion", "unknown-event-type", "unknown-action"),
        *("unknown-validator", "unsupported-keyword", "unknown-keyword", "invalid-schema"),
        *("unknown-key", "bad-data-plan-id", "bad-version-number", "list-of-data-plans"),
    ],
)
def test_it_refuses_what_breaks_a_rule_on_shape(rule_id):
    (text,) = catalogue.BY_ID[rule_id].failing.values()
    assert not PLAN_FILE.is_valid(value_of(text))


PAGE = (Path(__file__).parents[2] / "docs" / "plan-files.md").read_text("utf-8")
ROWS = re.findall(r"^\| `([^`]*)` \| `([^`]*)` \|$", PAGE, re.MULTILINE)
ATTRIBUTES = [cell for row in ROWS for cell in row if re.match(r"\w+: |\$ref: ", cell)]
SHORTS = [short for short, _ in ROWS if short.startswith("{") and ": " in short]


def test_the_page_has_many_examples():
    assert len(ATTRIBUTES) >= 40
    assert len(SHORTS) >= 15


@pytest.mark.parametrize("attributes", ATTRIBUTES)
def test_it_takes_the_attributes_of_the_page(attributes):
    text = f"- {{user_attributes: {{{attributes}}}}}\n"
    assert [error.message for error in PLAN_FILE.iter_errors(value_of(text))] == []


@pytest.mark.parametrize("short", SHORTS)
def test_it_takes_the_short_forms_of_the_page(short):
    assert [error.message for error in PLAN_FILE.iter_errors([value_of(short)])] == []


@pytest.mark.parametrize(
    "text",
    [
        "version_description: Only the fields\nactivated_environment: none\n",
        "data_points: []\n",
        "version_document: {data_points: [], settings: {a: 1}}\n",
        "- screen_view: Basket\n  attributes: {$ref: shared/device.yaml#/device, own: string}\n",
        "- screen_view: Basket\n  attributes: {$ref: [a.yaml#/a, b.yaml#/b]}\n",
        "- screen_view: Basket\n  attributes: {price: {$ref: a.yaml#/price, required: true}}\n",
        "- {screen_view: Basket, attributes: {a: string?, b: {type: [string, null]}, c: true}}\n",
        "- {user_attributes: {$FirstName: string}, additional_attributes: false}\n",
        "- {screen_view: A, attributes: {b: {properties: {$ref: a.yaml}}}}\n",
        "- {match: {type: user_attributes}, validator: {definition: {properties: {a: {$ref: x.yaml#/a, title: A}}}}}\n",
        "- {match: {type: user_attributes}, validator: {definition: {properties: {$ref: x.yaml, a: string?}}}}\n",
        "data_plan_id: shop\ndefinitions: {price: number}\n",
        "version: 1\ndefinitions: {price: number}\ndata_points: []\n",
        "data_plan_id: shop\ncreated_on: 2020-01-14T14:52:11.43\nquarantine_feed_id: null\n",
    ],
)
def test_it_takes_every_form_and_shared_definitions(text):
    assert [error.message for error in PLAN_FILE.iter_errors(value_of(text))] == []


@pytest.mark.parametrize("definition", ["schema", "attributeSchema"])
def test_the_keywords_are_those_that_mparticle_supports(definition):
    schema = SCHEMA["definitions"][definition]
    schema = schema.get("else", schema)
    known = {key for key in (*SUPPORTED, *UNSUPPORTED) if is_known(schema, key)}
    assert known == SUPPORTED | {"$ref"}
    assert set(schema["properties"]) <= known


def is_known(schema, key):
    return key in schema["properties"] or any(
        re.search(pattern, key) for pattern in schema["patternProperties"]
    )


def described(schema, path=()):
    """Every key that a schema offers, with what is said of it on hover."""
    for key, member in schema.get("properties", {}).items():
        yield (*path, key), member.get("description") or member.get("$ref")
    for name in {"if", "then", "else"} & schema.keys():
        yield from described(schema[name], (*path, name))


def test_every_key_is_described():
    places: dict[str, Any] = {"": SCHEMA, **SCHEMA["definitions"]}
    silent = [
        key for name, place in places.items() for key, said in described(place, (name,)) if not said
    ]
    assert silent == []
    assert sum(1 for place in places.values() for _ in described(place)) > 150


def test_what_is_warned_of_is_shown_in_the_editor_too():
    value = {**shop(), "owner": "web"}
    assert faults(value) == {"unknown-key"}
    assert not PLAN_FILE.is_valid(value)
    assert catalogue.BY_ID["unknown-key"].severity is Severity.WARNING
