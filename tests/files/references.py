"""Versions with one data point that refers to shared definitions, read from memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dataplan_sync import codec
from dataplan_sync.files.layout import read_unit
from dataplan_sync.files.place import units
from dataplan_sync.files.text import Text
from dataplan_sync.files.yaml_reader import read_yaml
from tests.files.sources import MemorySource

if TYPE_CHECKING:
    from dataplan_sync.problems.problem import Problem

HOME = "shop/versions/1/a.yaml"
COMMERCE = """\
price: {type: number?, minimum: 0}
size: {type: string, enum: [S, M]}
colour: string?
money:
  properties:
    amount: {$ref: "#/price", required: true}
    currency: {$ref: ./types.yaml#/currency}
anything: true
nothing: false
listed: {properties: {w: number}, required: [w]}
flagged: {type: string, required: true}
numbers: [1, 2]
"""
TYPES = "currency: {type: string, pattern: '^[A-Z]{3}$'}\n"
DEVICE = "is_app: {type: boolean, required: true}\nos: string\n"
SHARED = {
    "shared/commerce.yaml": COMMERCE,
    "shared/types.yaml": TYPES,
    "shared/device.yaml": DEVICE,
    "shared/groups.yaml": "base: {$ref: device.yaml, id: string}\nsame: {os: string}\nother: {os: number}\n".replace(
        "device.yaml", "./device.yaml"
    ),
}


def yaml(content):
    document = read_yaml(Text(content, "test.yaml"), [])
    assert document
    return document.value


def read(point, files=SHARED):
    """Read a version with one data point; give it, a locator from it, and what is wrong."""
    source = MemorySource({HOME: f"- {point}\n", **files})
    (unit,) = (each for each in units(source.paths()) if each.first.path == HOME)
    problems: list[Problem] = []
    declaration = read_unit(source, unit, problems)
    assert declaration
    assert declaration.locate
    document = declaration.versions[0].version_document
    assert document
    wire = codec.encode_data_point(document.data_points[0])
    base = ("data_plan_versions", 1, "version_document", "data_points", 0)
    return wire, lambda *path: str(declaration.locate((*base, *path)).mark), problems


def short(attributes, files=SHARED):
    """The custom attributes of an event in short form, with what is wrong."""
    wire, _, problems = read(f"{{screen_view: Basket, attributes: {attributes}}}", files)
    data = wire["validator"]["definition"]["properties"]["data"]
    return data["properties"]["custom_attributes"], problems


def full(schema):
    wire, _, problems = read(
        "{match: {type: user_attributes, criteria: {}}, validator: {type: json_schema, definition: "
        + schema
        + "}}"
    )
    return wire["validator"]["definition"], problems


def told(problems):
    return [f"{problem.mark}: {problem.message} [{problem.rule}]" for problem in problems]
