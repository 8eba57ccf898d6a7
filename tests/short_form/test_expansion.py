from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dataplan_sync.files.text import Text
from dataplan_sync.files.yaml_reader import read_yaml
from dataplan_sync.short_form.expansion import expand, expansion
from dataplan_sync.wire import Fault, FaultKind

if TYPE_CHECKING:
    from dataplan_sync.model import JSONValue

WRONG, MISTYPED = FaultKind.WRONG_TYPE, FaultKind.MISTYPED_KEY
MISPLACED, MISSING = FaultKind.MISPLACED_KEY, FaultKind.MISSING_KEY


def yaml(content):
    document = read_yaml(Text(content, "test.yaml"), [])
    assert document
    return document.value


def test_the_example_of_the_design_expands_as_it_says():
    short = yaml("""\
        custom_event: Landing Button Click
        custom_event_type: other
        description: Clicked the main button
        attributes:
          button_id: {type: string, required: true}
          size: {type: string, enum: [S, M, L]}
          note: string?
        additional_attributes: false
        """)
    attributes: JSONValue = {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "button_id": {"type": "string"},
            "size": {"type": "string", "enum": ["S", "M", "L"]},
            "note": {"type": ["string", "null"]},
        },
        "required": ["button_id"],
    }
    data: JSONValue = {
        "type": "object",
        "additionalProperties": True,
        "properties": {"custom_attributes": attributes},
        "required": ["custom_attributes"],
    }
    faults: list[Fault] = []
    assert expand(short, faults) == {
        "description": "Clicked the main button",
        "match": {
            "type": "custom_event",
            "criteria": {"event_name": "Landing Button Click", "custom_event_type": "other"},
        },
        "validator": {"type": "json_schema", "definition": {"properties": {"data": data}}},
    }
    assert faults == []


@pytest.mark.parametrize(
    "full",
    ["{match: {type: screen_view}, validator: {}}", "{matches: {}}", "{match: 3}", "{description: A}", "{}"],
)  # fmt: skip
def test_what_is_not_short_is_left_as_it_is(full):
    faults: list[Fault] = []
    point = yaml(full)
    assert expand(point, faults) is point
    assert faults == []


@pytest.mark.parametrize(
    ("written", "kind", "path", "message"),
    [
        ("custom_evnt: A", MISTYPED, ("custom_evnt",),
         'unknown key "custom_evnt": did you mean "custom_event"?'),
        ("attributes: {}", MISSING, (),
         ("nothing says what the data point matches; write one of custom_event, screen_view, product_action, "
         "promotion_action, product_impression, user_attributes, user_identities")),
        ("{screen_view: A, user_attributes: {}}", MISPLACED, ("user_attributes",),
         'a data point matches one kind of data: keep "screen_view" or "user_attributes"'),
        ("{screen_view: A, match: {}}", MISPLACED, ("screen_view",),
         '"screen_view" belongs to the short form of a data point and "match" to the full one; keep one form'),
        ("{match: {type: x}, validator: {definition: {}}, attributes: {}}", MISPLACED, ("attributes",),
         '"attributes" belongs to the short form of a data point and "match" to the full one; keep one form'),
    ],
)  # fmt: skip
def test_what_has_no_certain_match_is_no_data_point(written, kind, path, message):
    faults: list[Fault] = []
    assert expand(yaml(written), faults) is None
    assert faults == [Fault(kind, path, message)]


@pytest.mark.parametrize(
    ("written", "kind", "path", "message"),
    [
        ("atributes: {}", MISTYPED, ("atributes",), 'unknown key "atributes": did you mean "attributes"?'),
        ("Additional-Attributes: false", MISTYPED, ("Additional-Attributes",),
         'unknown key "Additional-Attributes": did you mean "additional_attributes"?'),
        ("products: {}", MISPLACED, ("products",),
         ('"products" does not go with screen_view, which takes description, attributes, '
         "additional_attributes, definition")),
        ("attributes: [a]", WRONG, ("attributes",),
         "attributes must be an object of names with their types, not a list"),
        ("attributes: {a: numbr}", WRONG, ("attributes", "a"),
         'there is no type "numbr": did you mean "number"?'),
        ("attributes: {a: strnig?}", WRONG, ("attributes", "a"),
         'there is no type "strnig?": did you mean "string?"?'),
        ("attributes: {a: null?}", WRONG, ("attributes", "a"),
         'there is no type "null?": did you mean "null"?'),
        ("attributes: {a: date}", WRONG, ("attributes", "a"),
         'there is no type "date": the types are string, number, integer, boolean, object, array, null'),
        ("attributes: {a: }", WRONG, ("attributes", "a"),
         "a must be a type or a schema, not nothing; write a: string for text, say"),
        ("attributes: {a: {items: {required: true}}}", WRONG, ("attributes", "a", "items", "required"),
         ("required: true beside items requires nothing; it goes beside an attribute, or lists the names that "
         "an object must have")),
        ("attributes: {a: {properties: {b: {properties: {c: x}}}}}", WRONG,
         ("attributes", "a", "properties", "b", "properties", "c"),
         'there is no type "x": the types are string, number, integer, boolean, object, array, null'),
        ("additional_attributes: no", WRONG, ("additional_attributes",),
         "additional_attributes must be true, false, a type or a schema, not text"),
        ("definition: []", WRONG, ("definition",), "definition must be an object, not a list"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_of_the_key_that_was_written(written, kind, path, message):
    faults: list[Fault] = []
    point = expand({"screen_view": "A", **yaml(written)}, faults)
    assert point is not None
    assert point["match"] == {"type": "screen_view", "criteria": {"screen_name": "A"}}
    assert faults == [Fault(kind, path, message)]


def test_what_is_said_of_a_group_twice_is_a_fault():
    faults: list[Fault] = []
    expand(yaml("{product_action: click, transaction: {products: array}, products: {}}"), faults)
    message = '"products" and products in "transaction" say the same; keep one'
    assert faults == [Fault(MISPLACED, ("products",), message)]


def test_keys_that_nobody_knows_are_kept():
    faults: list[Fault] = []
    point = expand(yaml("{screen_view: A, owner: web, active_transformation_ids: []}"), faults)
    assert point is not None
    assert (point["owner"], point["active_transformation_ids"]) == ("web", [])
    assert faults == []


@pytest.mark.parametrize("key", ["attributes", "additional_attributes", "definition"])
def test_null_is_left_out(key):
    assert expand({"screen_view": "A", key: None}, []) == expand({"screen_view": "A"}, [])


def test_the_first_key_may_have_no_value():
    assert expand({"user_attributes": None}, []) == expand({"user_attributes": {}}, [])


def test_what_is_written_is_not_changed():
    point = yaml(
        "{screen_view: A, attributes: {a: {type: string?, required: true}}, definition: {a: {}}}"
    )
    before = repr(point)
    expand(point, [])
    assert repr(point) == before


DATA = ("validator", "definition", "properties", "data")


@pytest.mark.parametrize(
    ("wire", "short"),
    [
        (("match",), ("screen_view",)),
        (("match", "criteria", "screen_name"), ("screen_view",)),
        (("validator",), ("attributes",)),
        ((*DATA, "properties", "custom_attributes"), ("attributes",)),
        ((*DATA, "properties", "custom_attributes", "additionalProperties"), ("additional_attributes",)),
        ((*DATA, "properties", "custom_attributes", "properties", "a", "enum"), ("attributes", "a", "enum")),
        ((*DATA, "properties", "custom_attributes", "required", 0), ("attributes", "a", "required")),
        ((*DATA, "properties", "custom_attributes", "properties", "a", "properties", "b", "type"),
         ("attributes", "a", "properties", "b", "type")),
        ((*DATA, "properties", "custom_attributes", "properties", "a", "required", 1),
         ("attributes", "a", "properties", "b", "required")),
        ((*DATA, "title"), ("definition", "properties", "data", "title")),
    ],
)  # fmt: skip
def test_each_part_is_known_to_come_from_what_was_written(wire, short):
    point = yaml("""\
        screen_view: A
        attributes:
          a: {required: true, enum: [1], properties: {b: {type: string, required: true}, c: number}}
          d: {required: [c], properties: {c: {required: true}}}
        additional_attributes: false
        definition: {properties: {data: {title: x}}}
        """)
    point["attributes"]["a"]["properties"]["c"] = {"type": "number", "required": True}
    point["attributes"]["a"]["properties"] = dict(
        reversed(point["attributes"]["a"]["properties"].items())
    )
    made = expansion(point, [])
    assert made is not None
    assert made.origins[wire] == short
