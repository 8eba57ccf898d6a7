"""A data point less all that comparing passes over, so that its short form has nothing of it to say.

The vendor's UI writes an empty `required` and an empty `description` everywhere, and a root `type: object` now
and then. They mean nothing (design §5), and would be most of what a reader sees.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dataplan_sync.canonical import MAPS_OF_SCHEMAS, SCHEMAS

if TYPE_CHECKING:
    from dataplan_sync.model import JSONObject, JSONValue


def tidy(point: JSONObject) -> JSONObject:
    """Tidy a data point.

    Args:
        point: the API's object.

    Returns:
        One with the same canonical form. The description of the data point itself stays, even if it is empty:
        the vendor's Smartype stops where the key is absent.
    """
    validator = point.get("validator")
    definition = validator.get("definition") if isinstance(validator, dict) else None
    if not isinstance(validator, dict) or not isinstance(definition, dict):
        return point
    tidied = _schema(definition)
    if tidied.get("type") == "object":
        del tidied["type"]
    return {**point, "validator": {**validator, "definition": tidied}}


def _schema(schema: JSONObject) -> JSONObject:
    tidied: JSONObject = {}
    for keyword, value in schema.items():
        if value in ("", None) and keyword == "description":
            continue
        if value == [] and keyword == "required":
            continue
        tidied[keyword] = _keyword(keyword, value, schema)
    return tidied


def _keyword(keyword: str, value: JSONValue, schema: JSONObject) -> JSONValue:
    match keyword, value:
        case (_, dict()) if keyword in MAPS_OF_SCHEMAS:
            return {name: _subschema(item) for name, item in value.items()}
        case (_, list()) if keyword in SCHEMAS:
            return [_subschema(item) for item in value]
        case _ if keyword in SCHEMAS:
            return _subschema(value)
        case ("type", ["null", str(kind)]) if kind != "null":
            return [kind, "null"]
        case ("required", list()):
            return _in_order(value, schema.get("properties"))
        case _:
            return value


def _subschema(schema: JSONValue) -> JSONValue:
    return _schema(schema) if isinstance(schema, dict) else schema


def _in_order(required: list[JSONValue], properties: JSONValue) -> list[JSONValue]:
    """Put required names into the order of the properties, for their own order means nothing."""
    names = list(properties) if isinstance(properties, dict) else []
    if len({name for name in required if isinstance(name, str)}) != len(required):
        return required
    return sorted(required, key=lambda name: names.index(name) if name in names else len(names))
