"""Wire JSON to model and back: the only module that knows the API's keys.

Decoding never raises over content. It collects a `Fault` for each thing that is not as the API has it, so that
plan files can be reported whole and a strange API answer can be named exactly. Keys that the server owns are
read into `Authorship` or dropped; keys that nobody knows travel on in `extra` (design §4).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync.model import (
    DataPlan,
    DataPlanVersion,
    DataPoint,
    DataPointMatch,
    DataPointValidator,
    VersionDocument,
)
from dataplan_sync.wire import Fault, FaultKind, ObjectReader

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dataplan_sync.model import JSONObject, JSONValue
    from dataplan_sync.wire import Path

DATA_PLAN_KEYS: Final = (
    "data_plan_id",
    "data_plan_name",
    "data_plan_description",
    "data_plan_versions",
)
VERSION_KEYS: Final = (
    "version",
    "data_plan_id",
    "version_description",
    "activated_environment",
    "version_document",
)
DOCUMENT_KEYS: Final = ("data_points",)
DATA_POINT_KEYS: Final = ("description", "match", "validator")
MATCH_KEYS: Final = ("type", "criteria")
VALIDATOR_KEYS: Final = ("type", "definition")

_NONE: Final[Mapping[int, DataPoint]] = {}

KNOWN_DOCUMENT_EXTRAS: Final = frozenset(("transformations", "settings"))
"""Document keys that the API has or had (OpenAPI document; captures until 2020): passed on without a word."""


def decode_data_plan(
    value: JSONValue,
    faults: list[Fault],
    path: Path = (),
    *,
    known: Mapping[int, DataPoint] = _NONE,
) -> DataPlan | None:
    """Decode a whole data plan.

    Args:
        value: the wire object.
        faults: what is wrong is appended here.
        path: where `value` stands, for the faults.
        known: data points that are decoded already, by the `id()` of their wire objects.

    Returns:
        The data plan with its versions ascending; None if it has no usable id or is not an object. A version
        that cannot be decoded is left out, and a fault says so.
    """
    reader = ObjectReader.of(value, faults, path)
    data_plan_id = reader.text("data_plan_id") if reader else None
    if reader is None or not data_plan_id:
        if reader:
            reader.fault(FaultKind.MISSING_KEY, "data_plan_id", "data_plan_id is missing")
        return None
    decoded = [
        decode_version(
            item,
            faults,
            (*path, "data_plan_versions", index),
            data_plan_id=data_plan_id,
            known=known,
        )
        for index, item in enumerate(reader.items("data_plan_versions"))
    ]
    versions = sorted(
        (version for version in decoded if version), key=lambda version: version.version
    )
    return DataPlan(
        data_plan_id=data_plan_id,
        data_plan_name=reader.text("data_plan_name"),
        data_plan_description=reader.text("data_plan_description"),
        versions=tuple(versions),
        extra=reader.leftover(DATA_PLAN_KEYS),
        authorship=reader.authorship(),
    )


def decode_version(
    value: JSONValue,
    faults: list[Fault],
    path: Path = (),
    *,
    data_plan_id: str,
    number: int | None = None,
    known: Mapping[int, DataPoint] = _NONE,
) -> DataPlanVersion | None:
    """Decode a version of a data plan; `data_points` may stand directly in it.

    Args:
        value: the wire object.
        faults: what is wrong is appended here.
        path: where `value` stands, for the faults.
        data_plan_id: the data plan it belongs to; a `data_plan_id` inside is not looked at, as the API does.
        number: the version's number where its place gives it and the content may leave it out.
        known: data points that are decoded already, by the `id()` of their wire objects.

    Returns:
        The version; None if it has no usable number or is not an object.
    """
    reader = ObjectReader.of(value, faults, path)
    if reader is None:
        return None
    declared = reader.integer("version")
    version = number if declared is None else declared
    if version is None:
        if reader.value.get("version") is None:
            reader.fault(FaultKind.MISSING_KEY, "version", "version, a whole number, is missing")
        reader.leftover((*VERSION_KEYS, *DOCUMENT_KEYS, *KNOWN_DOCUMENT_EXTRAS))
        return None
    inline = "data_points" in reader.value
    keys = (*VERSION_KEYS, *DOCUMENT_KEYS, *KNOWN_DOCUMENT_EXTRAS) if inline else VERSION_KEYS
    return DataPlanVersion(
        data_plan_id=data_plan_id,
        version=version,
        version_description=reader.text("version_description"),
        activated_environment=reader.environment("activated_environment"),
        version_document=(_inline_document if inline else _nested_document)(reader, known),
        extra=reader.leftover(keys),
        authorship=reader.authorship(),
        quarantined=reader.value.get("quarantine_feed_id") is not None,
    )


def decode_document(
    value: JSONValue,
    faults: list[Fault],
    path: Path = (),
    *,
    known: Mapping[int, DataPoint] = _NONE,
) -> VersionDocument | None:
    """Decode a `version_document`; None if it is not an object."""
    reader = ObjectReader.of(value, faults, path)
    if reader is None:
        return None
    return VersionDocument(
        data_points=decode_data_points(
            reader.items("data_points"), faults, (*path, "data_points"), known=known
        ),
        extra=reader.leftover(DOCUMENT_KEYS, silent=KNOWN_DOCUMENT_EXTRAS),
    )


def decode_data_points(
    values: Iterable[JSONValue],
    faults: list[Fault],
    path: Path = (),
    *,
    known: Mapping[int, DataPoint] = _NONE,
) -> tuple[DataPoint, ...]:
    """Decode a list of data points; one that cannot be decoded is left out, and a fault says so."""
    points = (
        known.get(id(value)) or _decode_data_point(value, faults, (*path, index))
        for index, value in enumerate(values)
    )
    return tuple(point for point in points if point)


def encode_data_plan(data_plan: DataPlan) -> JSONObject:
    """Encode a data plan with its versions, as `POST /plans` takes it; what is not managed is left out."""
    wire = encode_data_plan_scalars(data_plan)
    wire["data_plan_versions"] = [encode_version(version) for version in data_plan.versions]
    return wire


def encode_data_plan_scalars(data_plan: DataPlan) -> JSONObject:
    """Encode a data plan without its versions."""
    return _object(
        data_plan.extra,
        data_plan_id=data_plan.data_plan_id,
        data_plan_name=data_plan.data_plan_name,
        data_plan_description=data_plan.data_plan_description,
    )


def encode_version(version: DataPlanVersion) -> JSONObject:
    """Encode a version, as `POST /plans/{id}/versions` takes it; what is not managed is left out."""
    document = version.version_document
    environment = version.activated_environment
    return _object(
        version.extra,
        version=version.version,
        data_plan_id=version.data_plan_id,
        version_description=version.version_description,
        activated_environment=environment.value if environment else None,
        version_document=encode_document(document) if document else None,
    )


def encode_document(document: VersionDocument) -> JSONObject:
    """Encode a version document, data points in their author's order."""
    points: list[JSONValue] = [encode_data_point(point) for point in document.data_points]
    return _object(document.extra, data_points=points)


def encode_data_point(point: DataPoint) -> JSONObject:
    """Encode a data point."""
    match: JSONValue = _object(
        point.match.extra, type=point.match.type, criteria=point.match.criteria
    )
    validator: JSONValue = _object(
        point.validator.extra, type=point.validator.type, definition=point.validator.definition
    )
    return _object(point.extra, description=point.description, match=match, validator=validator)


def _object(extra: Mapping[str, JSONValue], **known: JSONValue) -> JSONObject:
    present = {key: value for key, value in known.items() if value is not None}
    return {**present, **extra}


def _inline_document(reader: ObjectReader, known: Mapping[int, DataPoint]) -> VersionDocument:
    points = decode_data_points(
        reader.items("data_points"), reader.faults, (*reader.path, "data_points"), known=known
    )
    extras = {
        key: reader.value[key] for key in KNOWN_DOCUMENT_EXTRAS if reader.value.get(key) is not None
    }
    return VersionDocument(data_points=points, extra=extras)


def _nested_document(
    reader: ObjectReader, known: Mapping[int, DataPoint]
) -> VersionDocument | None:
    value = reader.value.get("version_document")
    if value is None:
        return None
    return decode_document(value, reader.faults, (*reader.path, "version_document"), known=known)


def _decode_data_point(value: JSONValue, faults: list[Fault], path: Path) -> DataPoint | None:
    reader = ObjectReader.of(value, faults, path)
    match = reader.child("match") if reader else None
    validator = reader.child("validator") if reader else None
    if reader is None or match is None or validator is None:
        for part, known in (
            (reader, DATA_POINT_KEYS),
            (match, MATCH_KEYS),
            (validator, VALIDATOR_KEYS),
        ):
            # What is missing may only be misspelt, and then its near match says so.
            if part:
                part.leftover(known)
        return None
    match_type = match.required_text("type")
    criteria = match.object("criteria")
    definition = validator.required_object("definition")
    if match_type is None or definition is None:
        match.leftover(MATCH_KEYS)
        validator.leftover(VALIDATOR_KEYS)
        return None
    return DataPoint(
        match=DataPointMatch(match_type, criteria or {}, match.leftover(MATCH_KEYS)),
        validator=DataPointValidator(
            validator.text("type") or "json_schema", definition, validator.leftover(VALIDATOR_KEYS)
        ),
        description=reader.text("description"),
        extra=reader.leftover(DATA_POINT_KEYS),
    )
