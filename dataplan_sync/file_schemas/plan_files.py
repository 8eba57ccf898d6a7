"""The schema of plan files: whatever of a data plan a file may hold, in every layout.

A file is known by its content, as `files.form` does it. An unknown key is sent and compared, with a warning; an editor
should show it, because most often it is a typing error. So the schema refuses it, which is stricter than `validate`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync.codec import (
    DATA_PLAN_KEYS,
    DOCUMENT_KEYS,
    KNOWN_DOCUMENT_EXTRAS,
    VERSION_KEYS,
)
from dataplan_sync.file_schemas.attributes import attribute_definitions, described
from dataplan_sync.file_schemas.data_points import data_point_definitions
from dataplan_sync.file_schemas.objects import closed_object
from dataplan_sync.files.expanding import DEFINITIONS
from dataplan_sync.model import ActivatedEnvironment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dataplan_sync.model import JSONObject, JSONValue

DRAFT: Final = "http://json-schema.org/draft-07/schema#"

_TEXT: Final[JSONObject] = {"type": ["string", "null"]}
_VERSIONS: Final = "data_plan_versions"

_ONE_DOCUMENT: Final[JSONObject] = {
    "not": {
        "required": ["data_points", "version_document"],
        "properties": {"version_document": {"type": "object"}},
    }
}
"""Data points stand in one of two places."""

_TOLD: Final[Mapping[str, tuple[JSONObject, str]]] = {
    "data_plan_id": (
        {"type": ["string", "null"], "pattern": r"^(?!\.{1,2}$)[^\s/\\]+$"},
        "The id of the data plan in mParticle. In plans/shop/… it may be left out: the folder says it.",
    ),
    "data_plan_name": (_TEXT, "The name that people see. Left out: not managed."),
    "data_plan_description": (
        _TEXT,
        'What the data plan is for. Left out: not managed; "" clears it.',
    ),
    "data_plan_versions": (
        {"type": ["array", "null"], "items": {"$ref": "#/definitions/dataPlanVersion"}},
        "The versions that this repository manages. One that is left out stays as it is.",
    ),
    "version": (
        {"type": ["integer", "null"], "minimum": 1},
        "The number of the version. A new number makes a new version. In …/versions/3.yaml it may be left out.",
    ),
    "version_description": (_TEXT, 'What the version is for. Left out: not managed; "" clears it.'),
    "activated_environment": (
        {"enum": [*ActivatedEnvironment, None]},
        "Where the version is active; production means development, too. Left out: not managed.",
    ),
    "version_document": (
        {"anyOf": [{"$ref": "#/definitions/document"}, {"type": "null"}]},
        "The document as the API nests it. data_points may as well stand directly in the version.",
    ),
    "data_points": (
        {"$ref": "#/definitions/dataPoints"},
        "The data points of the version, all of them: one that is removed here is removed there.",
    ),
    "transformations": ({}, "A part of the API's document, which is passed on as it is."),
    "settings": ({}, "A part of the API's document, which is passed on as it is."),
    DEFINITIONS: (
        {"type": ["object", "null"]},
        "Definitions for the data points of this file, named by $ref; no part of what it declares.",
    ),
}


def plan_file_schema() -> JSONObject:
    """Give the schema of a plan file, whatever it holds."""
    definitions: JSONObject = {
        "dataPlan": closed_object(_keys(*DATA_PLAN_KEYS, DEFINITIONS)),
        "dataPlanVersion": _version(),
        "versionFile": {**closed_object(_version_keys(DEFINITIONS)), **_ONE_DOCUMENT},
        "document": closed_object(
            _keys(*DOCUMENT_KEYS, *sorted(KNOWN_DOCUMENT_EXTRAS)), required=DOCUMENT_KEYS
        ),
        "dataPoints": {"type": "array", "items": {"$ref": "#/definitions/dataPoint"}},
        **data_point_definitions(),
        **attribute_definitions(),
    }
    return {
        "$schema": DRAFT,
        "description": "A plan file of dataplan-sync: a data plan, a version of one, or a list of data points.",
        "type": ["object", "array"],
        "if": {"type": "array"},
        "then": {"$ref": "#/definitions/dataPoints"},
        "else": _by_content(),
        "definitions": definitions,
    }


def _by_content() -> JSONObject:
    """Tell data plans from versions by their keys; while there is none of these, the keys of both are offered."""
    own = (*VERSION_KEYS, *DOCUMENT_KEYS)
    of_version: list[JSONValue] = [{"required": [key]} for key in own if key not in DATA_PLAN_KEYS]
    return {
        "if": {"required": [_VERSIONS]},
        "then": {"$ref": "#/definitions/dataPlan"},
        "else": {
            "if": {"anyOf": of_version},
            "then": {"$ref": "#/definitions/versionFile"},
            "else": closed_object(_keys(*dict.fromkeys((*DATA_PLAN_KEYS, *own, DEFINITIONS)))),
        },
    }


def _version() -> JSONObject:
    """Give the schema of a version in a data plan, which has to say everything itself."""
    held: list[JSONValue] = [{"required": ["data_points"]}, {"required": ["version_document"]}]
    number: JSONObject = {"type": "integer", "minimum": 1}
    keys: JSONObject = {**_version_keys(), "version": described(number, _TOLD["version"][1])}
    return {**closed_object(keys, required=("version",)), "anyOf": held, **_ONE_DOCUMENT}


def _version_keys(*more: str) -> JSONObject:
    return _keys(*VERSION_KEYS, *DOCUMENT_KEYS, *sorted(KNOWN_DOCUMENT_EXTRAS), *more)


def _keys(*keys: str) -> JSONObject:
    return {key: described(*_TOLD[key]) for key in keys}
