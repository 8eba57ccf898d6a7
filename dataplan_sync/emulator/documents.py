"""What the API demands of a version document before it stores or uses one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jsonschema_rs

from dataplan_sync import matches
from dataplan_sync.emulator import refusals
from dataplan_sync.emulator.options import Strictness, UnsupportedKeyword

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dataplan_sync.emulator.options import EmulatorOptions
    from dataplan_sync.emulator.wire import JSONObject

UNSUPPORTED = frozenset(
    (
        "$ref",
        "$recursiveRef",
        "$recursiveAnchor",
        "patternProperties",
        "allOf",
        "anyOf",
        "oneOf",
        "if",
        "not",
        "else",
        "then",
        "dependencies",
        "dependentRequired",
        "dependentSchemas",
    )
)
"""JSON Schema keywords that the vendor's documentation lists as unsupported."""

CRITERIA = {
    "custom_event": ("event_name", "custom_event_type"),
    "screen_view": ("screen_name",),
    "product_action": (),
    "promotion_action": (),
    "product_impression": (),
    "user_attributes": (),
    "user_identities": (),
    "unknown": (),
}
"""The match types of the OpenAPI document, with the criteria that it requires."""

_SCHEMA_MAPS = ("properties", "definitions", "$defs")
_SCHEMAS = ("items", "additionalItems", "additionalProperties", "propertyNames", "contains")
_DRAFT = "http://json-schema.org/draft-07/schema#"


def check_document(document: object, options: EmulatorOptions) -> None:
    """Refuse a version document that the API would not store.

    Raises:
        RefusedRequestError: with an ErrorList when it is no document, or has too many data points; with a
            SchemaErrorList that names all that is wrong with its data points.
    """
    points = document.get("data_points", []) if isinstance(document, dict) else None
    if not isinstance(points, list):
        raise refusals.bad_request(refusals.INVALID_PLAN_DOCUMENT)
    if len(points) > options.max_points:
        raise refusals.bad_request(refusals.too_many_points(options.max_points, len(points)))
    found = tuple(find_errors(points, options))
    if found:
        raise refusals.RefusedRequestError(400, found)


def find_errors(points: list[Any], options: EmulatorOptions) -> Iterator[JSONObject]:
    """Yield a SchemaError for everything that is wrong with data points."""
    seen: set[str] = set()
    for index, point in enumerate(points):
        problem = _misshapen(point)
        if problem:
            yield _error(f"Data point {index}: {problem}", _key(point), "invalid_data_point")
            continue
        key = matches.match_key(point["match"])
        if key in seen and options.duplicate_match_key is Strictness.REJECT:
            yield _error(f"Duplicate match key '{key}'.", key, "duplicate_match_key")
        seen.add(key)
        yield from _definition_errors(key, point["validator"]["definition"], options)


def _misshapen(point: object) -> str | None:
    """Say what is wrong with the shape of a data point, or nothing."""
    if not isinstance(point, dict):
        return "it must be an object."
    validator = point.get("validator")
    if not isinstance(validator, dict) or validator.get("type") != "json_schema":
        return "validator.type must be json_schema."
    if not isinstance(validator.get("definition"), dict):
        return "validator.definition must be an object."
    return _misshapen_match(point.get("match"))


def _misshapen_match(match: object) -> str | None:
    if not isinstance(match, dict) or match.get("type") not in list(CRITERIA):
        return f"match.type must be one of {', '.join(CRITERIA)}."
    criteria = match.get("criteria")
    if not isinstance(criteria, dict):
        return "match.criteria must be an object."
    for name in CRITERIA[match["type"]]:
        if not isinstance(criteria.get(name), str):
            return f"match.criteria.{name} must be a string."
    return None


def _key(point: object) -> str:
    match = point.get("match") if isinstance(point, dict) else None
    if not isinstance(match, dict) or not isinstance(match.get("criteria"), dict):
        return "unknown"
    return matches.match_key(match)


def _definition_errors(
    key: str, definition: Mapping[str, Any], options: EmulatorOptions
) -> Iterator[JSONObject]:
    if options.unsupported_keyword is UnsupportedKeyword.REJECT:
        for pointer, keyword in _unsupported(definition):
            yield _error(
                f"The keyword '{keyword}' is not supported.", key, "unsupported_keyword"
            ) | {"schema_pointer": pointer, "keyword": keyword}
    if options.invalid_definition is Strictness.REJECT:
        try:
            jsonschema_rs.meta.validate({**definition, "$schema": _DRAFT})
        except jsonschema_rs.ValidationError as exc:
            # A pattern that does not compile never matches; it does not make the schema invalid.
            if exc.kind.name != "format":
                path = [str(step) for step in exc.instance_path]
                yield _error("The definition is no valid schema.", key, "invalid_definition") | {
                    "schema_pointer": "/".join(("#", *map(_step, path))),
                    "keyword": path[-1] if path else "none",
                }


def _unsupported(definition: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield pointer and name of each unsupported keyword; names of attributes are no keywords."""
    waiting: list[tuple[str, Any]] = [("#", definition)]
    while waiting:
        pointer, schema = waiting.pop()
        if isinstance(schema, list):
            waiting += [(f"{pointer}/{index}", item) for index, item in enumerate(schema)]
        if not isinstance(schema, dict):
            continue
        yield from ((f"{pointer}/{name}", name) for name in schema if name in UNSUPPORTED)
        waiting += [(f"{pointer}/{name}", schema[name]) for name in _SCHEMAS if name in schema]
        for name in _SCHEMA_MAPS:
            named = schema.get(name)
            if isinstance(named, dict):
                waiting += [(f"{pointer}/{name}/{_step(key)}", item) for key, item in named.items()]


def _step(name: str) -> str:
    """Write a key as a step of a JSON pointer (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")


def _error(message: str, key: str, kind: str) -> JSONObject:
    return {"message": message, "match_key": key, "error_type": kind}
