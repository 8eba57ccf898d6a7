from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dataplan_sync import codec
from dataplan_sync.files.layout import read_unit
from dataplan_sync.files.place import units
from tests.files.sources import MemorySource

if TYPE_CHECKING:
    from dataplan_sync.problems.problem import Problem
from tests.files.references import full, read, short, told, yaml


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("{$ref: shared/commerce.yaml#/price}", "{type: [number, 'null'], minimum: 0}"),
        ("{$ref: shared/commerce.yaml#/price, minimum: 1}", "{type: [number, 'null'], minimum: 1}"),
        ("{$ref: ../../../shared/commerce.yaml#/colour}", "{type: [string, 'null']}"),
        (
            "{$ref: shared/commerce.yaml#/colour, maxLength: 9}",
            "{type: [string, 'null'], maxLength: 9}",
        ),
        ("{$ref: shared/commerce.yaml#/anything}", "true"),
        ("{$ref: shared/commerce.yaml#/anything, title: Any}", "{title: Any}"),
        ("{$ref: shared/commerce.yaml#/nothing}", "false"),
        (
            "{type: array, items: {$ref: shared/commerce.yaml#/size}}",
            "{type: array, items: {type: string, enum: [S, M]}}",
        ),
        (
            "{additionalProperties: {$ref: shared/commerce.yaml#/size/enum/../size}}".replace(
                "/enum/../size", ""
            ),
            "{additionalProperties: {type: string, enum: [S, M]}}",
        ),
        (
            "{$ref: shared/commerce.yaml#/money}",
            (
                "{properties: {amount: {type: [number, 'null'], minimum: 0}, "
                "currency: {type: string, pattern: '^[A-Z]{3}$'}}, required: [amount]}"
            ),
        ),
        (
            "{$ref: shared/commerce.yaml#/money, properties: {amount: number}}",
            "{properties: {amount: {type: number}}}",
        ),
        (
            "{type: object, properties: {$ref: shared/commerce.yaml#/money/properties, note: string}}",
            (
                "{type: object, properties: {amount: {type: [number, 'null'], minimum: 0}, "
                "currency: {type: string, pattern: '^[A-Z]{3}$'}, note: {type: string}}, required: [amount]}"
            ),
        ),
        (
            "{$ref: shared/commerce.yaml#/listed, required: false}",
            "{properties: {w: {type: number}}, required: [w]}",
        ),
        ("{$ref: shared/commerce.yaml#/flagged, required: false}", "{type: string}"),
        ("{const: {$ref: nowhere}}", "{const: {$ref: nowhere}}"),
    ],
)
def test_a_definition_stands_in_the_place_of_its_reference(written, meant):
    schema, problems = short(f"{{it: {written}}}")
    assert told(problems) == []
    assert schema["properties"]["it"] == yaml(meant)
    assert "required" not in schema


@pytest.mark.parametrize(
    "written",
    [
        "{it: {$ref: shared/commerce.yaml#/size, required: true}}",
        "{it: {$ref: shared/commerce.yaml#/flagged}}",
        "{$ref: shared/device.yaml}",
    ],
)
def test_required_counts_beside_a_reference_in_a_definition_and_in_a_group(written):
    schema, problems = short(written)
    assert told(problems) == []
    assert schema["required"] == [next(iter(schema["properties"]))]


@pytest.mark.parametrize(
    ("written", "names"),
    [
        (
            "{$ref: shared/device.yaml, id: string}",
            {"is_app": "boolean", "os": "string", "id": "string"},
        ),
        ("{$ref: shared/device.yaml, os: number}", {"is_app": "boolean", "os": "number"}),
        ("{$ref: [shared/groups.yaml#/same]}", {"os": "string"}),
        (
            "{$ref: [shared/device.yaml, shared/groups.yaml#/base]}",
            {"is_app": "boolean", "os": "string", "id": "string"},
        ),
        (
            "{$ref: [shared/device.yaml, shared/groups.yaml#/other], os: integer}",
            {"is_app": "boolean", "os": "integer"},
        ),
        ("{$ref: {type: string}}", {"$ref": "string"}),
    ],
)
def test_groups_bring_their_attributes_and_own_ones_win(written, names):
    schema, problems = short(written)
    assert told(problems) == []
    assert {name: each["type"] for name, each in schema["properties"].items()} == names


@pytest.mark.parametrize(
    "point",
    [
        "{user_attributes: GROUP}",
        "{user_identities: GROUP}",
        "{product_action: purchase, transaction: GROUP}",
        "{product_action: purchase, products: GROUP}",
        "{product_action: purchase, product_attributes: GROUP}",
        "{promotion_action: view, promotions: GROUP}",
        "{product_impression: GROUP}",
        "{screen_view: Basket, attributes: GROUP}",
    ],
)
def test_every_group_of_the_short_form_takes_groups(point):
    shared, _, problems = read(point.replace("GROUP", "{$ref: shared/device.yaml, id: string}"))
    own, _, _ = read(
        point.replace("GROUP", "{is_app: {type: boolean, required: true}, os: string, id: string}")
    )
    assert told(problems) == []
    assert shared == own


def test_what_may_be_more_in_a_group_can_be_a_reference():
    wire, _, problems = read(
        "{user_attributes: {}, additional_attributes: {$ref: shared/commerce.yaml#/size}}"
    )
    assert told(problems) == []
    assert wire["validator"]["definition"]["additionalProperties"] == yaml(
        "{type: string, enum: [S, M]}"
    )


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (
            "{properties: {it: {$ref: shared/commerce.yaml#/price}}}",
            "{properties: {it: {type: [number, 'null'], minimum: 0}}}",
        ),
        (
            "{properties: {it: {$ref: shared/commerce.yaml#/price, required: true}}, required: [a]}",
            "{properties: {it: {type: [number, 'null'], minimum: 0}}, required: [a, it]}",
        ),
        (
            "{properties: {$ref: shared/device.yaml}}",
            "{properties: {is_app: {type: boolean}, os: {type: string}}, required: [is_app]}",
        ),
        (
            "{anyOf: [{$ref: shared/commerce.yaml#/size}, {type: 'null'}]}",
            "{anyOf: [{type: string, enum: [S, M]}, {type: 'null'}]}",
        ),
        (
            "{patternProperties: {a: {$ref: shared/commerce.yaml#/size}}}",
            "{patternProperties: {a: {type: string, enum: [S, M]}}}",
        ),
    ],
)
def test_references_work_in_the_full_form(written, meant):
    schema, problems = full(written)
    assert told(problems) == []
    assert schema == yaml(meant)


@pytest.mark.parametrize(
    "written",
    [
        "{definitions: {a: {type: string}}, properties: {it: {$ref: '#/definitions/a'}}}",
        "{properties: {it: {$ref: '#'}}}",
        "{properties: {$ref: {type: string}}}",
        "{properties: {it: {enum: [{$ref: a}]}}}",
    ],
)
def test_what_is_json_schemas_own_stays_as_it_is(written):
    schema, problems = full(written)
    assert told(problems) == []
    assert schema == yaml(written)


def test_a_patch_of_the_short_form_may_refer_to_itself_and_to_shared_definitions():
    wire, _, problems = read(
        "{user_attributes: {a: string}, definition: {definitions: {b: {$ref: shared/commerce.yaml#/size}}, "
        "properties: {c: {$ref: '#/definitions/b'}, a: null}}}"
    )
    assert told(problems) == []
    assert wire["validator"]["definition"] == yaml(
        "{additionalProperties: true, definitions: {b: {type: string, enum: [S, M]}}, "
        "properties: {c: {$ref: '#/definitions/b'}}}"
    )


def test_a_file_may_have_definitions_of_its_own():
    point = "{user_attributes: {price: {$ref: '#/definitions/price'}}}"
    text = f"data_plan_id: shop\nversion: 1\ndefinitions: {{price: number?}}\ndata_points:\n- {point}\n"
    source = MemorySource({"shop.yaml": text})
    problems: list[Problem] = []
    (unit,) = units(source.paths())
    declaration = read_unit(source, unit, problems)
    assert declaration
    assert declaration.locate
    assert told(problems) == []
    (version,) = declaration.versions
    assert version.extra == {}
    assert version.version_document
    assert codec.encode_data_point(version.version_document.data_points[0]) == {
        "match": {"type": "user_attributes", "criteria": {}},
        "validator": {
            "type": "json_schema",
            "definition": yaml(
                "{additionalProperties: true, properties: {price: {type: [number, 'null']}}}"
            ),
        },
    }
