from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataplan_sync.changes import ABSENT
from dataplan_sync.files.editing.edit import Edit, edit_text, edited, value_of
from dataplan_sync.files.editing.splicing import EditError
from dataplan_sync.files.writer import write_yaml
from tests.files.values import typed

FILE = """\
# The shop.
data_plan_id: shop   # as in the apps

data_points:
    # Bought something.
    - custom_event: 'Bought'
      attributes:   # of a purchase
          # in euros
          price: number # net
          size: {type: string, enum: [S, M]}   # S to M
          # not sent yet
          # color: string

    # Searched.
    - custom_event: Searched
      description: |
        Typed, and
        sent.
    - screen_view: Basket
extra:
"""


def edit(*edits, text=FILE):
    return edit_text(text, [Edit(path, value) for path, value in edits])


POINT = ("data_points", 0)


@pytest.mark.parametrize(
    ("path", "value", "before", "after"),
    [
        (("data_plan_id",), "app", "shop   # as", "app   # as"),
        ((*POINT, "custom_event"), "NO", "'Bought'", "'NO'"),
        ((*POINT, "attributes", "price"), "integer", "price: number # net", "price: integer # net"),
        (
            (*POINT, "attributes", "price"),
            {"type": "number", "minimum": 0},
            "price: number # net",
            "price: {type: number, minimum: 0} # net",
        ),
        (
            (*POINT, "attributes", "price"),
            {"description": "x" * 100},
            "price: number # net\n",
            f"price: # net\n            description: {'x' * 100}\n",
        ),
        ((*POINT, "attributes", "size", "enum", 1), "L", "[S, M]", "[S, L]"),
        ((*POINT, "attributes", "size", "enum", 2), "L", "[S, M]", "[S, M, L]"),
        ((*POINT, "attributes", "size", "enum", 0), ABSENT, "[S, M]", "[M]"),
        ((*POINT, "attributes", "size", "enum", 1), ABSENT, "[S, M]", "[S]"),
        ((*POINT, "attributes", "size", "required"), True, "[S, M]}", "[S, M], required: true}"),
        (
            (*POINT, "attributes", "note"),
            "string?",
            "          # color: string\n",
            "          # color: string\n          note: string?\n",
        ),
        ((*POINT, "attributes", "price"), ABSENT, "          # in euros\n          price: number # net\n", ""),
        (
            (*POINT, "attributes"),
            {"a": "string"},
            FILE[FILE.index("   # of a purchase") : FILE.index("\n    # Searched")],
            "   # of a purchase\n        a: string\n",
        ),
        ((*POINT, "custom_event"), ABSENT, "- custom_event: 'Bought'\n      attributes", "- attributes"),
        (("data_points", 1), ABSENT, FILE[FILE.index("    # Searched") : FILE.index("    - screen")], ""),
        (("data_points", 1, "description"), "Sent", "|\n        Typed, and\n        sent.\n", "Sent\n"),
        (("data_points", 1, "note"), "x", "sent.\n", "sent.\n      note: x\n"),
        (
            ("data_points", 3),
            {"screen_view": "Start", "description": ""},
            "Basket\n",
            "Basket\n    - screen_view: Start\n      description: ''\n",
        ),
        (("extra",), 1, "extra:\n", "extra: 1\n"),
        (("extra",), {"a": [1]}, "extra:\n", "extra: {a: [1]}\n"),
        (("extra",), ABSENT, "extra:\n", ""),
        (("version",), 3, "extra:\n", "extra:\nversion: 3\n"),
    ],
)  # fmt: skip
def test_an_edit_changes_its_place_and_nothing_else(path, value, before, after):
    assert FILE.count(before) == 1
    assert edit((path, value)) == FILE.replace(before, after)


def test_several_edits_speak_of_the_file_as_it_is_before_them():
    text = edit(
        (("data_points", 0), ABSENT),
        (("data_points", 1, "description"), "Sent"),
        (("data_points", 3), {"screen_view": "A"}),
        (("data_points", 4), {"screen_view": "B"}),
        (("data_points", 2), ABSENT),
    )
    assert value_of(text, is_json=False) == {
        "data_plan_id": "shop",
        "data_points": [
            {"custom_event": "Searched", "description": "Sent"},
            {"screen_view": "A"},
            {"screen_view": "B"},
        ],
        "extra": None,
    }
    assert "# Searched." in text
    assert "# Bought" not in text


def test_what_is_emptied_stays_as_an_empty_container():
    text = "a:\n  b: 1\n  c: 2\nd: [1]\ne:\n- 1\n"
    paths = [("a", "b"), ("a", "c"), ("d", 0), ("e", 0)]
    assert edit(*((path, ABSENT) for path in paths), text=text) == "a: {}\nd: []\ne: []\n"
    assert edit((("a",), ABSENT), (("d",), ABSENT), (("e",), ABSENT), text=text) == "{}\n"


def test_an_empty_list_in_a_block_is_filled_line_by_line():
    text = "data_points: [] # none yet\nx: 1\n"
    assert edit((("data_points", 0), {"screen_view": "A"}), text=text) == (
        "data_points: # none yet\n  - screen_view: A\nx: 1\n"
    )
    assert edit((("a",), 1), text="{}\n") == "a: 1\n"


def test_the_indentation_and_line_ends_of_the_author_are_kept():
    text = "data_points:\r\n- screen_view: A\r\n  attributes:\r\n        a: string\r\n"
    assert edit(
        (("data_points", 0, "attributes", "b"), "number"),
        (("data_points", 1), {"screen_view": "B", "description": "x\ny"}),
        text=text,
    ) == (f"{text}        b: number\r\n- screen_view: B\r\n  description: |-\r\n    x\r\n    y\r\n")


def test_a_file_without_a_line_end_gets_no_other():
    assert edit((("b",), 1), text="a: 1") == "a: 1\nb: 1"


ANCHORED = "a: &x {size: {type: string}}\nb: *x\nc:\n  <<: *x\n  own: 1\n"


def test_an_alias_can_be_replaced_and_a_merge_be_overridden():
    assert edit((("b",), 1), text=ANCHORED) == ANCHORED.replace("b: *x", "b: 1")
    assert edit((("c", "size"), 1), text=ANCHORED) == ANCHORED + "  size: 1\n"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("a", "size", "type"), "number"),
        (("b", "size", "type"), "number"),
        (("c", "size"), ABSENT),
        (("c", "size", "type"), "number"),
        (("a",), ABSENT),
        (("gone", "x"), 1),
        (("gone",), ABSENT),
        (("a", 0), 1),
        ((), ABSENT),
    ],
)
def test_an_edit_that_would_reach_further_or_nowhere_is_refused(path, value):
    with pytest.raises(EditError):
        edit((path, value), text=ANCHORED)


JSON = '{\n\t"version": 1,\n\t"data_points": [\n\t\t{"a": [1, 2.0]},\n\t\t{\n\t\t\t"b": "\\u00e9"\n\t\t}\n\t],\n\t"none": {}\n}\n'


@pytest.mark.parametrize(
    ("path", "value", "before", "after"),
    [
        (("version",), 2, ": 1,", ": 2,"),
        (("data_points", 0, "a", 1), 3, "2.0]", "3]"),
        (("data_points", 0, "a", 2), 3, "2.0]", "2.0, 3]"),
        (("data_points", 1, "b"), ABSENT, '{\n\t\t\t"b": "\\u00e9"\n\t\t}', "{}"),
        (("data_points", 0), ABSENT, '{"a": [1, 2.0]},\n\t\t', ""),
        (("data_points", 2), {"c": 1}, "\t\t}\n", '\t\t},\n\t\t{\n\t\t\t"c": 1\n\t\t}\n'),
        (("data_points", 1, "c"), ["x"], 'e9"\n', 'e9",\n\t\t\t"c": [\n\t\t\t\t"x"\n\t\t\t]\n'),
        (("none",), ABSENT, ',\n\t"none": {}', ""),
        (("none", "k"), "v", "{}", '{\n\t\t"k": "v"\n\t}'),
    ],
)
def test_json_is_edited_in_place_too(path, value, before, after):
    assert JSON.count(before) == 1
    text = edit_text(JSON, [Edit(path, value)], is_json=True)
    assert text == JSON.replace(before, after)
    json.loads(text)


KEYS = st.sampled_from(["a", "b", "NO", "x y", "1"])
LEAVES = st.sampled_from([None, True, 1, 1.5, "", "x", "NO", "a: b", "# c", "l\nm\n", "t\nu"])
TREES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


def paths_of(value, path=()):
    if path:
        yield path
    for step, item in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(item, dict | list):
            yield from paths_of(item, (*path, step))
        else:
            yield (*path, step)


@st.composite
def edited_trees(draw):
    value = draw(st.dictionaries(KEYS, TREES, min_size=1, max_size=4))
    edits: list[Edit] = []
    for path in draw(st.lists(st.sampled_from([*paths_of(value)]), max_size=4, unique=True)):
        nested = any(path[: len(one.path)] == one.path[: len(path)] for one in edits)
        if not nested:
            edits.append(Edit(path, draw(st.just(ABSENT) | TREES)))
    if draw(st.booleans()):
        edits.append(Edit(("new",), draw(TREES)))
    return value, edits


@pytest.mark.parametrize("is_json", [False, True])
@given(edited_trees())
def test_the_edited_text_says_what_the_edited_value_is(is_json, found):
    value, edits = found
    text = json.dumps(value, indent=2) if is_json else write_yaml(value)
    result = value_of(edit_text(text, edits, is_json=is_json), is_json=is_json)
    wanted = edited(value, edits)
    assert json.dumps(result, sort_keys=True) == json.dumps(wanted, sort_keys=True)
    assert typed(edited(value, [])) == typed(value)
