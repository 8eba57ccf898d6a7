"""The schema of a schema: of what may stand below an attribute, as JSON Schema has it and in short.

The keywords are those that mParticle supports, and their values what its engine accepts (`problems.checks`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync.problems.checks.formats import KNOWN_FORMATS
from dataplan_sync.short_form.attributes import NULLABLE, TYPES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dataplan_sync.model import JSONObject, JSONValue

_WORDS: Final[list[JSONValue]] = [*TYPES, *(f"{kind}?" for kind in NULLABLE)]
_TEXT: Final[JSONObject] = {"type": "string"}
_NUMBER: Final[JSONObject] = {"type": "number"}
_LIMIT: Final[JSONObject] = {"type": ["number", "boolean"]}
_COUNT: Final[JSONObject] = {"type": "integer", "minimum": 0}
_FLAG: Final[JSONObject] = {"type": "boolean"}
_LIST: Final[JSONObject] = {"type": "array"}
_FULL: Final[JSONObject] = {"$ref": "#/definitions/schema"}
_SHORT: Final[JSONObject] = {"$ref": "#/definitions/attribute"}
_FULL_MAP: Final[JSONObject] = {"$ref": "#/definitions/properties"}
_SHORT_MAP: Final[JSONObject] = {"$ref": "#/definitions/fields"}
_NAMES: Final[JSONObject] = {"type": "array", "items": _TEXT, "uniqueItems": True}
_REFERENCE: Final[JSONObject] = {
    "type": "string",
    "examples": ["shared/commerce.yaml#/price", "./attributes.yaml#/size"],
    "description": "A definition that is shared: a path from the plans directory (or ./ and ../, from this file), "
    "# and a JSON Pointer. What stands beside it is laid over it.",
}

_TOLD: Final[dict[str, tuple[JSONObject, str]]] = {
    "type": ({}, "The type of the value, or a list of types."),
    "enum": ({"type": "array", "minItems": 1}, "The values that are allowed."),
    "const": ({}, "The one value that is allowed."),
    "multipleOf": ({"type": "number", "exclusiveMinimum": 0}, "The number is a multiple of this."),
    "minimum": (_NUMBER, "The number is this or more."),
    "maximum": (_NUMBER, "The number is this or less."),
    "exclusiveMinimum": (_LIMIT, "The number is more than this."),
    "exclusiveMaximum": (_LIMIT, "The number is less than this."),
    "minLength": (_COUNT, "The text has this many characters or more."),
    "maxLength": (_COUNT, "The text has this many characters or fewer."),
    "pattern": (
        _TEXT,
        "A regular expression that is found in the text; ^ and $ make it the whole text.",
    ),
    "format": (
        {"anyOf": [{"enum": [*sorted(KNOWN_FORMATS)]}, _TEXT]},
        "What kind of text it is, such as date-time, email or uri.",
    ),
    "properties": ({}, "The members of the object: names with their schemas."),
    "required": (_NAMES, "The names that the object must have."),
    "additionalProperties": (
        _FULL,
        "Whether the object may have other members, or what they look like.",
    ),
    "propertyNames": (_FULL, "What the names of the members look like."),
    "minProperties": (_COUNT, "The object has this many members or more."),
    "maxProperties": (_COUNT, "The object has this many members or fewer."),
    "items": (
        {},
        "What each item of the list looks like, or a list: what the first, the second … look like.",
    ),
    "additionalItems": (_FULL, "What items look like behind those that a list of items names."),
    "contains": (_FULL, "What at least one item looks like."),
    "minContains": (_COUNT, "How many items look like contains, at least."),
    "maxContains": (_COUNT, "How many items look like contains, at most."),
    "minItems": (_COUNT, "The list has this many items or more."),
    "maxItems": (_COUNT, "The list has this many items or fewer."),
    "uniqueItems": (_FLAG, "Whether all items are different."),
    "title": (_TEXT, "A name for people."),
    "description": (_TEXT, "What it means, for people."),
    "default": ({}, "A value for people and tools: nothing fills it in."),
    "examples": (_LIST, "Values as they look, for people."),
    "$comment": (_TEXT, "A note for those who edit this."),
    "readOnly": (_FLAG, "For people and tools: it is not validated."),
    "writeOnly": (_FLAG, "For people and tools: it is not validated."),
    "deprecated": ({}, "For people and tools: it is not validated."),
}
"""The keywords that are offered: what values they take, and what they mean."""

_QUIET: Final[JSONObject] = {
    r"^(?:\$id|id|\$schema|content(?:Encoding|MediaType|Schema))$": {},
    r"^(?:definitions|\$defs)$": _FULL_MAP,
}
"""The keywords that are supported and not offered, because hardly anybody wants them here."""


def described(schema: JSONObject, description: str) -> JSONObject:
    """Add what an editor shows on hover. Draft 07 ignores what stands beside a `$ref`, so that goes one level down."""
    if "$ref" in schema:
        return {"description": description, "allOf": [schema]}
    return {**schema, "description": description}


def reference() -> JSONObject:
    """Give the schema of a `$ref` to one shared definition."""
    return dict(_REFERENCE)


def groups_reference() -> JSONObject:
    """Give the schema of a `$ref` in a map of attributes: one group or several."""
    several: JSONObject = {"type": "array", "items": {"type": "string"}}
    return {
        "anyOf": [{"type": "string"}, several],
        "examples": ["shared/device.yaml", "shared/commerce.yaml#/prices"],
        "description": "A group of attributes that is shared, or a list of groups: a path, and # with a JSON Pointer. "
        "What stands beside it wins.",
    }


def attribute_definitions() -> JSONObject:
    """Give the definitions of schemas and of maps of names to them.

    `schema` and `properties` are JSON Schema as the API takes it, `attribute` and `fields` the same or in short.
    What draws upon shared definitions may be in short anywhere.
    """
    return {
        "schema": {
            "if": {"type": "object", "required": ["$ref"]},
            "then": {"$ref": "#/definitions/attributeSchema"},
            "else": _schema(),
        },
        "properties": {
            "if": {"type": "object", "required": ["$ref"]},
            "then": {"allOf": [_SHORT_MAP, {"type": "object"}]},
            "else": {
                "type": "object",
                "properties": {"$ref": groups_reference()},
                "additionalProperties": _FULL,
            },
        },
        "attribute": _attribute(),
        "attributeSchema": _attribute_schema(),
        "fields": {
            "type": ["object", "null"],
            "properties": {"$ref": groups_reference()},
            "additionalProperties": _SHORT,
        },
    }


def _several_of(kinds: Sequence[JSONValue]) -> JSONObject:
    """Describe a list of types."""
    return {"type": "array", "items": {"enum": list(kinds)}, "minItems": 1, "uniqueItems": True}


def _schema() -> JSONObject:
    special: dict[str, JSONObject] = {
        "type": {"anyOf": [{"enum": list(TYPES)}, _several_of(TYPES)]},
        "properties": _FULL_MAP,
        "items": {"anyOf": [_FULL, {"type": "array", "items": _FULL}]},
    }
    return {
        "type": ["object", "boolean"],
        "properties": _properties(special),
        "patternProperties": dict(_QUIET),
        "additionalProperties": False,
    }


def _attribute() -> JSONObject:
    """Choose by what is written, because an editor that is given alternatives tells of the wrong one.

    What is offered it takes from alternatives alone, so they are there too, and forbid nothing.
    """
    words: list[JSONValue] = [*_WORDS, True, False]
    return {
        "if": {"type": "object"},
        "then": {"$ref": "#/definitions/attributeSchema"},
        "else": {"enum": words},
        "anyOf": [{"enum": words}, {}],
        "description": "A type (with ? it may be null, too), true for any value, false for none, or a schema.",
    }


def _attribute_schema() -> JSONObject:
    special: dict[str, JSONObject] = {
        "type": {"anyOf": [{"enum": _WORDS}, _several_of((*TYPES, None))]},
        "properties": {"allOf": [_SHORT_MAP, {"type": "object"}]},
        "additionalProperties": _SHORT,
        "items": {"anyOf": [_SHORT, {"type": "array", "items": _FULL}]},
        "required": {"anyOf": [_FLAG, _NAMES]},
    }
    properties = _properties(special)
    properties["required"] = described(
        special["required"],
        "true: an event must have this attribute. A list: the names that this object must have.",
    )
    return {
        "type": "object",
        "properties": properties,
        "patternProperties": dict(_QUIET),
        "additionalProperties": False,
    }


def _properties(special: dict[str, JSONObject]) -> JSONObject:
    told: JSONObject = {
        keyword: described(special.get(keyword, schema), description)
        for keyword, (schema, description) in _TOLD.items()
    }
    return {"$ref": reference(), **told}
