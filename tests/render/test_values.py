from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataplan_sync.changes import ABSENT
from dataplan_sync.render import values

LONG = "x" * 300


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (None, "null"),
        (True, "true"),
        (1.5, "1.5"),
        ("S", '"S"'),
        (r"^\d+$", r'"^\d+$"'),
        ("two\nlines", '"two␊lines"'),
        ([], "[]"),
        (["NO", False, {"a": None}], '["NO", false, {a: null}]'),
        (LONG, f'"{LONG[:118]}…'),
    ],
)
def test_a_value_reads_on_one_line(given, shown):
    assert values.value(given) == shown


@pytest.mark.parametrize(
    ("given", "required", "shown"),
    [
        ({"type": "number"}, False, "number, optional"),
        ({"type": "number"}, True, "number, required"),
        ({"type": "number"}, None, "number"),
        ({"type": ["null", "string"]}, None, "null or string"),
        ({"enum": ["S", "M", "two words"]}, None, "anything; enum S, M, two words"),
        (
            {"type": "string", "enum": ["NO", "null", "true", "1", "a, b", 1, None, ""]},
            None,
            'string; enum NO, "null", "true", "1", "a, b", 1, null, ""',
        ),
        ({"enum": "broken"}, None, 'anything; enum "broken"'),
        (
            {"type": "string", "pattern": r"\d", "maxLength": 3},
            None,
            r'string; pattern "\d"; maxLength 3',
        ),
        ({"type": "boolean", "description": "Gift"}, False, 'boolean, optional; "Gift"'),
        ({"type": "array", "items": {"type": "string"}}, None, "array of string"),
        ({"items": {"properties": {"sku": {}, "id": {}}}}, None, "array of object with sku, id"),
        (
            {"type": "object", "additionalProperties": False},
            None,
            "object; additionalProperties false",
        ),
        ({"type": 5}, None, "5"),
        ({}, False, "anything, optional"),
        (True, None, "anything"),
        (False, True, "nothing, required"),
        ("broken", None, '"broken"'),
    ],
)
def test_a_schema_reads_type_first(given, required, shown):
    assert values.schema(given, required=required) == shown


@pytest.mark.parametrize(
    ("keyword", "before", "after", "shown"),
    [
        ("type", "string", "number", "type string → number"),
        ("type", "string", ["null", "string"], "type string → null or string"),
        ("enum", ["S", "XL"], ["S"], 'enum loses "XL"'),
        ("enum", ["S"], ["S", "XL", 1], 'enum gains "XL", 1'),
        ("enum", ["S", None], ["M"], 'enum loses "S", null and gains "M"'),
        ("enum", [1, 1], [1], "enum 1, 1 → 1"),
        ("enum", ["S"], "broken", 'enum S → "broken"'),
        ("enum", ABSENT, ["S", "M"], "gains enum S, M"),
        ("required", ABSENT, True, "becomes required"),
        ("required", True, ABSENT, "becomes optional"),
        ("required", ABSENT, ["a"], 'gains required ["a"]'),
        ("pattern", r"^\d$", ABSENT, r'loses pattern "^\d$"'),
        ("const", None, 0, "const null → 0"),
        ("const", ABSENT, None, "gains const null"),
        ("items", {"type": "string"}, {"type": "number"}, "items string → number"),
        ("odd\n", 1, 2, "odd␊ 1 → 2"),
    ],
)
def test_a_difference_says_what_is_gained_and_lost(keyword, before, after, shown):
    assert values.difference(keyword, before, after) == shown


def test_long_values_are_cut_around_the_place_where_they_differ():
    shown = values.arrow(f"{LONG}one", f"{LONG}other {LONG}")
    before, after = shown.split(" → ")
    assert before == f'…{"x" * 19}one"'
    assert after.startswith(f"…{'x' * 19}other xxx")
    assert (len(after), after[-1]) == (values.LIMIT, "…")


def test_a_long_value_that_grows_is_shown_at_its_end():
    shown = values.arrow(["S", LONG], ["S", LONG, "new"])
    assert shown == f"""…{"x" * 19}"] → …{"x" * 19}", "new"]"""


def test_a_long_loss_is_never_cut():
    lost = [f"value {number}" for number in range(60)]
    shown = values.difference("enum", ["kept", *lost], ["kept"])
    assert shown == f"enum loses {', '.join(values.value(value) for value in lost)}"


@given(st.text("ab", max_size=400), st.text("ab", max_size=400))
def test_two_texts_that_differ_never_read_the_same(one, other):
    before, after = values.arrow(f"{one}a", f"{other}b").split(" → ")
    assert before != after
    assert max(len(before), len(after)) <= values.LIMIT
