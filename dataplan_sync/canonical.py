"""The form in which two states are compared; nothing canonical is ever sent.

Two objects are equal exactly when their canonical forms have the same JSON text. What the form leaves out is
listed in design §5: server-owned fields (`codec` drops them), null against absent, `""` against an absent
description, the order of data points, object keys, `required`, `enum` and `type` lists, `1` against `1.0`,
and the root `type: object` that the vendor's UI adds and drops. An empty `required` counts as none, since
the UI writes it everywhere and it requires nothing.

A JSON Schema is walked by position, so that an attribute that is called `required`, `type` or `description`
is never taken for the keyword.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, TypeAlias

from dataplan_sync import codec
from dataplan_sync.model import ActivatedEnvironment, DataPlan, DataPlanVersion

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dataplan_sync.model import (
        DataPoint,
        Identity,
        JSONObject,
        JSONValue,
        VersionDocument,
    )

MAPS_OF_SCHEMAS: Final = frozenset(
    ("properties", "patternProperties", "definitions", "$defs", "dependentSchemas")
)
"""Keywords whose value maps names to schemas."""
SCHEMAS: Final = frozenset(
    (
        "additionalItems",
        "additionalProperties",
        "allOf",
        "anyOf",
        "contains",
        "else",
        "if",
        "items",
        "not",
        "oneOf",
        "propertyNames",
        "then",
    )
)
"""Keywords whose value is a schema or a list of schemas."""
UNORDERED: Final = frozenset(("enum", "type"))
"""Keywords whose value may be a list in which order means nothing."""

PointKey: TypeAlias = "tuple[Identity, int]"
"""An identity and which one of its bearers it is: 0 but where live holds the same identity twice."""


def text(value: JSONValue) -> str:
    """Give the one text of a canonical value. JSON text, unlike `==`, keeps true apart from 1."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def data_plan(value: DataPlan) -> JSONObject:
    """Give a data plan's own canonical form; its versions are objects of their own."""
    wire = codec.encode_data_plan_scalars(value)
    return _described(_numbers_of(wire), "data_plan_description")


def version(value: DataPlanVersion) -> JSONObject:
    """Give a version's canonical form; an environment that is not said is `none`."""
    environment = value.activated_environment or ActivatedEnvironment.NONE
    scalars: JSONObject = {
        **value.extra,
        "version": value.version,
        "version_description": value.version_description,
        "activated_environment": environment.value,
    }
    document = value.version_document
    return {
        **_described(_numbers_of(scalars), "version_description"),
        "version_document": version_document(document) if document else None,
    }


def version_document(value: VersionDocument) -> JSONObject:
    """Give a document's canonical form, its data points sorted by identity."""
    points = sorted(points_by_key(value).items())
    canonical: list[JSONValue] = [point.derived(data_point) for _, point in points]
    return {**_numbers_of(value.extra), "data_points": canonical}


def resource(value: DataPlan | DataPlanVersion) -> JSONObject:
    """Give the canonical form of either kind of object."""
    return data_plan(value) if isinstance(value, DataPlan) else version(value)


def resource_text(value: DataPlan | DataPlanVersion) -> str:
    """Give the one text of the canonical form of either kind of object."""
    return text(resource(value))


def points_by_key(document: VersionDocument) -> dict[PointKey, DataPoint]:
    """Find data points by identity, in the document's order.

    The API's rule for two data points of one identity is not documented, so live may hold them: the second is
    counted apart rather than lost.
    """
    points: dict[PointKey, DataPoint] = {}
    for point in document.data_points:
        occurrence = 0
        identity = point.derived(_identity)
        while (identity, occurrence) in points:
            occurrence += 1
        points[identity, occurrence] = point
    return points


def _identity(point: DataPoint) -> Identity:
    return point.match.identity


def data_point(value: DataPoint) -> JSONObject:
    """Give a data point's canonical form."""
    criteria: JSONObject = {
        key: item for key, item in value.match.criteria.items() if item is not None
    }
    point: JSONObject = {
        **_numbers_of(value.extra),
        "match": {**_numbers_of(value.match.extra), "type": value.match.type, "criteria": criteria},
        "validator": {
            **_numbers_of(value.validator.extra),
            "type": value.validator.type,
            "definition": definition(value.validator.definition),
        },
        "description": value.description,
    }
    return _described(point, "description")


def data_point_text(value: DataPoint) -> str:
    """Give the text of a data point's canonical form, worked out once for one object."""
    return value.derived(_data_point_text)


def is_written_alike(one: DataPoint, other: DataPoint) -> bool:
    """Tell whether two data points are the same JSON but for the order of keys, which is fast and often enough."""
    return one.derived(_written_text) == other.derived(_written_text)


def _written_text(value: DataPoint) -> str:
    return text(codec.encode_data_point(value))


def _data_point_text(value: DataPoint) -> str:
    return text(data_point(value))


def definition(value: JSONObject) -> JSONObject:
    """Give a validator definition's canonical form."""
    canonical = schema(value)
    if canonical.get("type") == "object":
        del canonical["type"]
    return canonical


def schema(value: JSONObject) -> JSONObject:
    """Give a JSON Schema's canonical form; `required` becomes an object of the names it lists."""
    canonical = {keyword: _keyword(keyword, item) for keyword, item in value.items()}
    if canonical.get("required") == {}:
        del canonical["required"]
    return _described(canonical, "description")


def _keyword(keyword: str, value: JSONValue) -> JSONValue:
    if keyword in MAPS_OF_SCHEMAS and isinstance(value, dict):
        return {name: _subschema(item) for name, item in value.items()}
    if keyword in SCHEMAS:
        return (
            [_subschema(item) for item in value] if isinstance(value, list) else _subschema(value)
        )
    if keyword == "required" and isinstance(value, list):
        return _names(value)
    if keyword in UNORDERED and isinstance(value, list):
        return sorted((numbers(item) for item in value), key=text)
    return numbers(value)


def _subschema(value: JSONValue) -> JSONValue:
    return schema(value) if isinstance(value, dict) else numbers(value)


def _names(value: list[JSONValue]) -> JSONValue:
    """Turn a list of distinct names into an object, so that each name is a leaf of its own."""
    names = [item for item in value if isinstance(item, str)]
    if len(set(names)) != len(value):
        return value
    return dict.fromkeys(sorted(names), True)


def numbers(value: JSONValue) -> JSONValue:
    """Give a value with each of its numbers in one form: 1.0 as 1."""
    match value:
        case float() if value.is_integer():
            return int(value)
        case list():
            return [numbers(item) for item in value]
        case dict():
            return _numbers_of(value)
        case _:
            return value


def _numbers_of(value: Mapping[str, JSONValue]) -> JSONObject:
    return {key: numbers(item) for key, item in value.items()}


def _described(value: JSONObject, description: str) -> JSONObject:
    if value.get(description, "") in ("", None):
        value.pop(description, None)
    return value
