"""One case or more for each rule on definitions: what changes, and the verdict on it in production."""

from __future__ import annotations

import pytest

from dataplan_sync.impact import rules_of_attributes, rules_of_values
from tests.impact.attribute_cases import ATTRIBUTES, OPEN
from tests.impact.points import impacts, point

TEXT = {"type": "string"}
NUMBER = {"type": "number"}
WHOLE = {"type": "integer"}
LIST = {"type": "array"}
OLD_UI_NUMBER = {"type": "string", "pattern": "^-?\\d+(\\.\\d+)?([eE][+\\-]?\\d+)?$"}

FLAGGED = ("flag", "safe", "breaking")
BROKEN = ("flag", "breaking", "breaking")
LOST = ("drop", "breaking", "breaking")
SURPRISING = ("none", "dangerous", "dangerous")
SAFE = ("none", "safe", "safe")

VALUES = {
    "other type": (TEXT, NUMBER, {"TYPE_CHANGED": BROKEN}),
    "other type, whatever else changes": (
        {**TEXT, "maxLength": 3},
        {**NUMBER, "minimum": 0},
        {"TYPE_CHANGED": BROKEN},
    ),
    "text that the server reads as a number": (
        {**TEXT, "enum": ["1", "2"]},
        NUMBER,
        {"TYPE_CHANGED": ("none", "breaking", "breaking")},
    ),
    "a number as the old UI wrote it": (
        OLD_UI_NUMBER,
        NUMBER,
        {"TYPE_CHANGED": ("none", "breaking", "breaking")},
    ),
    "fewer numbers": (NUMBER, WHOLE, {"TYPE_NARROWED": BROKEN}),
    "one type of two": ({"type": ["string", "number"]}, TEXT, {"TYPE_NARROWED": BROKEN}),
    "a type where there was none": ({}, TEXT, {"TYPE_NARROWED": BROKEN}),
    "null no longer": ({"type": ["string", "null"]}, TEXT, {"TYPE_NARROWED": SURPRISING}),
    "null too": (TEXT, {"type": ["string", "null"]}, {"TYPE_WIDENED": SURPRISING}),
    "more numbers": (WHOLE, NUMBER, {"TYPE_WIDENED": SURPRISING}),
    "the same type, written otherwise": (TEXT, {"type": ["string"]}, {}),
    "a value less": ({"enum": ["S", "M"]}, {"enum": ["S"]}, {"ENUM_VALUE_REMOVED": BROKEN}),
    "a value more": ({"enum": ["S"]}, {"enum": ["S", "M"]}, {"ENUM_VALUE_ADDED": SURPRISING}),
    "one value for another": (
        {"enum": ["S", "L"]},
        {"enum": ["S", "M"]},
        {"ENUM_VALUE_REMOVED": BROKEN, "ENUM_VALUE_ADDED": SURPRISING},
    ),
    "true for 1": (
        {"enum": [1]},
        {"enum": [True]},
        {"ENUM_VALUE_REMOVED": BROKEN, "ENUM_VALUE_ADDED": SURPRISING},
    ),
    "the only value, off the list beside it": (
        {**TEXT, "const": "v1", "enum": ["v1", "v2"]},
        {**TEXT, "const": "v1", "enum": ["v2"]},
        {"ENUM_VALUE_REMOVED": BROKEN},
    ),
    "the only value, on the list beside it": (
        {**TEXT, "const": "v1", "enum": ["v2"]},
        {**TEXT, "const": "v1", "enum": ["v1", "v2"]},
        {"ENUM_VALUE_ADDED": SURPRISING},
    ),
    "a list beside an only value that stays": (
        {**TEXT, "const": "v1", "enum": ["v1", "v2"]},
        {**TEXT, "const": "v1", "enum": ["v1", "v3"]},
        {},
    ),
    "another only value, on the list": (
        {"const": "a", "enum": ["a", "b"]},
        {"const": "b", "enum": ["a", "b"]},
        {"CONST_CHANGED": BROKEN},
    ),
    "values in another order": ({"enum": ["S", "M"]}, {"enum": ["M", "S"]}, {}),
    "another only value": ({"const": "a"}, {"const": "b"}, {"CONST_CHANGED": BROKEN}),
    "a list for an only value": (
        {"const": "a"},
        {"enum": ["a", "b"]},
        {"ENUM_VALUE_ADDED": SURPRISING},
    ),
    "values listed": (TEXT, {**TEXT, "enum": ["a"]}, {"VALUES_LIMITED": FLAGGED}),
    "values no longer listed": ({**TEXT, "enum": ["a"]}, TEXT, {"VALUES_FREED": SURPRISING}),
    "a higher minimum": (
        {**WHOLE, "minimum": 0},
        {**WHOLE, "minimum": 1},
        {"RANGE_TIGHTENED": FLAGGED},
    ),
    "a minimum below all values": (
        {**WHOLE, "enum": [5], "minimum": 0},
        {**WHOLE, "enum": [5], "minimum": 3},
        {"RANGE_TIGHTENED": SAFE},
    ),
    "a minimum without its end": (
        {**NUMBER, "minimum": 0},
        {**NUMBER, "exclusiveMinimum": 0},
        {"RANGE_TIGHTENED": FLAGGED},
    ),
    "no maximum": ({**WHOLE, "maximum": 9}, WHOLE, {"RANGE_LOOSENED": SURPRISING}),
    "steps": (WHOLE, {**WHOLE, "multipleOf": 5}, {"MULTIPLE_TIGHTENED": FLAGGED}),
    "smaller steps": (
        {**WHOLE, "multipleOf": 4},
        {**WHOLE, "multipleOf": 2},
        {"MULTIPLE_LOOSENED": SURPRISING},
    ),
    "a length": (TEXT, {**TEXT, "maxLength": 5}, {"LENGTH_TIGHTENED": FLAGGED}),
    "any length": ({**TEXT, "minLength": 5}, TEXT, {"LENGTH_LOOSENED": SURPRISING}),
    "a pattern": (TEXT, {**TEXT, "pattern": "^\\d+$"}, {"PATTERN_ADDED": FLAGGED}),
    "another pattern": (
        {**TEXT, "pattern": "^\\w+$"},
        {**TEXT, "pattern": "^\\d+$"},
        {"PATTERN_CHANGED": ("flag", "unknown", "breaking")},
    ),
    "no pattern": ({**TEXT, "pattern": "^\\d+$"}, TEXT, {"PATTERN_REMOVED": SURPRISING}),
    "a format": (TEXT, {**TEXT, "format": "email"}, {"FORMAT_ADDED": FLAGGED}),
    "another format": (
        {**TEXT, "format": "date-time"},
        {**TEXT, "format": "email"},
        {"FORMAT_CHANGED": ("flag", "dangerous", "breaking")},
    ),
    "no format": ({**TEXT, "format": "email"}, TEXT, {"FORMAT_REMOVED": SURPRISING}),
    "entries of another type": (
        {**LIST, "items": TEXT},
        {**LIST, "items": NUMBER},
        {"TYPE_CHANGED": BROKEN},
    ),
    "an entry at least": (LIST, {**LIST, "minItems": 1}, {"COUNT_TIGHTENED": FLAGGED}),
    "more entries": (
        {**LIST, "maxItems": 1},
        {**LIST, "maxItems": 2},
        {"COUNT_LOOSENED": SURPRISING},
    ),
    "entries that differ": (LIST, {**LIST, "uniqueItems": True}, {"UNIQUE_ADDED": FLAGGED}),
    "entries that may repeat": (
        {**LIST, "uniqueItems": True},
        {**LIST, "uniqueItems": False},
        {"UNIQUE_REMOVED": SURPRISING},
    ),
    "entries by position": (
        {**LIST, "items": [TEXT]},
        {**LIST, "items": [NUMBER]},
        {"SCHEMA_TIGHTENED": FLAGGED},
    ),
    "an entry that must be there": (
        LIST,
        {**LIST, "contains": {"const": 1}},
        {"SCHEMA_TIGHTENED": FLAGGED},
    ),
    "an entry that need not be there": (
        {**LIST, "contains": {"const": 1}},
        LIST,
        {"SCHEMA_CHANGED": SURPRISING},
    ),
    "a keyword that the API does not support": (
        TEXT,
        {**TEXT, "not": {"const": "a"}},
        {"SCHEMA_TIGHTENED": ("unknown", "safe", "unknown")},
    ),
    "not a word but a remark": (
        {**TEXT, "description": "Size"},
        {**TEXT, "description": "Its size"},
        {"DOC_CHANGED": SAFE},
    ),
    "an attribute that is forbidden": (TEXT, False, {"ATTR_REMOVED_CLOSED": BROKEN}),
    "a nested attribute": (
        {"type": "object", "properties": {"x": TEXT}, "additionalProperties": False},
        {"type": "object", "properties": {"x": NUMBER, "y": TEXT}, "additionalProperties": False},
        {"TYPE_CHANGED": BROKEN, "ATTR_ADDED_OPTIONAL": SAFE},
    ),
    "entries that are objects": (
        {**LIST, "items": {"type": "object", "required": ["x"]}},
        {**LIST, "items": {"type": "object", "required": ["y"]}},
        {"ATTR_NOW_REQUIRED": FLAGGED, "ATTR_NO_LONGER_REQUIRED": SURPRISING},
    ),
}


def verdicts(found):
    return {impact.rule: (impact.producer, impact.consumer, impact.level) for impact in found}


@pytest.mark.parametrize(("before", "after", "expected"), VALUES.values(), ids=VALUES)
def test_what_an_attribute_may_hold(before, after, expected):
    found = impacts([point({"a": before})], [point({"a": after})])
    assert verdicts(found) == expected


@pytest.mark.parametrize(("before", "after", "expected"), ATTRIBUTES.values(), ids=ATTRIBUTES)
def test_which_attributes_there_are(before, after, expected):
    assert verdicts(impacts([before], [after])) == expected


def test_every_rule_on_definitions_has_a_case():
    shown = {rule for *_, expected in (*VALUES.values(), *ATTRIBUTES.values()) for rule in expected}
    assert shown - {"DOC_CHANGED"} == {*rules_of_attributes.RULES, *rules_of_values.RULES}


@pytest.mark.parametrize("case", [*VALUES.values(), *ATTRIBUTES.values()])
@pytest.mark.parametrize(("environment", "worst"), [("development", "dangerous"), ("none", "safe")])
def test_nothing_is_worse_than_its_environment_allows(case, environment, worst):
    before, after, _ = case
    if not hasattr(before, "match"):
        before, after = point({"a": before}), point({"a": after})
    allowed = {"safe", "unknown", worst} if environment == "development" else {worst}
    found = impacts([before], [after], environment=environment)
    assert {impact.level for impact in found if impact.rule != "CLOSED"} <= allowed


def test_closing_is_breaking_in_development_too():
    (impact,) = impacts([point({}, **OPEN)], [point({})], environment="development")
    assert impact.level == "breaking"
