from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataplan_sync import codec
from dataplan_sync.files.text import Text
from dataplan_sync.files.writer import write_yaml
from dataplan_sync.files.yaml_reader import read_yaml
from dataplan_sync.short_form.compression import compress
from dataplan_sync.short_form.expansion import expand
from tests import strategies as usual
from tests.short_form.strategies import CLASHES, data_points, edited, short_forms

if TYPE_CHECKING:
    from dataplan_sync.model import JSONValue
    from dataplan_sync.wire import Fault


def text(value):
    """JSON text keeps 1, 1.0 and true apart, which `==` does not."""
    return json.dumps(value, sort_keys=True)


def yaml(content):
    document = read_yaml(Text(content, "test.yaml"), [])
    assert document
    return document.value


def comes_back(point):
    before = text(point)
    faults: list[Fault] = []
    short = compress(point)
    assert text(expand(short, faults)) == before
    assert faults == []
    assert text(point) == before
    return short


@settings(max_examples=400)
@given(data_points())
def test_what_is_compressed_expands_to_the_letter(point):
    comes_back(point)


def unabridged(short):
    """The API's form of a short form without mistakes."""
    faults: list[Fault] = []
    point = expand(short, faults)
    assert faults == []
    assert point is not None
    return point


@settings(max_examples=400)
@given(edited(short_forms().map(unabridged)))
def test_what_is_nearly_like_a_short_form_expands_to_the_letter(point):
    comes_back(point)


@settings(max_examples=300)
@given(short_forms().filter(lambda short: "definition" not in short))
def test_what_was_written_in_short_is_given_in_short(short):
    point = unabridged(short)
    assert "match" not in comes_back(point)


@given(usual.DATA_POINTS.map(codec.encode_data_point))
def test_what_usual_data_plans_hold_expands_to_the_letter(point):
    comes_back(point)


@given(data_points())
def test_what_is_compressed_is_compressed_once(point):
    short = compress(point)
    assert compress(short) is short or short is point


@given(data_points(), CLASHES)
def test_a_data_point_with_a_key_of_the_short_form_stays_as_it_is(point, clash):
    assert compress({**point, **clash}) == {**point, **clash}


@settings(max_examples=50)
@given(st.lists(data_points(), max_size=3))
def test_what_is_compressed_can_be_written_and_read(points):
    short: list[JSONValue] = [compress(point) for point in points]
    assert text(yaml(write_yaml(short))) == text(short)


FROM_THE_UI = {
    "description": "The basket was opened",
    "match": {"type": "screen_view", "criteria": {"screen_name": "Basket"}},
    "validator": {
        "type": "json_schema",
        "definition": {
            "properties": {
                "data": {
                    "additionalProperties": True,
                    "properties": {
                        "custom_attributes": {
                            "additionalProperties": False,
                            "description": "",
                            "properties": {
                                "items": {"description": "", "type": "number"},
                                "kind": {"description": "", "type": "string", "enum": ["a", "b"]},
                            },
                            "required": [],
                            "type": "object",
                        }
                    },
                    "required": [],
                    "type": "object",
                }
            }
        },
    },
}


def test_what_the_ui_writes_everywhere_goes_into_the_patch():
    assert comes_back(FROM_THE_UI) == {
        "screen_view": "Basket",
        "description": "The basket was opened",
        "attributes": {
            "items": {"description": "", "type": "number"},
            "kind": {"description": "", "type": "string", "enum": ["a", "b"]},
        },
        "additional_attributes": False,
        "definition": {
            "properties": {
                "data": {
                    "properties": {"custom_attributes": {"description": "", "required": []}},
                    "required": [],
                }
            }
        },
    }


def expanded(short):
    return unabridged(yaml(short))


@pytest.mark.parametrize(
    "short",
    [
        "{custom_event: A, custom_event_type: other}",
        "{custom_event: A, custom_event_type: other, description: '', attributes: {}}",
        "{screen_view: A, attributes: {a: number, b: {type: string?, required: true}, c: true}}",
        "{screen_view: A, attributes: {b: {required: true}, a: {type: array, items: string?}}}",
        (
            "{screen_view: A, attributes: {a: {type: object, required: true, properties: "
            "{x: {type: string, required: true}, y: number}, additionalProperties: false}}}"
        ),
        "{screen_view: A, attributes: {a: {additionalProperties: integer}}, additional_attributes: false}",
        "{screen_view: A, additional_attributes: {type: string, maxLength: 9}}",
        "{screen_view: A, additional_attributes: string?}",
        "{screen_view: A, owner: web}",
        "{product_action: purchase}",
        "{product_action: purchase, transaction: {}}",
        "{product_action: purchase, transaction: {action: {enum: [purchase]}}}",
        "{product_action: purchase, transaction: {action: {type: string, required: true}}}",
        (
            "{product_action: purchase, attributes: {a: string}, transaction: {id: {type: string, required: true}}, "
            "additional_transaction_fields: false, products: {id: string, price: {type: number, required: true}}, "
            "additional_product_fields: false, product_attributes: {size: {type: string, required: true}}, "
            "additional_product_attributes: false}"
        ),
        "{product_action: click, products: {}}",
        "{product_action: click, product_attributes: {size: string}}",
        "{promotion_action: view, promotions: {id: string}, additional_promotion_fields: false}",
        "{product_impression: {}}",
        "{product_impression: {}, attributes: {a: string}}",
        (
            "{product_impression: {product_impression_list: string}, additional_impression_fields: false, "
            "products: {id: string}}"
        ),
        "{product_impression: {}, products: {id: string}}",
        "{user_attributes: {}}",
        "{user_attributes: {a: {type: string, required: true}}, additional_attributes: false}",
        "{user_identities: {email: string?}, definition: {type: object}}",
    ],
)
def test_a_short_form_comes_back_as_it_was(short):
    assert text(compress(expanded(short))) == text(yaml(short))


def test_the_order_of_what_is_required_is_kept_by_that_of_the_attributes():
    schemas = {name: {"type": "string"} for name in "abcd"}
    point = expanded("{user_attributes: {}}")
    point["validator"]["definition"] |= {"properties": schemas, "required": ["d", "a", "c"]}

    short = comes_back(point)

    assert list(short["user_attributes"]) == ["d", "b", "a", "c"]
    assert [name for name, schema in short["user_attributes"].items() if schema != "string"] == [
        *("d", "a", "c")
    ]


@pytest.mark.parametrize(
    "definition",
    ["{}", "{type: object}", "{properties: null}", "{properties: {a: null}}", "{required: [a]}"],
)
def test_what_is_said_more_easily_in_full_stays_full(definition):
    point = expanded("{screen_view: A}")
    point["validator"]["definition"] = yaml(definition)
    assert compress(point) is point
