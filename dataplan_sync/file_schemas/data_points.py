"""The schema of a data point, in short and in full."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync.codec import DATA_POINT_KEYS, MATCH_KEYS, VALIDATOR_KEYS
from dataplan_sync.file_schemas.attributes import described
from dataplan_sync.file_schemas.objects import closed_object
from dataplan_sync.model import MatchType
from dataplan_sync.problems.checks.match_types import (
    ACTIONS,
    CRITERIA,
    EVENT_TYPES,
    UNDOCUMENTED_EVENT_TYPES,
)
from dataplan_sync.problems.checks.user_names import IDENTITIES, RESERVED
from dataplan_sync.short_form.keys import DEFINITION, FULL_KEYS, KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dataplan_sync.model import JSONObject, JSONValue
    from dataplan_sync.short_form.keys import Kind

_ATTRIBUTE: Final[JSONObject] = {"$ref": "#/definitions/attribute"}
_NAME: Final[JSONObject] = {"type": "string", "minLength": 1}
_DESCRIPTION: Final = "What the data point is for, for people."

_HEADS: Final[Mapping[str, str]] = {
    MatchType.CUSTOM_EVENT: "The name of a custom event, as it is sent.",
    MatchType.SCREEN_VIEW: "The name of a screen, as it is sent.",
    MatchType.PRODUCT_ACTION: "An action on products, such as purchase.",
    MatchType.PROMOTION_ACTION: "An action on promotions: view or click.",
    MatchType.PRODUCT_IMPRESSION: "Products that were seen: the fields of an impression, or {}.",
    MatchType.USER_ATTRIBUTES: "The attributes of users: names with their types or schemas.",
    MatchType.USER_IDENTITIES: "The identities of users: names with their types or schemas.",
}
_GROUPS: Final[Mapping[str, str]] = {
    "attributes": "The custom attributes: names with their types or schemas.",
    "transaction": "Fields of the product action, such as total_amount: names with their types or schemas.",
    "products": "Fields of each product, such as id: names with their types or schemas.",
    "product_attributes": "The custom attributes of each product.",
    "promotions": "Fields of each promotion, such as id: names with their types or schemas.",
    "additional_attributes": "Whether there may be other attributes (true if left out), or what they look like.",
    "additional_transaction_fields": "Whether the action may have other fields (true if left out).",
    "additional_product_fields": "Whether a product may have other fields (true if left out).",
    "additional_product_attributes": "Whether a product may have other custom attributes (true if left out).",
    "additional_promotion_fields": "Whether a promotion may have other fields (true if left out).",
    "additional_impression_fields": "Whether an impression may have other fields (true if left out).",
}
_CRITERIA: Final[Mapping[str, str]] = {
    "event_name": _HEADS[MatchType.CUSTOM_EVENT],
    "screen_name": _HEADS[MatchType.SCREEN_VIEW],
    "custom_event_type": "The type of a custom event, which is a part of its identity.",
    "action": "The action.",
}
_FULL: Final[Mapping[str, str]] = {
    "description": _DESCRIPTION,
    "match": "Which data the data point speaks of.",
    "validator": "What that data must look like.",
}


def data_point_definitions() -> JSONObject:
    """Give the definition `dataPoint`, one for each short form, and that of the full form."""
    shorts: JSONObject = {_name(kind): _short(kind) for kind in KINDS.values()}
    return {"dataPoint": _data_point(), "fullDataPoint": _full(), **shorts}


def _name(kind: Kind) -> str:
    return f"{kind.type.value}_point"


def _data_point() -> JSONObject:
    """Give the schema that follows the key which says what the data point is; with none, all of them are offered."""
    heads: JSONObject = {
        **{kind.type.value: {"description": _HEADS[kind.type]} for kind in KINDS.values()},
        **{key: {"description": _FULL[key]} for key in DATA_POINT_KEYS},
    }
    names: list[JSONValue] = [{"required": [key]} for key in (*KINDS, *FULL_KEYS)]
    chosen: JSONObject = {"type": "object", "properties": heads, "anyOf": names}
    branches = {key: _name(kind) for key, kind in KINDS.items()}
    for key, name in reversed(
        [*dict.fromkeys(FULL_KEYS, "fullDataPoint").items(), *branches.items()]
    ):
        chosen = {
            "if": {"type": "object", "required": [key]},
            "then": {"$ref": f"#/definitions/{name}"},
            "else": chosen,
        }
    return chosen


def _short(kind: Kind) -> JSONObject:
    properties: JSONObject = {kind.type.value: described(_head(kind), _HEADS[kind.type])}
    for key in kind.further_criteria:
        properties[key] = described(_criterion(kind.type, key), _CRITERIA[key])
    properties["description"] = {"type": ["string", "null"], "description": _DESCRIPTION}
    for key in kind.keys:
        if key in _GROUPS:
            schema = _ATTRIBUTE if key.startswith("additional_") else _field_map()
            properties[key] = described({"anyOf": [schema, {"type": "null"}]}, _GROUPS[key])
    properties[DEFINITION] = {
        "type": ["object", "null"],
        "description": "What no other key can say: a JSON merge patch (RFC 7396) over the definition that they make.",
    }
    return closed_object(properties, required=(kind.type.value, *kind.further_criteria))


def _head(kind: Kind) -> JSONObject:
    if kind.criterion:
        return _criterion(kind.type, kind.criterion)
    if kind.type is MatchType.USER_ATTRIBUTES:
        return _field_map(*RESERVED)
    return _field_map(*(IDENTITIES if kind.type is MatchType.USER_IDENTITIES else ()))


def _field_map(*offered: str) -> JSONObject:
    """Give the schema of a map of names to attributes, into which shared groups may be drawn."""
    fields: JSONObject = {"$ref": "#/definitions/fields"}
    named: JSONObject = dict.fromkeys(offered, _ATTRIBUTE)
    return {"allOf": [fields, {"properties": named}]} if offered else fields


def _criterion(match_type: str, name: str) -> JSONObject:
    if name == "custom_event_type":
        return {"enum": [*EVENT_TYPES, *UNDOCUMENTED_EVENT_TYPES]}
    return {"enum": list(ACTIONS[match_type])} if match_type in ACTIONS else dict(_NAME)


def _full() -> JSONObject:
    parts: dict[str, JSONObject] = {
        "description": {"type": ["string", "null"]},
        "match": _match(),
        "validator": _validator(),
    }
    properties: JSONObject = {key: described(parts[key], _FULL[key]) for key in DATA_POINT_KEYS}
    return closed_object(properties, required=FULL_KEYS)


def _match() -> JSONObject:
    kinds: JSONObject = {"enum": list(CRITERIA)}
    criteria: JSONObject = {"type": ["object", "null"]}
    told: dict[str, JSONObject] = {
        "type": described(kinds, "What kind of data it is."),
        "criteria": described(criteria, "Which of that kind: names, types or actions."),
    }
    properties: JSONObject = {key: told[key] for key in MATCH_KEYS}
    match = closed_object(properties, required=("type",))
    match["allOf"] = [
        {"if": {"properties": {"type": {"const": kind}}}, "then": _criteria(kind, names)}
        for kind, names in CRITERIA.items()
    ]
    return match


def _criteria(match_type: str, names: tuple[str, ...]) -> JSONObject:
    known: JSONObject = {
        name: described(_criterion(match_type, name), _CRITERIA[name]) for name in names
    }
    if not names:
        return {"properties": {"criteria": {"type": ["object", "null"], "maxProperties": 0}}}
    criteria = closed_object(known, required=names)
    return {"properties": {"criteria": criteria}, "required": ["criteria"]}


def _validator() -> JSONObject:
    definition: JSONObject = {"allOf": [{"$ref": "#/definitions/schema"}, {"type": "object"}]}
    told: dict[str, JSONObject] = {
        "type": {"enum": ["json_schema", None], "description": "There is no other type."},
        "definition": described(
            definition, "JSON Schema: of an event with its data, or of a user."
        ),
    }
    properties: JSONObject = {key: told[key] for key in VALIDATOR_KEYS}
    return closed_object(properties, required=("definition",))
