"""Validates event batches against a version document, as the vendor's server does.

Facts come from the vendor's SDK (which keyword is which kind of error, nulls are dropped outside
lists) and from its OpenAPI document (the shape of a result). Results name failures only: a batch that
follows the document gives none. Strings are not yet coerced to numbers and booleans.

Pure: no I/O, and nothing of this package is imported but `matches`, so that the emulator may stand on it.
`$ref` is never fetched.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import jsonschema_rs

from dataplan_sync import matches

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

JSONMapping: TypeAlias = "Mapping[str, Any]"
Result: TypeAlias = dict[str, Any]

_INVALID_VALUE = frozenset(
    (
        "type",
        "const",
        "enum",
        "pattern",
        "format",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "minLength",
        "maxLength",
        "multipleOf",
    )
)
_IDENTITIES = {
    "customer_id": "customerid",
    "facebook_custom_audience_id": "facebookcustomaudienceid",
} | {f"other_id_{number}": f"other{number}" for number in range(2, 11)}
"""How a batch spells an identity, and how a data plan does."""

_TYPE_NAMES = {
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "string",
    list: "array",
    dict: "object",
}


def validate_batch(document: JSONMapping, batch: JSONMapping) -> list[Result]:
    """Validate a batch against a version document.

    Args:
        document: `{data_points: [...]}`, each with a `match` and a `validator`.
        batch: the batch as the Events API takes it.

    Returns:
        A result for each event that fails, in order, then one for the user attributes and one for the user
        identities: `{event_type: "validation_result", data: {match, validation_errors}}`.
    """
    return DocumentValidator(document).validate(batch)


@dataclass(frozen=True, slots=True)
class _CompiledPoint:
    match: JSONMapping
    validator: jsonschema_rs.Draft7Validator | None


class DocumentValidator:
    """A version document made ready for many batches: each definition is compiled once, when first needed.

    Where two data points have the same match, the last one counts, as in the vendor's SDK.
    """

    def __init__(self, document: JSONMapping) -> None:
        self._points = {
            matches.match_key(point["match"]): point for point in document["data_points"]
        }
        self._compiled: dict[str, _CompiledPoint] = {}

    def validate(self, batch: JSONMapping) -> list[Result]:
        """Validate one batch; see `validate_batch`."""
        results = [self._of_event(event) for event in batch.get("events") or ()]
        results += [
            self._of_map("user_attributes", batch.get("user_attributes")),
            self._of_map("user_identities", _planned_spelling(batch.get("user_identities"))),
        ]
        return [result for result in results if result is not None]

    def _of_event(self, event: JSONMapping) -> Result | None:
        match = matches.match_of(event)
        name = _name(event, match)
        point = self._point(matches.match_key(match))
        if match["type"] == "unknown" or point is None:
            unplanned = {"validation_error_type": "unplanned", "key": name, "error_pointer": "#"}
            return _result(match, [unplanned], event)
        return _result(point.match, list(_errors(point, name, _without_nulls(event))), event)

    def _of_map(self, kind: str, values: JSONMapping | None) -> Result | None:
        point = self._point(kind)
        if point is None or values is None:
            return None
        return _result(point.match, list(_errors(point, kind, _without_nulls(values))), {})

    def _point(self, key: str) -> _CompiledPoint | None:
        if key not in self._points:
            return None
        if key not in self._compiled:
            point = self._points[key]
            self._compiled[key] = _CompiledPoint(
                point["match"], _compile(point["validator"]["definition"])
            )
        return self._compiled[key]


def _compile(definition: JSONMapping) -> jsonschema_rs.Draft7Validator | None:
    try:
        return jsonschema_rs.Draft7Validator(dict(definition), offline=True)
    except (ValueError, jsonschema_rs.ReferencingError):
        return None


def _result(match: JSONMapping, found: list[dict[str, Any]], event: JSONMapping) -> Result | None:
    if not found:
        return None
    data = event.get("data") or {}
    known = {
        "validated_event_id": data.get("event_id"),
        "validated_source_message_id": data.get("source_message_id"),
    }
    marks = {name: value for name, value in known.items() if value is not None}
    return {
        "event_type": "validation_result",
        "data": {"match": match, "validation_errors": found, **marks},
    }


def _errors(point: _CompiledPoint, name: str, value: JSONMapping) -> Iterator[dict[str, Any]]:
    if point.validator is None:
        yield {
            "validation_error_type": "unknown",
            "key": name,
            "error_pointer": "#",
            "expected": "a valid JSON Schema",
        }
        return
    for error in point.validator.iter_errors(value):
        keyword = _keyword(error)
        place = {"error_pointer": _pointer(error.instance_path), "schema_keyword": keyword}
        match keyword:
            case "additionalProperties":
                for key in _unexpected(error, value):
                    yield {
                        "validation_error_type": "unplanned",
                        "key": key,
                        **place,
                        "actual": key,
                    }
            case "required":
                missing = error.kind.as_dict()["property"]
                yield {
                    "validation_error_type": "missing_required",
                    "key": missing,
                    **place,
                    "expected": missing,
                }
            case _:
                yield _of_value(error, keyword, name, place)


def _of_value(
    error: jsonschema_rs.ValidationError, keyword: str, name: str, place: dict[str, Any]
) -> dict[str, Any]:
    kind = "unknown"
    if keyword == "additionalItems":
        kind = "unplanned"
    elif keyword in _INVALID_VALUE:
        kind = "invalid_value"
    found = {
        "validation_error_type": kind,
        "key": str(error.instance_path[-1]) if error.instance_path else name,
        **place,
    }
    if keyword == "type":
        types: Sequence[str] = error.kind.as_dict()["types"]
        return found | {
            "expected": " or ".join(types),
            "actual": _TYPE_NAMES.get(type(error.instance), "null"),
        }
    if keyword in _INVALID_VALUE:
        limit = next(iter(error.kind.as_dict().values()))
        return found | {"expected": _text(limit), "actual": _text(error.instance)}
    return found


def _keyword(error: jsonschema_rs.ValidationError) -> str:
    """The keyword as the vendor names it; `false` as a schema has none of its own."""
    if error.kind.name == "falseSchema":
        tail = error.schema_path[-1] if error.schema_path else "none"
        return "additionalProperties" if tail == "additionalProperties" else "none"
    return error.kind.name


def _unexpected(error: jsonschema_rs.ValidationError, value: JSONMapping) -> list[str]:
    if error.kind.name == "additionalProperties":
        return list(error.kind.as_dict()["unexpected"])
    # Without `properties` beside it the library reports one member only: every member is unexpected.
    parent: Any = value
    for step in error.instance_path:
        parent = parent[step]
    return list(parent)


def _name(event: JSONMapping, match: JSONMapping) -> str:
    if match["type"] in ("custom_event", "screen_view"):
        criteria = match["criteria"]
        return str(criteria.get("event_name") or criteria.get("screen_name"))
    return "unknown" if match["type"] == "unknown" else str(event["event_type"])


def _planned_spelling(identities: JSONMapping | None) -> JSONMapping | None:
    if identities is None:
        return None
    return {_IDENTITIES.get(name, name): value for name, value in identities.items()}


def _without_nulls(value: JSONMapping) -> dict[str, Any]:
    return {
        name: _without_nulls(item) if isinstance(item, dict) else item
        for name, item in value.items()
        if item is not None
    }


def _pointer(path: Sequence[str | int]) -> str:
    steps = (str(step).replace("~", "~0").replace("/", "~1") for step in path)
    return "/".join(("#", *steps))


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
