"""A data plan as the vendor's clients write it, in JSON: one event with a required attribute, and one of each kind.

Written by hand and not by our codec: what the peers send must not depend on us.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataplan_sync.model import JSONObject

CLICK: JSONObject = {
    "description": "A click with NO in it: ü, 猫",
    "match": {
        "type": "custom_event",
        "criteria": {"event_name": "Clicked: a|b", "custom_event_type": "other"},
    },
    "validator": {
        "type": "json_schema",
        "definition": {
            "properties": {
                "data": {
                    "type": "object",
                    "additionalProperties": True,
                    "properties": {
                        "custom_attributes": {
                            "type": "object",
                            "additionalProperties": False,
                            "properties": {
                                "size": {"type": "string", "enum": ["S", "NO"]},
                                "code": {"type": "string", "pattern": "^\\d+$"},
                            },
                            "required": ["size"],
                        }
                    },
                    "required": ["custom_attributes"],
                }
            }
        },
    },
}
PURCHASE: JSONObject = {
    "description": "",
    "match": {"type": "product_action", "criteria": {"action": "purchase"}},
    "validator": {"type": "json_schema", "definition": {}},
}
ATTRIBUTES: JSONObject = {
    "description": "Who visits",
    "match": {"type": "user_attributes", "criteria": {}},
    "validator": {
        "type": "json_schema",
        "definition": {
            "type": "object",
            "additionalProperties": False,
            "properties": {"plan": {"type": "string"}},
        },
    },
}
DOCUMENT: JSONObject = {"data_points": [CLICK, PURCHASE, ATTRIBUTES]}
VERSION: JSONObject = {
    "version": 1,
    "data_plan_id": "shop",
    "version_description": "The first",
    "activated_environment": "none",
    "version_document": DOCUMENT,
}
SECOND_VERSION: JSONObject = {**VERSION, "version": 2, "version_document": {"data_points": [CLICK]}}
DATA_PLAN: JSONObject = {
    "data_plan_id": "shop",
    "data_plan_name": "Shop",
    "data_plan_description": "What the web shop sends",
    "data_plan_versions": [VERSION],
}
UNSUPPORTED: JSONObject = {
    "data_points": [
        {**PURCHASE, "validator": {"type": "json_schema", "definition": {"anyOf": [{}]}}}
    ]
}
"""A document with a keyword that the API does not support."""

BATCH: JSONObject = {
    "environment": "development",
    "events": [
        {
            "event_type": "custom_event",
            "data": {
                "event_name": "Clicked: a|b",
                "custom_event_type": "other",
                "custom_attributes": {"size": "S"},
            },
        },
        {
            "event_type": "custom_event",
            "data": {"event_name": "Nobody planned this", "custom_event_type": "other"},
        },
        {
            "event_type": "custom_event",
            "data": {
                "event_name": "Clicked: a|b",
                "custom_event_type": "other",
                "custom_attributes": {"code": "x", "colour": "red"},
            },
        },
        {
            "event_type": "custom_event",
            "data": {
                "event_name": "Clicked: a|b",
                "custom_event_type": "other",
                "custom_attributes": {"size": 5},
            },
        },
    ],
    "user_attributes": {"plan": "gold", "shoe_size": "44"},
}
"""One good event, then one unplanned, one with a missing, an unplanned and a wrong attribute, and one of a wrong type."""
