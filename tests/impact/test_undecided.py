from __future__ import annotations

import pytest
from jsonschema_rs import Draft7Validator

from dataplan_sync.impact.counterexample import Counterexample, Undecided, counterexample

DIGIT = {"type": "integer", "minimum": 0, "maximum": 9}
STRING = {"type": "string"}
OPEN = {"type": "object"}


def arrays(items, **keywords):
    return {"type": "array", "items": items, **keywords}


def objects(properties=(), **keywords):
    return {"type": "object", "properties": dict(properties), **keywords}


def lost(before, after):
    return counterexample(before, after)


def found(before, after):
    """The value found, proven by a validator that knows nothing of the search; None if there is none."""
    result = lost(before, after)
    assert not isinstance(result, Undecided)
    if result is None:
        return None
    assert Draft7Validator(before).is_valid(result.value)
    assert not Draft7Validator(after).is_valid(result.value)
    return result.value


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param({"pattern": "^a+$"}, {"pattern": "^a*$"}, id="pattern"),
        pytest.param(STRING, {"format": "x-unheard-of"}, id="unknown format"),
        pytest.param(STRING, {"allOf": [STRING]}, id="allOf"),
        pytest.param({"$ref": "#/definitions/a"}, STRING, id="$ref"),
        pytest.param(STRING, {"type": "strng"}, id="type"),
        pytest.param(STRING, {"minLength": "2"}, id="minLength"),
        pytest.param(OPEN, {"required": True}, id="required"),
        pytest.param(STRING, {"type": "string", "maxLength": 5_000_000}, id="maxLength"),
    ],
)
def test_says_which_keyword_keeps_it_from_deciding(before, after, request):
    result = lost(before, after)
    keyword = request.node.callspec.id.removeprefix("unknown ")
    assert isinstance(result, Undecided)
    assert keyword in result.reason


def test_shows_the_pattern_it_cannot_compare():
    result = lost({"pattern": "^a+$"}, {"pattern": "^a*$"})
    assert result == Undecided(
        'it depends on the pattern "^a+$", which cannot be compared in general'
    )


@pytest.mark.parametrize(
    "keyword",
    [{"pattern": "^a"}, {"format": "email"}, {"contains": DIGIT}, {"not": STRING}, {"allOf": [{}]},
     {"minLength": 5_000_000}, {"minimum": "3"}],
)  # fmt: skip
def test_the_same_keyword_on_both_sides_is_no_obstacle(keyword):
    before = objects({"a": {"description": "old", **keyword}, "b": DIGIT})
    after = objects({"a": {"description": "new", **keyword}, "b": {"type": "number"}})
    assert lost(before, after) is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"type": "string", "pattern": "^\\d+$"}, {"pattern": "^\\d{2,}$"}),
        ({"type": "string", "pattern": "^a|b[c-e]{2}$", "maxLength": 4}, {"maxLength": 2}),
        ({"type": "string"}, {"format": "email"}),
        ({"type": "string", "format": "date"}, {"enum": ["2020-02-28"]}),
        ({"enum": ["a1", "b1"], "pattern": "^."}, {"pattern": "^a"}),
        ({"type": "array"}, {"contains": {"const": 1}}),
        (objects({"a": {"pattern": "^x[0-9]$"}}, required=["a"]), objects(required=["b"])),
    ],
)
def test_finds_a_value_by_trying_where_keywords_cannot_be_compared(before, after):
    assert found(before, after) is not None


def test_a_reference_is_the_same_only_where_all_is_that_it_may_lead_to():
    def referring(target, note=""):
        return objects({"a": {"$ref": "#/definitions/b", "title": note}}, definitions={"b": target})

    assert lost(referring(STRING, "old"), referring(STRING, "old")) is None
    assert isinstance(lost(referring(STRING), referring(DIGIT)), Undecided)


def test_a_value_of_a_wrong_type_needs_no_opinion_on_the_pattern():
    before, after = {"type": ["string", "boolean"]}, {"type": "string", "pattern": "("}
    assert lost(before, after) == Counterexample(value=True)


def test_a_pattern_that_could_backtrack_without_end_is_tried_all_the_same():
    assert lost({"type": "string", "maxLength": 40}, {"pattern": "^(a+)+$"})


def test_schemas_too_deep_to_take_apart_are_only_compared_as_a_whole():
    def nested(leaf):
        for _ in range(90):
            leaf = arrays(leaf, minItems=1)
        return leaf

    assert lost(nested(STRING), nested(STRING)) is None
    assert isinstance(lost(nested(STRING), nested(DIGIT)), Undecided)
